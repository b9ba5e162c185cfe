//! A live message in the words of the export, so that both are read by the same rules: what was sent by
//! [`super::content`], what happened by [`super::service`].

use serde_json::{Map, Value, json};

/// What was said or sent, with `text` as its words.
pub(super) fn content(message: &Value, text: Value) -> Map<String, Value> {
    let mut export = Map::new();
    let mut put = |key: &str, value: Value| {
        export.insert(key.to_owned(), value);
    };
    put("text", text);
    for (key, kind) in [
        ("animation", "animation"),
        ("audio", "audio_file"),
        ("video", "video_file"),
        ("video_note", "video_message"),
        ("voice", "voice_message"),
        ("story", "story"),
        ("paid_media", "paid_media"),
        ("document", ""),
    ] {
        let sent = &message[key];
        if sent.is_object() {
            put("file", "".into());
            put("file_name", sent["file_name"].clone());
            put("mime_type", sent["mime_type"].clone());
            if !kind.is_empty() {
                put("media_type", kind.into());
            }
            break;
        }
    }
    if message["sticker"].is_object() {
        put("media_type", "sticker".into());
        put("sticker_emoji", message["sticker"]["emoji"].clone());
    }
    if message["photo"].is_array() {
        put("photo", "".into());
    }
    if let Some(poll) = message["poll"].as_object() {
        put("poll", json!({"question": poll.get("question"), "answers": poll.get("options")}));
    }
    if let Some(list) = message["checklist"].as_object() {
        put("todo_list", json!({"title": list.get("title"), "answers": list.get("tasks")}));
    }
    if let Some(venue) = message["venue"].as_object() {
        put("place_name", venue.get("title").cloned().unwrap_or_default());
        put("address", venue.get("address").cloned().unwrap_or_default());
    }
    if let Some(dice) = message["dice"].as_object() {
        put("game_title", dice.get("emoji").cloned().unwrap_or_default());
        put("game_description", dice.get("value").map(Value::to_string).unwrap_or_default().into());
    }
    if let Some(game) = message["game"].as_object() {
        put("game_title", game.get("title").cloned().unwrap_or_default());
        put("game_description", game.get("description").cloned().unwrap_or_default());
    }
    for (key, export) in [
        ("contact", "contact_information"),
        ("location", "location_information"),
        ("invoice", "invoice_information"),
        ("giveaway", "giveaway_information"),
        ("giveaway_winners", "giveaway_results"),
    ] {
        if message[key].is_object() {
            put(export, message[key].clone());
        }
    }
    export
}

/// Keys of the Bot API and those of the export for the same.
type Told = &'static [(&'static str, &'static str)];

/// What happened in the chat: the key of the Bot API, the action of the export, and what of it is told.
const SERVICES: &[(&str, &str, Told)] = &[
    ("new_chat_photo", "edit_group_photo", &[]),
    ("delete_chat_photo", "delete_group_photo", &[]),
    ("pinned_message", "pin_message", &[]),
    ("message_auto_delete_timer_changed", "set_messages_ttl", &[]),
    ("chat_background_set", "set_chat_wallpaper", &[]),
    ("video_chat_scheduled", "group_call_scheduled", &[]),
    ("video_chat_started", "group_call", &[]),
    ("video_chat_ended", "group_call", &[("duration", "duration")]),
    ("forum_topic_created", "topic_created", &[("name", "title")]),
    ("forum_topic_edited", "topic_edit", &[("name", "new_title")]),
    ("forum_topic_closed", "topic_edit", &[]),
    ("forum_topic_reopened", "topic_edit", &[]),
    ("boost_added", "boost_apply", &[("boost_count", "boosts")]),
    ("proximity_alert_triggered", "proximity_reached", &[]),
    ("successful_payment", "send_payment", &[]),
    ("refunded_payment", "refunded_payment", &[]),
    ("gift", "send_star_gift", &[]),
    ("unique_gift", "send_star_gift", &[]),
    ("giveaway_created", "giveaway_launch", &[]),
    ("giveaway_completed", "giveaway_results", &[]),
    ("write_access_allowed", "allow_sending_messages", &[]),
    ("users_shared", "requested_peer", &[]),
    ("chat_shared", "requested_peer", &[]),
    ("web_app_data", "send_webview_data", &[]),
    ("passport_data", "send_passport_values", &[]),
];

