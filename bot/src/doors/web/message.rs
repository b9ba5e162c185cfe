//! `/a/A-881`: where search results and summaries link to. What was said in a conversation is shown there;
//! what happened elsewhere (a sign-up, a star) on a page of its own.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{Code, CodeKind, activities, conversations};

use super::{
    Web, codes,
    error::WebError,
    reader::{Area, Frame, Reader},
    room::activity,
};
use crate::words::{actions, day_and_time};

#[derive(Template)]
#[template(path = "activity.html")]
struct ActivityPage<'a> {
    f: Frame<'a>,
    code: Code,
    author: String,
    card: Option<String>,
    action: &'a str,
    text: String,
    when: String,
    iso: String,
}

/// Leads to where it was said.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let Some(number) = activity(&code) else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    if let Some(spot) = conversations::spot(&mut tx, number).await? {
        tx.commit().await?;
        let thread = spot.thread.map(|root| format!("/t/{}", Code::new(CodeKind::Activity, root)));
        let (room, thread) = (spot.conversation, thread.unwrap_or_default());
        let code = Code::new(CodeKind::Activity, number);
        return Ok(Redirect::to(&format!("/r/{room}{thread}?at={code}#{code}")).into_response());
    }
    let alone = activities::around(&mut tx, number, 0).await?;
    tx.commit().await?;
    let Some(done) = alone.into_iter().find(|done| done.number == number && done.conversation.is_none())
    else {
        return reader.nothing_here();
    };
    let page = ActivityPage {
        f: reader.frame(Area::Else),
        code: done.code(),
        card: done.person.map(|n| Code::new(CodeKind::Person, n)).and_then(codes::path),
        action: actions::action_once(&done.action, reader.lang),
        when: day_and_time(reader.lang, done.occurred_at, reader.zone),
        iso: done.occurred_at.to_rfc3339(),
        author: done.author,
        text: done.text,
    };
    Ok(Html(page.render()?).into_response())
}
