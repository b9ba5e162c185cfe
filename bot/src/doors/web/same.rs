//! `/p/P-12/same/P-40`: two who may be one person, with what speaks for it and what a merge would move. The reader
//! decides: one person, or two.

use adapters::{Block, Reply};
use askama::Template;
use axum::{
    Form,
    extract::{Path, State, rejection::FormRejection},
    response::{Html, IntoResponse, Response},
};
use crm::{
    Code, CodeKind, PersonId, TenantTx,
    access::{Right, may},
    merges::standing,
};

use super::{
    Web, ask,
    card::Timeline,
    codes,
    error::WebError,
    reader::{Area, Frame, Reader},
    session::Proof,
};
use crate::{
    commands::{Call, merges::reasons::reason},
    registry::Consent,
    words::likelihood,
};

/// Pairs in the box on a person's page.
const MOST: i64 = 3;

/// Somebody who may be the person whose page it is.
pub(super) struct Same {
    /// The page that compares the two.
    pub(super) path: String,
    /// Code and name.
    pub(super) name: String,
    /// How likely.
    pub(super) likely: String,
    /// What speaks for it.
    pub(super) why: String,
}

/// Who may be this person, likeliest first; nobody for a reader who may not review that.
pub(super) async fn of(
    tx: &mut TenantTx,
    reader: &Reader,
    person: PersonId,
    code: Code,
) -> Result<Vec<Same>, WebError> {
    if !may(tx.actor(), Right::ReviewDuplicates) {
        return Ok(Vec::new());
    }
    let lang = reader.lang;
    let open = standing::open(tx, Some(person), 0.0, 0, MOST).await?;
    let same = |it: &crm::merges::Suggestion| {
        let other = if it.a.id == person { &it.b } else { &it.a };
        let reasons: Vec<String> = it.reasons.iter().map(|it| reason(&it.reason, lang)).collect();
        Same {
            path: format!("/p/{code}/same/{}", other.code()),
            name: format!("{} {}", other.code(), other.name),
            likely: likelihood(lang, it.score),
            why: reasons.join(lang.pick("; ", "、")),
        }
    };
    Ok(open.iter().map(same).collect())
}

#[derive(Template)]
#[template(path = "same.html")]
struct SamePage<'a> {
    f: Frame<'a>,
    title: String,
    why: String,
    /// What a merge would do; none: the reader may not merge.
    preview: Option<String>,
    path: String,
    back: String,
}

#[derive(Template)]
#[template(path = "card.html")]
struct DonePage<'a> {
    f: Frame<'a>,
    title: String,
    card: String,
    same: Vec<Same>,
    timeline: Option<Timeline>,
}

/// The page.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Path((into, from)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let Some((into, from)) = pair(&into, &from) else { return reader.nothing_here() };
    if !may(&reader.session.user.actor(), Right::ReviewDuplicates) {
        return reader.nothing_here();
    }
    let why = ask::ask(&web, &reader, &about("merge explain", into, from)).await?.reply;
    let preview = match may(&reader.session.user.actor(), Right::MergePersons) {
        true => {
            let mut preview = ask::ask(&web, &reader, &about("merge", into, from)).await?.reply;
            // that it waits for an answer, and for how long, is the chat's
            if let Some(Block::Text { .. }) = preview.blocks.last() {
                preview.blocks.pop();
            }
            Some(ask::html(&web, &preview)?)
        }
        false => None,
    };
    let page = SamePage {
        f: reader.frame(Area::People),
        title: format!("{into} = {from}?"),
        why: ask::html(&web, &why)?,
        preview,
        path: format!("/p/{into}/same/{from}"),
        back: codes::path(into).unwrap_or_default(),
    };
    Ok(Html(page.render()?).into_response())
}

/// They are one.
pub(super) async fn merge(
    State(web): State<Web>,
    reader: Reader,
    Path((into, from)): Path<(String, String)>,
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    decide(&web, &reader, "merge", (&into, &from), form).await
}

/// They are two.
pub(super) async fn different(
    State(web): State<Web>,
    reader: Reader,
    Path((into, from)): Path<(String, String)>,
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    decide(&web, &reader, "merge reject", (&into, &from), form).await
}

async fn decide(
    web: &Web,
    reader: &Reader,
    command: &'static str,
    (into, from): (&str, &str),
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    Proof::check(form, &reader.session)?;
    let Some((into, from)) = pair(into, from) else { return reader.nothing_here() };
    let done: Reply = ask::act(web, reader, &about(command, into, from), Consent::Given).await?;
    let page = DonePage {
        f: reader.frame(Area::People),
        title: format!("{into} · {from}"),
        card: ask::html(web, &done)?,
        same: Vec::new(),
        timeline: None,
    };
    Ok(Html(page.render()?).into_response())
}

fn pair(into: &str, from: &str) -> Option<(Code, Code)> {
    let person = |text| Code::parse(text).filter(|code| code.kind == CodeKind::Person);
    Some((person(into)?, person(from)?))
}

fn about(command: &str, into: Code, from: Code) -> Call {
    Call::new(command, [("into", into.to_string()), ("from", from.to_string())])
}
