//! `POST /chat/messages`: something was typed or pressed. Stored, then 202; the answer comes by the stream.

use adapters::web::envelope;
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Web, error::WebError, error::too_long, session::Session};
use crate::{
    doors::own,
    flow,
    gateway::accept::{Accepted, Refused},
    say,
};

/// Longest message, in characters.
const LONGEST: usize = 8_000;

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    id: String,
    text: Option<String>,
    pressed: Option<String>,
}

/// Stores what was said and hands it to the workers.
pub(super) async fn say(
    State(web): State<Web>,
    session: Session,
    headers: HeaderMap,
    message: Result<Json<Message>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), WebError> {
    session.check_csrf(&headers)?;
    let lang = session.lang;
    let Json(message) = message.map_err(|rejected| {
        let reason = rejected.body_text();
        WebError::Bad(
            rejected.status(),
            say!(lang, "That is not a message: {reason}", "メッセージの形式が正しくありません：{reason}"),
        )
    })?;
    if message.text.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
        return Err(too_long(lang, LONGEST));
    }
    let well_formed_id = (1..=64).contains(&message.id.len())
        && message.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let text = message.text.filter(|text| !text.trim().is_empty());
    if !well_formed_id || text.is_some() == message.pressed.is_some() {
        return Err(WebError::Bad(
            StatusCode::UNPROCESSABLE_ENTITY,
            say!(
                lang,
                "A message has an id and either text or a pressed button.",
                "メッセージにはIDと、本文または押したボタンが必要です。"
            ),
        ));
    }
    let origin = web.origin(session.tenant).await?;
    let user = &session.user;
    let mut said = own::said(user.id, &user.name, user.id.to_string(), message.id, (web.app.clock)());
    said.text = text;
    said.pressed = message.pressed;
    // in a task of its own: whoever hangs up between the commit and the hand-over must not delay the answer
    let stored = tokio::spawn(async move {
        let envelope = envelope(&said, &origin.settings);
        let accepted = flow::receive(&web.app, &origin, envelope).await?;
        if let Accepted::New(stored) = accepted {
            web.lanes.hand_over(&web.app, &origin, stored);
        }
        Ok(())
    });
    match stored.await? {
        Ok(()) => {}
        Err(Refused::BadSignature) => return Err(WebError::Forbidden),
        Err(Refused::NotStored(error)) => return Err(WebError::Unavailable(error)),
    }
    Ok((StatusCode::ACCEPTED, Json(json!({}))))
}
