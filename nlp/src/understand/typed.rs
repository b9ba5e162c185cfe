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

/// The language of a typed command: the names of commands are English, whatever is named; a field in Japanese,
/// 役職=部長, is Japanese.
pub(super) fn said_in(rest: &str) -> Lang {
    let fields =
        split(rest, 0).into_iter().filter_map(|range| rest[range].split_once('=').map(|(key, _)| key));
    if fields.filter_map(Lang::of).any(|lang| lang == Lang::Ja) { Lang::Ja } else { Lang::En }
}

/// Does a word name an argument, `--period`? No sentence has one, unless it is a free text.
pub(super) fn names_arguments(form: &Form, rest: &str) -> bool {
    form.slots.iter().all(|slot| slot.kind != SlotKind::Text)
        && split(rest, 0).into_iter().any(|range| flag(&rest[range]).is_some())
}

/// The name and the value in `--organization=Acme`, where a word is such a one.
fn flag(word: &str) -> Option<(&str, Option<&str>)> {
    let named = word.strip_prefix("--")?;
    let (name, value) = named.split_once('=').map_or((named, None), |(name, value)| (name, Some(value)));
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_name.then_some((name, value))
}

/// The argument of this name, or of the only one that begins so.
fn named<'a>(form: &'a Form, name: &str) -> Option<&'a Slot> {
    let name = name.to_ascii_lowercase();
    let exact = form.slots.iter().find(|slot| slot.name == name);
    let mut begin = form.slots.iter().filter(|slot| slot.name.starts_with(&name));
    exact.or_else(|| begin.next().filter(|_| begin.next().is_none()))
}

/// Is the word behind the name of an argument its value? That which can say one thing only may stand alone:
/// `undo --dry-run U-45`.
fn takes(kind: SlotKind, word: &str) -> bool {
    let is_next = matches!(kind, SlotKind::Choice([_])) && SlotKind::Change.accepts(word, Sureness::Code);
    flag(word).is_none() && !is_next
}

/// Have words been written that only a free text can take? What looks like a name of an argument is part of it then.
fn is_within_text(slots: &[&Slot], words: &[Range<usize>], text: &str) -> bool {
    let Some(at) = slots.iter().position(|slot| slot.kind == SlotKind::Text) else { return false };
    if words.len() > LOOKED_AT {
        return true;
    }
    let mut known = vec![vec![None; words.len() + 1]; slots.len() + 1];
    let shared = Sharing { slots, words, text }.best(0, 0, &mut known);
    shared.is_some_and(|(_, taken)| taken[at] > 0)
}

