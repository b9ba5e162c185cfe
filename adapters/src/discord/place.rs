//! Which conversation an event belongs to.
//!
//! A thread is a channel on Discord and a conversation of its own here: it has its own members, its own history to
//! read after, its own address to answer to.

use serde_json::{Value, json};

use super::channel::{self, Channel};
use super::frame::Frame;
use crate::export::field;
use crate::{ConversationKind, ConversationRef};

/// The channel in which it happened, named by what was known when it came. `None` without an id.
pub(super) fn of(frame: &Frame) -> Option<Channel> {
    let id = field::id(&frame.d["channel_id"]).or_else(|| field::id(&frame.d["channel"]["id"]))?;
    let known = if frame.channel["type"].is_null() { &frame.d["channel"] } else { &frame.channel };
    let in_guild = field::id(&frame.d["guild_id"]).is_some();
    let mut channel = channel::read(&json!({"id": id, "type": known["type"], "name": name(known)}))?;
    channel.conversation.kind = match channel.conversation.kind {
        _ if !in_guild => ConversationKind::Direct,
        // Who may read a channel is told by its permissions, and those we only have from our own look at it.
        // Where nobody knows, it is closed.
        ConversationKind::Channel if frame.channel["type"].is_null() || frame.channel["private"] == true => {
            ConversationKind::Group
        }
        kind => kind,
    };
    Some(channel)
}

/// Of a thread, its parent's name first.
fn name(known: &Value) -> Value {
    match (field::word(&known["parent"]), field::word(&known["name"])) {
        (Some(parent), Some(name)) => format!("{parent} / {name}").into(),
        (None, Some(name)) => name.into(),
        _ => Value::Null,
    }
}

/// The server itself, for what happens in no channel of it: somebody joined or left.
pub(super) fn guild(frame: &Frame) -> Option<ConversationRef> {
    let external_id = field::id(&frame.d["guild_id"])?;
    let name = field::word(&frame.channel["name"]).map(str::to_owned);
    Some(ConversationRef { external_id, name, kind: ConversationKind::Channel })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(d: Value, channel: Value) -> (Option<String>, ConversationKind) {
        let frame = Frame { t: "MESSAGE_CREATE".into(), d, at: None, of: String::new(), channel };
        let Channel { conversation, thread } = of(&frame).unwrap();
        assert_eq!((conversation.external_id.as_str(), thread), ("20", None));
        (conversation.name, conversation.kind)
    }

    #[test]
    fn channels_threads_and_direct_messages() {
        let guild = json!({"channel_id": "20", "guild_id": "1"});
        let named = |name: &str, kind| (Some(name.to_owned()), kind);
        assert_eq!(
            place(guild.clone(), json!({"name": "help", "type": 0})),
            named("help", ConversationKind::Channel)
        );
        assert_eq!(
            place(guild.clone(), json!({"name": "How?", "type": 11, "parent": "help"})),
            named("help / How?", ConversationKind::Channel)
        );
        assert_eq!(
            place(guild.clone(), json!({"name": "board", "type": 0, "private": true})),
            named("board", ConversationKind::Group)
        );
        assert_eq!(
            place(guild.clone(), json!({"name": "x", "type": 12})),
            named("x", ConversationKind::Group)
        );
        assert_eq!(place(guild, Value::Null), (None, ConversationKind::Group));
        assert_eq!(place(json!({"channel_id": "20"}), Value::Null), (None, ConversationKind::Direct));
        let posted = json!({"channel": {"id": "20", "type": 0, "name": "help"}, "guild_id": "1"});
        assert_eq!(place(posted, Value::Null), named("help", ConversationKind::Group));
    }
}
