//! What somebody else takes a text for: which commands are worth asking about, and whether a proposal is one that
//! could have been said.

use std::collections::BTreeMap;

use super::{Grammar, SlotKind, grammar::Parsed, slot::Sureness, text};

/// A call that somebody else proposes, as far as it can be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The command's name.
    pub command: &'static str,
    /// Argument name → words.
    pub arguments: BTreeMap<&'static str, String>,
    /// The first argument that is needed and not there.
    pub missing: Option<&'static str>,
    /// Words of substance that the call has no use for, as they stand in the text.
    pub unused: Vec<String>,
}

impl Grammar {
    /// The commands that a text most likely means, best first: at most so many, only those that `may` be meant.
    pub fn likely(&self, said: &str, most: usize, may: impl Fn(&str) -> bool) -> Vec<&'static str> {
        let Some(ready) = text::first_line(said).and_then(|line| text::ready(line, line)) else {
            return Vec::new();
        };
        let thought_of = self.head.propose(&self.forms, &ready).commands;
        let by_head = thought_of.iter().map(|(index, _)| self.forms[*index].form.name);
        // what is spelled alike first: there are at most three
        let mut likely: Vec<&'static str> = Vec::new();
        for name in self.nearest.of(&ready.text).into_iter().take(2).chain(by_head) {
            if likely.len() < most && may(name) && !likely.contains(&name) {
                likely.push(name);
            }
        }
        likely
    }

    /// A call put together by somebody else, as far as its words can be what they are taken for; `None`: there is no
    /// such command.
    pub fn proposed(
        &self,
        command: &str,
        said: BTreeMap<&'static str, String>,
        text: &str,
    ) -> Option<Proposed> {
        let index = self.forms.iter().position(|parsed| parsed.form.name == command)?;
        let Parsed { form, .. } = &self.forms[index];
        let ready = text::first_line(text).and_then(|line| text::ready(line, line));
        let ready = ready.filter(|_| self.head.has_learned_talk());
        // codes, rooms, days and amounts are read by rules: what these find is surer than anybody's proposal
        let mut found = ready.as_ref().map(|ready| self.found(index, ready)).unwrap_or_default();
        found.retain(|name, words| {
            form.slots.iter().any(|slot| {
                slot.name == *name && (is_ruled(slot.kind) || slot.kind.accepts(words, Sureness::Sure))
            })
        });
        let mut unused = Vec::new();
        let mut arguments = BTreeMap::new();
        for slot in &form.slots {
            if let Some(words) = found.get(slot.name) {
                arguments.insert(slot.name, words.clone());
                continue;
            }
            let Some(words) = said.get(slot.name) else { continue };
            if found.values().any(|other| other == words) {
                continue;
            }
            if slot.kind.accepts(words, Sureness::Likely) {
                arguments.insert(slot.name, slot.kind.value(words));
            } else if !matches!(slot.kind, SlotKind::Choice(_)) {
                unused.push(words.clone());
            }
        }
        if let Some(ready) = ready {
            let taken: Vec<_> = arguments
                .values()
                .filter_map(|value| ready.text.find(value.as_str()).map(|at| at..at + value.len()))
                .collect();
            for words in self.head.unused(&self.forms, index, &ready.text, &taken) {
                if !unused.iter().any(|known| known.contains(&words)) {
                    unused.push(words);
                }
            }
        }
        let missing = form.slots.iter().find(|slot| slot.required && !arguments.contains_key(slot.name));
        Some(Proposed { command: form.name, missing: missing.map(|slot| slot.name), arguments, unused })
    }
}

/// Is such an argument found by how it is written?
fn is_ruled(kind: SlotKind) -> bool {
    matches!(
        kind,
        SlotKind::Room
            | SlotKind::Period
            | SlotKind::Ahead
            | SlotKind::Date
            | SlotKind::Moment
            | SlotKind::Amount
    )
}
