//! `/me`: who the reader is to us, which chat accounts speak for them, and the code that links another one.

use askama::Template;
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::users::{self, CODE_MINUTES, Linked};

use super::{
    Web,
    error::WebError,
    reader::{Area, Frame, Reader},
    session::Proof,
};
use crate::{say, words::actions};

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    f: Frame<'a>,
    role: &'a str,
    language: String,
    zone: String,
    linked: Vec<Place>,
    ticket: Option<Ticket>,
}

/// A code just made.
struct Ticket {
    code: String,
    /// What to say in the chat.
    phrase: String,
    /// How long it is good; ends the sentence.
    good: String,
}

/// A chat account.
struct Place {
    platform: String,
    name: String,
    /// The connection it is on.
    on: Option<String>,
}

/// The page.
pub(super) async fn show(State(web): State<Web>, reader: Reader) -> Result<Response, WebError> {
    page(&web, &reader, None).await
}

/// Makes a code for the reader, and for nobody else, and shows it on the page: it is stored as a hash, so
/// this is the only time.
pub(super) async fn code(
    State(web): State<Web>,
    reader: Reader,
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    Proof::check(form, &reader.session)?;
    let mut tx = reader.begin(&web).await?;
    let code = users::link_code(&mut tx, reader.session.user.id).await?;
    tx.commit().await?;
    page(&web, &reader, Some(code)).await
}

/// Where a code stood there is no page to come back to.
pub(super) async fn back() -> Redirect {
    Redirect::to("/me")
}

async fn page(web: &Web, reader: &Reader, code: Option<String>) -> Result<Response, WebError> {
    let (lang, user) = (reader.lang, &reader.session.user);
    let mut tx = reader.begin(web).await?;
    let linked = users::linked(&mut tx, user.id).await?;
    tx.commit().await?;
    let (zone, tenant) = (reader.zone, &reader.tenant);
    let role = user.role().words();
    let page = MePage {
        f: reader.frame(Area::You),
        role: lang.pick(role.0, role.1),
        language: match user.lang {
            Some(_) => lang.pick("English", "日本語").to_owned(),
            None => say!(lang, "English (from your browser)", "日本語（ブラウザーの設定）"),
        },
        zone: match user.timezone {
            Some(_) => zone.to_string(),
            None => say!(lang, "{zone} (set for {tenant})", "{zone}（{tenant} の設定）"),
        },
        linked: linked.into_iter().map(|account| place(account, reader)).collect(),
        ticket: code.map(|code| Ticket {
            phrase: say!(lang, "link {code}", "連携 {code}"),
            good: say!(
                lang,
                "Good for {CODE_MINUTES} minutes, once.",
                "{CODE_MINUTES}分間、1回だけ有効です。"
            ),
            code,
        }),
    };
    Ok(Html(page.render()?).into_response())
}

fn place(account: Linked, reader: &Reader) -> Place {
    Place {
        platform: actions::platform(&account.provider, reader.lang).to_owned(),
        name: match account.handle {
            Some(handle) if handle != account.name => format!("{} @{handle}", account.name),
            Some(handle) => format!("@{handle}"),
            None => account.name,
        },
        on: account.connection,
    }
}
