//! An emoji put on a message, or taken away again.

use serde_json::Value;

use super::{Us, need, other, person, place, when};
use crate::{Event, Unreadable, What};

/// `reaction_added` and `reaction_removed`. A reaction has no id of its own: the message, the emoji and who
/// reacted make one, so that taking it away removes what putting it there recorded.
pub(super) fn read(us: &Us<'_>, event: &Value, removed: bool) -> Result<Vec<Event>, Unreadable> {
    let item = &event["item"];
    let user = need(event, "user")?;
    // files and comments can be reacted to as well: they are no messages
    if item["type"] != "message" || us.user == Some(user) {
        return Ok(Vec::new());
    }
    let (emoji, ts) = (need(event, "reaction")?, need(item, "ts")?);
    let what = if removed { What::Deleted } else { other("reaction", Some(&format!(":{emoji}:"))) };
    Ok(vec![Event {
        conversation: place(need(item, "channel")?, None),
        thread: None,
        message_id: Some(format!("{ts} {emoji} {user}")),
        sender: person(user),
        at: when(&event["event_ts"])?,
        what,
        via: None,
    }])
}
