//! Summarises a conversation from standard input: a line of JSON a message, with `author`,
//! `ts` (seconds since 1970 UTC) and `text`.
//!
//! `cargo run -p nlp --example summary -- [picks] < messages.jsonl`

use std::io::BufRead;

use nlp::summary::{Message, Options, summarise};

#[derive(serde::Deserialize)]
struct Line {
    author: String,
    ts: f64,
    text: String,
}

fn main() -> anyhow::Result<()> {
    let picks = std::env::args().nth(1).map_or(Ok(Options::default().picks), |picks| picks.parse())?;
    let mut lines = Vec::new();
    for line in std::io::stdin().lock().lines() {
        lines.push(serde_json::from_str::<Line>(&line?)?);
    }
    let messages: Vec<Message<'_>> = lines.iter().map(message).collect();

    let started = std::time::Instant::now();
    let summary = summarise(&messages, Options { picks, ..Options::default() });
    println!("{} messages by {} people, read in {:?}", summary.messages, summary.people, started.elapsed());
    println!("busiest: {:?}", summary.busiest);
    println!("keywords: {:?}", summary.keywords);
    for pick in &summary.picks {
        let line = &lines[pick.index];
        println!("{:8?} {:.2} #{} {}: {}", pick.kind, pick.score, pick.index, line.author, line.text);
    }
    for open in &summary.open_questions {
        println!("open     #{open} {}: {}", lines[*open].author, lines[*open].text);
    }
    Ok(())
}

fn message(line: &Line) -> Message<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "seconds")]
    let at = line.ts as i64;
    Message { author: &line.author, at, text: &line.text, reply_to: None, room: 0, bot: false }
}
