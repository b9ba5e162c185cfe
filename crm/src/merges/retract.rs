//! Taking out of the survivors' fields what came from a merge that is undone.
//!
//! What the merge had filled in goes; the next later merge into the same person that has a value fills
//! the gap, as it would have, had the undone one never been. Where that person is itself part of another,
//! the same happens there, and so on up. A value that somebody edited since is left alone.
//!
//! Only rules here: values in, values out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Conflict,
    fields::{Field, Fields, Filled, Fills, Names, strings},
};
use crate::{Code, CodeKind, MergeId};

/// A merge that stands: who is part of the level's person by it.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) merge: MergeId,
    pub(super) person: Fields,
    pub(super) fills: Fills,
}

/// One person on the way up from the undone merge's survivor, and everybody merged into it.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) person: Fields,
    /// Oldest merge first.
    pub(super) branches: Vec<Branch>,
    /// Which of them leads down to the undone merge; on the lowest level, that merge itself.
    pub(super) way: usize,
}

/// Changes the levels, lowest first, to what they would be without the undone merge. `names`: of what stands in
/// fields by its id.
pub(super) fn retract(levels: &mut [Level], names: &Names) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    let mut fields: BTreeSet<Field> = match levels.first_mut() {
        Some(lowest) => lowest.at().fills.keys().copied().filter(|field| *field != Field::Tags).collect(),
        None => BTreeSet::new(),
    };
    let mut tags: BTreeSet<String> = match levels.first_mut() {
        Some(lowest) => lowest.at().fills.get(&Field::Tags).map(|filled| strings(&filled.after)),
        None => None,
    }
    .unwrap_or_default()
    .into_iter()
    .collect();
    for i in 0..levels.len() {
        let (below, rest) = levels.split_at_mut(i);
        let level = &mut rest[0];
        let below = below.last().map(|level| &level.person);
        fields.retain(|field| level.retract_value(*field, (below, names), &mut conflicts));
        tags.retain(|tag| level.retract_tag(tag, below.is_none()));
    }
    conflicts
}

impl Level {
    fn at(&mut self) -> &mut Branch {
        &mut self.branches[self.way]
    }

    fn later(&mut self) -> &mut [Branch] {
        &mut self.branches[self.way + 1..]
    }

    /// Takes out a value that came by the way; `below` is where it comes from now, if from anywhere. True
    /// when the person's value changed.
    fn retract_value(
        &mut self,
        field: Field,
        (below, names): (Option<&Fields>, &Names),
        conflicts: &mut Vec<Conflict>,
    ) -> bool {
        let Some(filled) = self.at().fills.get(&field).cloned() else { return false };
        let present = self.person.value(field);
        // a later merge that has the field as well was chosen for it, over what this one had left there …
        let next = self.later().iter().position(|branch| branch.fills.contains_key(&field));
        let left = next.and_then(|next| self.later()[next].fills.get(&field)).map(|over| over.before.clone());
        // … or could fill it only because somebody had emptied it
        if left.as_ref().unwrap_or(&present) != &filled.after {
            conflicts.extend(field.called(names).map(|called| Conflict::Edited {
                person: Code::new(CodeKind::Person, self.person.number),
                field: called,
                merged: field.said(filled.after, names),
                present: field.said(present, names),
            }));
            return false;
        }
        let before = filled.before;
        let now = if let Some(after) = below.and_then(|below| below.filled(field)) {
            self.at().fills.insert(field, Filled { before, after: after.clone() });
            after
        } else {
            if below.is_some() {
                self.at().fills.remove(&field);
            }
            self.inherit(field, before, next)
        };
        if let Some(over) = next.and_then(|next| self.later()[next].fills.get_mut(&field)) {
            over.before = now;
            return false;
        }
        self.person.put(field, &now);
        now != present
    }

    /// What stands in a field once it has `before` again: an empty one the first merge after the way fills
    /// that can, of those before the one that has it already.
    fn inherit(&mut self, field: Field, before: Value, next: Option<usize>) -> Value {
        let stands = match field {
            Field::Custom(_) => !before.is_null(),
            _ => before.as_str().is_some_and(|text| !text.trim().is_empty()),
        };
        if stands {
            return before;
        }
        let between = self.later().iter_mut().take(next.unwrap_or(usize::MAX));
        let heir = between.into_iter().find_map(|b| b.person.filled(field).map(|after| (b, after)));
        match heir {
            Some((heir, after)) => {
                heir.fills.insert(field, Filled { before, after: after.clone() });
                after
            }
            None => before,
        }
    }

    /// Takes off a tag that came by the way. True when the person has it no more.
    fn retract_tag(&mut self, tag: &str, lowest: bool) -> bool {
        let came = self.at().fills.get(&Field::Tags).is_some_and(|filled| added(filled, tag));
        if !came || !self.person.tags.iter().any(|t| t == tag) {
            return false; // its own, or taken off since
        }
        if !lowest && let Some(filled) = self.at().fills.get_mut(&Field::Tags) {
            strike(&mut filled.after, tag);
            if filled.before == filled.after {
                self.at().fills.remove(&Field::Tags);
            }
        }
        let present = self.person.value(Field::Tags);
        if let Some(heir) = self.later().iter_mut().find(|b| b.person.tags.iter().any(|t| t == tag)) {
            let filled = heir
                .fills
                .entry(Field::Tags)
                .or_insert_with(|| Filled { before: present.clone(), after: present });
            strike(&mut filled.before, tag);
            if !strings(&filled.after).iter().any(|t| t == tag) {
                push(&mut filled.after, tag);
            }
            return false;
        }
        self.person.tags.retain(|t| t != tag);
        true
    }
}

