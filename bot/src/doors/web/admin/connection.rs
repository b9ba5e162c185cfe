//! `/admin/connections/{id}`: one connection: how it is, what to set on the platform, what it was told.

use adapters::Finding;
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{
    ConnectionId,
    connections::{self, Values},
};
use serde::Deserialize;

use super::{
    super::{
        Web,
        error::WebError,
        reader::{Area, Frame, Reader},
    },
    Admin, Sent, account, connection_id,
    connections::Line,
    fields::{self, Field},
    trial::{self, Shown},
};
use crate::{
    commands,
    installed::{self, Standing, Wrong, fill},
    say,
};

#[derive(Template)]
#[template(path = "admin_connection.html")]
struct ConnectionPage<'a> {
    f: Frame<'a>,
    line: Line,
    done: &'a str,
    /// The address that the platform calls; none where nobody calls.
    hook: Option<String>,
    /// Nobody but this machine reaches it.
    unreachable: bool,
    /// Nobody has to enter it there: the bot does.
    tells_address: bool,
    manifest: Option<String>,
    findings: Option<Vec<Shown>>,
    fields: Vec<Field>,
    /// What is wrong, and the field it is about.
    wrong: Option<(String, String)>,
    /// The account that was asked about, and what is known of it.
    account: String,
    known: Option<Vec<Shown>>,
}

/// What to show beside the connection itself.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) done: String,
    pub(super) findings: Option<Vec<Finding>>,
    /// A form that was not taken: what is wrong, and what was given.
    pub(super) wrong: Option<(Wrong, Values)>,
    pub(super) account: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    done: String,
    #[serde(default)]
    account: String,
}

/// The page.
pub(super) async fn show(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    // what was just set is tried at once
    let findings = match wanted.done.as_str() {
        "added" | "saved" => trial::find(&web, &reader, id).await?,
        _ => None,
    };
    let account = wanted.account.trim().to_owned();
    page(&web, &reader, id, Extra { done: wanted.done, account, findings, ..Extra::default() }).await
}

/// Where something was posted to, there is no page.
pub(super) async fn back(Path(id): Path<String>) -> Redirect {
    // an address of ours, whatever was asked for
    Redirect::to(
        &connection_id(&id).map_or("/admin/connections".to_owned(), |id| format!("/admin/connections/{id}")),
    )
}

/// Stops it, or lets it go on.
pub(super) async fn pause(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    let paused = sent.get("paused").is_some_and(|word| word == "yes");
    let mut tx = reader.begin(&web).await?;
    if installed::look(&mut tx, &web.app.adapters, reader.lang, id).await?.is_none() {
        return reader.nothing_here();
    }
    installed::pause(&mut tx, id, paused).await?;
    tx.commit().await?;
    let done = if paused { "paused" } else { "resumed" };
    Ok(Redirect::to(&format!("/admin/connections/{id}?done={done}")).into_response())
}

/// Gives it another name.
pub(super) async fn rename(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let Some(it) = installed::look(&mut tx, &web.app.adapters, reader.lang, id).await? else {
        return reader.nothing_here();
    };
    let name = sent.get("name").map_or("", String::as_str).trim();
    if let Err(refused) = installed::rename(&mut tx, &it.connection, name).await? {
        let sentence = refused.sentence(reader.lang, &it.connection.platform, name);
        return Err(WebError::Bad(StatusCode::UNPROCESSABLE_ENTITY, sentence));
    }
    tx.commit().await?;
    Ok(Redirect::to(&format!("/admin/connections/{id}?done=renamed")).into_response())
}

