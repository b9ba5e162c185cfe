//! Finds the ways in which a phrasing fits a text.

use super::{Match, Node, Reading};
use crate::understand::{SlotKind, grammar::Slot, slot::Sureness, text::boundary};

/// Backtracking over a short text; stops when the text has cost too much.
pub(super) struct Matcher<'a> {
    reading: &'a mut Reading,
    slots: &'a [Slot],
    best: Option<Match>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(reading: &'a mut Reading, slots: &'a [Slot]) -> Self {
        Self { reading, slots, best: None }
    }

    /// The way in which the phrasing accounts for most of the text.
    pub(super) fn best(mut self, nodes: &[Node]) -> Option<Match> {
        self.step(0, vec![nodes], Match::default());
        self.best
    }

    /// Tries to match what is left of the phrasing (a stack of sequences, innermost last) from `at`.
    fn step(&mut self, at: usize, mut rest: Vec<&[Node]>, so_far: Match) {
        self.reading.steps += 1;
        if self.reading.is_exhausted() {
            return;
        }
        let (node, tail) = loop {
            match rest.pop() {
                None => return self.end(at, so_far),
                Some([]) => {}
                Some([node, tail @ ..]) => break (node, tail),
            }
        };
        rest.push(tail);
        match node {
            Node::Blank => {
                let after = self.skip_blanks(at);
                let beside_japanese = [at.checked_sub(1), Some(after)]
                    .into_iter()
                    .any(|i| i.and_then(|i| self.text().get(i)).is_none_or(|c| !c.is_ascii()));
                if after > at || beside_japanese || boundary(self.before(at), self.text().get(at).copied()) {
                    self.step(after, rest, so_far);
                }
            }
            Node::Words(words) => {
                if let Some(after) = self.words(at, words) {
                    let literal = so_far.literal + words.len();
                    self.step(after, rest, Match { literal, ..so_far });
                }
            }
            Node::Optional(alternatives) => {
                for sequence in alternatives {
                    let mut with = rest.clone();
                    with.push(sequence);
                    self.step(at, with, so_far.clone());
                }
                self.step(at, rest, so_far);
            }
            Node::OneOf(alternatives) => {
                for sequence in alternatives {
                    let mut with = rest.clone();
                    with.push(sequence);
                    self.step(at, with, so_far.clone());
                }
            }
            Node::Argument(slot, sureness) => self.argument(at, (*slot, *sureness), &rest, &so_far),
        }
    }

    fn end(&mut self, at: usize, found: Match) {
        if self.skip_blanks(at) == self.text().len()
            && self.best.as_ref().is_none_or(|best| found.surer_than(best))
        {
            self.best = Some(found);
        }
    }

    fn words(&self, at: usize, words: &[char]) -> Option<usize> {
        // people put blanks between Japanese words as they please
        let apart = words.first().is_some_and(|c| !c.is_ascii());
        let at = if apart || self.before(at).is_none() { self.skip_blanks(at) } else { at };
        let after = at + words.len();
        let here = self.reading.lower.get(at..after)?;
        let whole = boundary(self.before(at), here.first().copied())
            && boundary(here.last().copied(), self.text().get(after).copied());
        (here == words && whole).then_some(after)
    }

    /// Every stretch of text from here that the slot accepts, shortest first.
    fn argument(&mut self, at: usize, (slot, sureness): (usize, Sureness), rest: &[&[Node]], so_far: &Match) {
        let kind = self.slots[slot].kind;
        let from = self.skip_blanks(at);
        if !boundary(self.before(from), self.text().get(from).copied()) || self.splits_a_word(from) {
            return;
        }
        let mut open = Quotes::default();
        // two more for the quotes around it
        let last = self.text().len().min(from + kind.longest() + 2);
        for to in from + 1..=last {
            let end = self.text()[to - 1];
            open.read(end);
            // free words are many, and passing over them costs little
            if kind == SlotKind::Text && !self.may_follow(to, rest) {
                continue;
            }
            self.reading.steps += 1;
            if self.reading.is_exhausted() {
                return;
            }
            let whole = end != ' '
                && boundary(Some(end), self.text().get(to).copied())
                && !self.splits_a_word(to)
                && open.is_closed();
            if !whole || !self.may_follow(to, rest) || !self.reading.accepts(kind, sureness, from, to) {
                continue;
            }
            if kind == SlotKind::Period && !self.words_follow(to, rest) && self.reading.goes_on(from, to) {
                continue;
            }
            let mut values = so_far.values.clone();
            values.push((slot, from, to));
            let choosy = so_far.choosy + usize::from(kind.is_choosy() || sureness != Sureness::Likely);
            self.step(to, rest.to_vec(), Match { literal: so_far.literal, choosy, values });
        }
    }

    /// Can what is left of the phrasing begin here? Spares telling whether the words before it are an argument.
    fn may_follow(&self, at: usize, rest: &[&[Node]]) -> bool {
        rest.iter()
            .rev()
            .find_map(|sequence| self.begins(at, sequence))
            .unwrap_or_else(|| self.skip_blanks(at) == self.text().len())
    }

    /// Do words of the phrasing's own stand here, as the "to" of "from {from} to {until}"?
    fn words_follow(&self, at: usize, rest: &[&[Node]]) -> bool {
        rest.iter()
            .rev()
            .flat_map(|sequence| sequence.iter())
            .find_map(|node| self.is_word(at, node))
            .unwrap_or(false)
    }

    /// Is the first of this a word that stands here? `None`: it may be nothing at all.
    fn is_word(&self, at: usize, node: &Node) -> Option<bool> {
        let first =
            |sequence: &Vec<Node>| sequence.iter().find_map(|node| self.is_word(at, node)) == Some(true);
        match node {
            Node::Words(words) => Some(self.words(self.skip_blanks(at), words).is_some()),
            Node::Blank => None,
            Node::Argument(..) => Some(false),
            Node::Optional(alternatives) => alternatives.iter().any(first).then_some(true),
            Node::OneOf(alternatives) => Some(alternatives.iter().any(first)),
        }
    }

    /// Can this sequence begin here? `None`: it may be nothing at all.
    fn begins(&self, at: usize, sequence: &[Node]) -> Option<bool> {
        sequence.iter().find_map(|node| match node {
            Node::Words(words) => Some(self.words(at, words).is_some()),
            Node::Blank | Node::Argument(..) => Some(true),
            Node::Optional(alternatives) => {
                alternatives.iter().any(|it| self.begins(at, it) == Some(true)).then_some(true)
            }
            Node::OneOf(alternatives) => {
                let mut begin = alternatives.iter().map(|it| self.begins(at, it));
                begin.try_fold(false, |any, begins| begins.map(|begins| any || begins))
            }
        })
    }

    fn text(&self) -> &[char] {
        &self.reading.text
    }

    /// Is this place inside of C-5, x:taro, a.b or a@b?
    fn splits_a_word(&self, at: usize) -> bool {
        let text = self.text();
        let word = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(char::is_ascii_alphanumeric);
        let joins = |i: usize| text.get(i).is_some_and(|c| "-.:@/_".contains(*c));
        let before = at.checked_sub(1);
        joins(at) && word(before) && word(Some(at + 1))
            || before.is_some_and(joins) && word(at.checked_sub(2)) && word(Some(at))
    }

    fn skip_blanks(&self, at: usize) -> usize {
        at + self.text()[at..].iter().take_while(|c| **c == ' ').count()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|i| self.text().get(i)).copied()
    }
}

/// Which quotes are open: a value does not begin or end inside any.
#[derive(Default)]
struct Quotes {
    straight: bool,
    single: i32,
    double: i32,
}

impl Quotes {
    fn read(&mut self, c: char) {
        match c {
            '"' => self.straight = !self.straight,
            '「' => self.single += 1,
            '」' => self.single -= 1,
            '『' => self.double += 1,
            '』' => self.double -= 1,
            _ => {}
        }
    }

    fn is_closed(&self) -> bool {
        !self.straight && self.single == 0 && self.double == 0
    }
}
