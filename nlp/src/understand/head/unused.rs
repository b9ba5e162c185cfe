//! Words of substance that a reading has no use for: "weighted by linear model", 役員向け.
//!
//! What a command is said with – its phrasings, examples and texts to learn from – is used, and so is what half of
//! the commands are said with, or ordinary talk again and again: such words ask for nothing by themselves.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
};

use super::{
    concepts::concepts,
    room,
    stretches::{leading_particle, runs_of, words},
};
use crate::text::stop::is_stop;

/// A word that so many commands are said with says nothing of what is wanted.
const SAID_EVERYWHERE: usize = 6;
/// Nor does one that so many lines of ordinary talk are said with.
const SAID_AGAIN: u32 = 3;

/// Words as commands are said with them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Word → the commands.
    words: HashMap<String, HashSet<usize>>,
    /// Word → lines of talk.
    talked: HashMap<String, u32>,
    /// Whom people name, each word by itself.
    named: HashSet<String>,
    /// The concepts of each command.
    concepts: HashMap<usize, BTreeSet<usize>>,
}

impl Vocabulary {
    /// From every text to learn from, with its class; the class `talk` is talk.
    pub(super) fn of(texts: &[(String, usize)], talk: usize) -> Self {
        let mut vocabulary = Self::default();
        for (text, class) in texts {
            for word in words(text).collect::<HashSet<_>>() {
                match *class == talk {
                    true => *vocabulary.talked.entry(word).or_default() += 1,
                    false => _ = vocabulary.words.entry(word).or_default().insert(*class),
                }
            }
            if *class != talk {
                let touched = concepts(&text.to_lowercase());
                vocabulary.concepts.entry(*class).or_default().extend(touched);
            }
        }
        vocabulary
    }

    /// And with whom people name.
    pub(super) fn naming(self, named: impl Iterator<Item = String>) -> Self {
        Self { named: named.collect(), ..self }
    }

    /// Is it said to mean many a command, or in talk again and again, and nobody's name?
    pub(super) fn is_everyday(&self, word: &str) -> bool {
        (self.is_said_everywhere(word) || self.is_talked(word)) && !self.named.contains(word)
    }

    /// Has anybody said it?
    pub(super) fn has_heard(&self, word: &str) -> bool {
        self.words.contains_key(word)
            || self.talked.contains_key(word)
            || is_stop(word)
            || !concepts(word).is_empty()
    }

    fn is_said_everywhere(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|said| said.len() >= SAID_EVERYWHERE)
    }

    fn is_talked(&self, word: &str) -> bool {
        self.talked.get(word).is_some_and(|lines| *lines >= SAID_AGAIN)
    }

    /// Is it said to mean this command, or just said?
    fn has(&self, word: &str, class: usize, talk_is_nothing: bool) -> bool {
        let asked = self.words.get(word).is_some_and(|said| said.contains(&class));
        let said = asked || self.is_said_everywhere(word) || talk_is_nothing && self.is_talked(word);
        let own = || {
            let touched = concepts(word);
            self.concepts.get(&class).is_some_and(|own| touched.iter().any(|concept| own.contains(concept)))
        };
        said || is_stop(word) || own()
    }

    /// What stands outside of `taken` and has nothing to do with the command, in the order of the text.
    pub(super) fn unused(
        &self,
        text: &str,
        taken: &[Range<usize>],
        (class, talk_is_nothing): (usize, bool),
        corrected: impl Fn(&str) -> String,
    ) -> Vec<String> {
        let mut found: Vec<Range<usize>> = Vec::new();
        // the words between two that are left over belong to them
        let mut joined = false;
        for run in runs_of(text) {
            let said = &text[run.clone()];
            if taken.iter().any(|taken| run.start < taken.end && taken.start < run.end) {
                joined = false;
                continue;
            }
            let Some(word) = words(said).next() else { continue };
            let known = self.has(&word, class, talk_is_nothing)
                || self.has(&corrected(&word), class, talk_is_nothing);
            // モデル of 線形モデル
            if let Some(last) = found.last_mut().filter(|last| known && joined && last.end == run.start) {
                last.end = run.end;
                continue;
            }
            if known {
                joined &= is_stop(&word);
                continue;
            }
            let end = run.end + inflection(&text[run.end..]);
            match found.last_mut().filter(|_| joined) {
                Some(last) => last.end = end,
                None => found.push(run.start..end),
            }
            joined = true;
        }
        found.extend(rooms(text, taken));
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, before| next.start < before.end);
        found.into_iter().map(|range| text[range].to_owned()).collect()
    }
}

/// Further rooms: of "#support and #docs" a command takes one.
fn rooms<'t>(text: &'t str, taken: &'t [Range<usize>]) -> impl Iterator<Item = Range<usize>> + 't {
    let marked = text.match_indices('#').filter_map(|(at, mark)| {
        let end = at + mark.len() + room::len(&text[at + mark.len()..]);
        (end > at + mark.len() && !text[..at].ends_with(|c: char| c.is_alphanumeric())).then_some(at..end)
    });
    marked.filter(|range| taken.iter().all(|taken| range.end <= taken.start || taken.end <= range.start))
}

/// The hiragana that belong to the word before them: け of 役員向けに.
fn inflection(rest: &str) -> usize {
    rest.char_indices()
        .take(3)
        .find(|(at, c)| !crate::text::script::is_hiragana(*c) || leading_particle(&rest[*at..]))
        .map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_says_to_a_command_is_left_over() {
        let said = |text: &str| (text.to_owned(), 0);
        let nice = || ("nice weather".to_owned(), 1);
        let texts = [said("show roi of C-1"), said("C-1のROIを見せて"), nice(), nice(), nice()];
        let vocabulary = Vocabulary::of(&texts, 1);
        for (text, taken, want) in [
            ("roi for C-1 weighted by linear model", 8..11, vec!["weighted by linear model"]),
            ("the roi of C-1, nice", 11..14, vec![]),
            ("線形モデルで重み付けしたC-1のROI", 36..39, vec!["線形モデル"]),
            ("C-1のROIを役員向けに見せて", 0..3, vec!["役員向け"]),
        ] {
            let unused = vocabulary.unused(text, &[taken], (0, true), str::to_owned);
            assert_eq!(unused, want, "{text}");
        }
    }
}
