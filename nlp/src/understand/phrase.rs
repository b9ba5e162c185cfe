//! Phrasings: a small pattern language and its matcher.
//!
//! ```text
//! [show] roi (of|for) {campaign}     [ ] may be left out   ( | ) one of   { } an argument   < > a class
//! ```
//! Letters match whatever their case; blanks match any blanks or, beside Japanese, none.

use super::{classes, grammar::Slot, text::boundary};

/// A parsed phrasing.
#[derive(Debug, Clone)]
pub(super) struct Phrase(Vec<Node>);

#[derive(Debug, Clone)]
enum Node {
    Words(Vec<char>),
    Blank,
    Argument(usize),
    Optional(Vec<Vec<Node>>),
    OneOf(Vec<Vec<Node>>),
}

/// A successful match.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Match {
    /// Characters that the phrasing itself accounts for: the more, the surer.
    pub(super) literal: usize,
    /// Arguments that accept few words: of two readings the one with more of them is meant.
    pub(super) choosy: usize,
    /// Where each argument stands: index of the slot, from, to, in characters.
    pub(super) values: Vec<(usize, usize, usize)>,
}

impl Match {
    /// Does this reading account for more of the text?
    pub(super) fn surer_than(&self, other: &Self) -> bool {
        (self.literal, self.choosy) > (other.literal, other.choosy)
    }
}

impl Phrase {
    /// Parses a phrasing whose arguments are among `slots`.
    pub(super) fn parse(source: &str, slots: &[Slot]) -> Result<Self, String> {
        let mut chars: Vec<char> = source.chars().collect();
        chars.reverse();
        let mut alternatives = sequence_list(&mut chars, slots, None)?;
        match (alternatives.pop(), alternatives.is_empty()) {
            (Some(nodes), true) => Ok(Self(nodes)),
            _ => Err("a | outside of parentheses".to_owned()),
        }
    }

    /// Matches the whole of a text; of several ways the one in which the phrasing itself accounts for most.
    pub(super) fn matches(&self, text: &[char], slots: &[Slot]) -> Option<Match> {
        let mut matcher = Matcher { text, slots, best: None, steps: 0 };
        let rest: Vec<&[Node]> = vec![&self.0];
        matcher.step(0, rest, Match::default());
        matcher.best
    }
}

/// Reads alternatives up to `close`; leaves the rest in `chars`, which is reversed.
fn sequence_list(
    chars: &mut Vec<char>,
    slots: &[Slot],
    close: Option<char>,
) -> Result<Vec<Vec<Node>>, String> {
    let mut alternatives = vec![Vec::new()];
    let mut words = Vec::new();
    macro_rules! push {
        ($node:expr) => {{
            flush(&mut words, &mut alternatives);
            if let Some(sequence) = alternatives.last_mut() {
                sequence.push($node);
            }
        }};
    }
    loop {
        match chars.pop() {
            None if close.is_none() => break,
            None => return Err("a bracket is not closed".to_owned()),
            Some(c) if Some(c) == close => break,
            Some('|') => {
                flush(&mut words, &mut alternatives);
                alternatives.push(Vec::new());
            }
            Some('[') => push!(Node::Optional(sequence_list(chars, slots, Some(']'))?)),
            Some('(') => push!(Node::OneOf(sequence_list(chars, slots, Some(')'))?)),
            Some('{') => {
                let name = until(chars, '}')?;
                let slot = slots.iter().position(|slot| slot.name == name);
                push!(Node::Argument(slot.ok_or_else(|| format!("no argument {name}"))?));
            }
            Some('<') => {
                let name = until(chars, '>')?;
                let source = classes::class(&name).ok_or_else(|| format!("no class <{name}>"))?;
                let mut inner: Vec<char> = source.chars().collect();
                inner.reverse();
                push!(Node::OneOf(sequence_list(&mut inner, slots, None)?));
            }
            Some(' ') => push!(Node::Blank),
            Some(c) => words.extend(c.to_lowercase()),
        }
    }
    flush(&mut words, &mut alternatives);
    Ok(alternatives)
}

fn flush(words: &mut Vec<char>, alternatives: &mut [Vec<Node>]) {
    if !words.is_empty()
        && let Some(sequence) = alternatives.last_mut()
    {
        sequence.push(Node::Words(std::mem::take(words)));
    }
}

fn until(chars: &mut Vec<char>, close: char) -> Result<String, String> {
    let mut name = String::new();
    loop {
        match chars.pop() {
            Some(c) if c == close => return Ok(name),
            Some(c) => name.push(c),
            None => return Err(format!("{name}: not closed")),
        }
    }
}

/// Backtracking over a short text; gives up on absurd ones.
struct Matcher<'a> {
    text: &'a [char],
    slots: &'a [Slot],
    best: Option<Match>,
    steps: usize,
}

/// More steps than any honest phrase needs.
const MOST_STEPS: usize = 20_000;

impl Matcher<'_> {
    /// Tries to match what is left of the phrasing (a stack of sequences, innermost last) from `at`.
    fn step(&mut self, at: usize, mut rest: Vec<&[Node]>, so_far: Match) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
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
                    .any(|i| i.and_then(|i| self.text.get(i)).is_none_or(|c| !c.is_ascii()));
                if after > at || beside_japanese || boundary(self.before(at), self.text.get(at).copied()) {
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
            Node::Argument(slot) => self.argument(at, *slot, &rest, &so_far),
        }
    }

    fn end(&mut self, at: usize, found: Match) {
        if self.skip_blanks(at) == self.text.len()
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
        let here = self.text.get(at..after)?;
        let same = here.iter().zip(words).all(|(a, b)| a.to_lowercase().eq([*b]));
        let whole = boundary(self.before(at), here.first().copied())
            && boundary(here.last().copied(), self.text.get(after).copied());
        (same && whole).then_some(after)
    }

    /// Every stretch of text from here that the slot accepts, shortest first.
    fn argument(&mut self, at: usize, slot: usize, rest: &[&[Node]], so_far: &Match) {
        let from = self.skip_blanks(at);
        if !boundary(self.before(from), self.text.get(from).copied()) {
            return;
        }
        for to in from + 1..=self.text.len() {
            if self.text[to - 1] == ' ' || !boundary(self.before(to), self.text.get(to).copied()) {
                continue;
            }
            if !balanced(&self.text[from..to]) {
                continue;
            }
            let value: String = self.text[from..to].iter().collect();
            if !self.slots[slot].kind.accepts(super::text::unquoted(&value)) {
                continue;
            }
            let mut values = so_far.values.clone();
            values.push((slot, from, to));
            let choosy = so_far.choosy + usize::from(self.slots[slot].kind.is_choosy());
            self.step(to, rest.to_vec(), Match { literal: so_far.literal, choosy, values });
        }
    }

    fn skip_blanks(&self, at: usize) -> usize {
        at + self.text[at..].iter().take_while(|c| **c == ' ').count()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|i| self.text.get(i)).copied()
    }
}

/// A value does not begin or end inside quotes.
fn balanced(value: &[char]) -> bool {
    let count = |c: char| value.iter().filter(|v| **v == c).count();
    count('"').is_multiple_of(2) && count('「') == count('」') && count('『') == count('』')
}
