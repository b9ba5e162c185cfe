//! Records that know of each other.

use std::{
    collections::{HashMap, HashSet},
    thread,
};

use super::{
    Record, Schema, Signal, block,
    cluster::{self, Link},
    compare,
    frequency::Frequency,
    learn,
    model::Model,
    profile::Profile,
    signals,
};

/// From here on two records are rather one person than two.
pub const LIKELY: f64 = 0.5;
/// Threads that compare.
const THREADS: usize = 4;
/// Records with one key that a new one is compared with, at most.
const MET: usize = 200;

/// Two records that may be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Position of the one that came first.
    pub a: usize,
    /// Position of the other.
    pub b: usize,
    /// How likely, 0 to 1.
    pub probability: f64,
}

/// Records made ready, and a model fitted to them.
pub struct People {
    profiles: Vec<Profile>,
    schema: Schema,
    frequency: Frequency,
    model: Model,
    columns: block::Columns,
    candidates: Vec<(u32, u32)>,
    keys: Vec<Vec<u64>>,
    blocks: HashMap<u64, Vec<u32>>,
}

impl People {
    /// Takes in records and learns from them.
    pub fn new(records: &[Record], schema: Schema) -> Self {
        let mut profiles: Vec<Profile> = in_parts(records, Profile::new);
        let frequency = Frequency::of(&profiles);
        for profile in &mut profiles {
            frequency.fill(profile);
        }
        let columns = block::Columns::of(&profiles);
        let keys: Vec<Vec<u64>> = in_parts(&profiles, |profile| block::keys(profile, &columns));
        let candidates = block::pairs(&keys, &profiles);
        let mut model = Model::new(profiles.len(), &schema);
        learn::learn(&mut model, &profiles, &candidates);
        Self { profiles, schema, frequency, model, columns, candidates, keys, blocks: HashMap::new() }
    }

    /// How many records.
    pub fn len(&self) -> usize {
        self.profiles.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    /// Every pair that is at least this likely one person, likeliest first.
    pub fn pairs(&self, least: f64) -> Vec<Pair> {
        let scored = in_parts(&self.candidates, |(a, b)| self.probability(*a as usize, *b as usize));
        let mut pairs: Vec<Pair> = self
            .candidates
            .iter()
            .zip(scored)
            .filter(|(_, probability)| *probability >= least)
            .map(|((a, b), probability)| Pair { a: *a as usize, b: *b as usize, probability })
            .collect();
        pairs.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
        pairs
    }

    /// Groups of one person each, for each record by the first of its group. `pairs` are those of
    /// [`People::pairs`]; `apart` were said to be two.
    pub fn groups(&self, pairs: &[Pair], apart: &[(usize, usize)]) -> Vec<usize> {
        let link = |pair: &Pair| {
            let p = pair.probability.min(1.0 - 1e-15);
            Link { a: pair.a as u32, b: pair.b as u32, odds: (p / (1.0 - p)).ln() }
        };
        let links: Vec<Link> = pairs.iter().filter(|pair| pair.probability >= LIKELY).map(link).collect();
        let apart: HashSet<(u32, u32)> = apart.iter().map(|(a, b)| (*a as u32, *b as u32)).collect();
        let evidence = |a: u32, b: u32| {
            let found = compare::compare(&self.profiles[a as usize], &self.profiles[b as usize]);
            self.model.weigh(&found).total
        };
        let groups = cluster::cluster(self.len(), links, &apart, evidence);
        groups.into_iter().map(|group| group as usize).collect()
    }

    /// How likely two records are one person, 0 to 1.
    pub fn probability(&self, a: usize, b: usize) -> f64 {
        let found = compare::compare(&self.profiles[a], &self.profiles[b]);
        self.model.probability(&self.model.weigh(&found))
    }

    /// How likely two records are one person, and what speaks for and against it, the weightiest first.
    pub fn explain(&self, a: usize, b: usize) -> (f64, Vec<Signal>) {
        let (a, b) = (&self.profiles[a], &self.profiles[b]);
        let found = compare::compare(a, b);
        let weights = self.model.weigh(&found);
        (self.model.probability(&weights), signals::signals(a, b, &found, &weights, &self.schema))
    }

    /// Adds a record and gives its position. What was learned stays as it is: it is fitted anew with
    /// [`People::new`].
    pub fn add(&mut self, record: &Record) -> usize {
        self.index();
        let profile = self.ready(record);
        let keys = block::keys(&profile, &self.columns);
        let position = self.profiles.len();
        for key in &keys {
            self.blocks.entry(*key).or_default().push(position as u32);
        }
        self.profiles.push(profile);
        self.keys.push(keys);
        position
    }

    /// Who among the records may be the person of the one at this position, likeliest first. Looks only at
    /// records with a key in common.
    pub fn alike(&mut self, position: usize, least: f64) -> Vec<Pair> {
        self.index();
        let mut met: Vec<u32> = Vec::new();
        for key in &self.keys[position] {
            if let Some(block) = self.blocks.get(key)
                && block.len() <= MET
            {
                met.extend(block);
            }
        }
        met.sort_unstable();
        met.dedup();
        let pair = |other: usize| Pair {
            a: other.min(position),
            b: other.max(position),
            probability: self.probability(position, other),
        };
        let mut pairs: Vec<Pair> = met
            .into_iter()
            .map(|other| other as usize)
            .filter(|other| *other != position)
            .map(pair)
            .filter(|pair| pair.probability >= least)
            .collect();
        pairs.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
        pairs
    }

    fn ready(&self, record: &Record) -> Profile {
        let mut profile = Profile::new(record);
        self.frequency.fill(&mut profile);
        profile
    }

    /// Builds the blocks by key when they are first asked for.
    fn index(&mut self) {
        if self.blocks.is_empty() {
            for (record, keys) in self.keys.iter().enumerate() {
                for key in keys {
                    self.blocks.entry(*key).or_default().push(record as u32);
                }
            }
        }
    }
}

/// Does something to each item, on a few threads; in order.
fn in_parts<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    if items.len() < 1000 || threads < 2 {
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
