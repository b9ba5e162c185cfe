use proptest::prelude::*;

use super::*;
use crate::{
    Pace,
    conformance::{arbitrary, extremes, gallery},
    plain,
};

/// A dialect that is easy to read back.
struct Stars;

impl Dialect for Stars {
    fn write(&self, style: &Style, text: &str) -> String {
        let text = text.replace('*', "\\*");
        match style {
            Style::Bold => format!("*{text}*"),
            Style::Link(address) => format!("<{address}|{text}>"),
            Style::Plain | Style::Code | Style::Quiet => text,
        }
    }

    fn fixed(&self, lines: &str) -> String {
        format!("```\n{}\n```", lines.replace("```", "'''"))
    }
}

const CAN: Capabilities = Capabilities {
    buttons: true,
    pictures: true,
    tables: true,
    edits: false,
    threads: false,
    ephemeral: false,
    idempotent_sends: false,
    finds_sent: false,
    names_by_asking: false,
    files: false,
    max_message_chars: None,
    pace: Pace::FREE,
};

fn of(reply: &Reply, limit: usize) -> Vec<Chunk> {
    chunks(reply, CAN, "https://crm.example.com", &Stars, (limit, limit / 2))
}

#[test]
fn a_reply_is_written_in_order() {
    let reply = Reply::new("en")
        .heading("ROI")
        .text("See **this**: [C-7](/c/C-7)\nand \\*that\\*.")
        .fields([("Cost", "¥100".to_owned())]);
    let [chunk] = of(&reply, 1_000).try_into().unwrap_or_default();
    assert_eq!(
        chunk.text,
        "*ROI*\n\nSee *this*: <https://crm.example.com/c/C-7|C-7>\nand \\*that\\*.\n\n*Cost:* ¥100"
    );
}

#[test]
fn a_long_table_keeps_its_fences() {
    let reply = extremes().into_iter().find(|(name, _)| *name == "long_table").map(|(_, reply)| reply);
    let written = of(&reply.unwrap_or_default(), 500);
    assert!(written.len() > 1);
    for chunk in written {
        assert_eq!(chunk.text.matches("```").count() % 2, 0, "{}", chunk.text);
        assert!(Stars.size(&chunk.text) <= 500);
    }
}

#[test]
fn words_are_cut_where_a_line_may_break() {
    let reply = Reply::new("ja").text("長い文章が続きます。どこにも空白はありません。".repeat(20));
    let written = of(&reply, 100);
    assert!(written.iter().all(|chunk| !chunk.text.starts_with('。')), "{written:#?}");
    let whole: String = written.iter().map(|chunk| chunk.text.as_str()).collect();
    assert_eq!(whole, "長い文章が続きます。どこにも空白はありません。".repeat(20));
}

#[test]
fn every_reply_fits() {
    for (name, reply) in gallery("en").into_iter().chain(gallery("ja")).chain(extremes()) {
        for limit in [200, 2_000] {
            for chunk in of(&reply, limit) {
                assert!(Stars.size(&chunk.text) <= limit, "{name}: {}", chunk.text);
                assert!(chunk != Chunk::default(), "{name}: an empty message");
            }
        }
    }
}

proptest! {
    #[test]
    fn cutting_loses_only_spaces(text in arbitrary::text(), limit in 12usize..80) {
        let reply = Reply::new("en").text(crate::markdown::escape(&text));
        let written: String = of(&reply, limit).into_iter().map(|chunk| chunk.text).collect();
        let squeeze = |text: &str| text.replace('\\', "").split_whitespace().collect::<String>();
        prop_assert_eq!(squeeze(&written), squeeze(&plain::clean(&text)));
    }
}
