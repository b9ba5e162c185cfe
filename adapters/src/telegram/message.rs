//! One message of a chat.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Map, Value};

use super::chat::Chat;
use super::{content, service};
use crate::export::{SkipReason, field, time};
use crate::{ConversationRef, Event, Sender};

/// Reads one message. Its text is the final one, after any edit; what was forwarded stays with who
/// forwarded it. Replies make no thread: Telegram's point at single messages. Topics do; whoever reads
/// the whole chat knows them.
pub(super) fn read(
    message: &Value,
    chat: &Chat,
    conversation: &ConversationRef,
) -> Result<Event, SkipReason> {
    let message = message.as_object().ok_or(SkipReason::NotAMessage)?;
    let kind = message.get("type").and_then(Value::as_str).unwrap_or("message");
    if !matches!(kind, "message" | "service") {
        return Err(SkipReason::Unsupported);
    }
    let id = message.get("id").and_then(Value::as_i64).ok_or(SkipReason::NoId)?;
    let at = when(message).ok_or(SkipReason::NoTime)?;
    let sender = sender(message, chat).ok_or(SkipReason::NoSender)?;
    let what = if kind == "service" { service::read(message) } else { content::read(message) };
    Ok(Event {
        conversation: conversation.clone(),
        thread: None,
        message_id: Some(id.to_string()),
        sender,
        at,
        what: what?,
        via: None,
    })
}

/// The time. Exports before 2021 have only `date`, in the local time of the exporting machine and
/// without its zone: taken for UTC, so it may be off by hours.
fn when(message: &Map<String, Value>) -> Option<DateTime<Utc>> {
    let seconds = match message.get("date_unixtime") {
        Some(Value::String(text)) => text.parse().ok()?,
        Some(Value::Number(number)) => number.as_i64()?,
        _ => {
            let local = message.get("date")?.as_str()?;
            local.parse::<NaiveDateTime>().ok()?.and_utc().timestamp()
        }
    };
    time::plausible(seconds, 0)
}

/// Who did it. A deleted account keeps its id; its name is null.
fn sender(message: &Map<String, Value>, chat: &Chat) -> Option<Sender> {
    let (id, name) = [("from_id", "from"), ("actor_id", "actor")]
        .into_iter()
        .find_map(|(id, name)| Some((external_id(message.get(id)?)?, message.get(name))))?;
    let name = called(name);
    let is_bot = chat.is_its_bot(&id);
    Some(Sender { external_id: id, name, is_bot, ..Sender::default() })
}

/// A display name; null where the account is deleted.
pub(super) fn called(name: Option<&Value>) -> Option<String> {
    match name? {
        Value::Null => Some(field::DEPARTED.to_owned()),
        name => field::word(name).map(str::to_owned),
    }
}

/// `user123`, `channel123` or `chat123`. Exports before 2021 write one number, the kind above its
/// lower 32 bits.
pub(super) fn external_id(id: &Value) -> Option<String> {
    match id {
        Value::Number(number) => {
            let number = number.as_u64().filter(|number| *number > 0)?;
            let kind = match number >> 32 {
                0 => "user",
                1 => "chat",
                2 => "channel",
                _ => return None,
            };
            Some(format!("{kind}{}", number & u64::from(u32::MAX)))
        }
        id => field::id(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::What;
    use serde_json::json;

    fn read_in(kind: &str, message: Value) -> Result<Event, SkipReason> {
        let mut chat = Chat::default();
        chat.set("id", &json!(123));
        chat.set("type", &json!(kind));
        read(&message, &chat, &chat.conversation().unwrap())
    }

    fn with(change: Value) -> Result<Event, SkipReason> {
        let mut message = json!({
            "id": 7, "type": "message", "date": "2022-08-06T14:51:18", "date_unixtime": "1659765078",
            "from": "花子", "from_id": "user5", "text": "やあ",
        });
        message.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        read_in("private_group", message)
    }

    #[test]
    fn an_ordinary_message() {
        let event = with(json!({"edited_unixtime": "1659769999", "reply_to_message_id": 3,
            "forwarded_from": "someone else"}))
        .unwrap();
        assert_eq!(event.conversation.external_id, "123");
        assert_eq!(event.message_id.as_deref(), Some("7"));
        assert_eq!(event.thread, None);
        assert_eq!(event.at.timestamp(), 1_659_765_078);
        assert_eq!(
            (event.sender.external_id.as_str(), event.sender.name.as_deref()),
            ("user5", Some("花子"))
        );
        assert_eq!(event.what, What::Message { text: "やあ".into(), to_bot: false });
    }

    #[test]
    fn senders() {
        assert_eq!(with(json!({"from": null})).unwrap().sender.name.as_deref(), Some(field::DEPARTED));
        assert_eq!(with(json!({"from": " "})).unwrap().sender.name, None);
        assert_eq!(with(json!({"from_id": "channel9"})).unwrap().sender.external_id, "channel9");
        assert_eq!(with(json!({"from_id": 4_813_311})).unwrap().sender.external_id, "user4813311");
        assert_eq!(with(json!({"from_id": 8_589_934_599_u64})).unwrap().sender.external_id, "channel7");
        for nobody in [json!(null), json!(""), json!(-4), json!(u64::MAX), json!([])] {
            assert_eq!(with(json!({"from_id": nobody})), Err(SkipReason::NoSender));
        }
        let actor = json!({"id": 1, "type": "service", "date_unixtime": "5", "action": "pin_message",
            "actor": "A", "actor_id": "user1"});
        assert_eq!(read_in("private_group", actor).unwrap().sender.name.as_deref(), Some("A"));
        let bot = json!({"id": 1, "type": "message", "date_unixtime": "5", "text": "x", "from": "B",
            "from_id": "user123"});
        assert!(read_in("bot_chat", bot.clone()).unwrap().sender.is_bot);
        assert!(!read_in("personal_chat", bot).unwrap().sender.is_bot);
    }

    #[test]
    fn times() {
        assert_eq!(with(json!({"date_unixtime": 77})).unwrap().at.timestamp(), 77);
        assert_eq!(with(json!({"date_unixtime": null})).unwrap().at.timestamp(), 1_659_797_478);
        for junk in ["", "soon", "-1", "0", "99999999999999999999", "1659765078000"] {
            assert_eq!(with(json!({"date_unixtime": junk})), Err(SkipReason::NoTime), "{junk}");
        }
        assert_eq!(with(json!({"date_unixtime": null, "date": "yesterday"})), Err(SkipReason::NoTime));
    }

    #[test]
    fn what_is_left_out() {
        assert_eq!(with(json!({"type": "unsupported"})), Err(SkipReason::Unsupported));
        assert_eq!(with(json!({"id": "x"})), Err(SkipReason::NoId));
        assert_eq!(with(json!({"text": ""})), Err(SkipReason::Empty));
        assert_eq!(with(json!({"type": "service", "action": "clear_history"})), Err(SkipReason::Unsupported));
        assert_eq!(read_in("private_group", json!("text")), Err(SkipReason::NotAMessage));
    }
}
