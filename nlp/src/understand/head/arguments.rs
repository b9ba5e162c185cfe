//! Takes the arguments out of a text that no phrasing fits: by what they are (a code, an amount, a period), and
//! by what stands beside them in the phrasings ("of …", 施策…, …の).

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use super::{
    concepts::concepts,
    stretches::{Stretches, after, before, words},
};
use crate::text::script;
use crate::understand::{
    grammar::{Form, Slot},
    phrase::Saying,
    slot::{SlotKind, Sureness},
    text::Ready,
};

/// What stands beside the arguments of a command in its phrasings.
#[derive(Debug, Default)]
pub(in crate::understand) struct Anchors {
    /// Slot and the word before it.
    before: HashSet<(usize, String)>,
    /// Slot and the word after it.
    after: HashSet<(usize, String)>,
    /// Words of the phrasings themselves: hardly part of a name.
    own: HashSet<String>,
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

    /// How well a slot's neighbours are those it has in phrasings: 2 for the word before, 1.5 for the one after.
    fn score(&self, slot: usize, text: &str, range: &Range<usize>) -> f64 {
        let before = self.before.contains(&(slot, before(&text[..range.start])));
        let after = self.after.contains(&(slot, after(&text[range.end..])));
        (if before { 2.0 } else { 0.0 }) + (if after { 1.5 } else { 0.0 })
    }
}

/// The arguments that are found, by name, and where they stand.
pub(in crate::understand) fn find(
    form: &Form,
    anchors: &Anchors,
    ready: &Ready<'_>,
) -> (BTreeMap<&'static str, String>, Vec<Range<usize>>) {
    let text = ready.text.as_str();
    let stretches = Stretches::of(text);
    let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
    for kind_rank in 0..=LAST_RANK {
        for (index, slot) in form.slots.iter().enumerate() {
            if rank(slot.kind) == kind_rank
                && let Some(range) = plain(slot, index, &stretches, text, anchors, &taken)
            {
                taken.push((index, range));
            }
        }
    }
    swap_where_said(form, anchors, text, &mut taken);
    let mut open: Vec<usize> =
        (0..form.slots.len()).filter(|i| taken.iter().all(|(slot, _)| slot != i)).collect();
    open.sort_by_key(|i| (openness(form.slots[*i].kind), !form.slots[*i].required));
    for index in open {
        // what is written about something stands beside its name
        let named = form.slots.iter().any(|slot| slot.kind == SlotKind::Text);
        if let Some(range) =
            beside_anchors(&form.slots[index], (index, named), &stretches, text, anchors, &taken)
        {
            taken.push((index, range));
        }
    }
    let places = taken.iter().map(|(_, range)| range.clone()).collect();
    let arguments = taken
        .into_iter()
        .map(|(index, range)| {
            let slot = form.slots[index];
            let chars = |at: usize| text[..at].chars().count();
            let value = if slot.kind.keeps_its_writing() {
                slot.kind.value(ready.written(chars(range.start), chars(range.end), slot.kind.goes_on()))
            } else {
                slot.kind.value(&text[range])
            };
            (slot.name, value)
        })
        .collect();
    (arguments, places)
}

/// Codes, links, accounts and amounts in a text: what asks for something has use for them.
pub(in crate::understand) fn marks(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-:/@#._$¥,".contains(c)));
    parts.map(|part| part.trim_matches(|c| ",.:-".contains(c))).filter(|part| {
        let is_mark = |kind: SlotKind| kind.accepts(part, Sureness::Sure);
        let dashed = part.contains('-') && is_mark(SlotKind::Change);
        dashed
            || is_mark(SlotKind::Url)
            || part.contains(':') && is_mark(SlotKind::Account)
            || part.starts_with('#') && part.len() > 1
    })
}

/// What can be told apart by itself is taken in this order: an amount is no count.
fn rank(kind: SlotKind) -> u8 {
    match kind {
        SlotKind::Url => 0,
        SlotKind::Account | SlotKind::Fields | SlotKind::Token => 1,
        SlotKind::Activity | SlotKind::Merge | SlotKind::Note | SlotKind::Change => 2,
        SlotKind::Person
        | SlotKind::Campaign
        | SlotKind::Organization
        | SlotKind::Object
        | SlotKind::Room => 3,
        SlotKind::User => 4,
        SlotKind::Amount | SlotKind::Period | SlotKind::Date => 5,
        SlotKind::Zone | SlotKind::Choice(_) => 6,
        SlotKind::Tags | SlotKind::Ordinal | SlotKind::Count => LAST_RANK,
        _ => u8::MAX,
    }
}

const LAST_RANK: u8 = 7;

