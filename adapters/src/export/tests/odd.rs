//! The odd messages of each platform, side by side: what becomes of them.

use super::*;

fn who_did_what(read: &Read) -> Vec<String> {
    let of = |event: &Event| match &event.what {
        What::Message { text, .. } => ("message".to_owned(), text.clone()),
        What::Other { action, text } => (action.clone(), text.clone().unwrap_or_default()),
        what => panic!("{what:?}"),
    };
    let tell = |event: &Event| {
        let (action, text) = of(event);
        let thread = event.thread.as_deref().map(|thread| format!(" in {thread}")).unwrap_or_default();
        let bot = if event.sender.is_bot { " (bot)" } else { "" };
        format!("{}{bot} {action}{thread}: {text}", event.sender.name.as_deref().unwrap_or("?"))
    };
    read.events.iter().map(tell).collect()
}

fn reasons(read: &Read) -> Vec<SkipReason> {
    read.skipped.iter().map(|(reason, _)| *reason).collect()
}

#[test]
fn slack() {
    let scratch = Scratch::new();
    let users = r#"[{"id": "U1", "name": "hana", "deleted": true, "profile": {"display_name": "花子"}}]"#;
    let day = r#"[
        {"type": "message", "user": "U1", "text": "root", "ts": "1.000001", "thread_ts": "1.000001", "reply_count": 1,
            "edited": {"user": "U1", "ts": "2.000000"}, "reactions": [{"name": "tada", "users": ["U2"], "count": 1}]},
        {"type": "message", "user": "U1", "text": "reply", "ts": "2.000001", "thread_ts": "1.000001"},
        {"type": "message", "subtype": "thread_broadcast", "user": "U1", "text": "for all", "ts": "3.000001", "thread_ts": "1.000001"},
        {"type": "message", "subtype": "channel_join", "user": "U1", "text": "", "ts": "4.000001"},
        {"type": "message", "subtype": "pinned_item", "user": "U1", "text": "", "ts": "5.000001"},
        {"type": "message", "subtype": "huddle_thread", "user": "USLACKBOT", "text": "", "ts": "6.000001", "room": {"date_start": 10, "date_end": 70}},
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "username": "ci", "text": "", "ts": "7.000001",
            "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "built"}}]},
        {"type": "message", "user": "U1", "text": "", "ts": "8.000001", "files": [{"name": "a.pdf"}]},
        {"type": "message", "user": "U1", "text": "", "ts": "9.000001", "files": [{"mode": "tombstone"}]},
        {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "", "ts": "10.000001"},
        {"type": "message", "subtype": "from_the_future", "user": "U1", "text": "", "ts": "11.000001"}
    ]"#;
    let path =
        scratch.zip("x.zip", &[("users.json", users), ("channels.json", "[]"), ("c/2024-01-01.json", day)]);
    let read = all(open(&path));
    assert_eq!(
        who_did_what(&read),
        [
            "花子 message: root",
            "花子 message in 1.000001: reply",
            "花子 message in 1.000001: for all",
            "花子 join: ",
            "花子 pin: ",
            "? (bot) call: 60 s",
            "ci (bot) message: built",
            "花子 file: a.pdf",
        ]
    );
    assert_eq!(
        reasons(&read),
        [SkipReason::Reactions, SkipReason::Deleted, SkipReason::Deleted, SkipReason::Unsupported]
    );
    assert_eq!(read.skipped[0].1, "c/2024-01-01.json[0].reactions[0]");
}

