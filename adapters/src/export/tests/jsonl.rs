//! Plain lines of JSON.

use super::errors::says;
use super::*;
use proptest::prelude::*;

fn line(ts: i64, text: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    format!(
        r#"{{"platform": "teams", "workspace": "Acme", "conversation": "general", "user": "u{ts}", "name": "花", "ts": {ts}, "text": {text}}}"#
    )
}

#[test]
fn good_lines_and_bad_ones() {
    let scratch = Scratch::new();
    let other = line(6, "elsewhere").replace("Acme", "Other").replace("teams", "Mattermost");
    let lines = [
        &line(1, "one"),
        "",
        "# not JSON",
        &line(2, "二"),
        r#"{"platform": "teams", "workspace": "Acme", "conversation": "general", "ts": 3, "text": "by nobody"}"#,
        &line(4, &"x".repeat(5 * 1024 * 1024)),
        "  ",
        &line(5, "five"),
        &other,
        &line(7, "cut off")[..40],
    ];
    for end in ["\n", "\r\n"] {
        for mark in ["", "\u{feff}"] {
            let read = all(open(&scratch.file("history", mark.to_owned() + &lines.join(end))));
            assert_eq!(read.said(), ["花: one", "花: 二", "花: five", "花: elsewhere"]);
            assert_eq!(
                read.skipped,
                [
                    (SkipReason::NotJson, "history:3".to_owned()),
                    (SkipReason::NoSender, "history:5".to_owned()),
                    (SkipReason::TooLarge, "history:6".to_owned()),
                    (SkipReason::NotJson, "history:10".to_owned()),
                ]
            );
            assert_eq!(read.problems, []);
            let from: Vec<_> = read.origins.iter().map(|origin| origin.platform.as_str()).collect();
            assert_eq!(from, ["teams", "teams", "teams", "mattermost"]);
            assert_eq!(read.origins[3].workspace.as_deref(), Some("Other"));
        }
    }
}

#[test]
fn a_bad_line_in_front_and_bytes_that_are_no_text() {
    let scratch = Scratch::new();
    let text = format!("{}\n{}\n{}\n", "{\"text\": oops}", line(1, "caf@"), line(2, "end"));
    let mut bytes = text.into_bytes();
    let at = bytes.iter().position(|b| *b == b'@').unwrap();
    bytes[at] = 0xE9;
    let read = all(open(&scratch.file("a.txt", bytes)));
    assert_eq!(read.said(), ["花: end"]);
    assert_eq!(
        read.skipped,
        [(SkipReason::NotJson, "a.txt:1".to_owned()), (SkipReason::NotUtf8, "a.txt:2".to_owned())]
    );
}

#[test]
fn a_file_in_which_no_line_fits() {
    let scratch = Scratch::new();
    let nobody = line(1, "x").replace("\"user\"", "\"usr\"");
    for (name, content, en) in [
        (
            "typo.jsonl",
            format!("\n{nobody}\n"),
            "No line of typo.jsonl is a message (typo.jsonl:2: it names no sender)",
        ),
        (
            "logs.jsonl",
            "{\"level\": \"info\"}\n{\"level\": \"warn\"}\n".to_owned(),
            "it names no platform or no workspace",
        ),
    ] {
        says(&refusal(&scratch.file(name, content)), en);
    }
    let text = line(1, "@@").replace("花", "@@");
    let bytes: Vec<_> = text.bytes().map(|b| if b == b'@' { 0x93 } else { b }).collect();
    // Shift_JIS throughout
    says(&refusal(&scratch.file("sjis.jsonl", bytes)), "not UTF-8 text (byte ");
    let wide: Vec<_> = line(1, "x").encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&refusal(&scratch.file("wide.jsonl", wide)), "not UTF-8 text (byte 0, line 1)");
}

proptest! {
    #[test]
    fn changed_bytes_cost_lines_not_the_file(changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6)) {
        let scratch = Scratch::new();
        let mut bytes = (1..9).map(|at| line(at, "言葉") + "\n").collect::<String>().into_bytes();
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] = byte;
        }
        let read = all(open(&scratch.file("x.jsonl", bytes)));
        prop_assert!(read.events.len() >= 2 && read.problems.is_empty());
    }

    #[test]
    fn any_text_arrives_as_it_was_written(texts in prop::collection::vec("[^\0]{1,20}", 1..6)) {
        let scratch = Scratch::new();
        let lines: Vec<_> = texts.iter().zip(1..).map(|(text, at)| line(at, text)).collect();
        let read = all(open(&scratch.file("x.jsonl", lines.join("\n"))));
        prop_assert_eq!(read.said(), texts.iter().map(|text| format!("花: {text}")).collect::<Vec<_>>());
    }
}