/// What happened in the chat, if the message tells that. Who came and went is told by name and read elsewhere.
pub(super) fn service(message: &Value) -> Option<Map<String, Value>> {
    let action = |action: &str, told: Vec<(&str, Value)>| {
        let told = told.into_iter().map(|(key, value)| (key.to_owned(), value));
        Map::from_iter([("action".to_owned(), action.into())].into_iter().chain(told))
    };
    if let Some(title) = message["new_chat_title"].as_str() {
        return Some(action("edit_group_title", vec![("title", title.into())]));
    }
    for key in ["group_chat_created", "supergroup_chat_created", "channel_chat_created"] {
        if message[key] == true {
            return Some(action("create_group", vec![("title", message["chat"]["title"].clone())]));
        }
    }
    let (key, name, told) = SERVICES.iter().find(|(key, ..)| !message[*key].is_null())?;
    Some(action(name, told.iter().map(|(from, to)| (*to, message[*key][*from].clone())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        What,
        export::VERBS,
        telegram::{content, service},
    };

    fn other(what: What) -> (String, Option<String>) {
        match what {
            What::Other { action, text } => (action, text),
            what => panic!("{what:?}"),
        }
    }

    #[test]
    fn each_kind_of_media() {
        for (message, action, text) in [
            (json!({"sticker": {"emoji": "👍", "file_id": "f"}}), "sticker", Some("👍")),
            (json!({"photo": [{"file_id": "f", "width": 1}]}), "file", None),
            (json!({"document": {"file_name": "設計書.pdf"}}), "file", Some("設計書.pdf")),
            (
                json!({"animation": {"file_name": "a.mp4"}, "document": {"file_name": "a.mp4"}}),
                "file",
                Some("a.mp4"),
            ),
            (json!({"voice": {"duration": 3, "mime_type": "audio/ogg"}}), "file", Some("voice message")),
            (json!({"video_note": {"duration": 3}}), "file", Some("video message")),
            (
                json!({"location": {"latitude": 35.5, "longitude": -139.25}}),
                "location",
                Some("35.5, -139.25"),
            ),
            (
                json!({"venue": {"title": "Café", "address": "1st St"}, "location": {"latitude": 1.5, "longitude": 2.5}}),
                "location",
                Some("Café, 1st St, 1.5, 2.5"),
            ),
            (json!({"contact": {"first_name": "A", "phone_number": "+1"}}), "contact", Some("A +1")),
            (
                json!({"poll": {"question": "行く？", "options": [{"text": "はい"}, {"text": "No"}]}}),
                "poll",
                Some("行く？\n- はい\n- No"),
            ),
            (json!({"dice": {"emoji": "🎲", "value": 4}}), "game", Some("🎲: 4")),
            (json!({"checklist": {"title": "T", "tasks": [{"text": "a"}]}}), "notice", Some("T\n- a")),
        ] {
            assert!(VERBS.contains(&action), "{action}");
            let read = content::read(&content(&message, "".into())).unwrap();
            assert_eq!(other(read), (action.to_owned(), text.map(str::to_owned)), "{message}");
        }
        let captioned = content(&json!({"document": {"file_name": "a.pdf"}}), "look".into());
        assert_eq!(
            content::read(&captioned),
            Ok(What::Message { text: "look\n📎 a.pdf".into(), to_bot: false })
        );
    }

    #[test]
    fn each_thing_that_happens() {
        for (message, action, text) in [
            (json!({"new_chat_title": "T"}), "rename", Some("T")),
            (json!({"new_chat_photo": [{}]}), "picture", None),
            (json!({"group_chat_created": true, "chat": {"title": "G"}}), "create", Some("G")),
            (json!({"pinned_message": {"message_id": 3}}), "pin", None),
            (json!({"video_chat_ended": {"duration": 63}}), "call", Some("63 s")),
            (json!({"video_chat_started": {}}), "call", None),
            (json!({"forum_topic_created": {"name": "T", "icon_color": 1}}), "thread", Some("T")),
            (json!({"forum_topic_edited": {"name": "U"}}), "rename", Some("U")),
            (json!({"forum_topic_closed": {}}), "setting", None),
            (json!({"boost_added": {"boost_count": 2}}), "boost", Some("2")),
            (json!({"successful_payment": {"total_amount": 100}}), "payment", None),
        ] {
            let read = service::read(&service(&message).unwrap()).unwrap();
            assert_eq!(other(read), (action.to_owned(), text.map(str::to_owned)), "{message}");
        }
        assert_eq!(service(&json!({"text": "x"})), None);
    }
}
