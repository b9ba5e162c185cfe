//! The typed syntax: `name value … --argument value`, arguments in the order of the command's list.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Understood,
    grammar::{Form, Slot, TYPED, whole},
    slot::{SlotKind, Sureness},
    text::{LONGEST_REQUEST, Ready, offset_in},
};
use crate::Lang;

/// More words than this are no typed command.
const MOST_WORDS: usize = 400;

/// What follows a command's name, when the text begins with it.
pub(super) fn rest<'a>(ready: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = ready.strip_prefix('/').unwrap_or(ready);
    for word in name.split(' ') {
        let head = rest.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = &rest[word.len()..];
        if rest.chars().next().is_some_and(|c| c != ' ') {
            return None;
        }
        rest = rest.trim_start();
    }
    Some(rest)
}

/// The words of a long text after this many are free text: they are looked at as one.
const LOOKED_AT: usize = 60;

/// Reads the arguments in `rest`, a part of `ready`; `None` when some words belong to none of them.
pub(super) fn read(form: &Form, ready: &Ready<'_>, rest: &str, lang: Lang) -> Option<Understood> {
    let mut arguments = BTreeMap::new();
    let mut loose: Vec<Range<usize>> = Vec::new();
    let mut words = split(&ready.text, offset_in(&ready.text, rest)).into_iter();
    while let Some(range) = words.next() {
        let word = &ready.text[range.clone()];
        let named = word
            .strip_prefix("--")
            .map(|flag| flag.split_once('=').map_or((flag, None), |(f, v)| (f, Some(v))));
        let slot = named.and_then(|(flag, _)| form.slots.iter().find(|slot| slot.name == flag));
        match (named, slot) {
            (Some((_, value)), Some(slot)) => {
                let value = match value {
                    Some(value) => value,
                    None => &ready.text[words.next()?],
                };
                arguments.insert(slot.name, slot.kind.value(value));
            }
            _ => loose.push(range),
        }
    }
    if let (Some(from), Some(last)) = (loose.get(LOOKED_AT), loose.last())
        && rest.chars().nth(LONGEST_REQUEST).is_some()
    {
        let tail = from.start..last.end;
        loose.truncate(LOOKED_AT);
        loose.push(tail);
    }
    if loose.len() > MOST_WORDS {
        return None;
    }
    let open: Vec<&Slot> = form.slots.iter().filter(|slot| !arguments.contains_key(slot.name)).collect();
    let mut known = vec![vec![None; loose.len() + 1]; open.len() + 1];
    let text = &ready.text;
    let (_, taken) = Sharing { slots: &open, words: &loose, text }.best(0, 0, &mut known)?;
    let mut at = 0;
    for (slot, n) in open.iter().zip(taken).filter(|(_, n)| *n > 0) {
        arguments.insert(slot.name, value(slot.kind, ready, &loose[at..at + n]));
        at += n;
    }
    Some(whole(form, arguments, lang, TYPED))
}

fn value(kind: SlotKind, ready: &Ready<'_>, words: &[Range<usize>]) -> String {
    let joined = words.iter().map(|range| &ready.text[range.clone()]).collect::<Vec<_>>().join(" ");
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return joined };
    let (from, to) = (first.start, last.end);
    // a flag may stand between them; then they are no stretch of the text
    if kind.keeps_its_writing() && ready.text[from..to] == joined {
        let chars = |at: usize| ready.text[..at].chars().count();
        return kind.value(ready.written(chars(from), chars(to), kind.goes_on()));
    }
    kind.value(&joined)
}

/// How many words each slot takes, in order, so that all are taken. Of several ways: the one that fills
/// most required slots, then the one in which slots that are choosy (a period, a number, a code) take
/// most; then earlier slots take one word rather than none, and fewer rather than more. What follows a free text or
/// the name of something new and is not choosy takes a flag: `person add Taro Tanaka --organization Acme`.
struct Sharing<'a> {
    slots: &'a [&'a Slot],
    words: &'a [Range<usize>],
    text: &'a str,
}

/// Required slots filled and words in choosy ones; how many words each slot takes.
type Share = ((usize, usize), Vec<usize>);

impl Sharing<'_> {
    /// For the slots from `slot` on and the words from `at` on; `known` keeps what was found out before.
    fn best(&self, slot: usize, at: usize, known: &mut [Vec<Option<Option<Share>>>]) -> Option<Share> {
        if let Some(found) = &known[slot][at] {
            return found.clone();
        }
        let found = self.look(slot, at, known);
        known[slot][at] = Some(found.clone());
        found
    }

    fn look(&self, index: usize, at: usize, known: &mut [Vec<Option<Option<Share>>>]) -> Option<Share> {
        let left = self.words.len() - at;
        let Some(slot) = self.slots.get(index) else { return (left == 0).then(|| ((0, 0), Vec::new())) };
        // nothing comes after the last: it takes all there is
        let fewest = if index + 1 == self.slots.len() { left } else { 0 };
        let open = |kind| matches!(kind, SlotKind::Name | SlotKind::Text);
        let named = self.slots[..index].iter().any(|slot| slot.required && open(slot.kind));
        let takes_a_flag = named && !slot.required && !slot.kind.is_choosy();
        let mut best: Option<Share> = None;
        for n in fewest..=if takes_a_flag { 0 } else { left } {
            let value = self.joined(at, n);
            if value.chars().count() > slot.kind.longest() + 2 {
                break;
            }
            if n > 0 && !slot.kind.accepts(&value, Sureness::Likely) {
                continue;
            }
            let Some(((required, choosy), rest)) = self.best(index + 1, at + n, known) else { continue };
            let score = (
                required + usize::from(slot.required && n > 0),
                choosy + if slot.kind.is_choosy() { n } else { 0 },
            );
            let surer = |(best, taken): &Share| score > *best || score == *best && taken.first() == Some(&0);
            if best.as_ref().is_none_or(surer) {
                best = Some((score, std::iter::once(n).chain(rest).collect()));
            }
        }
        best
    }

    fn joined(&self, at: usize, n: usize) -> String {
        self.words[at..at + n].iter().map(|range| &self.text[range.clone()]).collect::<Vec<_>>().join(" ")
    }
}

/// Where each word stands from `start` on; what stands in quotes is one.
fn split(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut from = None;
    let mut quote = None;
    for (i, c) in text.char_indices().skip_while(|(i, _)| *i < start) {
        match (quote, c) {
            (Some(close), c) if c == close => quote = None,
            (Some(_), _) => {}
            (None, ' ') => {
                words.extend(from.take().map(|from| from..i));
                continue;
            }
            (None, '"') => quote = Some('"'),
            (None, '「') => quote = Some('」'),
            (None, '『') => quote = Some('』'),
            (None, _) => {}
        }
        from.get_or_insert(i);
    }
    words.extend(from.map(|from| from..text.len()));
    words
}
