//! Takes the arguments out of a text that no phrasing fits: by what was learned; then, where one is lacking, by what
//! they are (a code, an amount, a period) and by what stands beside them in the phrasings ("of …", 施策…, …の).

use std::{collections::BTreeMap, ops::Range};

use super::{
    amounts::amount_in,
    anchors::Anchors,
    concepts::concepts,
    learned::learned,
    left_over,
    likeness::{ENDS, loose_ends, name_likeness, names_in},
    name_end, room,
    stretches::{Stretches, before, words},
    tagger::Tagger,
    told::came_of_it,
    wording,
};
use crate::understand::{
    grammar::{Form, Slot},
    names,
    slot::{SlotKind, Sureness},
    text::Ready,
    tidy::{dated, tidied},
};

/// Slots and where in the text their values stand, in bytes.
pub(super) type Taken = Vec<(usize, Range<usize>)>;

/// The arguments that are found, by name, and where they stand.
pub(in crate::understand) fn find(
    form: &Form,
    (anchors, tagger): (&Anchors, &Tagger),
    ready: &Ready<'_>,
) -> (BTreeMap<&'static str, String>, Vec<Range<usize>>) {
    let text = ready.text.as_str();
    let stretches = Stretches::of(text);
    let learned = learned(form, &anchors.own, tagger, text);
    let is_learned = !learned.is_empty();
    let begun = if is_learned { learned.clone() } else { field_and_value(form, anchors, &stretches, text) };
    let mut taken = plainly(form, anchors, &stretches, text, begun);
    let lacks = |(slot, it): (usize, &Slot)| it.required && taken.iter().all(|(taken, _)| *taken != slot);
    if is_learned && !form.slots.iter().enumerate().any(lacks) {
        return found(form, anchors, ready, (taken, &learned));
    }
    if let Some((index, range)) = tag(form, text)
        && is_free(&range, &taken)
    {
        taken.retain(|(slot, _)| form.slots[*slot].kind != SlotKind::Tags);
        taken.push((index, range));
    }
    if let Some(index) = free(form)
        && taken.iter().all(|(slot, _)| *slot != index)
        && let Some(range) = wording::quotation(text, form.slots[index].kind == SlotKind::Text)
        && is_free(&range, &taken)
    {
        taken.push((index, range));
    }
    let mut open: Vec<usize> =
        (0..form.slots.len()).filter(|i| taken.iter().all(|(slot, _)| slot != i)).collect();
    open.sort_by_key(|i| (openness(form.slots[*i].kind), !form.slots[*i].required));
    for index in open {
        // what is written about something stands beside its name
        let named = form.slots.iter().any(|slot| slot.kind == SlotKind::Text);
        if is_other_tags(form, index, text) {
            continue;
        }
        if form.slots[index].kind == SlotKind::Topic
            && let Some(range) = wording::topic(text).filter(|range| is_free(range, &taken))
        {
            taken.push((index, range));
            continue;
        }
        if let Some(range) = came_of_it(form, index, text, &taken) {
            // what stands in it is told, too
            taken.retain(|(_, other)| is_free(other, &[(index, range.clone())]));
            taken.push((index, range));
            continue;
        }
        if let Some(range) = beside_anchors(form, (index, named), &stretches, text, anchors, &taken) {
            let range =
                if form.slots[index].kind == SlotKind::Text { wording::told(text, range) } else { range };
            taken.push((index, range));
        }
    }
    // beside an address or a code stands whose it is
    if let Some(index) = form.slots.iter().position(|slot| slot.kind == SlotKind::Name && slot.required)
        && taken.iter().all(|(slot, _)| *slot != index)
        && taken.iter().any(|(slot, _)| form.slots[*slot].kind == SlotKind::Account)
    {
        let places: Vec<Range<usize>> = taken.iter().map(|(_, range)| range.clone()).collect();
        taken.extend(left_over::name(text, &places, &anchors.own).map(|range| (index, range)));
    }
    found(form, anchors, ready, (taken, &learned))
}

