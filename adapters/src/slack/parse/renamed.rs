//! A channel has another name.

use serde_json::Value;

use super::{SLACKBOT, need, other, person, place, when};
use crate::{ConversationRef, Event, Unreadable};

/// `channel_rename` and `group_rename`. Slack does not say whose idea it was.
pub(super) fn read(event: &Value, closed: bool) -> Result<Vec<Event>, Unreadable> {
    let channel = &event["channel"];
    let name = need(channel, "name")?;
    let place = place(need(channel, "id")?, closed.then_some("group"));
    Ok(vec![Event {
        conversation: ConversationRef { name: Some(name.to_owned()), ..place },
        thread: None,
        message_id: None,
        sender: person(SLACKBOT),
        at: when(&event["event_ts"])?,
        what: other("rename", Some(name)),
        via: None,
    }])
}
