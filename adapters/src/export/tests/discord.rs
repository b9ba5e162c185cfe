//! What DiscordChatExporter writes.

use super::errors::says;
use super::*;
use crate::ConversationKind;
use proptest::prelude::*;

fn message(id: u64, text: &str) -> String {
    format!(
        "{{\n \"id\": \"{id}\",\n \"type\": \"Default\",\n \"timestamp\": \"2024-05-01T12:00:00+00:00\",\n \
         \"content\": \"{text}\",\n \"author\": {{\"id\": \"5\", \"name\": \"hana\", \"nickname\": \"花\", \
         \"isBot\": false}},\n \"attachments\": [],\n \"embeds\": []\n}}"
    )
}

fn file(channel: &str, messages: &[String]) -> String {
    format!(
        "{{\n \"guild\": {{\"id\": \"1\", \"name\": \"縁の会\", \"iconUrl\": \"x\"}},\n \"channel\": {{{channel}}},\n \
         \"dateRange\": {{\"after\": null, \"before\": null}},\n \"exportedAt\": \"2024-06-01T00:00:00+00:00\",\n \
         \"messages\": [\n{}\n ],\n \"messageCount\": {}\n}}",
        messages.join(",\n"),
        messages.len()
    )
}

const GENERAL: &str = r#""id": "10", "type": "GuildTextChat", "categoryId": "9", "category": "Text", "name": "general", "topic": null"#;
const THREAD: &str = r#""id": "20", "type": "GuildPublicThread", "categoryId": "10", "category": "general", "name": "How to?""#;

#[test]
fn one_file_a_folder_and_a_zip_read_alike() {
    let scratch = Scratch::new();
    let general = file(GENERAL, &[message(1, "hi"), "null".to_owned(), message(2, "there")]);
    let thread = file(THREAD, &[message(3, "like this")]);
    let path = scratch.file("out/縁の会 - Text - general [10].json", &general);
    scratch.file("out/縁の会 - general - How to [20].json", &thread);
    scratch.file("out/縁の会 - Text - general [10].json_Files/sticker.json", "{\"v\": \"5.5\"}");
    let one = all(open(&path));
    assert_eq!(one.origin(), ("discord", Some("縁の会")));
    assert_eq!(one.said(), ["花: hi", "花: there"]);
    assert_eq!(
        one.skipped,
        [(SkipReason::NotAMessage, "縁の会 - Text - general [10].json: messages[1]".to_owned())]
    );
    let both = all(open(&scratch.0.join("out")));
    assert_eq!(both.said(), ["花: hi", "花: there", "花: like this"]);
    let places: Vec<_> =
        both.events.iter().map(|e| (e.conversation.external_id.as_str(), e.thread.as_deref())).collect();
    assert_eq!(places, [("10", None), ("10", None), ("10", Some("20"))]);
    assert_eq!(both.events[0].conversation.kind, ConversationKind::Channel);
    assert_eq!(both.events[2].conversation.name.as_deref(), Some("general"));
    assert_eq!(both.problems, []);
    let zip = scratch.zip(
        "out.zip",
        &[
            ("縁の会 - Text - general [10].json", &general),
            ("縁の会 - Text - general [10].json_Files/sticker.json", "{}"),
            ("縁の会 - general - How to [20].json", &thread),
            ("__MACOSX/縁の会 - general - How to [20].json", "\u{0}"),
        ],
    );
    assert_eq!(all(open(&zip)), both);
}

#[test]
fn keys_in_another_order_marks_and_line_ends() {
    let scratch = Scratch::new();
    let text = file(GENERAL, &[message(1, "hi")]);
    let whole = all(open(&scratch.file("a.json", &text)));
    let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all(open(&scratch.file("a.json", sorted.to_string()))), whole, "sorted by key, on one line");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(all(open(&scratch.file("a.json", windows))).said(), whole.said());
    let none = file(GENERAL, &[]);
    assert_eq!(all(open(&scratch.file("a.json", none))), Read::default());
}

#[test]
fn files_that_cannot_be_read() {
    let scratch = Scratch::new();
    let good = file(GENERAL, &[message(1, "hi")]);
    let nameless = file(r#""name": "general""#, &[message(1, "hi")]);
    let read = all(open(&scratch.file("nameless.json", &nameless)));
    assert_eq!(read.skipped, [(SkipReason::NoConversation, "nameless.json: messages[0]".to_owned())]);
    says(&read.problems[0], "nameless.json names no Discord channel");
    for (name, content) in [
        ("a.json", good.as_str()),
        ("b.json", ""),
        ("c.json", "[]"),
        ("d.json", "{}"),
        ("e.json", &good[..200]),
    ] {
        scratch.file(&format!("out/{name}"), content);
    }
    let read = all(open(&scratch.0.join("out")));
    assert_eq!(read.said(), ["花: hi"]);
    let wanted = [
        "b.json is empty",
        "c.json is damaged at byte 0",
        "d.json names no Discord",
        "e.json ends in the middle (byte 200",
    ];
    assert_eq!(read.problems.len(), wanted.len(), "{:?}", read.problems);
    for (problem, wanted) in read.problems.iter().zip(wanted) {
        says(problem, wanted);
    }
    let mut bytes = file(GENERAL, &[message(1, "caf@"), message(2, "end")]).into_bytes();
    let at = bytes.iter().position(|b| *b == b'@').unwrap();
    bytes[at] = 0x93;
    says(&refusal(&scratch.file("sjis.json", &bytes)), "sjis.json is not UTF-8 text (byte ");
    let far = file(GENERAL, &[message(1, &"長い".repeat(20_000)), message(2, "caf@"), message(3, "end")]);
    let mut bytes = far.into_bytes();
    let at = bytes.iter().position(|b| *b == b'@').unwrap();
    bytes[at] = 0x93;
    let read = all(open(&scratch.file("far.json", bytes)));
    assert_eq!(read.skipped, [(SkipReason::NotUtf8, "far.json: messages[1]".to_owned())]);
    assert_eq!(read.events.len(), 2);
}

#[test]
fn a_cut_at_any_byte_keeps_what_stands_before_it() {
    let scratch = Scratch::new();
    let text = file(GENERAL, &[message(1, "one"), message(2, "two")]);
    let path = scratch.file("cut.json", &text);
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let ends: Vec<_> = text.match_indices("\n}").map(|(at, end)| at + end.len()).take(2).collect();
    for cut in (0..text.len()).rev() {
        file.set_len(cut as u64).unwrap();
        let read = match crate::export::open(&path) {
            Ok(export) => all(export),
            Err(problem) => Read { problems: vec![problem], ..Read::default() },
        };
        assert_eq!(read.events.len(), ends.iter().filter(|end| **end <= cut).count(), "cut at {cut}");
        assert_eq!(read.problems.len(), 1, "cut at {cut}");
        let told = read.problems[0].en.contains(&format!("(byte {cut}, line "));
        assert!(cut == 0 || told, "{}", read.problems[0]);
    }
}

proptest! {
    #[test]
    fn changed_bytes_do_not_panic(changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6)) {
        let scratch = Scratch::new();
        let mut bytes = file(THREAD, &[message(1, "one"), message(2, "two")]).into_bytes();
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] = byte;
        }
        if let Ok(export) = crate::export::open(&scratch.file("x.json", bytes)) {
            prop_assert!(all(export).problems.len() <= 1);
        }
    }
}
