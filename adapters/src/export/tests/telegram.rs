//! The `result.json` of Telegram Desktop.

use super::*;
use crate::ConversationKind;
use proptest::prelude::*;

fn message(id: i64, text: &str) -> String {
    format!(
        "{{\n \"id\": {id},\n \"type\": \"message\",\n \"date\": \"2022-08-06T14:51:18\",\n \
         \"date_unixtime\": \"1659765078\",\n \"from\": \"花\",\n \"from_id\": \"user5\",\n \"text\": \"{text}\"\n}}"
    )
}

fn chat(head: &str, messages: &[String]) -> String {
    format!("{{\n{head},\n \"messages\": [\n{}\n ]\n}}", messages.join(",\n"))
}

#[test]
fn a_single_chat() {
    let scratch = Scratch::new();
    let head = r#""name": "Team 縁", "type": "private_supergroup", "id": 1234567890"#;
    let messages = [
        message(-999_999_999, "from before the group grew"),
        message(1, "two"),
        r#"{"id": 2, "type": "unsupported"}"#.to_owned(),
        r#"{"id": 3, "type": "service", "date_unixtime": "1659765078", "actor": null, "actor_id": "user9",
            "action": "join_group_by_link", "inviter": "花", "text": "", "text_entities": []}"#
            .to_owned(),
        "null".to_owned(),
    ];
    let path = scratch.file("ChatExport_2022-08-06/result.json", chat(head, &messages));
    let read = all(open(&path));
    assert_eq!(read.origin(), ("telegram", Some("Team 縁")));
    assert_eq!(
        read.said(),
        ["花: from before the group grew", "花: two", "Deleted user / 退会したユーザー (join) -"]
    );
    assert_eq!(read.events[0].message_id.as_deref(), Some("-999999999"));
    assert_eq!(read.events[0].conversation.external_id, "1234567890");
    assert_eq!(read.events[0].conversation.kind, ConversationKind::Group);
    assert_eq!(
        read.skipped,
        [
            (SkipReason::Unsupported, "messages[2]".to_owned()),
            (SkipReason::NotAMessage, "messages[4]".to_owned())
        ]
    );
    assert_eq!(all(open(path.parent().unwrap())), read);
}