/// The longest stretch that can be nothing but this argument; of equal ones the one that stands where
/// phrasings have it, then the first.
fn plain(
    slot: &Slot,
    index: usize,
    stretches: &Stretches,
    text: &str,
    anchors: &Anchors,
    taken: &[(usize, Range<usize>)],
) -> Option<Range<usize>> {
    let quoted = |range: &Range<usize>| text[range.clone()].starts_with(['"', '「', '『']);
    let fits = |range: &Range<usize>| {
        is_free(range, taken)
            && (slot.kind != SlotKind::Amount || is_whole_amount(text, range))
            && (!quoted(range) || slot.kind.is_choosy())
            && (slot.kind != SlotKind::Room || !has_particles(&text[range.clone()]))
            && slot.kind.accepts(&text[range.clone()], Sureness::Sure)
    };
    let mut best: Option<(usize, f64, Range<usize>)> = None;
    for range in stretches.up_to(slot.kind.longest()).filter(fits) {
        let code = !slot.kind.is_choosy() && slot.kind.accepts(&text[range.clone()], Sureness::Code);
        let length = if code { usize::MAX } else { range.len() };
        let score = anchors.score(index, text, &range);
        // a count that stands beside nothing it ever stands beside is something else
        if slot.kind == SlotKind::Count && score < 1.0 {
            continue;
        }
        let beats = best.as_ref().is_none_or(|(most, closest, _)| {
            if code || slot.kind == SlotKind::Count {
                score > *closest
            } else {
                (length, score) > (*most, *closest)
            }
        });
        if beats {
            best = Some((length, score, range));
        }
    }
    best.map(|(_, _, range)| range)
}

/// 30 of 30万円, 5 of 5,000, 5 of −5 and of 5時 are no amounts.
fn is_whole_amount(text: &str, range: &Range<usize>) -> bool {
    let mut after = text[range.end..].chars();
    let next = after.next();
    let goes_on = match next {
        Some(',' | '.') => after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_alphanumeric() || "十百千万億兆件月日時分年人名行番個回%".contains(c),
        None => false,
    };
    let before = text[..range.start].chars().next_back();
    let goes_before = before.is_some_and(|c| c.is_ascii_alphanumeric() || "-−‐–,.".contains(c));
    !(goes_on || goes_before)
}

/// "merge P-40 into P-12": of two arguments of one kind, which is which the neighbours say.
fn swap_where_said(form: &Form, anchors: &Anchors, text: &str, taken: &mut [(usize, Range<usize>)]) {
    for i in 0..taken.len() {
        for j in i + 1..taken.len() {
            let ((a, at_a), (b, at_b)) = (taken[i].clone(), taken[j].clone());
            if form.slots[a].kind != form.slots[b].kind {
                continue;
            }
            let score =
                |x: &Range<usize>, y: &Range<usize>| anchors.score(a, text, x) + anchors.score(b, text, y);
            let as_is = score(&at_a, &at_b);
            let swapped = score(&at_b, &at_a);
            let in_order = (a < b) == (at_a.start < at_b.start);
            if swapped > as_is || swapped >= as_is && !in_order {
                (taken[i].1, taken[j].1) = (at_b, at_a);
            }
        }
    }
}

/// Names before free words.
fn openness(kind: SlotKind) -> u8 {
    match kind {
        SlotKind::Person | SlotKind::Campaign | SlotKind::Organization | SlotKind::User | SlotKind::Room => 0,
        SlotKind::Name | SlotKind::Tags | SlotKind::Topic => 1,
        SlotKind::Words | SlotKind::Query => 2,
        _ => 3,
    }
}

/// The stretch that stands where phrasings have this argument.
fn beside_anchors(
    slot: &Slot,
    (index, named): (usize, bool),
    stretches: &Stretches,
    text: &str,
    anchors: &Anchors,
    taken: &[(usize, Range<usize>)],
) -> Option<Range<usize>> {
    let enough = if slot.required { 1.5 } else { 3.0 };
    let mut best: Option<(f64, Range<usize>)> = None;
    for range in stretches.up_to(slot.kind.longest()) {
        let said = &text[range.clone()];
        let free_words = matches!(slot.kind, SlotKind::Text);
        if !is_free(&range, taken)
            || !slot.kind.accepts(said, Sureness::Likely)
            || !free_words && (said.starts_with(['を', 'が']) || ENDS.iter().any(|end| said.ends_with(end)))
        {
            continue;
        }
        let sure = slot.kind.accepts(said, Sureness::Sure) && !slot.kind.is_choosy();
        let whole = range.len() == text.len() && !text.starts_with(['"', '「', '『']);
        let own = words(said).filter(|word| anchors.own.contains(word)).count() as f64;
        // of equal ones the longest: a name is taken whole
        let length = (range.len() as f64).min(60.0) / 100.0;
        let kind = openness(slot.kind);
        let is_name = kind <= 1 && slot.kind != SlotKind::Room || kind == 2 && named;
        let name = if is_name { name_likeness(text, &range) } else { 0.0 };
        let announced =
            if kind == 3 && text[..range.start].trim_end().ends_with([':', ',']) { 2.0 } else { 0.0 };
        let score = anchors.score(index, text, &range) + if sure { 2.0 } else { 0.0 } + name + announced
            - 1.5 * own
            - loose_ends(said)
            + length;
        if !whole
            && score - length >= enough
            && is_announced(slot, text, &range)
            && best.as_ref().is_none_or(|(most, _)| score > *most)
        {
            best = Some((score, range));
        }
    }
    best.map(|(_, range)| range)
}

