//! `/enishi …`. Whoever typed it is answered alone.

use chrono::DateTime;
use serde_json::Value;

use super::{need, place};
use crate::export::field::word;
use crate::slack::{directory::Directory, markup, via::Via};
use crate::{ConversationRef, Event, Sender, Unreadable, What};

/// A slash command: what stands behind it is said to us. Whoever says nothing asks what there is to say.
pub(super) fn read(body: &Value) -> Result<Vec<Event>, Unreadable> {
    let (channel, user) = (need(body, "channel_id")?, need(body, "user_id")?);
    let text = markup::plain(body["text"].as_str().unwrap_or_default().trim(), &Directory::default());
    let via = Via { user, url: word(&body["response_url"]) };
    Ok(vec![Event {
        conversation: conversation(channel, word(&body["channel_name"])),
        thread: word(&body["thread_ts"]).map(str::to_owned),
        message_id: None,
        sender: Sender {
            external_id: user.to_owned(),
            handle: word(&body["user_name"]).map(str::to_owned),
            ..Sender::default()
        },
        // Slack does not say when.
        at: DateTime::UNIX_EPOCH,
        what: What::Message { text: if text.is_empty() { "help".to_owned() } else { text }, to_bot: true },
        via: Some(via.written()),
    }])
}

/// Where, by the name that Slack gives to places without a public one.
pub(super) fn conversation(id: &str, name: Option<&str>) -> ConversationRef {
    match name {
        Some("directmessage") => place(id, Some("im")),
        Some("privategroup") => place(id, Some("group")),
        Some(name) if name.starts_with("mpdm-") => place(id, Some("mpim")),
        name => ConversationRef { name: name.map(str::to_owned), ..place(id, None) },
    }
}