/// The values of what was taken. Of it the learned part knows all the words that are looked for.
fn found(
    form: &Form,
    anchors: &Anchors,
    ready: &Ready<'_>,
    (mut taken, learned): (Taken, &Taken),
) -> (BTreeMap<&'static str, String>, Vec<Range<usize>>) {
    let text = ready.text.as_str();
    name_end::read_on(form, text, &mut taken);
    let places = taken.iter().map(|(_, range)| range.clone()).collect();
    let mut arguments: BTreeMap<&'static str, String> = taken
        .iter()
        .map(|(index, range)| (form.slots[*index].name, value(form.slots[*index], range, ready)))
        .collect();
    // what is looked for may stand in several places
    if let Some(slot) = form.slots.iter().find(|slot| slot.kind == SlotKind::Words)
        && !arguments.get(slot.name).is_some_and(|said| is_in_quotes(text, said))
        && !learned.iter().any(|(index, _)| form.slots[*index] == *slot)
    {
        let mut others: Taken = taken.into_iter().filter(|(index, _)| form.slots[*index] != *slot).collect();
        // conditions stay as they were written; no part of one is another argument
        let held: Taken = left_over::conditions(text).into_iter().map(|range| (0, range)).collect();
        for (index, _) in others.iter().filter(|(_, range)| !is_free(range, &held)) {
            arguments.remove(form.slots[*index].name);
        }
        others.retain(|(_, range)| is_free(range, &held));
        others.extend(held.iter().cloned());
        let keywords = wording::keywords(text, &others, &anchors.usual);
        let all: Vec<&str> =
            held.iter().map(|(_, range)| &text[range.clone()]).chain(keywords.as_deref()).collect();
        if !all.is_empty() {
            arguments.insert(slot.name, all.join(" "));
        }
    }
    // "open" of "open people" is no word to look for
    arguments.retain(|name, said| {
        let wordy =
            |slot: &Slot| matches!(slot.kind, SlotKind::Words | SlotKind::Conditions | SlotKind::Query);
        !(names::only_asks(said) && form.slots.iter().any(|slot| slot.name == *name && wordy(slot)))
    });
    (dated(form, tidied(form, arguments, text)), places)
}

/// The one argument that must be there and may be any words.
fn free(form: &Form) -> Option<usize> {
    let is_free = |kind: SlotKind| {
        matches!(kind, SlotKind::Name | SlotKind::Words | SlotKind::Query | SlotKind::Text | SlotKind::Topic)
    };
    let mut free = (0..form.slots.len()).filter(|i| form.slots[*i].required && is_free(form.slots[*i].kind));
    free.next().filter(|_| free.next().is_none())
}

fn is_in_quotes(text: &str, said: &str) -> bool {
    [('"', '"'), ('「', '」'), ('『', '』')]
        .iter()
        .any(|(open, close)| text.contains(&format!("{open}{said}{close}")))
}

fn value(slot: Slot, range: &Range<usize>, ready: &Ready<'_>) -> String {
    let text = ready.text.as_str();
    let chars = |at: usize| text[..at].chars().count();
    if slot.kind.keeps_its_writing() {
        slot.kind.value(ready.written(chars(range.start), chars(range.end), slot.kind.goes_on()))
    } else {
        slot.kind.value(&text[range.clone()])
    }
}

