//! What makes an event itself, whichever way and however often it comes.

use serde_json::Value;

use super::frame::Frame;
use crate::Verified;
use crate::export::field;

/// Parts behind their lengths, so that no two lists of parts read the same. What cannot be read is known by its
/// bytes.
pub(super) fn of(verified: &Verified) -> Vec<u8> {
    let Ok(frame) = Frame::read(verified) else { return verified.body().to_vec() };
    let mut key = String::new();
    for part in parts(&frame) {
        key += &format!("{}:{part}", part.len());
    }
    key.into_bytes()
}

fn parts(frame: &Frame) -> Vec<String> {
    let d = &frame.d;
    let id = |value: &Value| field::id(value).unwrap_or_default();
    let word = |text: &str| text.to_owned();
    match frame.t.as_str() {
        // The same thread is told of as an event and as a message in its parent.
        "MESSAGE_CREATE" if d["type"] == 18 && d["message_reference"]["channel_id"].is_string() => {
            vec![word("thread"), id(&d["message_reference"]["channel_id"])]
        }
        "THREAD_CREATE" => vec![word("thread"), id(&d["id"])],
        "MESSAGE_CREATE" => vec![word("message"), id(&d["id"])],
        "MESSAGE_UPDATE" => vec![word("edit"), id(&d["id"]), id(&d["edited_timestamp"])],
        "MESSAGE_DELETE" => vec![word("delete"), id(&d["id"])],
        "INTERACTION_CREATE" => vec![word("interaction"), id(&d["id"])],
        // Done, undone and done again is three times: only the session's own number tells them apart.
        "MESSAGE_REACTION_ADD" => {
            let emoji = &d["emoji"];
            let emoji = field::id(&emoji["id"]).or_else(|| field::id(&emoji["name"])).unwrap_or_default();
            vec![word("reaction"), id(&d["message_id"]), id(&d["user_id"]), emoji, frame.of.clone()]
        }
        "GUILD_MEMBER_ADD" => {
            vec![word("join"), id(&d["guild_id"]), id(&d["user"]["id"]), id(&d["joined_at"])]
        }
        t => vec![word(t), frame.of.clone(), d.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(t: &str, d: Value, of: &str) -> Vec<u8> {
        let frame = Frame { t: t.into(), d, at: None, of: of.into(), channel: Value::Null };
        super::of(&frame.verified())
    }

    #[test]
    fn a_message_by_the_gateway_again_and_by_history() {
        let live = key("MESSAGE_CREATE", json!({"id": "7", "guild_id": "1", "content": "a"}), "s:1");
        assert_eq!(live, key("MESSAGE_CREATE", json!({"id": "7", "content": "a", "mentions": []}), ""));
        assert_ne!(live, key("MESSAGE_CREATE", json!({"id": "8"}), "s:1"));
        assert_ne!(live, key("MESSAGE_DELETE", json!({"id": "7"}), "s:1"));
    }

    #[test]
    fn each_edit_each_reaction_and_each_interaction() {
        let edit = |at: &str| key("MESSAGE_UPDATE", json!({"id": "7", "edited_timestamp": at}), "s:1");
        assert_eq!(edit("a"), edit("a"));
        assert_ne!(edit("a"), edit("b"));
        let liked = |of: &str, emoji: Value| {
            key("MESSAGE_REACTION_ADD", json!({"message_id": "7", "user_id": "5", "emoji": emoji}), of)
        };
        let thumb = json!({"id": null, "name": "👍"});
        assert_eq!(liked("s:1", thumb.clone()), liked("s:1", thumb.clone()));
        assert_ne!(liked("s:1", thumb.clone()), liked("s:3", thumb.clone()));
        assert_ne!(liked("s:1", thumb), liked("s:1", json!({"id": "12", "name": "👍"})));
        let posted = Verified::from_inbox(br#"{"id":"9","type":2,"token":"x"}"#.to_vec());
        assert_eq!(super::of(&posted), key("INTERACTION_CREATE", json!({"id": "9", "type": 2}), "s:4"));
    }

    #[test]
    fn a_thread_is_one_thread() {
        let message = json!({"id": "8", "type": 18, "message_reference": {"channel_id": "20"}});
        assert_eq!(key("MESSAGE_CREATE", message, ""), key("THREAD_CREATE", json!({"id": "20"}), "s:1"));
    }
}