/// Reads the arguments in `rest`, a part of `ready`; `None` when some words belong to none of them.
pub(super) fn read(form: &Form, ready: &Ready<'_>, rest: &str, lang: Lang) -> Option<Understood> {
    let mut arguments = BTreeMap::new();
    let mut loose: Vec<Range<usize>> = Vec::new();
    // named, and nothing behind it
    let mut unsaid = None;
    // what looks like a name of an argument stands in the free text
    let mut within = false;
    let mut words = split(&ready.text, offset_in(&ready.text, rest)).into_iter().peekable();
    let open = |arguments: &BTreeMap<&'static str, String>| -> Vec<&Slot> {
        form.slots.iter().filter(|slot| !arguments.contains_key(slot.name)).collect()
    };
    while let Some(range) = words.next() {
        let Some((name, value)) = flag(&ready.text[range.clone()]) else {
            loose.push(range);
            continue;
        };
        let exact = form.slots.iter().any(|slot| slot.name == name);
        if !exact && is_within_text(&open(&arguments), &loose, &ready.text) {
            loose.push(range);
            within = true;
            continue;
        }
        let Some(slot) = named(form, name) else {
            let written = format!("--{name}");
            return Some(Understood::NoSuchArgument { command: form.name, written, lang });
        };
        let value = match value {
            Some(value) => value,
            None => match words.next_if(|range| takes(slot.kind, &ready.text[range.clone()])) {
                Some(range) => &ready.text[range],
                // `--dry-run`: there is one thing it can say
                None if let SlotKind::Choice([(word, _)]) = slot.kind => word,
                None => {
                    unsaid.get_or_insert(slot.name);
                    continue;
                }
            },
        };
        arguments.insert(slot.name, slot.kind.value(value));
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
    let mut open = open(&arguments);
    open.retain(|slot| Some(slot.name) != unsaid);
    // then all that follows is text as well
    if within && let Some(text) = open.iter().position(|slot| slot.kind == SlotKind::Text) {
        open.truncate(text + 1);
    }
    let mut known = vec![vec![None; loose.len() + 1]; open.len() + 1];
    let text = &ready.text;
    let Some((_, taken)) = (Sharing { slots: &open, words: &loose, text }).best(0, 0, &mut known) else {
        // "set tz Mars/Phobos": the command says what it does not know
        let alone = open.iter().find(|slot| slot.kind == SlotKind::Zone && slot.required);
        let (Some(slot), [word]) = (alone, loose.as_slice()) else { return None };
        arguments.insert(slot.name, text[word.clone()].to_owned());
        return Some(whole(form, arguments, lang, TYPED));
    };
    let mut at = 0;
    for (slot, n) in open.iter().zip(taken).filter(|(_, n)| *n > 0) {
        arguments.insert(slot.name, value(slot.kind, ready, &loose[at..at + n]));
        at += n;
    }
    Some(match unsaid {
        Some(argument) => Understood::Missing { command: form.name, argument, arguments, lang },
        None => whole(form, arguments, lang, TYPED),
    })
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
            // the limit of "influencers rate limit" is no room
            let wordy =
                |slot: &&Slot| matches!(slot.kind, SlotKind::Topic | SlotKind::Words | SlotKind::Query);
            if n > 0
                && slot.kind == SlotKind::Room
                && self.slots[..index].iter().any(wordy)
                && !slot.kind.accepts(&value, Sureness::Sure)
            {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::Grammar;

    const HOW: SlotKind = SlotKind::Choice(&[("call", &["phone"])]);

    fn grammar() -> Grammar {
        let slot = |name, kind, required| Slot { name, kind, required };
        let form = |name, slots| Form { name, slots, en: &[], ja: &[], examples: vec![], changes: false };
        Grammar::new(vec![
            form(
                "person add",
                vec![
                    slot("name", SlotKind::Name, true),
                    slot("email", SlotKind::Words, false),
                    slot("organization", SlotKind::Organization, false),
                    slot("origin", SlotKind::Words, false),
                ],
            ),
            form(
                "log",
                vec![
                    slot("person", SlotKind::Person, true),
                    slot("text", SlotKind::Text, true),
                    slot("action", HOW, false),
                ],
            ),
            form("topics", vec![slot("period", SlotKind::Period, false)]),
        ])
        .unwrap()
    }

    /// The call as one line, or what is wrong with it.
    fn read(said: &str) -> String {
        let line = |arguments: &BTreeMap<&str, String>| {
            arguments.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>()
        };
        match grammar().understand(said) {
            Understood::Call { command, arguments, .. } => format!("{command}{}", line(&arguments)),
            Understood::Missing { command, argument, .. } => format!("{command}: {argument}?"),
            Understood::NoSuchArgument { command, written, .. } => format!("{command}: no {written}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn arguments_by_name() {
        for (said, want) in [
            ("person add Taro Tanaka --organization Acme", "person add name=Taro Tanaka organization=Acme"),
            ("person add Taro --email=t@x.example", "person add email=t@x.example name=Taro"),
            // the only one that begins so
            ("person add Jiro Sato --org O-41", "person add name=Jiro Sato organization=O-41"),
            ("person add Jiro --e j@x.example", "person add email=j@x.example name=Jiro"),
            ("person add Jiro --or x", "person add: no --or"),
            ("person add Jiro --frobnicate 3", "person add: no --frobnicate"),
            ("person add --frobnicate=3 Jiro", "person add: no --frobnicate"),
            ("topics --compare", "topics: no --compare"),
            ("topics last week --compare", "topics: no --compare"),
            ("person add Jiro --email", "person add: email?"),
            ("person add Jiro --email --org Acme", "person add: email?"),
            // quotes make a name of it, and a free text holds what it holds
            ("person add \"Jiro --x\"", "person add name=Jiro --x"),
            ("log P-12 built it with --release", "log person=P-12 text=built it with --release"),
            ("log P-12 rang --action call", "log action=call person=P-12 text=rang"),
            ("log P-12 rang --act call", "log person=P-12 text=rang --act call"),
            ("log P-12 --act call rang", "log action=call person=P-12 text=rang"),
            ("log --release P-12 rang", "log: no --release"),
        ] {
            assert_eq!(read(said), want, "{said}");
        }
    }
}