/// "P-12's *title* is now *CTO*": which field, and what it should say, where a command sets fields.
fn field_and_value(form: &Form, anchors: &Anchors, stretches: &Stretches, text: &str) -> Taken {
    let of = |fits: fn(SlotKind) -> bool| form.slots.iter().position(|slot| fits(slot.kind));
    let (Some(_), Some(field), Some(value)) = (
        of(|kind| kind == SlotKind::Fields),
        of(|kind| matches!(kind, SlotKind::Choice(_))),
        of(|kind| matches!(kind, SlotKind::Text | SlotKind::Name)),
    ) else {
        return Vec::new();
    };
    let named = plain(&form.slots[field], field, stretches, text, anchors, &[]);
    let address = || {
        let ranges = stretches.up_to(SlotKind::Account.longest());
        let mut addresses = ranges.filter(|range| text[range.clone()].contains('@'));
        addresses.find(|range| SlotKind::Account.accepts(&text[range.clone()], Sureness::Sure))
    };
    let says = |named: &Range<usize>, word: &str| form.slots[field].kind.value(&text[named.clone()]) == word;
    let said = match &named {
        Some(named) if says(named, "email") && address().is_some() => address(),
        Some(named) => wording::quotation(text, true)
            .filter(|range| is_free(range, &[(field, named.clone())]))
            .or_else(|| wording::after_field(text, named)),
        // a field we do not know: it is asked which is meant
        None => wording::new_value(text),
    };
    said.map(|range| (value, range)).into_iter().chain(named.map(|named| (field, named))).collect()
}

/// Which tag is spoken of, and whether it comes or goes: "the *speaker* tag", "isn't a *mentor* any more".
fn tag(form: &Form, text: &str) -> Option<(usize, Range<usize>)> {
    let index = (0..form.slots.len())
        .find(|i| form.slots[*i].kind == SlotKind::Tags && !is_other_tags(form, *i, text))?;
    let range = wording::tag(text)?;
    SlotKind::Tags.accepts(&text[range.clone()], Sureness::Likely).then_some((index, range))
}

/// Of two arguments for tags the first adds them and the second takes them away: which of them is not meant?
fn is_other_tags(form: &Form, index: usize, text: &str) -> bool {
    let mut tags = (0..form.slots.len()).filter(|i| form.slots[*i].kind == SlotKind::Tags);
    match (tags.next(), tags.next()) {
        (Some(add), Some(remove)) => index == if wording::takes_away(text) { add } else { remove },
        _ => false,
    }
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
        SlotKind::Activity
        | SlotKind::Merge
        | SlotKind::Note
        | SlotKind::Task
        | SlotKind::Change
        | SlotKind::Ordinal => 2,
        SlotKind::Person
        | SlotKind::Campaign
        | SlotKind::Organization
        | SlotKind::Object
        | SlotKind::Deal
        | SlotKind::Room => 4,
        SlotKind::User => 5,
        SlotKind::Period | SlotKind::Ahead => 3,
        SlotKind::Amount | SlotKind::Date | SlotKind::Moment => 5,
        SlotKind::Zone | SlotKind::Choice(_) => 6,
        SlotKind::Tags | SlotKind::Count => LAST_RANK,
        _ => u8::MAX,
    }
}

const LAST_RANK: u8 = 7;

/// What can be nothing but an argument.
pub(super) fn plainly(
    form: &Form,
    anchors: &Anchors,
    stretches: &Stretches,
    text: &str,
    mut taken: Taken,
) -> Taken {
    // of those that take the same words, as the persons of a merge, first the ones that must be there
    let mut slots: Vec<(usize, &Slot)> =
        form.slots.iter().enumerate().filter(|(_, slot)| rank(slot.kind) <= LAST_RANK).collect();
    let turn = |slot: &Slot| match slot.kind {
        // any code at all
        SlotKind::Change if !slot.required => LAST_RANK,
        kind => rank(kind),
    };
    slots.sort_by_key(|(_, slot)| (turn(slot), !slot.required));
    for (index, slot) in slots {
        if taken.iter().all(|(other, _)| *other != index)
            && !is_other_tags(form, index, text)
            && let Some(range) = plain(slot, index, stretches, text, anchors, &taken)
        {
            taken.push((index, range));
        }
    }
    swap_where_said(form, anchors, text, &mut taken);
    taken
}

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
    if slot.kind == SlotKind::Amount {
        return amount_in(text, taken);
    }
    let named = slot.kind == SlotKind::Person && !names_in(text).is_empty();
    let fits = |range: &Range<usize>| {
        is_free(range, taken)
            && (slot.kind != SlotKind::Ordinal || wording::is_place(&text[range.clone()]))
            && !(slot.kind.is_name() && wording::is_pronoun(text, range))
            && !(slot.kind == SlotKind::Person && named && is_she(&text[range.clone()]))
            && !text[range.clone()].ends_with(',')
            && (!quoted(range) || slot.kind.is_choosy() || slot.kind == SlotKind::Tags)
            && (slot.kind != SlotKind::Room || !has_particles(&text[range.clone()]))
            && slot.kind.accepts(&text[range.clone()], Sureness::Sure)
    };
    let mut best: Option<((bool, usize, f64), Range<usize>)> = None;
    for range in stretches.up_to(slot.kind.longest()).filter(fits) {
        // a code before "that one"
        let code = SlotKind::Change.accepts(&text[range.clone()], Sureness::Code);
        let length = if code || slot.kind == SlotKind::Count { 0 } else { range.len() };
        let score = anchors.score(index, text, &range);
        // a count that stands beside nothing it ever stands beside is something else
        if slot.kind == SlotKind::Count
            && score < 1.0
            && !(slot.name != "page" && wording::is_counted(text, &range))
        {
            continue;
        }
        let worth = (code, length, score);
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, range));
        }
    }
    best.map(|(_, range)| range).or_else(|| choice_in(slot.kind, text, taken))
}

