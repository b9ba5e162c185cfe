//! Updates as Telegram sends them, one of each kind, and what they say.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::{
    ConversationKind, ConversationRef, Envelope, Event, Sender, Settings, What,
    conformance::{Sample, Samples},
    telegram::fake::{BOT_ID, BOT_USERNAME, TOKEN},
};

const SECRET: &str = "hook-Secret_1";

pub(super) fn settings() -> Settings {
    Settings::default()
        .with("bot_token", TOKEN)
        .with("webhook_secret", SECRET)
        .with("bot_id", BOT_ID)
        .with("bot_username", BOT_USERNAME)
}

/// A webhook's request, with the secret as Telegram sends it.
pub(super) fn envelope(update: &Value) -> Envelope {
    let headers = [("content-type", "application/json"), ("X-Telegram-Bot-Api-Secret-Token", SECRET)];
    Envelope::new(headers, update.to_string())
}

pub(super) fn samples() -> Samples {
    Samples {
        settings: settings(),
        secret: "webhook_secret",
        signature: "X-Telegram-Bot-Api-Secret-Token",
        body_is_signed: false,
        now: DateTime::from_timestamp(1_763_700_000, 0).unwrap(),
        // Each byte of each is broken in many ways, so a few of each sort; all of them are read in another test.
        genuine: genuine()
            .into_iter()
            .step_by(4)
            .map(|(update, events)| Sample { envelope: envelope(&update), events })
            .collect(),
        to: None,
    }
}

fn aiko() -> Value {
    json!({"id": 5_000_000_001_i64, "is_bot": false, "first_name": "愛子", "last_name": "佐藤", "username": "aiko",
        "language_code": "ja", "is_premium": true})
}

fn bot() -> Value {
    json!({"id": 7_000_001, "is_bot": true, "first_name": "Enishi", "username": BOT_USERNAME})
}

fn private() -> Value {
    json!({"id": 5_000_000_001_i64, "first_name": "愛子", "last_name": "佐藤", "username": "aiko", "type": "private"})
}

fn group() -> Value {
    json!({"id": -1_001_234_567_890_i64, "title": "DevRel 縁", "type": "supergroup", "is_forum": true})
}

fn channel() -> Value {
    json!({"id": -1_009_876_543_210_i64, "title": "News", "username": "enishi_news", "type": "channel"})
}