/// A room's name goes on to the next hiragana: #supportで.
fn has_particles(said: &str) -> bool {
    said.starts_with('#') && said.chars().any(script::is_hiragana)
}

/// Free words that need not be there are taken only where something announces them.
fn is_announced(slot: &Slot, text: &str, range: &Range<usize>) -> bool {
    let quoted = text[range.clone()].starts_with(['"', '「', '『']);
    let word = before(&text[..range.start]);
    slot.required
        || openness(slot.kind) == 0
        || quoted
        || word.len() > 2 && word.is_ascii()
        || word.ends_with([':', ','])
}

/// How much a stretch looks like a name: Capitalised Words are one, words that requests are made of and parts
/// of a sentence with its particles are none.
fn name_likeness(text: &str, range: &Range<usize>) -> f64 {
    let said = &text[range.clone()];
    if said.starts_with(['"', '「', '『']) {
        return 0.0;
    }
    let vocabulary = |word: &String| !concepts(word).is_empty() || SMALL.contains(&word.as_str());
    let mut known = words(said).peekable();
    let plain = known.peek().is_some() && known.all(|word| vocabulary(&word));
    let particles = said.chars().filter(|c| "はがをにでと,".contains(*c)).count() as f64;
    let capital =
        |word: &str| word.starts_with(|c: char| c.is_uppercase()) && word != "I" && !word.starts_with("I'");
    let neighbour = |word: Option<&str>| word.is_some_and(capital);
    let is_title = said.is_ascii()
        && said.split(' ').all(|word| capital(word) || matches!(word, "of" | "the" | "and"))
        && !neighbour(text[range.end..].trim_start().split(' ').next())
        && !neighbour(text[..range.start].trim_end().rsplit(' ').next());
    // a sentence begins with a capital letter, whatever its first word
    let begins_sentence = range.start == 0 && !said.contains(' ') && plain;
    (if is_title && !begins_sentence { 2.5 } else { 0.0 })
        - (if plain && !is_title { 3.0 } else { 0.0 })
        - particles
}

/// What a name does not end with and a request does.
const ENDS: &[&str] = &[
    "て", "で", "たい", "する", "した", "です", "ます", "ない", "ある", "いる", "か", "ね", "よ", "って",
    "は", "を", "が", "に", "の", "と", "探す", "も",
];

/// 1.5 for each end of a name at which a small word stands that belongs to the sentence around it.
fn loose_ends(said: &str) -> f64 {
    let lower = said.to_lowercase();
    let mut words = lower.split(' ');
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    let loose = |word: &str| SMALL.contains(&word) || word.starts_with("here'");
    (if loose(first) { 1.5 } else { 0.0 }) + (if loose(last) { 1.5 } else { 0.0 })
}

const SMALL: &[&str] = &[
    "a",
    "an",
    "the",
    "to",
    "of",
    "for",
    "from",
    "in",
    "into",
    "on",
    "at",
    "by",
    "about",
    "with",
    "and",
    "or",
    "is",
    "are",
    "was",
    "were",
    "be",
    "me",
    "my",
    "our",
    "we",
    "i",
    "you",
    "it",
    "its",
    "that",
    "this",
    "give",
    "show",
    "tell",
    "please",
    "any",
    "some",
    "there",
    "would",
    "great",
    "something",
    "anything",
    "as",
    "now",
    "out",
    "do",
    "does",
    "did",
    "have",
    "has",
    "who",
    "what",
    "which",
    "how",
    "when",
    "where",
];

fn is_free(range: &Range<usize>, taken: &[(usize, Range<usize>)]) -> bool {
    taken.iter().all(|(_, other)| range.end <= other.start || other.end <= range.start)
}
