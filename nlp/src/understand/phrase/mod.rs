//! Phrasings: a small pattern language and its matcher.
//!
//! ```text
//! [show] roi (of|for) {campaign}     [ ] may be left out   ( | ) one of   { } an argument   < > a class
//! ```
//! `{person:sure}` takes only words that can be nothing else, `{person:code}` only a code, `{person:these}`
//! only words that point at several. Letters match whatever their case; blanks match any blanks or, beside
//! Japanese, none. A phrasing that ends in `?` fits only what is asked: 「P-12とP-40は同じ人？」 is no statement.

mod expand;
mod matcher;
mod reading;

pub(super) use expand::{Dice, Saying};
#[cfg(test)]
pub(super) use reading::MOST_STEPS;
pub(super) use reading::Reading;

use matcher::Matcher;
use reading::LONG;

use super::{classes, grammar::Slot, slot::Sureness};

/// A parsed phrasing.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    nodes: Vec<Node>,
    /// Has an argument that may be long.
    long: bool,
    /// Fits questions only.
    asks: bool,
}

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
        let (said, asks) = source.strip_suffix('?').map_or((source, false), |said| (said, true));
        let mut chars: Vec<char> = said.chars().collect();
        chars.reverse();
        let mut alternatives = sequence_list(&mut chars, slots, None)?;
        match (alternatives.pop(), alternatives.is_empty()) {
            (Some(nodes), true) => Ok(Self { long: has_long_argument(&nodes, slots), nodes, asks }),
            _ => Err("a | outside of parentheses".to_owned()),
        }
    }

    /// Does it fit questions alone?
    pub(super) fn is_question(&self) -> bool {
        self.asks
    }

    /// Matches the whole of a text; of several ways the one in which the phrasing itself accounts for most. `asked`:
    /// the text is a question; its mark counts as a word of the phrasing that is one.
    pub(super) fn matches(&self, reading: &mut Reading, slots: &[Slot], asked: bool) -> Option<Match> {
        if self.asks {
            let found = asked.then(|| self.matched(reading, slots)).flatten()?;
            return Some(Match { literal: found.literal + 1, ..found });
        }
        self.matched(reading, slots)
    }

    fn matched(&self, reading: &mut Reading, slots: &[Slot]) -> Option<Match> {
        if reading.is_long() && !self.long || !reading.has_words_of(&self.nodes) {
            return None;
        }
        Matcher::new(reading, slots).best(&self.nodes)
    }
}

fn has_long_argument(nodes: &[Node], slots: &[Slot]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Argument(slot, _) => slots[*slot].kind.longest() > LONG,
        Node::Optional(alternatives) | Node::OneOf(alternatives) => {
            alternatives.iter().any(|nodes| has_long_argument(nodes, slots))
        }
        Node::Words(_) | Node::Blank => false,
    })
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
                push!(Node::Argument(
                    slot,
                    sureness.ok_or_else(|| format!("{source}: sure, code or these"))?
                ));
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
