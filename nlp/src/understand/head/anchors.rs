//! What stands beside the arguments of a command ("of …", 施策…, …の), learned from its phrasings and from what
//! people say for it in their own words.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    arguments::plainly,
    stretches::{Stretches, after, before, words},
};
use crate::understand::{grammar::Form, phrase::Saying, text};

/// A word in so many of the texts taught for a command, or in one of so many, is one of its own.
const OFTEN: usize = 3;
const OF_SO_MANY: usize = 14;

/// What stands beside the arguments of a command in its phrasings.
#[derive(Debug, Default)]
pub(in crate::understand) struct Anchors {
    /// Slot and the word before it.
    pub(super) before: HashSet<(usize, String)>,
    /// Slot and the word after it.
    after: HashSet<(usize, String)>,
    /// Words of the phrasings themselves, and of what people say: hardly part of a name.
    pub(super) own: HashSet<String>,
    /// The same without what is said now and then: what people look for is said now and then.
    pub(super) usual: HashSet<String>,
}

impl Anchors {
    /// From a command's phrasings as they are said.
    pub(super) fn of(sayings: &[Saying]) -> Self {
        let mut anchors = Self::default();
        for saying in sayings {
            let mut at = 0;
            for (slot, from, to) in &saying.arguments {
                anchors.before.insert((*slot, before(&saying.text[..*from])));
                anchors.after.insert((*slot, after(&saying.text[*to..])));
                anchors.own.extend(words(saying.text.get(at..*from).unwrap_or_default()));
                at = *to;
            }
            anchors.own.extend(words(saying.text.get(at..).unwrap_or_default()));
        }
        anchors
    }

    /// And from what people say for it in their own words, as far as what stands there can be nothing else.
    pub(super) fn taught(mut self, form: &Form, lines: impl Iterator<Item = String>) -> Self {
        let mut spoken: HashMap<String, usize> = HashMap::new();
        let mut found = Vec::new();
        let mut count = 0;
        for line in lines {
            count += 1;
            let Some(ready) = text::ready(&line, &line) else { continue };
            let taken = plainly(form, &self, &Stretches::of(&ready.text), &ready.text, Vec::new());
            let mut rest = ready.text.clone();
            for (_, range) in &taken {
                rest.replace_range(range.clone(), &" ".repeat(range.len()));
            }
            // whose names they are does not matter, and they begin with a capital letter
            let said: HashSet<String> =
                words(&rest).filter(|word| !rest.contains(&capitalised(word))).collect();
            for word in said {
                *spoken.entry(word).or_default() += 1;
            }
            let beside = |(slot, range): (usize, Range<usize>)| {
                (slot, before(&ready.text[..range.start]), after(&ready.text[range.end..]))
            };
            found.extend(taken.into_iter().map(beside));
        }
        // of two arguments of one kind it cannot be told which stands where
        let alone =
            |slot: usize| form.slots.iter().filter(|other| other.kind == form.slots[slot].kind).count() == 1;
        found.retain(|(slot, _, _): &(usize, String, String)| alone(*slot));
        for (slot, before, after) in found {
            self.before.insert((slot, before));
            self.after.insert((slot, after));
        }
        self.usual.clone_from(&self.own);
        for (word, times) in spoken.into_iter().filter(|(_, times)| *times >= OFTEN) {
            if times >= count / OF_SO_MANY {
                self.usual.insert(word.clone());
            }
            self.own.insert(word);
        }
        self
    }

    /// How well a slot's neighbours are those it has in phrasings: 2 for the word before, 1.5 for the one after.
    pub(super) fn score(&self, slot: usize, text: &str, range: &Range<usize>) -> f64 {
        let before = self.before.contains(&(slot, before(&text[..range.start])));
        let after = self.after.contains(&(slot, after(&text[range.end..])));
        (if before { 2.0 } else { 0.0 }) + (if after { 1.5 } else { 0.0 })
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
