//! Messages that nobody wrote: somebody joined, left, called, pinned, renamed.

use serde_json::Value;

use super::directory::Directory;
use super::markup;
use crate::What;
use crate::export::SkipReason;

/// What happened, by the message's subtype. A subtype without a word of ours is a notice when it says
/// something, and nothing when it does not.
pub(super) fn read(subtype: &str, message: &Value, directory: &Directory) -> Result<What, SkipReason> {
    let (action, field) = match subtype {
        "tombstone" | "message_deleted" => return Err(SkipReason::Deleted),
        "ekm_access_denied" | "message_changed" | "message_replied" => return Err(SkipReason::Unsupported),
        _ if message["hidden"] == true => return Err(SkipReason::Unsupported),
        "channel_join" | "group_join" | "bot_add" | "app_conversation_join" => ("join", ""),
        "joiner_notification" | "joiner_notification_for_inviter" => ("join", ""),
        "channel_leave" | "group_leave" | "bot_remove" | "app_conversation_leave" => ("leave", ""),
        "channel_topic" | "group_topic" => ("topic", "topic"),
        "channel_purpose" | "group_purpose" => ("topic", "purpose"),
        "channel_name" | "group_name" => ("rename", "name"),
        "channel_archive" | "group_archive" => ("archive", ""),
        "channel_unarchive" | "group_unarchive" => ("unarchive", ""),
        "pinned_item" => ("pin", ""),
        "huddle_thread" | "sh_room_created" | "sh_room_shared" => return Ok(call(message, directory)),
        "reminder_add" | "reminder_delete" => ("reminder", ""),
        "channel_convert_to_private" | "channel_convert_to_public" | "channel_posting_permissions" => {
            ("setting", "")
        }
        "bot_enable" | "bot_disable" => ("setting", ""),
        _ => ("notice", ""),
    };
    let text = text(message, field, directory);
    if action == "notice" && text.is_none() {
        return Err(SkipReason::Unsupported);
    }
    Ok(What::Other { action: action.to_owned(), text })
}

/// A call: how long it was, where Slack says so, else its sentence about it.
fn call(message: &Value, directory: &Directory) -> What {
    let time = |key: &str| message["room"][key].as_u64().filter(|time| *time > 0);
    let seconds = time("date_start").zip(time("date_end")).and_then(|(start, end)| end.checked_sub(start));
    let text = seconds.map(|seconds| format!("{seconds} s")).or_else(|| text(message, "", directory));
    What::Other { action: "call".to_owned(), text }
}

fn text(message: &Value, field: &str, directory: &Directory) -> Option<String> {
    let text = message[field].as_str().or_else(|| message["text"].as_str()).unwrap_or_default();
    Some(markup::plain(text, directory)).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::VERBS;
    use serde_json::json;

    fn read(message: Value) -> Result<What, SkipReason> {
        super::read(message["subtype"].as_str().unwrap(), &message, &Directory::default())
    }

    #[test]
    fn in_our_words() {
        for (message, action, text) in [
            (
                json!({"subtype": "channel_join", "text": "<@U1> has joined the channel"}),
                "join",
                Some("@U1 has joined the channel"),
            ),
            (json!({"subtype": "group_leave"}), "leave", None),
            (json!({"subtype": "bot_add", "text": "added a bot"}), "join", Some("added a bot")),
            (json!({"subtype": "channel_topic", "topic": "New", "text": "…"}), "topic", Some("New")),
            (json!({"subtype": "channel_purpose", "purpose": "Why", "text": "…"}), "topic", Some("Why")),
            (json!({"subtype": "channel_name", "name": "new"}), "rename", Some("new")),
            (json!({"subtype": "pinned_item", "text": "pinned a message"}), "pin", Some("pinned a message")),
            (json!({"subtype": "reminder_add", "text": "r"}), "reminder", Some("r")),
            (
                json!({"subtype": "huddle_thread", "text": "A huddle started",
                    "room": {"date_start": 1_700_000_000, "date_end": 1_700_000_090}}),
                "call",
                Some("90 s"),
            ),
            (
                json!({"subtype": "huddle_thread", "text": "A huddle started",
                    "room": {"date_start": 1_700_000_000, "date_end": 0}}),
                "call",
                Some("A huddle started"),
            ),
            (
                json!({"subtype": "channel_convert_to_private", "text": "made it private"}),
                "setting",
                Some("made it private"),
            ),
            (json!({"subtype": "channel_archive"}), "archive", None),
            (json!({"subtype": "not_yet_invented", "text": "look"}), "notice", Some("look")),
        ] {
            assert!(VERBS.contains(&action), "{action}");
            let expected = What::Other { action: action.into(), text: text.map(str::to_owned) };
            assert_eq!(read(message.clone()), Ok(expected), "{message}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for (message, reason) in [
            (json!({"subtype": "tombstone", "text": "gone"}), SkipReason::Deleted),
            (json!({"subtype": "message_deleted", "hidden": true}), SkipReason::Deleted),
            (json!({"subtype": "message_changed", "hidden": true}), SkipReason::Unsupported),
            (json!({"subtype": "ekm_access_denied", "text": "no key"}), SkipReason::Unsupported),
            (json!({"subtype": "not_yet_invented", "text": " "}), SkipReason::Unsupported),
        ] {
            assert_eq!(read(message.clone()), Err(reason), "{message}");
        }
    }
}
