//! Phrasings: a small pattern language and its matcher.
//!
//! ```text
//! [show] roi (of|for) {campaign}     [ ] may be left out   ( | ) one of   { } an argument   < > a class
//! ```
//! `{person:sure}` takes only words that can be nothing else, `{person:code}` only a code. Letters match
//! whatever their case; blanks match any blanks or, beside Japanese, none.

use std::collections::HashMap;

use super::{SlotKind, classes, grammar::Slot, slot::Sureness, text::boundary};

/// A parsed phrasing.
#[derive(Debug, Clone)]
pub(super) struct Phrase(Vec<Node>);

#[derive(Debug, Clone)]
enum Node {
    Words(Vec<char>),
    Blank,
    Argument(usize, Sureness),
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
    pub(super) fn matches(&self, reading: &mut Reading, slots: &[Slot]) -> Option<Match> {
        if !reading.has_words_of(&self.0) {
            return None;
        }
        let mut matcher = Matcher { reading, slots, best: None };
        let rest: Vec<&[Node]> = vec![&self.0];
        matcher.step(0, rest, Match::default());
        matcher.best
    }
}

/// Most steps spent on one text, over all phrasings: many times what any honest sentence needs.
pub(super) const MOST_STEPS: usize = 60_000;

/// Longest text that is held against phrasings, in characters.
const LONGEST: usize = 200;

/// A text that is held against phrasing after phrasing, and the work done on it so far.
#[derive(Debug)]
pub(super) struct Reading {
    text: Vec<char>,
    lower: Vec<char>,
    steps: usize,
    /// Which stretches are a period; telling is dear.
    periods: HashMap<(usize, usize), bool>,
}

impl Reading {
    pub(super) fn new(ready: &str) -> Self {
        let text: Vec<char> = ready.chars().collect();
        let lower = text.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
        Self { text, lower, steps: 0, periods: HashMap::new() }
    }

    /// A stretch of the text, in characters.
    pub(super) fn words(&self, from: usize, to: usize) -> String {
        self.text.get(from..to).unwrap_or_default().iter().collect()
    }

    /// In characters.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Nobody asks for something at such length in words of their own.
    pub(super) fn is_too_long(&self) -> bool {
        self.len() > LONGEST
    }

    /// So much work that the text is no request.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps > MOST_STEPS
    }

    #[cfg(test)]
    pub(super) fn steps(&self) -> usize {
        self.steps
    }

    /// Are all words in it that a phrasing cannot do without? Spares most phrasings a closer look.
    fn has_words_of(&self, nodes: &[Node]) -> bool {
        nodes.iter().all(|node| match node {
            Node::Words(words) => self.lower.windows(words.len()).any(|here| here == words.as_slice()),
            Node::OneOf(alternatives) => alternatives.iter().any(|nodes| self.has_words_of(nodes)),
            Node::Blank | Node::Argument(..) | Node::Optional(_) => true,
        })
    }

    fn accepts(&mut self, slot: SlotKind, sureness: Sureness, from: usize, to: usize) -> bool {
        if slot != SlotKind::Period {
            return slot.accepts(&self.words(from, to), sureness);
        }
        if let Some(known) = self.periods.get(&(from, to)) {
            return *known;
        }
        let is_one = slot.accepts(&self.words(from, to), sureness);
        self.periods.insert((from, to), is_one);
        is_one
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
                let source = until(chars, '}')?;
                let (name, sureness) = match source.split_once(':') {
                    Some((name, sureness)) => (name, Sureness::named(sureness)),
                    None => (source.as_str(), Some(Sureness::Likely)),
                };
                let slot = slots.iter().position(|slot| slot.name == name);
                let slot = slot.ok_or_else(|| format!("no argument {name}"))?;
                push!(Node::Argument(slot, sureness.ok_or_else(|| format!("{source}: sure or code"))?));
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

/// Backtracking over a short text; stops when the text has cost too much.
struct Matcher<'a> {
    reading: &'a mut Reading,
    slots: &'a [Slot],
    best: Option<Match>,
}

impl Matcher<'_> {
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
        if !boundary(self.before(from), self.text().get(from).copied()) {
            return;
        }
        let mut open = Quotes::default();
        // two more for the quotes around it
        let last = self.text().len().min(from + kind.longest() + 2);
        for to in from + 1..=last {
            self.reading.steps += 1;
            if self.reading.is_exhausted() {
                return;
            }
            let end = self.text()[to - 1];
            open.read(end);
            let whole = end != ' ' && boundary(Some(end), self.text().get(to).copied()) && open.is_closed();
            if !whole || !self.reading.accepts(kind, sureness, from, to) {
                continue;
            }
            let mut values = so_far.values.clone();
            values.push((slot, from, to));
            let choosy = so_far.choosy + usize::from(kind.is_choosy() || sureness != Sureness::Likely);
            self.step(to, rest.to_vec(), Match { literal: so_far.literal, choosy, values });
        }
    }

    fn text(&self) -> &[char] {
        &self.reading.text
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
