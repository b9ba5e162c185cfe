//! How long it takes to read 10,000 messages: `cargo bench -p nlp --bench summary`.
//!
//! They are the meetings of `data/meetings` again and again, in 40 rooms. How well decisions are found is a test,
//! `summary::meetings`.

use std::{fs, path::Path, time::Instant};

use nlp::summary::{Message, Options, summarise};

const MESSAGES: usize = 10_000;
const ROOMS: usize = 40;

fn main() -> anyhow::Result<()> {
    let mut said: Vec<(String, String)> = Vec::new();
    for folder in ["tuned", "aside"] {
        for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/meetings").join(folder))? {
            let text = fs::read_to_string(file?.path())?;
            let lines = text.lines().filter_map(|line| line.trim_start_matches('*').split_once("> "));
            said.extend(lines.map(|(who, what)| (who.to_owned(), what.to_owned())));
        }
    }
    // numbered, so that none is another's copy
    let texts: Vec<(&str, String)> = (0..MESSAGES)
        .map(|n| (said[n % said.len()].0.as_str(), format!("{} {n}", said[n % said.len()].1)))
        .collect();
    let messages: Vec<Message<'_>> = (0..)
        .zip(&texts)
        .enumerate()
        .map(|(n, (at, (author, text)))| Message {
            author,
            at: at * 30,
            text,
            reply_to: None,
            room: n * ROOMS / MESSAGES,
            bot: false,
        })
        .collect();
    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let began = Instant::now();
            std::hint::black_box(summarise(&messages, Options::default()));
            began.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let mark = if times[6] <= 2.0 { "✓" } else { "✗" };
    println!("| {MESSAGES} messages | median | slowest of 7 | aim |\n|---|---:|---:|---|");
    println!("| summary | {:.2} s | {:.2} s | ≤ 2 s {mark} |", times[3], times[6]);
    Ok(())
}
