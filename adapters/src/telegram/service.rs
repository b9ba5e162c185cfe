//! Service messages: somebody joined, left, called, pinned.

use serde_json::{Map, Value};

use crate::What;

/// What a service message says. Actions that have no word of ours keep Telegram's.
pub(super) fn read(message: &Map<String, Value>) -> Option<What> {
    let word = |key: &str| message.get(key).and_then(Value::as_str).filter(|word| !word.is_empty());
    let telegram = word("action").or_else(|| word("information_text").map(|_| "notice"))?;
    let action = match telegram {
        "invite_members" | "join_group_by_link" | "join_group_by_request" => "join",
        "remove_members" => "leave",
        "phone_call" | "group_call" | "group_call_scheduled" | "invite_to_group_call" => "call",
        "pin_message" => "pin",
        "create_group" | "create_channel" => "create",
        "edit_group_title" => "rename",
        "topic_created" | "topic_edit" => "topic",
        other => other,
    };
    let seconds = message.get("duration_seconds").or_else(|| message.get("duration"));
    let text = members(message)
        .or_else(|| word("title").map(str::to_owned))
        .or_else(|| word("new_title").map(str::to_owned))
        .or_else(|| seconds.and_then(Value::as_u64).map(|seconds| format!("{seconds} s")))
        .or_else(|| word("discard_reason").map(str::to_owned))
        .or_else(|| word("information_text").map(str::to_owned))
        .or_else(|| word("text").map(str::to_owned));
    Some(What::Other { action: action.to_owned(), text })
}

/// Who was brought in or taken out, by name; people without a name are left out.
fn members(message: &Map<String, Value>) -> Option<String> {
    let names: Vec<_> = message.get("members")?.as_array()?.iter().filter_map(Value::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn actions_in_our_words() {
        for (message, action, text) in [
            (json!({"action": "invite_members", "members": ["A", null, "B"]}), "join", Some("A, B")),
            (json!({"action": "join_group_by_link", "inviter": "A"}), "join", None),
            (json!({"action": "remove_members", "members": [null]}), "leave", None),
            (json!({"action": "phone_call", "duration_seconds": 63}), "call", Some("63 s")),
            (json!({"action": "phone_call", "discard_reason": "missed"}), "call", Some("missed")),
            (json!({"action": "group_call", "duration": 5}), "call", Some("5 s")),
            (json!({"action": "pin_message", "message_id": 4, "text": ""}), "pin", None),
            (json!({"action": "create_group", "title": "T", "members": []}), "create", Some("T")),
            (json!({"action": "topic_created", "title": "T"}), "topic", Some("T")),
            (json!({"action": "set_messages_ttl", "period": 5}), "set_messages_ttl", None),
            (json!({"information_text": "hello"}), "notice", Some("hello")),
        ] {
            let expected = What::Other { action: action.into(), text: text.map(str::to_owned) };
            assert_eq!(read(message.as_object().unwrap()), Some(expected), "{message}");
        }
        assert_eq!(read(json!({"action": 3}).as_object().unwrap()), None);
    }
}
