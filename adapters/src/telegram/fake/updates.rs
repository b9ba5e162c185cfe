//! Updates: who asks for them, and where they are posted to.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    Request, Shared,
    server::{Answer, Refused, bad},
    state::{State, Webhook},
};

/// Waits for updates. Whoever asks later wins; the other is told to stop. Asking from an offset on confirms what
/// lies before it.
pub(super) async fn poll(shared: &Arc<Shared>, request: &Request) -> Answer {
    let conflict =
        |why: &str| Refused { code: 409, why: format!("Conflict: {why}"), parameters: Value::Null };
    let wait = request.number("timeout").unwrap_or_default().clamp(0, 50).unsigned_abs();
    let until = Instant::now() + Duration::from_secs(wait);
    let limit = usize::try_from(request.number("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let turn = shared.change(|state| {
        state.poller += 1;
        allow(state, request);
        if let Some(offset) = request.number("offset") {
            state.updates.retain(|update| update["update_id"].as_i64().is_some_and(|id| id >= offset));
        }
        state.poller
    });
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        {
            let state = shared.state();
            if state.webhook.is_some() {
                return Err(conflict(
                    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                ));
            }
            if state.poller != turn {
                return Err(conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            if !state.updates.is_empty() || Instant::now() >= until {
                return Ok(state.updates.iter().take(limit).cloned().collect());
            }
        }
        let _ = tokio::time::timeout_at(until, changed).await;
    }
}

pub(super) fn set_webhook(state: &mut State, request: &Request) -> Answer {
    let url = request.word("url");
    if url.is_empty() {
        state.webhook = None;
        return Ok(true.into());
    }
    // The real one takes https only; a test has none.
    if !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") {
        return Err(bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let secret = request.word("secret_token");
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if secret.len() > 256 || !secret.chars().all(allowed) {
        return Err(bad("secret token contains unallowed characters"));
    }
    allow(state, request);
    state.webhook = Some(Webhook { url: url.to_owned(), secret: secret.to_owned(), last_error: None });
    Ok(true.into())
}

pub(super) fn info(state: &State) -> Value {
    let webhook = state.webhook.as_ref();
    let mut info = json!({"url": webhook.map_or("", |webhook| &webhook.url), "has_custom_certificate": false,
        "pending_update_count": state.updates.len(), "allowed_updates": state.allowed});
    if let Some((at, why)) = webhook.and_then(|webhook| webhook.last_error.as_ref()) {
        info["last_error_date"] = (*at).into();
        info["last_error_message"] = why.as_str().into();
    }
    info
}

/// Not given: as before.
fn allow(state: &mut State, request: &Request) {
    if let Value::Array(kinds) = request.value("allowed_updates") {
        state.allowed = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
}
