//! `/a/A-881`: one message among its neighbours, where search results and summaries link to.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use chrono_tz::Tz;
use crm::{
    Code, CodeKind,
    access::{Right, may},
    activities, tenants,
};

use super::{Web, error::WebError, page, session::Session, words::Words};
use crate::words::{actions, day_and_time};

/// Messages shown before and after it.
const AROUND: i64 = 12;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    lang: &'a str,
    tenant: &'a str,
    place: String,
    messages: Vec<Shown>,
    w: &'a Words,
}

struct Shown {
    code: String,
    author: String,
    text: String,
    when: String,
    here: bool,
}

/// Shows one message in its place.
pub(super) async fn show(
    State(web): State<Web>,
    session: Result<Session, WebError>,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let session = match session {
        Ok(session) => session,
        Err(WebError::SignedOut) => {
            return Ok((StatusCode::UNAUTHORIZED, page::sign_in_page()?).into_response());
        }
        Err(other) => return Err(other),
    };
    let lang = session.lang;
    let number =
        Code::parse(&code).filter(|code| code.kind == CodeKind::Activity).map_or(0, |code| code.number);
    let actor = session.user.actor();
    // to those who may not read, the message is not there
    let reads = may(&actor, Right::ReadCrm);
    let mut tx = web.app.db.begin(session.tenant, actor).await?;
    let settings = tenants::settings(&mut tx).await?;
    let rows = if reads { activities::around(&mut tx, number, AROUND).await? } else { Vec::new() };
    tx.commit().await?;
    let zone = session.user.timezone.as_ref().unwrap_or(&settings.timezone);
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let place = rows.iter().find(|row| row.number == number).and_then(|row| {
        Some(format!("{} ({})", row.conversation.as_ref()?, actions::platform(row.platform.as_ref()?, lang)))
    });
    let found = rows.iter().any(|row| row.number == number);
    let messages = rows
        .into_iter()
        .map(|row| Shown {
            code: row.code().to_string(),
            here: row.number == number,
            when: day_and_time(lang, row.occurred_at, zone),
            text: if row.text.is_empty() {
                actions::action_once(&row.action, lang).to_owned()
            } else {
                row.text
            },
            author: row.author,
        })
        .collect();
    let page = MessagePage {
        lang: lang.tag(),
        tenant: &settings.name,
        place: place.unwrap_or_default(),
        messages,
        w: lang.pick(&Words::EN, &Words::JA),
    };
    let status = if found { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok((status, Html(page.render()?)).into_response())
}