/// Takes it away.
pub(super) async fn remove(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let Some(it) = installed::look(&mut tx, &web.app.adapters, reader.lang, id).await? else {
        return reader.nothing_here();
    };
    if sent.get("sure").is_none_or(|word| word != "yes") {
        let sentence = say!(
            reader.lang,
            "Nothing was removed: tick the box that says so first.",
            "削除していません。確認のチェックを入れてください。"
        );
        return Err(WebError::Bad(StatusCode::UNPROCESSABLE_ENTITY, sentence));
    }
    let gone = installed::remove(&mut tx, &it.connection).await?;
    tx.commit().await?;
    let to = match gone {
        true => "/admin/connections".to_owned(),
        false => format!("/admin/connections/{id}?done=removed"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Tells it something new, or shows the form again with what is wrong.
pub(super) async fn save(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let Some(it) = installed::look(&mut tx, &web.app.adapters, reader.lang, id).await? else {
        return reader.nothing_here();
    };
    let adapter = web.app.adapter(&it.connection.platform)?;
    let kept = connections::settings_of(&mut tx, id).await.unwrap_or_default();
    let given = fields::given(&**adapter, &sent);
    match fill(&**adapter, &kept, &given) {
        Ok(filled) => {
            let done = match installed::save(&mut tx, &it.connection, &**adapter, &filled).await? {
                Ok(true) => "saved",
                Ok(false) => "same",
                Err(refused) => {
                    let sentence =
                        refused.sentence(reader.lang, &it.connection.platform, &it.connection.name);
                    return Err(WebError::Bad(StatusCode::UNPROCESSABLE_ENTITY, sentence));
                }
            };
            tx.commit().await?;
            Ok(Redirect::to(&format!("/admin/connections/{id}?done={done}")).into_response())
        }
        Err(wrong) => {
            tx.commit().await?;
            page(&web, &reader, id, Extra { wrong: Some((wrong, given)), ..Extra::default() }).await
        }
    }
}

/// The page with something beside it.
pub(super) async fn page(
    web: &Web,
    reader: &Reader,
    id: ConnectionId,
    extra: Extra,
) -> Result<Response, WebError> {
    let (app, lang) = (&web.app, reader.lang);
    let mut tx = reader.begin(web).await?;
    let Some(it) = installed::look(&mut tx, &app.adapters, lang, id).await? else {
        return reader.nothing_here();
    };
    // what was sealed with another key has to be said anew
    let kept = connections::settings_of(&mut tx, id).await.unwrap_or_default();
    tx.commit().await?;
    let adapter = app.adapter(&it.connection.platform)?;
    let known = if extra.account.is_empty() {
        None
    } else {
        Some(account::known(web, reader, &it.connection, &extra.account).await?)
    };
    let settings = kept.0.iter().chain(&kept.1).map(|(name, value)| (name.clone(), value.clone())).collect();
    let open = adapter.connect(&settings).ok();
    let listens = open.as_ref().is_some_and(|open| open.listens());
    let hook = installed::hook(&web.site, reader.session.tenant, &it.connection);
    let is_set = it.standing != Standing::Unset;
    let manifest = adapter
        .manifest(&commands::menu(), if listens { "" } else { &hook })
        .map(|(_, text)| text)
        .filter(|_| is_set);
    let status = if extra.wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (wrong, kept) = match extra.wrong {
        Some((wrong, given)) => (Some(wrong), fields::shown_again(&**adapter, kept, &given)),
        None => (None, kept),
    };
    let page = ConnectionPage {
        f: reader.frame(Area::Admin),
        done: &extra.done,
        hook: Some(hook).filter(|_| is_set && !listens),
        tells_address: open.is_some_and(|open| open.tells_address()),
        unreachable: !web.site.starts_with("https://"),
        manifest,
        findings: extra.findings.map(|all| all.into_iter().map(|it| Shown::of(it, lang)).collect()),
        fields: fields::fields(&**adapter, &kept, lang, wrong.as_ref()),
        wrong: wrong.map(|wrong| {
            (wrong.sentence(lang, adapter.settings()), format!("s-{}", wrong.setting().unwrap_or_default()))
        }),
        account: extra.account,
        known: known.map(|all| all.into_iter().map(|it| Shown::of(it, lang)).collect()),
        line: Line::of(it, reader),
    };
    Ok((status, Html(page.render()?)).into_response())
}