#[test]
fn telegram() {
    let scratch = Scratch::new();
    let said = |id: u32, rest: &str| {
        format!(
            r#"{{"id": {id}, "type": "message", "date": "1970-01-01T00:00:{id:02}", "date_unixtime": "{id}", "from": "花", "from_id": "user5", {rest}}}"#
        )
    };
    let did = |id: u32, rest: &str| {
        format!(
            r#"{{"id": {id}, "type": "service", "date_unixtime": "{id}", "actor": "花", "actor_id": "user5", "text": "", {rest}}}"#
        )
    };
    let messages = [
        did(1, r#""action": "create_group", "title": "G""#),
        did(2, r#""action": "topic_created", "title": "Help""#),
        said(3, r#""text": "in it", "reply_to_message_id": 2, "reactions": [{"type": "emoji", "count": 1, "emoji": "👍",
            "recent": [{"from": "太郎", "from_id": "user6", "date": "1970-01-01T00:00:04"}]}]"#),
        said(5, r#""text": "after it", "reply_to_message_id": 3, "edited_unixtime": "9", "forwarded_from": "x""#),
        said(6, r#""text": "", "poll": {"question": "行く？", "answers": [{"text": "はい"}]}"#),
        said(7, r#""text": "", "media_type": "sticker", "sticker_emoji": "👋", "file": "(File not included.)""#),
        said(8, r#""text": "", "location_information": {"latitude": 35.5, "longitude": 139.5}"#),
        said(9, r#""text": "", "contact_information": {"first_name": "A", "last_name": "", "phone_number": "+1"}"#),
        said(10, r#""text": "", "file": "files/a.pdf", "file_name": "a.pdf""#),
        did(11, r#""action": "boost_apply", "boosts": 1"#),
        did(12, r#""action": "edit_group_title", "title": "H""#),
        did(13, r#""action": "phone_call", "duration_seconds": 5"#),
        did(14, r#""action": "clear_history""#),
        said(15, r#""text": "channels", "reactions": [{"type": "emoji", "count": 12, "emoji": "👍"}]"#),
        r#"{"id": 16, "type": "message", "date_unixtime": "16", "from": null, "from_id": "user7", "text": "gone"}"#.to_owned(),
        r#"{"id": 17, "type": "unsupported"}"#.to_owned(),
    ];
    let text = format!(
        r#"{{"name": "G", "type": "private_supergroup", "id": 1, "messages": [{}]}}"#,
        messages.join(",")
    );
    let read = all(open(&scratch.file("result.json", text)));
    assert_eq!(
        who_did_what(&read),
        [
            "花 create: G",
            "花 thread: Help",
            "花 message in 2: in it",
            "太郎 reaction in 2: 👍",
            "花 message in 2: after it",
            "花 poll: 行く？\n- はい",
            "花 sticker: 👋",
            "花 location: 35.5, 139.5",
            "花 contact: A +1",
            "花 file: a.pdf",
            "花 boost: 1",
            "花 rename: H",
            "花 call: 5 s",
            "花 message: channels",
            "Deleted user / 退会したユーザー message: gone",
        ]
    );
    assert_eq!(reasons(&read), [SkipReason::Unsupported, SkipReason::Reactions, SkipReason::Unsupported]);
    assert_eq!(read.skipped[1].1, "messages[13].reactions[0]");
}

#[test]
fn discord() {
    let scratch = Scratch::new();
    let message = |id: u32, name: &str, rest: &str| {
        format!(
            r#"{{"id": "{id}", "timestamp": "2024-05-01T12:00:00+00:00", "author": {{"id": "{}", "name": "{name}", "isBot": {}}}, {rest}}}"#,
            name.len(),
            name == "ci"
        )
    };
    let messages = [
        message(
            1,
            "hana",
            r#""type": "Default", "content": "hi", "timestampEdited": "2024-05-02T00:00:00+00:00", "isPinned": true,
            "reactions": [{"emoji": {"name": "👍"}, "count": 2, "users": [{"id": "6"}]}]"#,
        ),
        message(2, "hana", r#""type": "Reply", "content": "answer", "reference": {"messageId": "1"}"#),
        message(3, "hana", r#""type": "GuildMemberJoin", "content": "Joined the server.""#),
        message(4, "hana", r#""type": "ChannelPinnedMessage", "content": "Pinned a message.""#),
        message(5, "hana", r#""type": "8", "content": """#),
        message(6, "hana", r#""type": "ThreadCreated", "content": "Started a thread.""#),
        message(
            7,
            "ci",
            r#""type": "20", "content": "", "embeds": [{"title": "Built"}], "interaction": {"name": "build"}"#,
        ),
        message(8, "Deleted User", r#""type": "Default", "content": "was here""#),
        message(9, "hana", r#""type": "Default", "content": "", "stickers": [{"name": "Wave"}]"#),
        message(10, "hana", r#""type": "Default", "content": "", "attachments": [{"fileName": "a.pdf"}]"#),
        message(
            11,
            "hana",
            r#""type": "Default", "content": "", "poll": {"question": "行く？", "answers": [{"text": "はい"}]}"#,
        ),
        message(12, "hana", r#""type": "Default", "content": "", "forwardedMessage": {"content": "news"}"#),
        message(13, "hana", r#""type": "21", "content": "", "reference": {"messageId": "1"}"#),
        message(14, "hana", r#""type": "22", "content": """#),
        message(15, "hana", r#""type": "Default", "content": """#),
    ];
    let text = format!(
        r#"{{"guild": {{"id": "1", "name": "G"}}, "channel": {{"id": "10", "type": "GuildTextChat", "name": "c"}}, "messages": [{}]}}"#,
        messages.join(",")
    );
    let read = all(open(&scratch.file("x.json", text)));
    assert_eq!(
        who_did_what(&read),
        [
            "hana message: hi",
            "hana message: answer",
            "hana join: ",
            "hana pin: ",
            "hana boost: ",
            "hana thread: ",
            "ci (bot) message: Built",
            "Deleted user / 退会したユーザー message: was here",
            "hana sticker: Wave",
            "hana file: a.pdf",
            "hana poll: 行く？\n- はい",
            "hana message: news",
        ]
    );
    assert_eq!(
        reasons(&read),
        [SkipReason::Reactions, SkipReason::Repeat, SkipReason::Unsupported, SkipReason::Empty]
    );
}
