//! What the English words of a text say of its mood.

use super::{
    acclaim, before, counted, denied, excused,
    lexicon::ENGLISH,
    quiet::{Quiet, Words},
    sarcasm,
    signs::Tally,
    told, wished,
};

/// Adds them up: negation turns them round, "very" makes them stronger, what follows "but" counts more.
pub(super) fn weigh(words: &mut Words<'_>, tally: &mut Tally) {
    wished::english(words, tally);
    denied::english(words, tally);
    excused::english(words, tally);
    before::english(words, tally);
    told::english(words, tally);
    acclaim::english(words, tally);
    counted::english(words, tally);
    let said = &words.said;
    let mut found: Vec<(usize, f32)> = Vec::new();
    let mut at = 0;
    while let Some(word) = said.get(at) {
        let phrase = ENGLISH.phrases.get(word).and_then(|phrases| {
            phrases
                .iter()
                .find(|(parts, _)| said[at..].starts_with(parts))
                .map(|(parts, value)| (parts.len(), *value))
        });
        let (length, value) =
            phrase.or_else(|| Some((1, value(word)?))).map_or((1, 0.0), |(length, value)| (length, value));
        let quiet = words.quiet[at..at + length].iter().any(|quiet| quiet.silences(value));
        if value != 0.0 && !quiet {
            found.push((at, turned(&said[words.clause(at).start..=at], phrase.is_some(), value)));
        }
        at += length;
    }
    let contrast =
        said.iter().rposition(|word| matches!(*word, "but" | "however" | "although" | "though" | "yet"));
    let sarcastic = sarcasm::english(words);
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
    let mut counted = said.iter().zip(&words.quiet).filter(|(_, quiet)| **quiet == Quiet::No);
    tally.negations += u32::from(counted.any(|(word, _)| is_negation(word)));
}

pub(super) fn value(word: &str) -> Option<f32> {
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

/// Does the lexicon call it bad?
pub(super) fn is_bad(word: &str) -> bool {
    value(word).is_some_and(|value| value < 0.0)
}

/// The value of the last of these words, with what stands before it in its clause.
fn turned(words: &[&str], phrase: bool, value: f32) -> f32 {
    let mut value = value;
    let at = words.len().saturating_sub(1);
    let before = &words[at.saturating_sub(3)..at];
    if let Some(word) = before.last() {
        if MORE.contains(word) {
            value *= 1.3;
        } else if LESS.contains(word) {
            value *= 0.6;
        }
    }
    if !phrase && before.iter().any(|word| is_negation(word)) {
        value *= if value > 0.0 { -0.7 } else { 0.5 };
    }
    value
}

pub(super) fn is_negation(word: &str) -> bool {
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