/// Somebody who was named before: where a name stands in the text, it is meant.
fn is_she(said: &str) -> bool {
    ["him", "her", "them", "he", "she", "they"].contains(&said.to_lowercase().as_str())
}

/// やめ in はもうやめて: Japanese words of a choice stand anywhere.
fn choice_in(kind: SlotKind, text: &str, taken: &[(usize, Range<usize>)]) -> Option<Range<usize>> {
    let SlotKind::Choice(choices) = kind else { return None };
    let words = choices.iter().flat_map(|(_, said)| said.iter());
    let long = words.filter(|word| !word.is_ascii() && word.chars().nth(1).is_some());
    let found = long.filter_map(|word| text.find(word).map(|at| at..at + word.len()));
    found.filter(|range| is_free(range, taken)).max_by_key(ExactSizeIterator::len)
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
        SlotKind::Person
        | SlotKind::Campaign
        | SlotKind::Organization
        | SlotKind::Object
        | SlotKind::Deal
        | SlotKind::User
        | SlotKind::Room => 0,
        SlotKind::Name | SlotKind::Tags | SlotKind::Topic | SlotKind::Stage => 1,
        SlotKind::Words | SlotKind::Conditions | SlotKind::Query => 2,
        _ => 3,
    }
}

/// The stretch that stands where phrasings have this argument.
fn beside_anchors(
    form: &Form,
    (index, named): (usize, bool),
    stretches: &Stretches,
    text: &str,
    anchors: &Anchors,
    taken: &[(usize, Range<usize>)],
) -> Option<Range<usize>> {
    let slot = &form.slots[index];
    let enough = if slot.required || slot.kind == SlotKind::Tags { 1.5 } else { 3.0 };
    let mut best: Option<(f64, Range<usize>)> = None;
    for range in stretches.up_to(slot.kind.longest()) {
        let whole = range.len() == text.len() && !is_quoted(text);
        if whole || !is_free(&range, taken) || !may_stand(form, index, text, &range, anchors, taken) {
            continue;
        }
        let score = worth(slot, (index, named), text, &range, anchors);
        // of equal ones the longest: a name is taken whole
        let length = (range.len() as f64).min(60.0) / 100.0;
        if score >= enough
            && is_announced(slot, text, &range)
            && best.as_ref().is_none_or(|(most, _)| score + length > *most)
        {
            best = Some((score + length, range));
        }
    }
    best.map(|(_, range)| range)
}

fn is_quoted(said: &str) -> bool {
    said.starts_with(['"', '「', '『'])
}