fn added(filled: &Filled, tag: &str) -> bool {
    let has = |list: &Value| strings(list).iter().any(|t| t == tag);
    has(&filled.after) && !has(&filled.before)
}

fn strike(list: &mut Value, tag: &str) {
    if let Some(list) = list.as_array_mut() {
        list.retain(|t| t != tag);
    }
}

fn push(list: &mut Value, tag: &str) {
    if let Some(list) = list.as_array_mut() {
        list.push(tag.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldId, PersonId, merges::fields::fill};

    fn person(title: Option<&str>, tags: &[&str]) -> Fields {
        Fields {
            id: PersonId::new(),
            number: 1,
            name: "Ada".to_owned(),
            relationship: "developer".to_owned(),
            kana: None,
            romaji: None,
            title: title.map(str::to_owned),
            email: None,
            owner: None,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            custom: serde_json::json!({}),
        }
    }

    impl Level {
        fn new(person: Fields) -> Self {
            Self { person, branches: Vec::new(), way: 0 }
        }

        fn merge(&mut self, person: &Fields) {
            self.merge_choosing(person, &[]);
        }

        fn merge_choosing(&mut self, person: &Fields, chosen: &[Field]) {
            let fills = fill(&mut self.person, person, chosen);
            self.branches.push(Branch { merge: MergeId::new(), person: person.clone(), fills });
        }

        fn tags(&self) -> String {
            self.person.tags.join(" ")
        }

        fn title(&self) -> Option<&str> {
            self.person.title.as_deref()
        }
    }

    #[test]
    fn the_next_fills_the_gap_on_every_level() {
        let mut lower = Level::new(person(None, &["own"]));
        lower.merge(&person(Some("CTO"), &["vip", "rust"]));
        lower.merge(&person(Some("CEO"), &["rust"]));
        let mut upper = Level::new(person(Some(" "), &[]));
        upper.merge(&lower.person);
        assert_eq!((upper.title(), upper.person.tags.len()), (Some("CTO"), 3));
        let mut levels = [lower, upper];
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!((levels[0].title(), levels[1].title()), (Some("CEO"), Some("CEO")));
        assert_eq!((levels[0].tags(), levels[1].tags()), ("own rust".to_owned(), "own rust".to_owned()));
        assert_eq!(strings(&levels[1].branches[0].fills[&Field::Tags].after), ["own", "rust"]);
        levels[0].branches.remove(0);
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!((levels[0].title(), levels[1].title()), (None, Some(" ")));
        assert_eq!((levels[0].tags(), levels[1].tags()), ("own".to_owned(), "own".to_owned()));
    }

    #[test]
    fn what_was_chosen_stands_on_what_was_there() {
        let mut level = Level::new(person(None, &[]));
        level.merge(&person(Some("CTO"), &[]));
        level.merge(&person(Some("CEO"), &[]));
        level.merge_choosing(&person(Some("CFO"), &[]), &[Field::Title, Field::Name]);
        let mut levels = [level];
        // without the first, the second would have filled what the third was chosen over
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!(levels[0].title(), Some("CFO"));
        assert_eq!(levels[0].branches[2].fills[&Field::Title].before, "CEO");
        levels[0].branches.remove(0);
        levels[0].way = 1;
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!((levels[0].title(), levels[0].person.name.as_str()), (Some("CEO"), "Ada"));
    }

    #[test]
    fn a_value_emptied_and_filled_again_is_the_later_merges() {
        let mut level = Level::new(person(None, &[]));
        level.merge(&person(Some("CTO"), &[]));
        level.merge(&person(Some("CEO"), &[]));
        level.person.title = None; // somebody emptied it
        level.merge(&person(Some("CTO"), &[]));
        let mut levels = [level];
        assert_eq!(retract(&mut levels, &Names::default()).len(), 1);
        assert_eq!(levels[0].title(), Some("CTO"));
        levels[0].way = 2;
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!(levels[0].title(), None);
    }

    #[test]
    fn a_field_of_the_tenants_own_is_filled_and_emptied_like_any_other() {
        let field = FieldId::new();
        let with = |value: Value| {
            let mut someone = person(None, &[]);
            someone.put(Field::Custom(field), &value);
            someone
        };
        let mut level = Level::new(person(None, &[]));
        level.merge(&with(serde_json::json!(["Rust", "Go"])));
        level.merge(&with(serde_json::json!(["Ruby"])));
        assert_eq!(level.person.value(Field::Custom(field)), serde_json::json!(["Rust", "Go"]));
        let mut levels = [level];
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!(levels[0].person.value(Field::Custom(field)), serde_json::json!(["Ruby"]));
        levels[0].branches.remove(0);
        assert_eq!(retract(&mut levels, &Names::default()), []);
        assert_eq!(levels[0].person.custom, serde_json::json!({}));
    }

    #[test]
    fn what_somebody_edited_since_is_told_by_its_name() {
        let field = FieldId::new();
        let mut someone = person(None, &[]);
        someone.put(Field::Custom(field), &serde_json::json!("Rust"));
        let mut level = Level::new(person(None, &[]));
        level.merge(&someone);
        level.person.put(Field::Custom(field), &serde_json::json!("Go"));
        let mut levels = [level];
        let names = Names { own: [(field, "利用言語".to_owned())].into(), ..Names::default() };
        let conflicts = retract(&mut levels, &names);
        assert!(
            matches!(&conflicts[..], [Conflict::Edited { field, .. }] if field == "利用言語"),
            "{conflicts:?}"
        );
        assert_eq!(levels[0].person.value(Field::Custom(field)), serde_json::json!("Go"));
    }
}
