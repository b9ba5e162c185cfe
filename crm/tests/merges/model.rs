//! The oracle: a tenant in plain Rust that replays, from the start, every edit and every merge that was
//! not undone. It knows nothing of moves, notes or conflicts.

use std::collections::{BTreeMap, BTreeSet};

/// A person's texts. The last is never empty, and only somebody's choice makes it another's.
pub(crate) const TEXTS: [&str; 5] = ["kana", "romaji", "title", "email", "name"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) texts: [Option<String>; 5],
    pub(crate) tags: BTreeSet<String>,
    /// By which names it is found.
    pub(crate) forms: BTreeSet<String>,
    pub(crate) part_of: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) people: Vec<Person>,
    /// Whose each row is.
    pub(crate) owners: Vec<usize>,
}

impl State {
    pub(crate) fn survivor(&self, person: usize) -> usize {
        self.people[person].part_of.map_or(person, |other| self.survivor(other))
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// With the texts chosen from `from`, a bit each.
    Merge {
        number: usize,
        into: usize,
        from: usize,
        chosen: u8,
    },
    Text {
        person: usize,
        field: usize,
        value: Option<String>,
    },
    TagOn {
        person: usize,
        tag: String,
    },
    TagOff {
        person: usize,
        tag: String,
    },
    Give {
        row: usize,
        to: usize,
    },
}

/// How things are, and by which merges they came to be so.
#[derive(Debug)]
pub(crate) struct Replayed {
    pub(crate) state: State,
    /// The merge that filled a person's text which nobody has edited since.
    pub(crate) filled: BTreeMap<(usize, usize), usize>,
    /// The merges that brought a row where it is, since it was last given by hand.
    pub(crate) path: Vec<BTreeSet<usize>>,
}

/// What is, if `events` are all that ever happened.
pub(crate) fn replay(start: &State, events: &[Event]) -> Replayed {
    let mut state = start.clone();
    let mut filled = BTreeMap::new();
    let mut path = vec![BTreeSet::new(); state.owners.len()];
    for event in events {
        match event {
            Event::Merge { number, into, from, chosen } => {
                let other = state.people[*from].clone();
                let kept = &mut state.people[*into];
                for field in 0..TEXTS.len() {
                    let taken = blank(&kept.texts[field]) || chosen >> field & 1 == 1;
                    if taken && !blank(&other.texts[field]) {
                        kept.texts[field].clone_from(&other.texts[field]);
                        filled.insert((*into, field), *number);
                    }
                }
                kept.tags.extend(other.tags);
                kept.forms.extend(other.forms);
                state.people[*from].part_of = Some(*into);
                for (owner, path) in state.owners.iter_mut().zip(&mut path) {
                    if owner == from {
                        *owner = *into;
                        path.insert(*number);
                    }
                }
            }
            Event::Text { person, field, value } => {
                state.people[*person].texts[*field].clone_from(value);
                filled.remove(&(*person, *field));
            }
            Event::TagOn { person, tag } => {
                state.people[*person].tags.insert(tag.clone());
            }
            Event::TagOff { person, tag } => {
                state.people[*person].tags.remove(tag);
            }
            Event::Give { row, to } => {
                state.owners[*row] = *to;
                path[*row].clear();
            }
        }
    }
    Replayed { state, filled, path }
}

fn blank(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(|text| text.trim().is_empty())
}
