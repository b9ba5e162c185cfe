//! Service messages: somebody joined, left, called, pinned.

use serde_json::{Map, Value};

use crate::What;
use crate::export::SkipReason;

/// What a service message says. An action without a word of ours is a notice when it says something, and
/// nothing when it does not.
pub(super) fn read(message: &Map<String, Value>) -> Result<What, SkipReason> {
    let word = |key: &str| message.get(key).and_then(Value::as_str).filter(|word| !word.is_empty());
    let action = match word("action").unwrap_or_default() {
        "invite_members" | "join_group_by_link" | "join_group_by_request" => "join",
        "remove_members" => "leave",
        "phone_call" | "group_call" | "group_call_scheduled" | "invite_to_group_call" | "conference_call" => {
            "call"
        }
        "pin_message" => "pin",
        "create_group" | "create_channel" => "create",
        "edit_group_title" => "rename",
        "topic_created" => "thread",
        "topic_edit" if word("new_title").is_some() => "rename",
        "topic_edit"
        | "set_messages_ttl"
        | "edit_chat_theme"
        | "set_chat_wallpaper"
        | "set_same_chat_wallpaper"
        | "migrate_to_supergroup"
        | "migrate_from_group" => "setting",
        "edit_group_photo" | "delete_group_photo" | "suggest_profile_photo" => "picture",
        "score_in_game" => "game",
        "send_payment" | "refunded_payment" => "payment",
        "send_premium_gift" | "send_stars_gift" | "send_star_gift" | "stars_prize" | "gift_code_prize"
        | "giveaway_launch" | "giveaway_results" => "gift",
        "boost_apply" => "boost",
        "proximity_reached" => "location",
        // Between one person and Telegram or a bot: nothing that happened in the conversation.
        "clear_history"
        | "allow_sending_messages"
        | "attach_menu_bot_allowed"
        | "requested_phone_number"
        | "requested_peer"
        | "send_passport_values"
        | "send_webview_data" => {
            return Err(SkipReason::Unsupported);
        }
        _ => "notice",
    };
    // who was there from the beginning says nothing; the others came or went by it
    let text = members(message)
        .filter(|_| action != "create")
        .or_else(|| word("title").map(str::to_owned))
        .or_else(|| word("new_title").map(str::to_owned))
        .or_else(|| measure(message))
        .or_else(|| word("discard_reason").map(str::to_owned))
        .or_else(|| word("information_text").map(str::to_owned))
        .or_else(|| word("text").map(str::to_owned));
    if action == "notice" && text.is_none() {
        return Err(SkipReason::Unsupported);
    }
    Ok(What::Other { action: action.to_owned(), text })
}

/// Who was brought in or taken out, by name; people without a name are left out.
fn members(message: &Map<String, Value>) -> Option<String> {
    let names: Vec<_> = message.get("members")?.as_array()?.iter().filter_map(Value::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// How long, how many. No sums of money: they are in units of the currency that the export does not tell.
fn measure(message: &Map<String, Value>) -> Option<String> {
    let number = |key: &str| message.get(key).and_then(Value::as_u64);
    if let Some(seconds) = number("duration_seconds").or_else(|| number("duration")) {
        return Some(format!("{seconds} s"));
    }
    number("score").or_else(|| number("boosts")).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::VERBS;
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
            (json!({"action": "create_group", "title": "T", "members": ["A", "B"]}), "create", Some("T")),
            (json!({"action": "create_group", "members": ["A"]}), "create", None),
            (json!({"action": "topic_created", "title": "T"}), "thread", Some("T")),
            (json!({"action": "topic_edit", "new_title": "U"}), "rename", Some("U")),
            (json!({"action": "topic_edit", "new_icon_emoji_id": 5}), "setting", None),
            (json!({"action": "edit_group_photo", "photo": "(File not included.)"}), "picture", None),
            (json!({"action": "set_messages_ttl", "period": 5}), "setting", None),
            (json!({"action": "boost_apply", "boosts": 2}), "boost", Some("2")),
            (json!({"action": "send_star_gift", "stars": 5}), "gift", None),
            (json!({"action": "score_in_game", "score": 12}), "game", Some("12")),
            (json!({"action": "send_payment", "amount": 12_300, "currency": "USD"}), "payment", None),
            (json!({"information_text": "hello"}), "notice", Some("hello")),
            (json!({"action": "not_yet_invented", "title": "look"}), "notice", Some("look")),
        ] {
            assert!(VERBS.contains(&action), "{action}");
            let expected = What::Other { action: action.into(), text: text.map(str::to_owned) };
            assert_eq!(read(message.as_object().unwrap()), Ok(expected), "{message}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for message in [
            json!({"action": 3}),
            json!({"action": "clear_history"}),
            json!({"action": "allow_sending_messages", "reason_domain": "example.com"}),
            json!({"action": "not_yet_invented"}),
        ] {
            assert_eq!(read(message.as_object().unwrap()), Err(SkipReason::Unsupported), "{message}");
        }
    }
}
