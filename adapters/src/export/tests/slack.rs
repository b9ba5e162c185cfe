//! Slack workspace exports.

use super::*;
use crate::ConversationKind;

const USERS: &str = r#"[
    {"id": "U1", "name": "hana", "profile": {"display_name": "花子"}},
    {"id": "U2", "name": "bo", "profile": {"real_name": "Bo"}}
]"#;

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("users.json", USERS),
        ("channels.json", r#"[{"id": "C1", "name": "general"}, {"id": "C2", "name": "雑談"}]"#),
        ("dms.json", r#"[{"id": "D1", "members": ["U1", "U2"]}]"#),
        ("mpims.json", r#"[{"id": "G9", "name": "mpdm-hana--bo-1"}]"#),
        ("integration_logs.json", "[]"),
        (
            "general/2024-01-02.json",
            r#"[
            {"type": "message", "user": "U2", "text": "later", "ts": "1704153600.000100"},
            {"type": "message", "subtype": "channel_join", "user": "U2", "text": "<@U2> has joined", "ts": "1704153601.000100"},
            {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "deleted", "ts": "1704153602.000100"},
            {"type": "message", "text": "by nobody", "ts": "1704153603.000100"},
            {"type": "message", "user": "U1", "text": "when?", "ts": "99999999999999"},
            17
        ]"#,
        ),
        (
            "general/2024-01-01.json",
            r#"[
            {"type": "message", "user": "U1", "text": "<@U2> &lt;3", "ts": "1704067200.000100", "thread_ts": "1704067200.000100", "reply_count": 1},
            {"type": "message", "user": "U2", "text": "\ud83d\ude00 ok", "ts": "1704067201.000100", "thread_ts": "1704067200.000100"},
            {"type": "message", "subtype": "bot_message", "bot_id": "B1", "username": "ci", "text": "built", "ts": "1704067202.000100"}
        ]"#,
        ),
        ("general/canvas.json", "not read"),
        (
            "雑談/2024-01-01.json",
            r#"[{"type": "message", "user": "U1", "text": "やあ", "ts": "1704067200.000200"}]"#,
        ),
        (
            "D1/2024-01-01.json",
            r#"[{"type": "message", "user": "U1", "text": "psst", "ts": "1704067200.000300"}]"#,
        ),
        ("mpdm-hana--bo-1/2024-01-01.json", r#"[{"user": "U1", "text": "us", "ts": "1704067200.000400"}]"#),
    ]
}

fn check(read: &Read) {
    assert_eq!(
        read.said(),
        [
            "花子: psst",
            "花子: @Bo <3",
            "Bo: 😀 ok",
            "ci: built",
            "Bo: later",
            "Bo (join) @Bo has joined",
            "花子: us",
            "花子: やあ",
        ]
    );
    let places: Vec<_> = read.skipped.iter().map(|(reason, place)| (*reason, place.as_str())).collect();
    assert_eq!(read.problems, []);
    assert_eq!(
        places.iter().map(|(reason, place)| (*reason, &place[place.len() - 26..])).collect::<Vec<_>>(),
        [
            (SkipReason::Deleted, "general/2024-01-02.json[2]"),
            (SkipReason::NoSender, "general/2024-01-02.json[3]"),
            (SkipReason::NoTime, "general/2024-01-02.json[4]"),
            (SkipReason::NotAMessage, "general/2024-01-02.json[5]"),
        ]
    );
    let conversations: Vec<_> =
        read.events.iter().map(|e| (e.conversation.external_id.as_str(), e.conversation.kind)).collect();
    assert_eq!(conversations[0], ("D1", ConversationKind::Direct));
    assert_eq!(conversations[1], ("C1", ConversationKind::Channel));
    assert_eq!(conversations[6], ("G9", ConversationKind::Group));
    assert_eq!(conversations[7], ("C2", ConversationKind::Channel));
    assert_eq!(read.events[1].thread, None);
    assert_eq!(read.events[2].thread.as_deref(), Some("1704067200.000100"));
    assert_eq!(read.events[2].message_id.as_deref(), Some("1704067201.000100"));
}

#[test]
fn zip_folder_and_zipped_folder_read_alike() {
    let scratch = Scratch::new();
    let packed = scratch.zip("Acme Slack export Jan 1 2024 - Jan 2 2024.zip", &files());
    let mut read = all(open(&packed));
    assert_eq!(read.origin(), ("slack", Some("Acme")));
    check(&read);
    assert_eq!(all(open(&packed)), read);

    for (name, content) in files() {
        scratch.file(&format!("unpacked/{name}"), content);
    }
    let unpacked = all(open(&scratch.0.join("unpacked")));
    assert_eq!(unpacked.origin(), ("slack", None));
    read.origins = unpacked.origins.clone();
    assert_eq!(unpacked, read);

    let deep: Vec<_> = files().iter().map(|(name, content)| (format!("Acme/{name}"), *content)).collect();
    let mut deep: Vec<_> = deep.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    deep.push(("__MACOSX/channels.json", "\u{0}"));
    deep.push(("Acme/general/._2024-01-01.json", "\u{0}"));
    check(&all(open(&scratch.zip("again.zip", &deep))));
}

