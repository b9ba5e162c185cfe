//! Messages that nobody would quote: greetings, one-worders, joins, bots.

use std::collections::{HashMap, HashSet};

use super::settle::Settled;
use super::summarise::{Message, Reading};
use crate::text::courtesy::is_courtesy;

/// A message must have so many different terms, and characters, to say something.
const TERMS: usize = 2;
const CHARACTERS: usize = 8;
/// Or at least one term in so many characters.
const LONGER: usize = 14;
/// Or it is as likely as this that it settles something.
const SETTLED: f32 = 0.4;
/// An author with at least so many messages…
const BOT_MESSAGES: usize = 5;
/// …of which this share are alike in form is a bot.
const BOT_SHARE: f64 = 0.6;

/// What chat systems write themselves.
const SYSTEM: &[&str] = &[
    "has joined",
    "has left",
    "joined the channel",
    "left the channel",
    "joined the group",
    "joined #",
    "set the topic",
    "set the channel",
    "changed the topic",
    "pinned a message",
    "was added to",
    "was removed from",
    "uploaded a file",
    "is now known as",
    "が参加しました",
    "が退出しました",
    "を招待しました",
    "を退会させました",
    "がグループに",
    "チャンネルに参加",
    "トピックを設定",
    "ピン留めしました",
    "送信を取り消しました",
    "入室しました",
    "退室しました",
];

/// For each message: may it be chosen? `readings` and `settled` are those of `messages`.
pub(super) fn quotable(messages: &[Message<'_>], readings: &[Reading], settled: &[Settled]) -> Vec<bool> {
    let bots = bots(messages, readings);
    let mut quotable: Vec<bool> = messages
        .iter()
        .zip(readings)
        .zip(settled)
        .map(|((message, reading), settled)| {
            !message.bot
                && !bots.contains(message.author)
                && (says_something(reading) || settled.likely() >= SETTLED)
                && !is_link_title(message.text, reading)
                && !is_system(&reading.folded)
                && !is_courtesy(message.text)
        })
        .collect();
    // Said twice in the same words: once is enough, the time when it was settled rather than the first.
    let mut best: HashMap<&str, usize> = HashMap::new();
    for index in 0..messages.len() {
        if !quotable[index] {
            continue;
        }
        let known = best.entry(&readings[index].folded).or_insert(index);
        let other = if settled[index].likely() > settled[*known].likely() {
            std::mem::replace(known, index)
        } else {
            index
        };
        if other != *known {
            quotable[other] = false;
        }
    }
    quotable
}

/// Authors that are programs: told so, or known by the form of what they post.
pub(super) fn bots<'a>(messages: &[Message<'a>], readings: &[Reading]) -> HashSet<&'a str> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (message, reading) in messages.iter().zip(readings) {
        let (all, alike) = counts.entry(message.author).or_default();
        *all += 1;
        *alike +=
            usize::from(message.bot || is_link_title(message.text, reading) || is_system(&reading.folded));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of messages")]
    let share = |alike: usize, all: usize| alike as f64 / all as f64;
    let is_bot = |(all, alike): (usize, usize)| {
        alike == all || (all >= BOT_MESSAGES && share(alike, all) >= BOT_SHARE)
    };
    counts.into_iter().filter(|(_, count)| is_bot(*count)).map(|(author, _)| author).collect()
}

fn says_something(reading: &Reading) -> bool {
    let characters = reading.folded.chars().count();
    match reading.terms.len() {
        0 => false,
        1..TERMS => characters >= LONGER,
        _ => characters >= CHARACTERS,
    }
}

/// `[ Title of a page ] - https://…`: what link bots post.
fn is_link_title(text: &str, reading: &Reading) -> bool {
    reading.has_link && text.trim_start().starts_with(['[', '【'])
}

fn is_system(folded: &str) -> bool {
    // These notices are short; a long message that holds such words is somebody talking.
    folded.chars().count() < 120 && SYSTEM.iter().any(|notice| folded.contains(notice))
}
