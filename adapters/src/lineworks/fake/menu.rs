//! The persistent menu.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::answer::{Answer, call, nothing, refuse, say};
use super::{Shared, limits};

pub(super) async fn show(state: Shared, headers: HeaderMap) -> Answer {
    call(state, "GET persistentmenu", &headers, b"", |state| match &state.menu {
        Some(menu) => say(200, menu),
        None => refuse(404, "NOT_FOUND", "no persistent menu"),
    })
    .await
}

pub(super) async fn set(state: Shared, headers: HeaderMap, body: Bytes) -> Answer {
    let menu: Value = serde_json::from_slice(&body).unwrap_or_default();
    call(state, "POST persistentmenu", &headers, &body, |state| {
        if state.rich_menu {
            return refuse(400, "BAD_REQUEST", "the bot has a rich menu");
        }
        if let Err(why) = limits::menu(&menu) {
            return refuse(400, "INVALID_PARAMETER", &why);
        }
        state.menu = Some(json!({"content": menu["content"]}));
        nothing(201)
    })
    .await
}
