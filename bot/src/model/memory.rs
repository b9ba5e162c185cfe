//! Answers that were had already, by what was asked: tenant, model, and every word of the question. Another tenant's
//! are never found, and neither is anything whose messages have changed. Only in memory; the oldest go first.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crm::TenantId;
use nlp::model::Ask;
use ring::digest::{Context, SHA256};

/// How many are kept; each is a few hundred bytes.
const KEPT: usize = 2_000;

/// What makes a question itself.
pub(super) type Key = [u8; 32];

/// Of a question.
pub(super) fn key(tenant: TenantId, model: &str, ask: &Ask) -> Key {
    let mut digest = Context::new(&SHA256);
    let schema = ask.schema.to_string();
    let tenant = tenant.0.to_string();
    for text in [&tenant, model, ask.task.as_str(), &ask.system, &ask.user, &ask.schema_name, &schema] {
        digest.update(&text.len().to_le_bytes());
        digest.update(text.as_bytes());
    }
    let mut key = [0; 32];
    key.copy_from_slice(digest.finish().as_ref());
    key
}

#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<Key, Arc<str>>,
    oldest: VecDeque<Key>,
}

#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Kept>);

impl Memory {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<str>> {
        self.kept().answers.get(key).cloned()
    }

    pub(super) fn keep(&self, key: Key, answer: Arc<str>) {
        let mut kept = self.kept();
        if kept.answers.insert(key, answer).is_none() {
            kept.oldest.push_back(key);
        }
        while kept.oldest.len() > KEPT {
            if let Some(oldest) = kept.oldest.pop_front() {
                kept.answers.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nlp::{
        Lang,
        model::summary::{self, Line},
    };

    #[test]
    fn the_same_question_of_the_same_tenant_is_known_and_the_oldest_is_forgotten() {
        let ask = |text| summary::ask(&[Line { author: "Anna", text }], Lang::En).unwrap();
        let (acme, other) = (TenantId::new(), TenantId::new());
        let (one, two) = (ask("we ship on Monday"), ask("we ship on Tuesday"));
        assert_eq!(key(acme, "m", &one), key(acme, "m", &one.clone()));
        let keys = [
            key(acme, "m", &one),
            key(acme, "m", &two),
            key(other, "m", &one),
            key(acme, "n", &one),
            key(
                acme,
                "m",
                &summary::ask(&[Line { author: "Anna", text: "we ship on Monday" }], Lang::Ja).unwrap(),
            ),
        ];
        assert_eq!(keys.iter().collect::<std::collections::HashSet<_>>().len(), keys.len());
        let memory = Memory::default();
        memory.keep(keys[0], "first".into());
        assert_eq!(memory.get(&keys[0]).as_deref(), Some("first"));
        assert_eq!(memory.get(&keys[1]), None);
        for n in 0..KEPT as u64 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_le_bytes());
            memory.keep(key, "later".into());
        }
        assert_eq!(memory.get(&keys[0]), None);
    }
}
