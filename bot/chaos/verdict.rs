//! What was promised against what is there: the journal on one side, the database on the other.

use std::collections::{HashMap, HashSet};

use crm::testing::recorded::{Recorded, Unfinished};

use crate::{
    journal::{Event, Line, What},
    table::{Table, tag},
};

/// How many of each fault are told by name.
const TOLD: usize = 10;

/// Faults of one kind.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) many: usize,
    pub(crate) first: Vec<String>,
}

impl Faults {
    fn add(&mut self, what: String) {
        self.many += 1;
        if self.first.len() < TOLD {
            self.first.push(what);
        }
    }
}

/// How it went.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) sent: usize,
    pub(crate) acked: usize,
    /// By platform and door.
    pub(crate) acked_by_door: HashMap<(String, String), usize>,
    pub(crate) recorded: usize,
    pub(crate) quarantined: usize,
    /// Not acknowledged, and there all the same: the answer was lost, not the event.
    pub(crate) unacked_but_there: usize,
    pub(crate) lost: Faults,
    pub(crate) twice: Faults,
    pub(crate) disordered: Faults,
    pub(crate) wrong: Faults,
    pub(crate) refused: Faults,
    pub(crate) unfinished: Vec<String>,
    pub(crate) acks_ms: Vec<f64>,
}

impl Verdict {
    /// Compares.
    pub(crate) fn of(
        lines: Vec<Line>,
        activities: &[Recorded],
        aside: &[(String, Vec<u8>, Option<String>)],
        unfinished: &Unfinished,
    ) -> Self {
        let mut verdict = Self::default();
        let (mut events, mut acked) = (Vec::new(), HashSet::new());
        for line in lines {
            match line {
                Line::Sends(event) => events.push(event),
                Line::Acked { tag, ms } => {
                    verdict.acks_ms.push(ms);
                    acked.insert(tag);
                }
                Line::Kept { tag } => _ = acked.insert(tag),
                Line::Refused { tag, status } => verdict.refused.add(format!("{tag}: {status}")),
            }
        }
        verdict.acks_ms.sort_by(f64::total_cmp);
        verdict.sent = events.len();
        verdict.acked = acked.len();
        verdict.recorded = activities.len();
        verdict.quarantined = aside.len();
        for event in events.iter().filter(|event| acked.contains(&event.tag)) {
            *verdict.acked_by_door.entry((event.platform.clone(), event.door.clone())).or_default() += 1;
        }
        let recorded = Table::of(activities);
        verdict.messages(&events, &acked, &recorded);
        verdict.changes(&events, &acked, &recorded);
        verdict.malformed(&events, &acked, aside);
        verdict.order(&events, activities, &recorded);
        let Unfinished { waiting, leases, early, open } = *unfinished;
        for (many, what) in [
            (waiting, "deliveries wait in the inbox"),
            (leases, "leases on deliveries that are dealt with"),
            (early, "changes wait for a message that is there"),
            (open, "transactions left open"),
        ] {
            if many > 0 {
                verdict.unfinished.push(format!("{many} {what}"));
            }
        }
        verdict
    }

    /// Everything that was promised was kept.
    pub(crate) fn is_good(&self) -> bool {
        let faults = [&self.lost, &self.twice, &self.disordered, &self.wrong, &self.refused];
        faults.iter().all(|faults| faults.many == 0) && self.unfinished.is_empty()
    }

    fn messages(&mut self, events: &[Event], acked: &HashSet<String>, recorded: &Table<'_>) {
        let mut expected = 0;
        for event in events.iter().filter(|event| event.what == What::Message) {
            let there = recorded.of_event(event).len();
            expected += there.min(1);
            match (there, acked.contains(&event.tag)) {
                (0, true) => self.lost.add(name(event)),
                (0 | 1, false) => self.unacked_but_there += there,
                (1, true) => {}
                (many, _) => self.twice.add(format!("{} ({many} times)", name(event))),
            }
        }
        if recorded.messages > expected {
            self.twice.add(format!("{} messages that nobody sent", recorded.messages - expected));
        }
    }

    /// The last acknowledged change stands, unless a later one came through without an answer.
    fn changes(&mut self, events: &[Event], acked: &HashSet<String>, recorded: &Table<'_>) {
        let mut changed: HashMap<(&str, &str, &str), Vec<&Event>> = HashMap::new();
        for event in events.iter().filter(|event| matches!(event.what, What::Edit | What::Delete)) {
            let Some(message) = &event.message else { continue };
            changed.entry((&event.platform, &event.conversation, message)).or_default().push(event);
        }
        for mut changes in changed.into_values() {
            changes.sort_by_key(|event| (event.what == What::Delete, event.nth));
            // lost messages have been told
            let Some(row) = changes.first().and_then(|event| recorded.of_event(event).first().copied())
            else {
                continue;
            };
            let must = changes.iter().rposition(|event| acked.contains(&event.tag));
            let may = &changes[must.unwrap_or(0)..];
            let stands = |event: &&Event| match event.what {
                What::Delete => row.deleted,
                _ => !row.deleted && row.text.as_deref().is_some_and(|text| text.starts_with(&event.tag)),
            };
            if let Some(must) = must
                && !may.iter().any(stands)
            {
                self.lost.add(format!("{}, of {} changes", name(changes[must]), changes.len()));
            }
            if usize::try_from(row.version).unwrap_or(0) > changes.len() + 1 {
                self.twice.add(format!("{} is version {}", name(changes[0]), row.version));
            }
        }
    }

    fn malformed(
        &mut self,
        events: &[Event],
        acked: &HashSet<String>,
        aside: &[(String, Vec<u8>, Option<String>)],
    ) {
        let mut put: HashMap<String, usize> = HashMap::new();
        for (_, body, reason) in aside {
            match tag(&String::from_utf8_lossy(body)) {
                Some(tag) => *put.entry(tag.to_owned()).or_default() += 1,
                None => self.wrong.add(format!("put aside without a tag: {reason:?}")),
            }
        }
        for event in events {
            let many = put.remove(&event.tag).unwrap_or_default();
            match (event.what, many, acked.contains(&event.tag)) {
                (What::Malformed, 0, true) => self.lost.add(name(event)),
                (What::Malformed, 0 | 1, _) | (_, 0, _) => {}
                (What::Malformed, ..) => self.twice.add(format!("{} ({many} times aside)", name(event))),
                _ => self.wrong.add(format!("{} was put aside", name(event))),
            }
        }
    }

    /// What was said in a conversation is read there in the order in which it was said.
    fn order(&mut self, events: &[Event], activities: &[Recorded], recorded: &Table<'_>) {
        let said: HashMap<String, &Event> = events
            .iter()
            .filter(|event| event.what == What::Message)
            .map(|event| (recorded.key_of_event(event), event))
            .collect();
        let mut last: HashMap<(&str, &str), u64> = HashMap::new();
        for row in activities.iter().filter(|row| row.action == "message") {
            let Some(event) = Table::key(row).and_then(|key| said.get(&key)) else {
                self.wrong.add(format!("nobody said {:?} in {}", row.text, row.conversation));
                continue;
            };
            let last = last.entry((&row.platform, &row.conversation)).or_insert(0);
            if event.nth < *last {
                self.disordered.add(format!("{} comes after number {last}", name(event)));
            }
            *last = (*last).max(event.nth);
        }
    }
}

fn name(event: &Event) -> String {
    format!("{} {:?} {} in {}", event.platform, event.what, event.tag, event.conversation)
}
