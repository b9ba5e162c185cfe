//! Records that know of each other.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Learned, Record, Schema, Signal, block,
    cluster::{self, Link},
    compare,
    index::Index,
    learned::{Fitted, in_parts},
    name::Level,
    profile::Profile,
    signals,
};

/// From here on two records are rather one person than two.
pub const LIKELY: f64 = 0.5;
/// So likely are two of other kanji with one reading one person, where more than a house in common says so.
const SURELY: f64 = 0.9;
/// Two names of one reading, that are not surely one person's, speak at least this much against a chain over a third.
const READ_ALIKE: f64 = -10.0;
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
    learned: Arc<Learned>,
    columns: block::Columns,
    candidates: Vec<(u32, u32)>,
    keys: Vec<Vec<u64>>,
    index: Index,
}

impl People {
    /// Takes in records and learns from them.
    pub fn new(records: &[Record], schema: Schema) -> Self {
        let Fitted { learned, profiles, columns, keys, candidates } = Learned::of(records, schema);
        Self { profiles, learned: Arc::new(learned), columns, candidates, keys, index: Index::default() }
    }

    /// How many records, those taken away with them.
    pub fn len(&self) -> usize {
        self.profiles.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    /// What was learned, for records that are not among these.
    pub fn learned(&self) -> Arc<Learned> {
        self.learned.clone()
    }

    /// Every pair that is at least this likely one person, likeliest first.
    pub fn pairs(&self, least: f64) -> Vec<Pair> {
        let scored = in_parts(&self.candidates, |(a, b)| self.probability(*a as usize, *b as usize));
        let likely = self.candidates.iter().zip(scored).filter(|(_, probability)| *probability >= least);
        sorted(likely.map(|((a, b), probability)| pair(*a as usize, *b as usize, probability)).collect())
    }

    /// Groups of one person each, for each record by the first of its group. `pairs` are those of
    /// [`People::pairs`]; `apart` were said to be two.
    pub fn groups(&self, pairs: &[Pair], apart: &[(usize, usize)]) -> Vec<usize> {
        let apart: HashSet<(u32, u32)> = apart.iter().map(|(a, b)| (*a as u32, *b as u32)).collect();
        let evidence = |a: u32, b: u32| self.evidence(a as usize, b as usize);
        let groups = cluster::cluster(self.len(), links(pairs, |at| at as u32), &apart, evidence);
        groups.into_iter().map(|group| group as usize).collect()
    }

    /// Those of these pairs whose two ends are in one group: none that only a chain of weak links holds, none
    /// across what was said to be two. The pairs must be all there are of whoever is in them.
    pub fn consistent(&self, pairs: Vec<Pair>, apart: impl Fn(usize, usize) -> bool) -> Vec<Pair> {
        let mut members: Vec<usize> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        members.sort_unstable();
        members.dedup();
        let dense: HashMap<usize, u32> =
            members.iter().enumerate().map(|(at, member)| (*member, at as u32)).collect();
        let evidence = |a: u32, b: u32| {
            let (a, b) = (members[a as usize], members[b as usize]);
            if apart(a, b) { f64::NEG_INFINITY } else { self.evidence(a, b) }
        };
        let likely: Vec<Pair> = pairs.iter().filter(|pair| !apart(pair.a, pair.b)).cloned().collect();
        let groups =
            cluster::cluster(members.len(), links(&likely, |at| dense[&at]), &HashSet::new(), evidence);
        let group = |at: usize| groups[dense[&at] as usize];
        likely.into_iter().filter(|pair| group(pair.a) == group(pair.b)).collect()
    }

    /// What two records weigh together; nothing outweighs what cannot be.
    fn evidence(&self, a: usize, b: usize) -> f64 {
        let found = compare::compare(&self.profiles[a], &self.profiles[b]);
        let weights = self.learned.weigh(&found);
        // of 優子 and 裕子 a ゆうこ is one, not both
        let read_alike = found.name.is_some_and(|(likeness, ..)| likeness.level == Level::Homophone);
        if weights.never {
            f64::NEG_INFINITY
        } else if read_alike && self.learned.probability(&weights) < SURELY {
            weights.total.min(READ_ALIKE)
        } else {
            weights.total
        }
    }

    /// How likely two records are one person, 0 to 1.
    pub fn probability(&self, a: usize, b: usize) -> f64 {
        let found = compare::compare(&self.profiles[a], &self.profiles[b]);
        self.learned.probability(&self.learned.weigh(&found))
    }

    /// How likely two records are one person, and what speaks for and against it, the weightiest first.
    pub fn explain(&self, a: usize, b: usize) -> (f64, Vec<Signal>) {
        let (a, b) = (&self.profiles[a], &self.profiles[b]);
        let found = compare::compare(a, b);
        let weights = self.learned.weigh(&found);
        (self.learned.probability(&weights), signals::signals(a, b, &found, &weights, self.learned.schema()))
    }

    /// What speaks for and against each of these pairs.
    pub fn explain_all(&self, pairs: &[(usize, usize)]) -> Vec<Vec<Signal>> {
        in_parts(pairs, |(a, b)| self.explain(*a, *b).1)
    }

    /// Adds a record and gives its position. What was learned stays as it is: it is fitted anew with
    /// [`People::new`].
    pub fn add(&mut self, record: &Record) -> usize {
        let position = self.profiles.len();
        self.profiles.push(Profile::default());
        self.keys.push(Vec::new());
        self.put(position, record);
        position
    }

    /// Puts another record in the place of the one at this position.
    pub fn put(&mut self, position: usize, record: &Record) {
        self.settle();
        let profile = self.learned.ready(record);
        let keys = block::keys(&profile, &self.columns);
        self.index.put(position as u32, &self.keys[position], &keys);
        self.profiles[position] = profile;
        self.keys[position] = keys;
    }

    /// Takes the record at this position away: it is like nobody. Positions of others stay.
    pub fn take(&mut self, position: usize) {
        self.put(position, &Record::default());
    }

    /// Who among the records may be the person of the one at this position, likeliest first. Looks only at
    /// records with a key in common.
    pub fn alike(&mut self, position: usize, least: f64) -> Vec<Pair> {
        self.settle();
        let mut met: Vec<u32> = Vec::new();
        for key in &self.keys[position] {
            self.index.met(*key, MET, &mut met);
        }
        met.sort_unstable();
        met.dedup();
        let others = met.into_iter().map(|other| other as usize).filter(|other| *other != position);
        let pairs = others.map(|other| pair(position, other, self.probability(position, other)));
        sorted(pairs.filter(|pair| pair.probability >= least).collect())
    }

    /// Who may be the persons of those at these positions, and who of theirs: all that decides whether the
    /// pairs of these hold ([`People::consistent`]).
    pub fn around(&mut self, positions: &[usize], least: f64) -> Vec<Pair> {
        let mut seen: HashSet<usize> = positions.iter().copied().collect();
        let mut pairs = Vec::new();
        let mut next: Vec<usize> = Vec::new();
        for position in positions {
            for pair in self.alike(*position, least) {
                next.extend([pair.a, pair.b].into_iter().filter(|other| seen.insert(*other)));
                pairs.push(pair);
            }
        }
        for position in next {
            pairs.extend(self.alike(position, least));
        }
        pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
        pairs.dedup_by_key(|pair| (pair.a, pair.b));
        sorted(pairs)
    }

    /// Builds the index by key when it is first asked for. The pairs found at first are of no use from then on.
    fn settle(&mut self) {
        if self.index.is_empty() {
            self.index = Index::of(&self.keys);
            self.candidates = Vec::new();
        }
    }
}

fn pair(one: usize, other: usize, probability: f64) -> Pair {
    Pair { a: one.min(other), b: one.max(other), probability }
}

/// Likeliest first.
fn sorted(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
    pairs
}

fn links(pairs: &[Pair], place: impl Fn(usize) -> u32) -> Vec<Link> {
    let odds = |pair: &Pair| {
        let p = pair.probability.min(1.0 - 1e-15);
        (p / (1.0 - p)).ln()
    };
    let likely = pairs.iter().filter(|pair| pair.probability >= LIKELY);
    likely.map(|pair| Link { a: place(pair.a), b: place(pair.b), odds: odds(pair) }).collect()
}
