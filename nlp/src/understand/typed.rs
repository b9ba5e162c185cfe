//! The typed syntax: `name value … --argument value`, arguments in the order of the command's list.

use std::collections::BTreeMap;

use super::{
    Understood,
    grammar::{Form, Slot, whole},
    slot::Sureness,
};
use crate::Lang;

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

/// Reads the arguments; `None` when some words belong to none of them.
pub(super) fn read(form: &Form, rest: &str, lang: Lang) -> Option<Understood> {
    let mut arguments = BTreeMap::new();
    let mut loose: Vec<&str> = Vec::new();
    let mut words = split(rest).into_iter();
    while let Some(word) = words.next() {
        let named = word
            .strip_prefix("--")
            .map(|flag| flag.split_once('=').map_or((flag, None), |(f, v)| (f, Some(v))));
        let slot = named.and_then(|(flag, _)| form.slots.iter().find(|slot| slot.name == flag));
        match (named, slot) {
            (Some((_, value)), Some(slot)) => {
                let value = value.or_else(|| words.next())?;
                arguments.insert(slot.name, slot.kind.value(value));
            }
            _ => loose.push(word),
        }
    }
    let open: Vec<&Slot> = form.slots.iter().filter(|slot| !arguments.contains_key(slot.name)).collect();
    let (_, taken) = share_out(&open, &loose)?;
    let mut words = loose.as_slice();
    for (slot, n) in open.iter().zip(taken).filter(|(_, n)| *n > 0) {
        arguments.insert(slot.name, slot.kind.value(&words[..n].join(" ")));
        words = &words[n..];
    }
    Some(whole(form, arguments, lang))
}

/// How many words each slot takes, in order, so that all are taken. Of several ways: the one that fills
/// most required slots, then the one in which slots that are choosy (a period, a number, a code) take
/// most; then earlier slots take one word rather than none, and fewer rather than more.
fn share_out(slots: &[&Slot], words: &[&str]) -> Option<((usize, usize), Vec<usize>)> {
    let Some((slot, later)) = slots.split_first() else {
        return words.is_empty().then(|| ((0, 0), Vec::new()));
    };
    let mut best: Option<((usize, usize), Vec<usize>)> = None;
    for n in 0..=words.len() {
        let value = words[..n].join(" ");
        if value.chars().count() > slot.kind.longest() + 2 {
            break;
        }
        if n > 0 && !slot.kind.accepts(&value, Sureness::Likely) {
            continue;
        }
        let Some(((required, choosy), rest)) = share_out(later, &words[n..]) else { continue };
        let score = (
            required + usize::from(slot.required && n > 0),
            choosy + if slot.kind.is_choosy() { n } else { 0 },
        );
        let surer = |(best, taken): &((usize, usize), Vec<usize>)| {
            score > *best || score == *best && taken.first() == Some(&0)
        };
        if best.as_ref().is_none_or(surer) {
            best = Some((score, std::iter::once(n).chain(rest).collect()));
        }
    }
    best
}

/// Words; what stands in quotes is one.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = None;
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(close), c) if c == close => quote = None,
            (Some(_), _) => {}
            (None, ' ') => {
                if let Some(from) = from.take() {
                    words.push(&text[from..i]);
                }
                continue;
            }
            (None, '"') => quote = Some('"'),
            (None, '「') => quote = Some('」'),
            (None, '『') => quote = Some('』'),
            (None, _) => {}
        }
        from.get_or_insert(i);
    }
    words.extend(from.map(|from| &text[from..]));
    words
}
