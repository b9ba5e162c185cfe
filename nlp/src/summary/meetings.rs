//! How many of the decisions that a scribe marked stand in the top fifth of a meeting's messages.
//!
//! The meetings lie in `data/meetings`, a message a line (`who> what`), the marked ones with a star before it; the stars
//! are taken off before anything is read. Those in `tuned` were looked at when the weights were chosen, those in
//! `aside` were not.

use std::{fs, path::PathBuf};

use super::*;

struct Meeting {
    name: String,
    said: Vec<(String, String)>,
    marked: Vec<bool>,
}

fn meetings(folder: &str) -> Vec<Meeting> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/meetings").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let (said, marked) = text
                .lines()
                .map(|line| {
                    let (who, what) = line.split_once("> ").unwrap();
                    let name = who.trim_start_matches('*').to_owned();
                    ((name, what.to_owned()), who.starts_with('*'))
                })
                .unzip();
            Meeting { name: path.file_stem().unwrap().to_string_lossy().into_owned(), said, marked }
        })
        .collect()
}

/// The marked ones in the top fifth, and all: by likelihood of a decision, and by salience.
fn found(meeting: &Meeting) -> [(usize, usize); 2] {
    let messages: Vec<Message<'_>> = (0..)
        .zip(&meeting.said)
        .map(|(n, (author, text))| Message {
            author,
            at: 1_767_261_600 + n * 30,
            text,
            reply_to: None,
            room: 0,
            bot: false,
        })
        .collect();
    let weights = summarise(&messages, Options::default()).weights;
    let all = meeting.marked.iter().filter(|marked| **marked).count();
    [|weight: &Weight| weight.decision, |weight: &Weight| weight.salience].map(|score| {
        let mut order: Vec<usize> = (0..messages.len()).collect();
        order.sort_by(|a, b| score(&weights[*b]).total_cmp(&score(&weights[*a])).then(a.cmp(b)));
        let top = &order[..messages.len().div_ceil(5)];
        if std::env::var_os("SHOW").is_some() {
            for (place, index) in order.iter().enumerate() {
                let mark = if meeting.marked[*index] { "*" } else { " " };
                if place < top.len() || meeting.marked[*index] {
                    println!("{place:3} {mark} {:.2} {}", score(&weights[*index]), meeting.said[*index].1);
                }
            }
        }
        (top.iter().filter(|index| meeting.marked[**index]).count(), all)
    })
}

fn recall(folder: &str) -> [f64; 2] {
    let mut sums = [(0, 0); 2];
    for meeting in meetings(folder) {
        let found = found(&meeting);
        println!("{folder}/{}: {found:?} of {} messages", meeting.name, meeting.said.len());
        for (sum, found) in sums.iter_mut().zip(found) {
            *sum = (sum.0 + found.0, sum.1 + found.1);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of messages")]
    let recall = sums.map(|(found, all)| found as f64 / all as f64);
    println!("{folder}: by likelihood of a decision {:.3}, by salience {:.3}", recall[0], recall[1]);
    recall
}

#[test]
fn marked_decisions_stand_in_the_top_fifth() {
    let [tuned, aside] = ["tuned", "aside"].map(recall);
    assert!(tuned[0] >= 0.85 && tuned[1] >= 0.75, "{tuned:?}");
    assert!(aside[0] >= 0.75 && aside[1] >= 0.65, "{aside:?}");
}
