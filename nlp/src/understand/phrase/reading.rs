//! A text that is held against phrasing after phrasing, and the work done on it so far.

use std::collections::HashMap;

use super::Node;
use crate::{
    period,
    understand::{SlotKind, slot::Sureness, text::boundary},
};

/// Most steps spent on one text, over all phrasings: many times what any honest sentence needs.
pub(in crate::understand) const MOST_STEPS: usize = 60_000;

/// Longer texts, in characters, are held only against phrasings with an argument for free words: nobody asks
/// for anything else at such length.
pub(super) const LONG: usize = 200;

/// Letters that a period may go on for.
const LONGER: usize = 18;

/// Where it is kept that a stretch can be read as a period; [`SlotKind::is_dear`] has lower numbers.
const PERIOD: u8 = u8::MAX;

/// A text that is held against phrasing after phrasing, and the work done on it so far.
#[derive(Debug)]
pub(in crate::understand) struct Reading {
    pub(super) text: Vec<char>,
    pub(super) lower: Vec<char>,
    pub(super) steps: usize,
    /// Which stretches are a period, a day, an amount: telling is dear.
    told: HashMap<(u8, usize, usize), bool>,
}

impl Reading {
    pub(in crate::understand) fn new(ready: &str) -> Self {
        let text: Vec<char> = ready.chars().collect();
        let lower = text.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
        Self { text, lower, steps: 0, told: HashMap::new() }
    }

    /// A stretch of the text, in characters.
    pub(in crate::understand) fn words(&self, from: usize, to: usize) -> String {
        self.text.get(from..to).unwrap_or_default().iter().collect()
    }

    /// In characters.
    pub(in crate::understand) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn is_long(&self) -> bool {
        self.len() > LONG
    }

    /// So much work that the text is no request.
    pub(in crate::understand) fn is_exhausted(&self) -> bool {
        self.steps > MOST_STEPS
    }

    #[cfg(test)]
    pub(in crate::understand) fn steps(&self) -> usize {
        self.steps
    }

    /// Are all words in it that a phrasing cannot do without? Spares most phrasings a closer look.
    pub(super) fn has_words_of(&self, nodes: &[Node]) -> bool {
        nodes.iter().all(|node| match node {
            Node::Words(words) => self.lower.windows(words.len()).any(|here| here == words.as_slice()),
            Node::OneOf(alternatives) => alternatives.iter().any(|nodes| self.has_words_of(nodes)),
            Node::Blank | Node::Argument(..) | Node::Optional(_) => true,
        })
    }

    /// Is a period that ends here only the beginning of one: 9月 in 9月上旬, "from 3 May" in "from 3 May to 5 May"?
    pub(super) fn goes_on(&mut self, from: usize, to: usize) -> bool {
        let last = self.len().min(to + LONGER);
        (to + 1..=last).any(|end| {
            // the 10 of 10件 is counted
            let next = self.text.get(end).copied();
            let counted = next.is_some_and(|c| c.is_ascii_digit() || "件回人名個つ番%".contains(c));
            let whole = self.text[end - 1] != ' ' && boundary(self.text.get(end - 1).copied(), next);
            let cut = matches!(self.text[end - 1], 'の' | 'に' | 'は' | 'を' | 'で' | 'か' | '?' | ',');
            !counted && whole && !cut && self.is_period(from, end)
        })
    }

    fn is_period(&mut self, from: usize, to: usize) -> bool {
        if let Some(known) = self.told.get(&(PERIOD, from, to)) {
            return *known;
        }
        let is_one = period::reads(&self.words(from, to));
        self.told.insert((PERIOD, from, to), is_one);
        is_one
    }

    pub(super) fn accepts(&mut self, slot: SlotKind, sureness: Sureness, from: usize, to: usize) -> bool {
        // free words are not looked at, and there may be many
        if slot == SlotKind::Text && to.saturating_sub(from) > 2 {
            return to - from <= slot.longest() && sureness != Sureness::These;
        }
        let Some(dear) = slot.is_dear() else {
            return slot.accepts(&self.words(from, to), sureness);
        };
        if let Some(known) = self.told.get(&(dear, from, to)) {
            return *known;
        }
        let is_one = slot.accepts(&self.words(from, to), sureness);
        self.told.insert((dear, from, to), is_one);
        is_one
    }
}
