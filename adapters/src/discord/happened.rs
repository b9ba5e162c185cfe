//! What happens beside messages: a reaction, a thread, somebody joins or leaves.

use super::frame::{self, Frame};
use super::{place, spoken};
use crate::export::{field, time};
use crate::{Event, Unreadable, What};

/// A reaction to a message. Named like those of an import, after the message, the sign and who gave it.
pub(super) fn reacted(frame: &Frame, me: &str) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    if !me.is_empty() && d["user_id"] == me {
        return Ok(Vec::new());
    }
    let channel = place::of(frame).ok_or_else(|| Unreadable("a reaction without a channel".into()))?;
    let message =
        field::id(&d["message_id"]).ok_or_else(|| Unreadable("a reaction without a message".into()))?;
    let user = field::id(&d["user_id"]).ok_or_else(|| Unreadable("a reaction without a user".into()))?;
    let at = frame.at.ok_or_else(|| Unreadable("a reaction without a time".into()))?;
    let emoji = &d["emoji"];
    let name = field::word(&emoji["name"]).unwrap_or("?");
    // Signs of a server's own have an id, and a name between colons.
    let text = if field::id(&emoji["id"]).is_some() { format!(":{name}:") } else { name.to_owned() };
    // In a direct conversation Discord names no member, only the id.
    let sender = spoken::sender(&d["member"]["user"], &d["member"])
        .filter(|sender| sender.external_id == user)
        .unwrap_or_else(|| crate::Sender { external_id: user.clone(), ..crate::Sender::default() });
    Ok(vec![Event {
        conversation: channel.conversation,
        thread: channel.thread,
        message_id: Some(format!("{message} {text} {user}")),
        sender,
        at,
        what: What::Other { action: "reaction".to_owned(), text: Some(text) },
        via: None,
    }])
}

/// A thread was begun. It is told in the channel where that happened; what is said in it comes as messages.
pub(super) fn threaded(frame: &Frame) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    // Discord also says this of a thread that we were let into.
    if d["newly_created"] != true {
        return Ok(Vec::new());
    }
    let broken = |what: &str| Unreadable(format!("a thread without {what}"));
    let id = field::id(&d["id"]).ok_or_else(|| broken("an id"))?;
    let parent = Frame {
        d: serde_json::json!({"channel_id": d["parent_id"], "guild_id": d["guild_id"]}),
        ..frame.clone()
    };
    let channel = place::of(&parent).ok_or_else(|| broken("a channel"))?;
    let owner = field::id(&d["owner_id"]).ok_or_else(|| broken("an owner"))?;
    let at = time::rfc3339(&d["thread_metadata"]["create_timestamp"])
        .or_else(|| frame::born(&id))
        .ok_or_else(|| broken("a time"))?;
    Ok(vec![Event {
        conversation: channel.conversation,
        thread: None,
        // A thread has the id of the message it was begun from, which is another activity.
        message_id: None,
        sender: crate::Sender { external_id: owner, ..crate::Sender::default() },
        at,
        what: What::Other { action: "thread".to_owned(), text: field::word(&d["name"]).map(str::to_owned) },
        via: None,
    }])
}

/// Somebody joined the server, or left it.
pub(super) fn membership(frame: &Frame, action: &str) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    let broken = |what: &str| Unreadable(format!("a {action} without {what}"));
    let conversation = place::guild(frame).ok_or_else(|| broken("a server"))?;
    let sender = spoken::sender(&d["user"], d).ok_or_else(|| broken("a user"))?;
    let at = time::rfc3339(&d["joined_at"]).or(frame.at).ok_or_else(|| broken("a time"))?;
    Ok(vec![Event {
        conversation,
        thread: None,
        message_id: None,
        sender,
        at,
        what: What::Other { action: action.to_owned(), text: None },
        via: None,
    }])
}