/// A message with these fields in place of the usual ones.
fn message(chat: Value, more: Value) -> Value {
    let mut message = json!({"message_id": 42, "from": aiko(), "chat": chat, "date": 1_763_699_000});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

fn place(chat: &Value) -> ConversationRef {
    let (kind, name) = match chat["type"].as_str().unwrap() {
        "private" => (ConversationKind::Direct, "愛子 佐藤"),
        "channel" => (ConversationKind::Channel, "News"),
        _ => (ConversationKind::Group, "DevRel 縁"),
    };
    ConversationRef { external_id: chat["id"].to_string(), name: Some(name.to_owned()), kind }
}

fn her() -> Sender {
    Sender {
        external_id: "5000000001".into(),
        handle: Some("aiko".into()),
        name: Some("愛子 佐藤".into()),
        email: None,
        is_bot: false,
    }
}

/// What happened: the message 42, unless changed.
fn event(chat: &Value, what: What) -> Event {
    Event {
        conversation: place(chat),
        thread: None,
        message_id: Some("42".into()),
        sender: her(),
        at: DateTime::from_timestamp(1_763_699_000, 0).unwrap(),
        what,
        via: None,
    }
}

fn said(text: &str, to_bot: bool) -> What {
    What::Message { text: text.into(), to_bot }
}

fn did(action: &str, text: Option<&str>) -> What {
    What::Other { action: action.into(), text: text.map(str::to_owned) }
}

fn called(command: &str) -> What {
    What::Called { command: command.into(), arguments: std::collections::BTreeMap::new() }
}

fn update(kind: &str, what: Value) -> Value {
    json!({"update_id": 908_070, kind: what})
}

/// Each update and its events.
pub(super) fn genuine() -> Vec<(Value, Vec<Event>)> {
    let mut all = messages();
    all.extend(sent());
    all.extend(happened());
    all.extend(others());
    all
}

/// What people write.
fn messages() -> Vec<(Value, Vec<Event>)> {
    let one = |chat: Value, more: Value, what: What| {
        (update("message", message(chat.clone(), more)), vec![event(&chat, what)])
    };
    let mention = |offset: usize| json!({"type": "mention", "offset": offset, "length": 11});
    let command = |length: usize| json!([{"type": "bot_command", "offset": 0, "length": length}]);
    let answered = |from: Value| json!({"message_id": 40, "from": from, "chat": group(), "date": 1_763_698_000, "text": "?"});
    let mut replied = one(
        group(),
        json!({"text": "それで？", "reply_to_message": answered(bot())}),
        said("それで？", true),
    );
    replied.1[0].thread = Some("40".into());
    let mut in_topic = one(
        group(),
        json!({"text": "hi", "message_thread_id": 3, "is_topic_message": true, "reply_to_message": {
            "message_id": 3, "from": bot(), "chat": group(), "date": 1_763_698_000, "message_thread_id": 3,
            "is_topic_message": true, "forum_topic_created": {"name": "T", "icon_color": 7_322_096}}}),
        said("hi", false),
    );
    in_topic.1[0].thread = Some("topic:3".into());
    vec![
        one(private(), json!({"text": "ROIを見せて"}), said("ROIを見せて", true)),
        one(group(), json!({"text": "ただの会話"}), said("ただの会話", false)),
        one(
            group(),
            json!({"text": "👋 @enishi_bot show roi", "entities": [mention(3), {"type": "date_time", "offset": 0, "length": 2}]}),
            said("👋 show roi", true),
        ),
        one(
            group(),
            json!({"text": "/roi_show@enishi_bot C-7", "entities": command(20)}),
            said("roi show C-7", true),
        ),
        one(group(), json!({"text": "/help@enishi_bot", "entities": command(16)}), called("help")),
        one(private(), json!({"text": "/start", "entities": command(6)}), What::Opened),
        one(
            private(),
            json!({"text": "/start AB3DEFGH", "entities": command(6)}),
            said("link AB3DEFGH", true),
        ),
        one(
            group(),
            json!({"text": "read this", "entities": [
                {"type": "text_link", "offset": 5, "length": 4, "url": "https://example.com/a"}],
                "link_preview_options": {"is_disabled": true}}),
            said("read this (https://example.com/a)", false),
        ),
        one(
            group(),
            json!({"text": "@enishi_bot 例", "entities": [mention(0)], "forward_date": 1_763_000_000, "forward_origin":
                {"type": "user", "date": 1_763_000_000, "sender_user": aiko()}}),
            said("例", false),
        ),
        replied,
        in_topic,
    ]
}

/// What people send.
fn sent() -> Vec<(Value, Vec<Event>)> {
    let one =
        |more: Value, what: What| (update("message", message(group(), more)), vec![event(&group(), what)]);
    let size = |width: u32| json!({"file_id": "AgACAg", "file_unique_id": "AQAD", "width": width, "height": 90, "file_size": 1_253});
    let file = |more: Value| {
        let mut file = json!({"file_id": "BQACAg", "file_unique_id": "AgAD", "file_size": 4_096});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        file
    };
    vec![
        one(json!({"photo": [size(90), size(320)]}), did("file", None)),
        one(
            json!({"photo": [size(90)], "caption": "当日の様子", "media_group_id": "9"}),
            said("当日の様子", false),
        ),
        one(
            json!({"document": file(json!({"file_name": "設計書.pdf", "mime_type": "application/pdf"}))}),
            did("file", Some("設計書.pdf")),
        ),
        one(
            json!({"document": file(json!({"file_name": "a.csv", "mime_type": "text/csv"})), "caption": "@enishi_bot import",
                "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]}),
            said("import\n📎 a.csv", true),
        ),
        one(
            json!({"sticker": file(json!({"emoji": "👍", "type": "regular", "width": 512, "height": 512,
                "is_animated": false, "is_video": false}))}),
            did("sticker", Some("👍")),
        ),
        one(
            json!({"voice": file(json!({"duration": 3, "mime_type": "audio/ogg"}))}),
            did("file", Some("voice message")),
        ),
        one(
            json!({"location": {"latitude": 34.6937, "longitude": 135.5023}}),
            did("location", Some("34.6937, 135.5023")),
        ),
        one(
            json!({"contact": {"phone_number": "+81312345678", "first_name": "太郎", "user_id": 6}}),
            did("contact", Some("太郎 +81312345678")),
        ),
        one(
            json!({"poll": {"id": "5", "question": "行く？", "options": [
                {"text": "はい", "voter_count": 0}, {"text": "いいえ", "voter_count": 0}], "total_voter_count": 0,
                "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false}}),
            did("poll", Some("行く？\n- はい\n- いいえ")),
        ),
    ]
}

/// What Telegram tells of a chat.
fn happened() -> Vec<(Value, Vec<Event>)> {
    let one =
        |more: Value, what: What| (update("message", message(group(), more)), vec![event(&group(), what)]);
    let taro = json!({"id": 6, "is_bot": false, "first_name": "太郎"});
    let came = |action: &str| Event {
        message_id: None,
        sender: Sender { external_id: "6".into(), name: Some("太郎".into()), ..Sender::default() },
        ..event(&group(), did(action, None))
    };
    let member = |status: &str, user: &Value| match status {
        "kicked" => json!({"user": user, "status": status, "until_date": 0}),
        "administrator" => {
            json!({"user": user, "status": status, "can_be_edited": false, "is_anonymous": false,
            "can_manage_chat": true, "can_change_info": false, "can_delete_messages": false, "can_invite_users": true,
            "can_restrict_members": false, "can_promote_members": false, "can_manage_video_chats": false})
        }
        _ => json!({"user": user, "status": status}),
    };
    let changed = |chat: Value, old: &str, new: &str, user: &Value| {
        json!({"chat": chat, "from": aiko(), "date": 1_763_699_000, "old_chat_member": member(old, user),
            "new_chat_member": member(new, user)})
    };
    let unnamed = |event: Event| Event { message_id: None, ..event };
    vec![
        (update("message", message(group(), json!({"new_chat_members": [taro, bot()]}))), vec![came("join")]),
        (update("message", message(group(), json!({"left_chat_member": taro}))), vec![came("leave")]),
        (update("chat_member", changed(group(), "left", "member", &taro)), vec![came("join")]),
        (update("chat_member", changed(group(), "member", "kicked", &taro)), vec![came("leave")]),
        (update("chat_member", changed(group(), "member", "administrator", &taro)), vec![]),
        (
            update("my_chat_member", changed(group(), "left", "member", &bot())),
            vec![unnamed(event(&group(), did("join", Some("Enishi"))))],
        ),
        (
            update("my_chat_member", changed(private(), "member", "kicked", &bot())),
            vec![unnamed(event(&private(), did("leave", Some("Enishi"))))],
        ),
        one(json!({"new_chat_title": "新しい名前"}), did("rename", Some("新しい名前"))),
        one(
            json!({"pinned_message": {"message_id": 3, "chat": group(), "date": 1_763_000_000, "text": "x"}}),
            did("pin", None),
        ),
        one(
            json!({"forum_topic_created": {"name": "質問", "icon_color": 7_322_096}}),
            did("thread", Some("質問")),
        ),
        one(
            json!({"migrate_to_chat_id": -1_001_111_111_111_i64}),
            What::Moved { to: "-1001111111111".into() },
        ),
        (update("message", message(group(), json!({"migrate_from_chat_id": -42}))), vec![]),
    ]
}

/// Updates that are no new messages.
fn others() -> Vec<(Value, Vec<Event>)> {
    let later = |event: Event| Event { at: DateTime::from_timestamp(1_763_699_500, 0).unwrap(), ..event };
    let card = json!({"message_id": 41, "from": bot(), "chat": group(), "date": 1_763_699_000, "text": "Merge?",
        "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "tok_1"}]]}});
    let pressed = json!({"id": "21474836480000000001", "from": aiko(), "message": card, "chat_instance": "-55",
        "data": "tok_1"});
    let mut gone = pressed.clone();
    gone["message"] = json!({"chat": group(), "message_id": 41, "date": 0});
    let news = json!({"message_id": 42, "sender_chat": channel(), "chat": channel(), "date": 1_763_699_000,
        "text": "リリースしました", "author_signature": "A"});
    let by_channel = Event {
        sender: Sender {
            external_id: "-1009876543210".into(),
            handle: Some("enishi_news".into()),
            name: Some("News".into()),
            ..Sender::default()
        },
        ..event(&channel(), said("リリースしました", false))
    };
    vec![
        (
            update(
                "edited_message",
                message(group(), json!({"text": "直しました", "edit_date": 1_763_699_500})),
            ),
            vec![later(event(&group(), What::Edited { text: "直しました".into() }))],
        ),
        (
            update(
                "edited_message",
                message(
                    group(),
                    json!({"location": {"latitude": 1.5, "longitude": 2.5,
                "live_period": 900}, "edit_date": 1_763_699_500}),
                ),
            ),
            vec![],
        ),
        (update("channel_post", news), vec![by_channel]),
        (
            update("callback_query", pressed),
            vec![Event {
                message_id: Some("21474836480000000001".into()),
                ..event(&group(), What::Pressed { token: "tok_1".into() })
            }],
        ),
        (update("callback_query", gone), vec![]),
        (
            update(
                "message_reaction",
                json!({"chat": group(), "message_id": 7, "user": aiko(), "date": 1_763_699_000,
                "old_reaction": [{"type": "emoji", "emoji": "❤"}],
                "new_reaction": [{"type": "emoji", "emoji": "❤"}, {"type": "emoji", "emoji": "👍"}]}),
            ),
            vec![Event {
                message_id: Some("7 👍 5000000001".into()),
                ..event(&group(), did("reaction", Some("👍")))
            }],
        ),
        (update("message", message(group(), json!({"from": bot(), "text": "our own words"}))), vec![]),
        (update("poll_answer", json!({"poll_id": "5", "user": aiko(), "option_ids": [0]})), vec![]),
        (update("not_yet_invented", json!({"id": 1})), vec![]),
    ]
}