/// Can this argument stand there at all?
fn may_stand(
    form: &Form,
    index: usize,
    text: &str,
    range: &Range<usize>,
    anchors: &Anchors,
    taken: &[(usize, Range<usize>)],
) -> bool {
    let (slot, said) = (&form.slots[index], &text[range.clone()]);
    let free_words = slot.kind == SlotKind::Text;
    if !slot.kind.accepts(said, Sureness::Likely) {
        return false;
    }
    if !free_words && (said.starts_with(['を', 'が']) || ENDS.iter().any(|end| said.ends_with(end))) {
        return false;
    }
    // a quotation may be anything; it is what is asked for first
    let asked_for_first = |(other, slot): (usize, &Slot)| {
        slot.required && openness(slot.kind) > 0 && taken.iter().all(|(taken, _)| *taken != other)
    };
    if is_quoted(said)
        && !slot.required
        && slot.kind.is_name()
        && form.slots.iter().enumerate().any(asked_for_first)
    {
        return false;
    }
    let lone = form.slots.iter().filter(|other| other.kind == slot.kind).count() == 1;
    let optional_name = !slot.required && lone && slot.kind.is_name() && slot.kind != SlotKind::User;
    let anchored = anchors.before.contains(&(index, before(&text[..range.start])));
    let unannounced = optional_name && !anchored && said.is_ascii();
    let no_room = slot.kind == SlotKind::Room && !wording::is_room(text, range);
    !(unannounced || no_room || free_words && wording::is_order(said))
}

/// How well a stretch stands for an argument: by its neighbours, and by what it looks like.
fn worth(
    slot: &Slot,
    (index, named): (usize, bool),
    text: &str,
    range: &Range<usize>,
    anchors: &Anchors,
) -> f64 {
    let said = &text[range.clone()];
    let beside = anchors.score(index, text, range);
    let kind = openness(slot.kind);
    let sure = slot.kind.accepts(said, Sureness::Sure) && !slot.kind.is_choosy();
    let is_name = kind <= 1 && !matches!(slot.kind, SlotKind::Room | SlotKind::Tags) || kind == 2 && named;
    let name = if is_name { name_likeness(text, range) } else { 0.0 };
    let announced = kind == 3 && text[..range.start].trim_end().ends_with([':', ',']);
    let bonus = name + if sure { 2.0 } else { 0.0 } + if announced { 2.0 } else { 0.0 };
    if slot.kind == SlotKind::Text {
        return beside + bonus;
    }
    let own = words(said).filter(|word| anchors.own.contains(word)).count() as f64;
    beside + bonus - 1.5 * own - loose_ends(said) - broken_off(text, range, anchors)
}

/// A name that is cut where it goes on, as 夏 of 夏の技術祭, or that has words of the sentence in it.
fn broken_off(text: &str, range: &Range<usize>, anchors: &Anchors) -> f64 {
    let goes_on = text[range.end..].strip_prefix('の').is_some_and(|rest| {
        let next = words(rest).next();
        next.is_some_and(|next| {
            rest.starts_with(&next) && !anchors.own.contains(&next) && concepts(&next).is_empty()
        })
    });
    let inner = names::goes_through_hiragana(&text[range.clone()]);
    (if goes_on { 2.5 } else { 0.0 }) + (if inner { 1.5 } else { 0.0 })
}

/// Something stands behind the name: #supportで.
fn has_particles(said: &str) -> bool {
    said.strip_prefix('#').is_some_and(|name| room::len(name) < name.len())
}

/// Free words that need not be there are taken only where something announces them.
fn is_announced(slot: &Slot, text: &str, range: &Range<usize>) -> bool {
    let quoted = text[range.clone()].starts_with(['"', '「', '『']);
    let word = before(&text[..range.start]);
    slot.required
        || openness(slot.kind) == 0
        || slot.kind == SlotKind::Tags
        || quoted
        || word.len() > 1 && word.is_ascii()
        || word.ends_with([':', ','])
}

pub(super) fn is_free(range: &Range<usize>, taken: &[(usize, Range<usize>)]) -> bool {
    taken.iter().all(|(_, other)| range.end <= other.start || other.end <= range.start)
}
