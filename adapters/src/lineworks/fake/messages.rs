//! Messages that are sent: `201`, and nothing in it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Extracted};
use axum::http::HeaderMap;
use serde_json::Value;

use super::answer::{Answer, call, nothing, refuse};
use super::{Message, Shared, limits};

pub(super) async fn to_user(
    state: Shared,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    take(state, path, headers, body, false).await
}

pub(super) async fn to_room(
    state: Shared,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    take(state, path, headers, body, true).await
}

async fn take(
    state: Shared,
    (bot, to): (String, String),
    headers: HeaderMap,
    body: Bytes,
    room: bool,
) -> Answer {
    let read: Option<Value> = serde_json::from_slice(&body).ok();
    let name = if room { "POST channels/messages" } else { "POST users/messages" };
    call(Extracted(Arc::clone(&state.0)), name, &headers, &body, |state| {
        if !state.is_bot(&bot) {
            return refuse(404, "BOT_NOT_EXIST", "no such bot");
        }
        let known = if room { &state.rooms } else { &state.people };
        // A person can be named by their e-mail address as well.
        let by_email = || !room && known.values().any(|person| person["email"] == to.as_str());
        if !known.contains_key(&to) && !by_email() {
            let code = if room { "CHANNEL_NOT_EXIST" } else { "USER_NOT_EXIST" };
            return refuse(404, code, "nobody there");
        }
        let Some(content) = read.as_ref().and_then(|body| body.get("content")) else {
            return refuse(400, "MISSING_PARAMETER", "content");
        };
        if let Err(why) = limits::message(content).and_then(|()| limits::file(content, &mut state.files)) {
            return refuse(400, "INVALID_PARAMETER", &why);
        }
        state.messages.push(Message { to, room, content: content.clone() });
        nothing(201)
    })
    .await
}
