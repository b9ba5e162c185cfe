//! Texts as vectors: which features they have, and how much each tells.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use serde::{Deserialize, Serialize};

use super::features::is_concept;

/// A text: row and value of each feature, of length one as a vector.
pub(super) type Sparse = Vec<(u32, f32)>;

/// The features that are known.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Vectors {
    /// Feature → row, and how much it tells: rare features tell more.
    rows: ByFeature<(u32, f32)>,
}

/// By features, which are hashes already.
type ByFeature<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// Hashes a hash: itself.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// How much more a concept says than a sequence of letters.
const CONCEPT_WEIGHT: f32 = 3.0;

impl Vectors {
    /// From the features of every text to learn from. What one or two texts alone have teaches
    /// little about others, and most features are such.
    pub(super) fn of(texts: &[Vec<u64>]) -> Self {
        let mut seen: ByFeature<u32> = ByFeature::default();
        for feature in texts.iter().flatten() {
            *seen.entry(*feature).or_default() += 1;
        }
        // in the order of the texts, for the same rows at every start
        let mut rows: ByFeature<(u32, f32)> = ByFeature::default();
        for feature in texts.iter().flatten() {
            let times = seen[feature];
            if times > 2 {
                let next = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                let weight = if is_concept(*feature) { CONCEPT_WEIGHT } else { 1.0 };
                rows.entry(*feature).or_insert((next, weight * idf(texts.len(), times)));
            }
        }
        Self { rows }
    }

    /// How many features there are.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A text by its features; those that nothing is known of do not count.
    pub(super) fn sparse(&self, features: &[u64]) -> Sparse {
        let mut found: Sparse =
            features.iter().filter_map(|feature| self.rows.get(feature).copied()).collect();
        let length = found.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut found {
            *value /= length.max(1e-6);
        }
        found
    }
}

/// Inverse document frequency, smoothed: ln((1 + texts) / (1 + texts with it)) + 1.
fn idf(texts: usize, with: u32) -> f32 {
    ((1.0 + texts as f32) / (1.0 + with as f32)).ln() + 1.0
}