fn account() -> String {
    let chats = [
        (r#""name": "A", "type": "personal_chat", "id": 1"#, ConversationKind::Direct),
        (r#""name": "B", "type": "bot_chat", "id": 2"#, ConversationKind::Direct),
        (r#""type": "saved_messages", "id": 3"#, ConversationKind::Direct),
        (r#""name": null, "type": "private_group", "id": 4"#, ConversationKind::Group),
        (r#""name": "E", "type": "public_supergroup", "id": 5"#, ConversationKind::Channel),
        (r#""name": "F", "type": "private_channel", "id": 6"#, ConversationKind::Channel),
    ];
    let chats: Vec<_> = chats
        .iter()
        .map(|(head, kind)| chat(head, &[message(1, kind.as_str())]))
        .chain(["7".into()])
        .collect();
    let left = chat(r#""name": "G", "type": "public_channel", "id": 7"#, &[message(1, "channel")]);
    format!(
        r#"{{"about": "…", "personal_information": {{"user_id": 5, "first_name": "花", "last_name": "山田"}},
            "contacts": {{"about": "", "list": [{{"user_id": 1}}]}}, "stories": [],
            "chats": {{"about": "", "list": [{}]}},
            "left_chats": {{"about": "", "list": [{left}, {}]}}}}"#,
        chats.join(", "),
        chat(r#""name": "no id", "type": "public_channel""#, &[message(1, "lost")])
    )
}

#[test]
fn a_whole_account() {
    let scratch = Scratch::new();
    let read = all(open(&scratch.file("result.json", account())));
    assert_eq!(read.origin(), ("telegram", Some("花 山田")));
    let chats: Vec<_> = read.events.iter().map(|event| event.conversation.external_id.as_str()).collect();
    assert_eq!(chats, ["1", "2", "3", "4", "5", "6", "7"]);
    for (event, said) in read.events.iter().zip(read.said()) {
        assert_eq!(format!("花: {}", event.conversation.kind.as_str()), said);
    }
    assert_eq!(read.events[3].conversation.name, None);
    assert_eq!(read.skipped, [(SkipReason::NoConversation, "left_chats.list[1].messages".to_owned())]);
    assert_eq!(read.problems, []);
}

#[test]
fn keys_in_another_order() {
    let scratch = Scratch::new();
    let value: serde_json::Value = serde_json::from_str(&account()).unwrap();
    let read = all(open(&scratch.file("sorted.json", serde_json::to_vec(&value).unwrap())));
    assert_eq!(read.events, all(open(&scratch.file("result.json", account()))).events);
    let single = r#"{"id": 1, "messages": [{"id": 1, "type": "message", "date": "2020-01-01T00:00:00",
        "from_id": 5, "text": "x"}], "name": "N", "type": "personal_chat"}"#;
    let read = all(open(&scratch.file("single.json", single)));
    assert_eq!(read.events[0].conversation.kind, ConversationKind::Direct);
    assert_eq!(read.events[0].sender.external_id, "user5");
}

#[test]
fn empty_exports_and_a_mark_in_front() {
    let scratch = Scratch::new();
    for empty in [
        r#"{"chats": {"list": []}}"#,
        r#"{"left_chats": {"about": "", "list": []}, "frequent": 1}"#,
        "\u{feff}{\"name\": \"x\", \"type\": \"personal_chat\", \"id\": 1, \"messages\": []}\n",
    ] {
        assert_eq!(all(open(&scratch.file("result.json", empty))), Read::default(), "{empty}");
    }
}

#[test]
fn strings_are_repaired() {
    let scratch = Scratch::new();
    let head = r#""name": "\x1b\ud83d", "type": "private_group", "id": 1"#;
    let texts =
        [r"\x1b[0m", r"\U0001F600", r"\ud83d\ude00", r"a\ud83dz", "tab\there\nand\u{1} there", r"C:\q \x"];
    let messages: Vec<_> = texts.iter().map(|text| message(1, text)).collect();
    let read = all(open(&scratch.file("result.json", chat(head, &messages))));
    assert_eq!(
        read.said(),
        [
            "花: \u{1b}[0m",
            "花: 😀",
            "花: 😀",
            "花: a\u{FFFD}z",
            "花: tab\there\nand\u{1} there",
            r"花: C:\q \x"
        ]
    );
    assert_eq!(read.events[0].conversation.name.as_deref(), Some("\u{1b}\u{FFFD}"));
    assert_eq!(read.problems, []);
}

#[test]
fn bytes_that_are_no_text_cost_one_message() {
    let scratch = Scratch::new();
    let head = r#""name": "x", "type": "private_group", "id": 1"#;
    let messages = [message(1, &"長い".repeat(20_000)), message(2, "caf@"), message(3, "end")];
    let mut bytes = chat(head, &messages).into_bytes();
    let at = bytes.iter().position(|b| *b == b'@').unwrap();
    bytes[at] = 0xE9;
    let read = all(open(&scratch.file("result.json", bytes)));
    assert_eq!((read.events.len(), read.problems.len()), (2, 0));
    assert_eq!(read.skipped, [(SkipReason::NotUtf8, "messages[1]".to_owned())]);
}

#[test]
fn garbage_in_the_middle() {
    let scratch = Scratch::new();
    let head = r#""name": "x", "type": "private_group", "id": 1"#;
    for (garbage, at) in [("{\"id\": 2, oops}", 10), ("{\"id\": [}", 0), ("%", 0), ("{\"id\": 2} {}", 10)] {
        let messages = [message(1, "before"), garbage.to_owned(), message(3, "after")];
        let text = chat(head, &messages);
        let offset = text.find(garbage).unwrap() + at;
        let line = text[..offset].matches('\n').count() + 1;
        let read = all(open(&scratch.file("result.json", &text)));
        assert_eq!(read.events[0].message_id.as_deref(), Some("1"));
        assert_eq!(read.problems.len(), 1, "{read:?}");
        let place = [format!("byte {offset} (line {line})"), format!("(byte {offset}, line {line})")];
        // A word that JSON does not know may be told by the word or by its record.
        let told = place.iter().any(|place| read.problems[0].en.contains(place.as_str()));
        assert!(told, "{garbage}: {} {place:?}", read.problems[0]);
    }
    let text = format!("{} {{}}", chat(head, &[message(1, "x")]));
    let read = all(open(&scratch.file("result.json", &text)));
    assert_eq!((read.events.len(), read.problems.len()), (1, 1), "two documents in one file");
}

#[test]
fn a_cut_at_any_byte_keeps_what_stands_before_it() {
    let scratch = Scratch::new();
    let text = account();
    let path = scratch.file("result.json", &text);
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    // The message of the chat without an id is not one that can be kept.
    let ends: Vec<_> = text.match_indices("\"\n}").map(|(at, end)| at + end.len()).take(7).collect();
    for cut in (0..text.len()).rev() {
        file.set_len(cut as u64).unwrap();
        let read = match crate::export::open(&path) {
            Ok(export) => all(export),
            Err(problem) => Read { problems: vec![problem], ..Read::default() },
        };
        assert_eq!(read.events.len(), ends.iter().filter(|end| **end <= cut).count(), "cut at {cut}");
        assert_eq!(read.problems.len(), 1, "cut at {cut}");
        assert!(
            cut == 0 || read.problems[0].en.contains(&format!("(byte {cut}, line ")),
            "{}",
            read.problems[0]
        );
    }
}

proptest! {
    #[test]
    fn changed_bytes_do_not_panic(changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6)) {
        let scratch = Scratch::new();
        let mut bytes = account().into_bytes();
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] = byte;
        }
        if let Ok(export) = crate::export::open(&scratch.file("result.json", bytes)) {
            prop_assert!(all(export).problems.len() <= 1);
        }
    }

    #[test]
    fn any_text_arrives_as_it_was_written(texts in prop::collection::vec(any::<String>(), 0..6)) {
        let texts: Vec<_> = texts.iter().map(|text| format!("·{}", text.replace('\0', ""))).collect();
        let messages: Vec<_> = texts.iter().map(|text| {
            let quoted = serde_json::to_string(text).unwrap();
            message(1, &quoted[1..quoted.len() - 1])
        }).collect();
        let scratch = Scratch::new();
        let path = scratch.file("result.json", chat(r#""name": "x", "type": "private_group", "id": 1"#, &messages));
        let read = all(open(&path));
        prop_assert_eq!(read.said(), texts.iter().map(|text| format!("花: {text}")).collect::<Vec<_>>());
    }
}
