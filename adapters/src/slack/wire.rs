//! A body, sorted out: the same thing comes as JSON, as a form, or in the envelope of Socket Mode.
//!
//! What Socket Mode delivers is kept with its envelope, as it came. What it means stands in `parse/`.

use serde_json::{Value, json};

use super::form;
use crate::Unreadable;

/// What Slack delivers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Delivery {
    /// Of the Events API, with what surrounds the event.
    Event(Value),
    /// A slash command.
    Command(Value),
    /// A button, a shortcut, a dialog.
    Interaction(Value),
}

/// A form that asks for nothing but an answer.
pub(super) const SSL_CHECK: &str = "ssl_check";

/// The types of an interaction. What is not here is an event, or nothing that we know.
const INTERACTIONS: [&str; 7] = [
    "block_actions",
    "block_suggestion",
    "interactive_message",
    "message_action",
    "shortcut",
    "view_closed",
    "view_submission",
];

/// Sorts a body out.
pub(super) fn read(body: &[u8]) -> Result<Delivery, Unreadable> {
    // JSON that was cut off can look like a form behind its first `&`
    if body.trim_ascii_start().starts_with(b"{") {
        let value =
            serde_json::from_slice(body).map_err(|error| Unreadable(format!("broken JSON: {error}")))?;
        return Ok(sorted(opened(value)));
    }
    let mut fields = form::fields(body).ok_or(Unreadable("neither JSON nor a form".to_owned()))?;
    match fields.remove("payload") {
        Some(Value::String(payload)) => serde_json::from_str(&payload)
            .map(Delivery::Interaction)
            .map_err(|error| Unreadable(format!("an interaction of broken JSON: {error}"))),
        // Slack tries our certificate from time to time
        _ if fields.contains_key(SSL_CHECK) => Ok(Delivery::Event(json!({"type": SSL_CHECK}))),
        _ if fields.contains_key("command") => Ok(Delivery::Command(Value::Object(fields))),
        _ => Err(Unreadable("a form that is neither a command nor an interaction".to_owned())),
    }
}

/// What is in the envelope of Socket Mode.
fn opened(mut value: Value) -> Value {
    if value["envelope_id"].is_string() && value["payload"].is_object() {
        value["payload"].take()
    } else {
        value
    }
}

fn sorted(value: Value) -> Delivery {
    match value["type"].as_str() {
        None if value["command"].is_string() => Delivery::Command(value),
        Some(kind) if INTERACTIONS.contains(&kind) => Delivery::Interaction(value),
        _ => Delivery::Event(value),
    }
}

/// The workspace for which it was delivered. In a channel that two share, `team_id` may name the other one.
pub(super) fn team(event: &Value) -> &str {
    let ours = event["authorizations"][0]["team_id"].as_str();
    ours.or_else(|| event["team_id"].as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_by_every_road() {
        let press = json!({"type": "block_actions", "trigger_id": "1.2"});
        let form = "payload=%7B%22type%22%3A%22block_actions%22%2C%22trigger_id%22%3A%221.2%22%7D";
        let framed = json!({"envelope_id": "e", "type": "interactive", "payload": press}).to_string();
        assert_eq!(read(form.as_bytes()), Ok(Delivery::Interaction(press.clone())));
        assert_eq!(read(framed.as_bytes()), Ok(Delivery::Interaction(press)));

        let called = json!({"command": "/enishi", "text": "a b"});
        let framed = json!({"envelope_id": "e", "type": "slash_commands", "payload": called}).to_string();
        assert_eq!(read(b"command=%2Fenishi&text=a+b"), Ok(Delivery::Command(called.clone())));
        assert_eq!(read(framed.as_bytes()), Ok(Delivery::Command(called)));
    }

    #[test]
    fn what_is_broken_says_so() {
        for broken in ["", "{", "[]", "null", "a=b", "payload=%7B", "{\"text\": \"&command=x", "command"] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
        assert_eq!(read(b"{}"), Ok(Delivery::Event(json!({}))));
    }
}
