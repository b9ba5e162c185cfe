//! One message of a file.

use serde_json::Value;

use super::channel::Channel;
use super::service::{self, Kind};
use super::{content, sender};
use crate::export::{SkipReason, field, time};
use crate::{Event, What};

/// Reads one message. Replies make no thread: Discord's point at single messages.
pub(super) fn read(message: &Value, channel: &Channel) -> Result<Event, SkipReason> {
    if !message.is_object() {
        return Err(SkipReason::NotAMessage);
    }
    let id = field::id(&message["id"]).ok_or(SkipReason::NoId)?;
    let at = time::rfc3339(&message["timestamp"]).ok_or(SkipReason::NoTime)?;
    let author = &message["author"];
    let mut sender = sender::read(author).ok_or(SkipReason::NoSender)?;
    sender.name = sender.name.or_else(|| sender::is_gone(author).then(|| field::DEPARTED.to_owned()));
    let what = match service::kind(message) {
        Kind::Said => content::read(message)?,
        Kind::Did(action) => service::read(action, message)?,
        Kind::Repeat => return Err(SkipReason::Repeat),
        Kind::Nothing => return Err(SkipReason::Unsupported),
        Kind::Unknown => match content::read(message) {
            // Whatever it is, these are its words; nobody may have said them.
            Ok(What::Message { text, .. }) => What::Other { action: "notice".to_owned(), text: Some(text) },
            Ok(other) => other,
            Err(_) => return Err(SkipReason::Unsupported),
        },
    };
    Ok(Event {
        conversation: channel.conversation.clone(),
        thread: channel.thread.clone(),
        message_id: Some(id),
        sender,
        at,
        what,
        via: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::channel;
    use serde_json::json;

    fn with(change: Value) -> Result<Event, SkipReason> {
        let mut message = json!({
            "id": "900", "type": "Default", "timestamp": "2024-05-01T21:00:00.123+09:00",
            "timestampEdited": null, "isPinned": false, "content": "やあ",
            "author": {"id": "5", "name": "hana", "nickname": "花子", "isBot": false},
        });
        message.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let channel = json!({"id": "20", "type": "GuildPublicThread", "categoryId": "10", "name": "x"});
        read(&message, &channel::read(&channel).unwrap())
    }

    #[test]
    fn an_ordinary_message() {
        let event = with(json!({"type": "Reply", "reference": {"messageId": "800"}})).unwrap();
        assert_eq!((event.conversation.external_id.as_str(), event.thread.as_deref()), ("10", Some("20")));
        assert_eq!(event.message_id.as_deref(), Some("900"));
        assert_eq!(event.at.timestamp_millis(), 1_714_564_800_123);
        assert_eq!(event.sender.external_id, "5");
        assert_eq!(event.what, What::Message { text: "やあ".into(), to_bot: false });
    }

    #[test]
    fn what_is_left_out() {
        for (change, reason) in [
            (json!({"id": null}), SkipReason::NoId),
            (json!({"timestamp": "yesterday"}), SkipReason::NoTime),
            (json!({"timestamp": 1_714_564_800}), SkipReason::NoTime),
            (json!({"timestamp": "1969-05-01T00:00:00+00:00"}), SkipReason::NoTime),
            (json!({"author": {}}), SkipReason::NoSender),
            (json!({"content": ""}), SkipReason::Empty),
            (json!({"type": "21", "content": ""}), SkipReason::Repeat),
            (json!({"type": "22"}), SkipReason::Unsupported),
            (json!({"type": "999", "content": ""}), SkipReason::Unsupported),
        ] {
            assert_eq!(with(change.clone()), Err(reason), "{change}");
        }
        let channel = channel::read(&json!({"id": "1"})).unwrap();
        assert_eq!(read(&json!("text"), &channel), Err(SkipReason::NotAMessage));
    }

    #[test]
    fn a_type_newer_than_this_program() {
        let notice = What::Other { action: "notice".into(), text: Some("look".into()) };
        assert_eq!(with(json!({"type": "999", "content": "look"})).unwrap().what, notice);
    }
}
