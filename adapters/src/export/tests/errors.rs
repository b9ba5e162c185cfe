//! What cannot be opened says what it is, and what to do, in both languages.

use super::*;
use proptest::prelude::*;

pub(super) fn says(problem: &Problem, en: &str) {
    assert!(problem.en.contains(en), "{problem}");
    assert!(problem.ja.chars().any(|c| ('ぁ'..='ん').contains(&c)), "{}", problem.ja);
    assert!(problem.en.ends_with('.') && problem.ja.ends_with('。'));
    assert_eq!((problem.message(false), problem.message(true)), (&*problem.en, &*problem.ja));
}

#[test]
fn files_that_are_no_export() {
    let scratch = Scratch::new();
    for (name, content, en) in [
        ("empty.json", &b""[..], "empty.json is empty"),
        ("blank.json", b" \n\t", "blank.json is empty"),
        ("photo.png", b"\x89PNG\r\n\x1A\n", "neither zip nor JSON"),
        ("notes.txt", b"hello", "neither zip nor JSON"),
        ("messages.html", b"<!DOCTYPE html>", "choose JSON when exporting, not HTML"),
        ("day.json", b"[{\"type\": \"message\"}]", "one file out of a Slack export"),
        ("other.json", b"{\"a\": {\"messages\": []}}", "JSON without chats or messages of a kind we know"),
        ("utf16le.json", b"\xFF\xFE{\0}\0", "not UTF-8 text (byte 0, line 1)"),
        ("utf16be.json", b"\0{\0}", "not UTF-8 text (byte 0, line 1)"),
        ("latin1.json", b"{\n\"name\": \"caf\xE9\"}", "latin1.json is not UTF-8 text (byte 14, line 2)"),
        ("sjis.json", b"{\"name\": \"\x93\xFA\x96\x7B\"}", "not UTF-8 text (byte 10, line 1)"),
        ("cut.json", b"{\"name\": \"x\",\n\"id\"", "cut.json ends in the middle (byte 18, line 2)"),
        (
            "garbage.json",
            b"{\"name\": \"x\" oops",
            "damaged at byte 13 (line 1): JSON cannot have \"o\" there",
        ),
    ] {
        says(&refusal(&scratch.file(name, content)), en);
    }
    says(&refusal(&scratch.0.join("missing.zip")), "There is no file or folder");
    #[cfg(unix)]
    says(&refusal(Path::new("/dev/null")), "neither file nor folder");
    std::fs::create_dir(scratch.0.join("photos")).unwrap();
    says(&refusal(&scratch.0.join("photos")), "neither Slack's channels.json nor a Discord channel is in it");
}

#[test]
fn zips_that_are_no_export() {
    let scratch = Scratch::new();
    says(
        &refusal(&scratch.zip("holiday.zip", &[("a.txt", "a")])),
        "neither Slack's channels.json nor a Discord channel is in it",
    );
    says(
        &refusal(&scratch.zip("none.zip", &[])),
        "neither Slack's channels.json nor a Discord channel is in it",
    );
    says(&refusal(&scratch.zip("tg.zip", &[("ChatExport/result.json", "{}")])), "Unpack it");
    let whole = zip(&[("channels.json", "[]"), ("general/2024-01-01.json", "[]")]);
    says(&refusal(&scratch.file("cut.zip", &whole[..whole.len() - 30])), "cut.zip is a damaged zip");
    let mut locked = whole.clone();
    let entry = locked.windows(4).rposition(|mark| mark == b"PK\x01\x02").unwrap();
    locked[entry + 8] |= 1;
    says(&refusal(&scratch.file("locked.zip", locked)), "has a password or an unusual compression");
    says(
        &refusal(&scratch.zip("list.zip", &[("channels.json", "[{\"id\": \"C1\"")])),
        "channels.json ends in the middle (byte 12, line 1)",
    );
    says(
        &refusal(&scratch.zip("list.zip", &[("channels.json", "{}")])),
        "channels.json is damaged at byte 0",
    );
}

#[test]
fn skip_reasons_have_sentences() {
    for reason in SkipReason::ALL {
        assert!(reason.message(true) != reason.message(false) && !reason.as_str().contains(' '));
    }
    let words: std::collections::HashSet<_> = SkipReason::ALL.map(SkipReason::as_str).into();
    assert_eq!(words.len(), SkipReason::ALL.len());
}

proptest! {
    #[test]
    fn random_bytes_do_not_panic(start in prop::sample::select(vec!["", "{", "[", "PK\u{3}\u{4}", "{\"chats\":{\"list\":[{"]),
                                 bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let scratch = Scratch::new();
        let path = scratch.file("any", [start.as_bytes(), &bytes].concat());
        if let Ok(export) = crate::export::open(&path) {
            all(export);
        }
    }

    #[test]
    fn a_changed_zip_does_not_panic(at in 0.0..1.0_f64, byte in any::<u8>()) {
        let scratch = Scratch::new();
        let day = r#"[{"type": "message", "user": "U1", "text": "hi", "ts": "5.000001"}]"#;
        let mut bytes = zip(&[("channels.json", r#"[{"id": "C1", "name": "general"}]"#), ("general/2024-01-01.json", day)]);
        let at = (bytes.len() as f64 * at) as usize;
        bytes[at] = byte;
        if let Ok(export) = crate::export::open(&scratch.file("changed.zip", bytes)) {
            let read = all(export);
            prop_assert!(read.events.len() + read.problems.len() + read.skipped.len() <= 2);
        }
    }
}
