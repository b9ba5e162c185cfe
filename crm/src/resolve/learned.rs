//! What records teach: how common everything is, and what each sign weighs.

use std::thread;

use super::{
    Record, Schema, Signal, block, compare,
    compare::Findings,
    frequency::Frequency,
    learn,
    model::{Model, Weights},
    profile::Profile,
    signals,
};

/// Threads that compare.
const THREADS: usize = 4;

/// What was learned of some records. It judges any others as well.
pub struct Learned {
    schema: Schema,
    frequency: Frequency,
    model: Model,
}

/// Records as they were learned from.
pub(super) struct Fitted {
    pub(super) learned: Learned,
    pub(super) profiles: Vec<Profile>,
    pub(super) columns: block::Columns,
    pub(super) keys: Vec<Vec<u64>>,
    /// Pairs that were compared.
    pub(super) candidates: Vec<(u32, u32)>,
}

impl Learned {
    /// Learns from records.
    pub(super) fn of(records: &[Record], schema: Schema) -> Fitted {
        let mut profiles: Vec<Profile> = in_parts(records, Profile::new);
        let frequency = Frequency::of(&profiles);
        in_parts_mut(&mut profiles, |profile| frequency.fill(profile));
        let columns = block::Columns::of(&profiles);
        let keys: Vec<Vec<u64>> = in_parts(&profiles, |profile| block::keys(profile, &columns));
        let candidates = block::pairs(&keys, &profiles);
        let mut model = Model::new(profiles.len(), &schema);
        learn::learn(&mut model, &profiles, &candidates);
        Fitted { learned: Self { schema, frequency, model }, profiles, columns, keys, candidates }
    }

    /// How many records it was learned from.
    pub fn records(&self) -> usize {
        self.frequency.records
    }

    /// How likely two records are one person, and what speaks for and against it, the weightiest first.
    pub fn explain(&self, a: &Record, b: &Record) -> (f64, Vec<Signal>) {
        let (a, b) = (self.ready(a), self.ready(b));
        let found = compare::compare(&a, &b);
        let weights = self.weigh(&found);
        (self.probability(&weights), signals::signals(&a, &b, &found, &weights, &self.schema))
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(super) fn ready(&self, record: &Record) -> Profile {
        let mut profile = Profile::new(record);
        self.frequency.fill(&mut profile);
        profile
    }

    pub(super) fn weigh(&self, found: &Findings) -> Weights {
        self.model.weigh(found)
    }

    pub(super) fn probability(&self, weights: &Weights) -> f64 {
        self.model.probability(weights)
    }
}

/// How many threads for so many items.
fn threads(items: usize) -> usize {
    let there = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    if items < 1000 { 1 } else { there }
}

/// Does something to each item, on a few threads; in order.
pub(super) fn in_parts<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads(items.len());
    if threads < 2 {
        return items.iter().map(each).collect();
    }
    let part = items.len().div_ceil(threads);
    let each = &each;
    thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(part)
            .map(|items| scope.spawn(move || items.iter().map(each).collect::<Vec<R>>()))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// The same in place.
fn in_parts_mut<T: Send>(items: &mut [T], each: impl Fn(&mut T) + Sync) {
    let threads = threads(items.len());
    let part = items.len().div_ceil(threads).max(1);
    let each = &each;
    thread::scope(|scope| {
        for items in items.chunks_mut(part) {
            scope.spawn(move || items.iter_mut().for_each(each));
        }
    });
}