#[test]
fn a_broken_day_does_not_hide_the_others() {
    let scratch = Scratch::new();
    let hi = |at: u32| format!(r#"{{"type": "message", "user": "U1", "text": "hi", "ts": "{at}.000001"}}"#);
    let (cut, object, good) = (format!("[{},\n{{\"ty", hi(1)), "{}".to_owned(), format!("[{}]", hi(3)));
    let path = scratch.zip(
        "x.zip",
        &[
            ("channels.json", r#"[{"id": "C1", "name": "general"}]"#),
            ("general/2024-01-01.json", &cut),
            ("general/2024-01-02.json", &object),
            ("general/2024-01-03.json", &good),
        ],
    );
    let read = all(open(&path));
    assert_eq!(read.said(), ["?: hi", "?: hi"]);
    assert_eq!(read.problems.len(), 2);
    assert!(read.problems[0].en.starts_with("general/2024-01-01.json ends in the middle (byte "));
    assert!(read.problems[0].en.contains("line 2"));
    assert!(read.problems[1].en.starts_with("general/2024-01-02.json is damaged at byte 0 (line 1)"));
}

/// A zip of one day; the size its directory claims for that day is overwritten.
fn claiming(day: &str, size: u32) -> Vec<u8> {
    let mut bytes = zip(&[("channels.json", "[]"), ("general/2024-01-01.json", day)]);
    let entry = bytes.windows(4).rposition(|mark| mark == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn too_large_a_day_is_refused() {
    let scratch = Scratch::new();
    let padding = "0123456789".repeat(60_000);
    let mut noise = 1_u64;
    let day: String = padding
        .chars()
        .map(|c| {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + (noise >> 60) as u8 + c as u8 % 2)
        })
        .collect();
    let read = all(open(&scratch.file("large.zip", claiming(&day, 257 * 1024 * 1024))));
    assert_eq!(read.problems.len(), 1);
    assert!(read.problems[0].en.contains("would unpack to 257 MiB"), "{:?}", read.problems);
}

#[test]
fn files_that_share_their_bytes_are_refused() {
    let scratch = Scratch::new();
    let problem = refusal(&scratch.file("bomb.zip", claiming("[]", 200 * 1024 * 1024)));
    assert!(problem.en.contains("files share their bytes"), "{problem}");
}

#[test]
fn a_zip_that_lies_about_its_sizes_or_sums_is_said() {
    let scratch = Scratch::new();
    let hi = r#"[{"type": "message", "user": "U1", "text": "hi", "ts": "1.000001"}]"#;
    for claimed in [3, 4096] {
        let read = all(open(&scratch.file("lie.zip", claiming(hi, claimed))));
        assert!(read.problems.len() <= 1 && read.events.len() <= 1, "{read:?}");
        assert!(claimed > 3 || read.problems.len() == 1, "{read:?}");
    }
    let mut bytes = zip(&[("channels.json", "[]"), ("general/2024-01-01.json", hi)]);
    for mark in [b"PK\x03\x04", b"PK\x01\x02"] {
        let entry = bytes.windows(4).rposition(|at| at == mark).unwrap();
        bytes[entry + if mark[2] == 3 { 14 } else { 16 }] ^= 1;
    }
    let read = all(open(&scratch.file("sum.zip", bytes)));
    assert_eq!((read.events.len(), read.problems.len()), (1, 1), "{read:?}");
}

#[test]
fn odd_escapes_and_endless_messages() {
    let scratch = Scratch::new();
    let endless = "x".repeat(5 * 1024 * 1024);
    let day = format!(
        r#"[{{"user": "U1", "text": "\x1b[31m \ud83d \0", "ts": "1.000001"}},
            {{"user": "U1", "text": "{endless}", "ts": "2.000001"}},
            {{"user": "U1", "text": "end", "ts": "3.000001"}}]"#
    );
    let read =
        all(open(&scratch.zip("x.zip", &[("channels.json", "[]"), ("general/2024-01-01.json", &day)])));
    assert_eq!(read.said(), ["?: \u{1b}[31m \u{FFFD} \\0", "?: end"]);
    assert_eq!(read.skipped, [(SkipReason::TooLarge, "general/2024-01-01.json[1]".to_owned())]);
    assert_eq!(read.problems, []);
}
