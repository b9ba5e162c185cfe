//! Slips of the finger in English words: "serach", "sumarize".

use std::collections::BTreeSet;

use crate::understand::phrase::Saying;

/// The Latin words of the phrasings.
#[derive(Debug)]
pub(super) struct Spelling(BTreeSet<String>);

/// Shorter words have too many neighbours.
const SHORTEST: usize = 5;

impl Spelling {
    pub(super) fn of(sayings: impl Iterator<Item = Saying>) -> Self {
        let mut words = BTreeSet::new();
        for saying in sayings {
            words.extend(
                latin_words(&saying.text).filter(|word| word.len() >= SHORTEST).map(str::to_lowercase),
            );
        }
        Self(words)
    }

    /// With each unknown word that is one slip from a known one in its place.
    pub(super) fn corrected(&self, text: &str) -> String {
        let mut corrected = text.to_owned();
        for word in latin_words(text).filter(|word| word.len() >= SHORTEST && word.is_ascii()) {
            let lower = word.to_lowercase();
            if self.0.contains(&lower) {
                continue;
            }
            // slips seldom touch the first letter
            let meant =
                self.0.range(lower[..1].to_owned()..).take_while(|known| known.starts_with(&lower[..1]));
            let close = |known: &&String| {
                known.len().abs_diff(lower.len()) <= 1 && strsim::osa_distance(known, &lower) == 1
            };
            if let Some(meant) = meant.into_iter().find(close) {
                corrected = corrected.replacen(word, meant, 1);
            }
        }
        corrected
    }
}

fn latin_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_forgiven() {
        let said = |text: &str| Saying { text: text.to_owned(), arguments: Vec::new() };
        let spelling = Spelling::of([said("search for budget"), said("summarize #general")].into_iter());
        for (text, want) in [
            ("serach pricing", "search pricing"),
            ("Sumarize it", "summarize it"),
            ("searching", "searching"),
            ("bugdet?", "budget?"),
            ("予算serach", "予算search"),
            ("seer", "seer"),
        ] {
            assert_eq!(spelling.corrected(text), want);
        }
    }
}
