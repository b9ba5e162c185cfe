//! What the English words of a text say of its mood.

use super::{lexicon::ENGLISH, signs::Tally};

/// Words of a text in lower case: letters, digits and apostrophes.
pub(super) fn words(folded: &str) -> Vec<&str> {
    folded
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '\'' || c == '+'))
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Adds them up: negation turns them round, "very" makes them stronger, what follows "but" counts more.
pub(super) fn weigh(words: &[&str], tally: &mut Tally) {
    let mut found: Vec<(usize, f32)> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let phrase = ENGLISH.phrases.get(word).and_then(|phrases| {
            phrases
                .iter()
                .find(|(parts, _)| words[at..].starts_with(parts))
                .map(|(parts, value)| (parts.len(), *value))
        });
        let (length, value) =
            phrase.or_else(|| Some((1, value(word)?))).map_or((1, 0.0), |(length, value)| (length, value));
        if value != 0.0 {
            found.push((at, turned(words, at, phrase.is_some(), value)));
        }
        at += length;
    }
    let contrast =
        words.iter().rposition(|word| matches!(*word, "but" | "however" | "although" | "though" | "yet"));
    let sarcastic = is_sarcasm(words);
    for (at, value) in found {
        let weight = match contrast {
            Some(turn) if turn > 0 && at < turn => 0.6,
            Some(turn) if turn > 0 => 1.2,
            _ => 1.0,
        };
        let value = if sarcastic && value > 0.0 { -value * 0.6 } else { value * weight };
        tally.add(value);
    }
    tally.sarcasm |= sarcastic;
    tally.negations += u32::from(words.iter().any(|word| is_negation(word)));
}

fn value(word: &str) -> Option<f32> {
    if let Some(value) = ENGLISH.words.get(word) {
        return Some(*value);
    }
    // soooo, yesssss
    if word.len() > 4 && word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
    {
        let mut short = String::with_capacity(word.len());
        for c in word.chars() {
            if !short.ends_with(c) {
                short.push(c);
            }
        }
        return ENGLISH.words.get(short.as_str()).copied();
    }
    None
}

/// With what stands before it.
fn turned(words: &[&str], at: usize, phrase: bool, value: f32) -> f32 {
    let mut value = value;
    let before = &words[at.saturating_sub(3)..at];
    if let Some(word) = before.last() {
        if MORE.contains(word) {
            value *= 1.3;
        } else if LESS.contains(word) {
            value *= 0.6;
        }
    }
    if !phrase && before.iter().any(|word| is_negation(word)) {
        value *= if value > 0.0 { -0.7 } else { -0.3 };
    }
    value
}

fn is_negation(word: &str) -> bool {
    word.ends_with("n't")
        || matches!(
            word,
            "not"
                | "no"
                | "never"
                | "without"
                | "hardly"
                | "barely"
                | "neither"
                | "nor"
                | "nobody"
                | "cannot"
                | "nothing"
                | "dont"
                | "doesnt"
                | "didnt"
                | "isnt"
                | "wasnt"
                | "cant"
                | "wont"
                | "wouldnt"
                | "couldnt"
                | "aint"
        )
}

/// "Great, another breaking change": praise before bad news that comes again.
fn is_sarcasm(words: &[&str]) -> bool {
    const PRAISE: &[&str] = &[
        "great",
        "wonderful",
        "fantastic",
        "lovely",
        "perfect",
        "awesome",
        "brilliant",
        "nice",
        "amazing",
        "excellent",
    ];
    const AGAIN: &[&str] = &["another", "again", "yet", "still", "now", "just", "even"];
    const NEWS: &[&str] = &[
        "broken",
        "breaking",
        "broke",
        "down",
        "fails",
        "failed",
        "failing",
        "failure",
        "crash",
        "crashed",
        "crashes",
        "bug",
        "bugs",
        "error",
        "errors",
        "outage",
        "flaky",
        "timeout",
        "timeouts",
        "delay",
        "delayed",
        "cancelled",
        "canceled",
        "removed",
        "deprecated",
        "worse",
        "500",
        "monday",
        "meeting",
        "rain",
        "raining",
        "stuck",
        "lost",
        "dies",
        "died",
        "regression",
        "conflict",
        "conflicts",
        "ticket",
        "alone",
    ];
    let first = words.iter().position(|word| !matches!(*word, "oh" | "well" | "so" | "ah" | "just" | "yeah"));
    let praised = first.is_some_and(|at| at < 3 && PRAISE.contains(&words[at]));
    praised
        && words.len() < 25
        && words.iter().any(|word| AGAIN.contains(word))
        && words.iter().any(|word| NEWS.contains(word))
}

const MORE: &[&str] = &[
    "very",
    "really",
    "so",
    "extremely",
    "super",
    "totally",
    "absolutely",
    "completely",
    "incredibly",
    "too",
    "such",
    "highly",
    "truly",
    "utterly",
    "insanely",
    "pretty",
    "damn",
    "freaking",
    "fucking",
    "deeply",
    "most",
];

const LESS: &[&str] =
    &["slightly", "somewhat", "bit", "little", "fairly", "kinda", "rather", "partly", "maybe"];
