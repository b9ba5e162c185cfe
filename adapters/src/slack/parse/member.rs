//! Somebody came into a channel or went away.

use serde_json::Value;

use super::{Us, need, other, person, place, when};
use crate::{Event, Sender, Unreadable};

/// `member_joined_channel` and `member_left_channel`, by the word of the activity.
pub(super) fn read(us: &Us<'_>, event: &Value, action: &str) -> Result<Vec<Event>, Unreadable> {
    let user = need(event, "user")?;
    let sender = person(user);
    Ok(vec![Event {
        conversation: place(need(event, "channel")?, event["channel_type"].as_str()),
        thread: None,
        message_id: None,
        sender: Sender { is_bot: sender.is_bot || us.user == Some(user), ..sender },
        at: when(&event["event_ts"])?,
        what: other(action, None),
        via: None,
    }])
}
