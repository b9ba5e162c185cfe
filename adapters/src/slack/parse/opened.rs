//! Somebody opened the chat with us and has said nothing yet.

use serde_json::Value;

use super::{need, person, place, when};
use crate::{Event, Unreadable, What};

/// `app_home_opened`: the tab with the messages, not the others.
pub(super) fn home(event: &Value) -> Result<Vec<Event>, Unreadable> {
    if event["tab"] != "messages" {
        return Ok(Vec::new());
    }
    opened(need(event, "channel")?, need(event, "user")?, None, &event["event_ts"])
}

/// `assistant_thread_started`.
pub(super) fn thread(thread: &Value, at: &Value) -> Result<Vec<Event>, Unreadable> {
    let ts = need(thread, "thread_ts")?.to_owned();
    opened(need(thread, "channel_id")?, need(thread, "user_id")?, Some(ts), at)
}

fn opened(channel: &str, user: &str, thread: Option<String>, at: &Value) -> Result<Vec<Event>, Unreadable> {
    Ok(vec![Event {
        conversation: place(channel, Some("im")),
        thread,
        message_id: None,
        sender: person(user),
        at: when(at)?,
        what: What::Opened,
        via: None,
    }])
}
