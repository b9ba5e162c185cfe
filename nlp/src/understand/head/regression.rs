//! Multinomial logistic regression over sparse texts: learns which features speak for which class.
//!
//! Training visits the texts in a fixed order a fixed number of times, so the same texts always give the same
//! model.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::features::{features, is_concept};
use crate::understand::phrase::Dice;

/// What was learned.
#[derive(Debug)]
pub(super) struct Regression {
    classes: usize,
    /// Feature → row, and how much it tells: rare features tell more.
    rows: ByFeature<(u32, f32)>,
    /// One weight a class, row after row.
    weights: Vec<f32>,
    bias: Vec<f32>,
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

/// A text: row and value of each feature, of length one as a vector.
type Sparse = Vec<(u32, f32)>;

/// How much more a concept says than a sequence of letters.
const CONCEPT_WEIGHT: f32 = 3.0;
const ROUNDS: u32 = 6;
const FIRST_STEP: f32 = 6.0;
/// From this likelihood on a text is known well.
const KNOWN: f32 = 0.8;
/// Changes smaller than this are not worth making.
const LEAST: f32 = 0.01;

impl Regression {
    /// Learns from texts and the number of the class of each.
    pub(super) fn train(texts: &[(String, usize)], classes: usize) -> Self {
        let found: Vec<Vec<u64>> = texts.iter().map(|(text, _)| features(text)).collect();
        let mut seen: ByFeature<u32> = ByFeature::default();
        for feature in found.iter().flatten() {
            *seen.entry(*feature).or_default() += 1;
        }
        // what one text alone has teaches nothing about others; in the order of the texts, for the same model
        // at every start
        let mut rows: ByFeature<(u32, f32)> = ByFeature::default();
        for feature in found.iter().flatten() {
            let times = seen[feature];
            if times > 1 {
                let next = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                let weight = if is_concept(*feature) { CONCEPT_WEIGHT } else { 1.0 };
                rows.entry(*feature).or_insert((next, weight * idf(texts.len(), times)));
            }
        }
        let mut model =
            Self { classes, weights: vec![0.0; rows.len() * classes], bias: vec![0.0; classes], rows };
        let texts: Vec<(Sparse, usize)> =
            found.iter().zip(texts).map(|(found, (_, class))| (model.sparse(found), *class)).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        let mut dice = Dice::new(7);
        // a text that is known well need not be looked at every time
        let mut rest = vec![0_u32; texts.len()];
        for round in 0..ROUNDS {
            for i in (1..order.len()).rev() {
                order.swap(i, dice.below(i + 1));
            }
            let step = FIRST_STEP / (1.0 + round as f32 * 0.5);
            for i in &order {
                if rest[*i] > 0 {
                    rest[*i] -= 1;
                    continue;
                }
                let (text, class) = &texts[*i];
                if model.learn(text, *class, step) > KNOWN {
                    rest[*i] = 2;
                }
            }
        }
        model
    }

    /// How likely each class is for a text; all of them together are one.
    pub(super) fn likelihoods(&self, text: &str) -> Vec<f32> {
        self.softmax(&self.sparse(&features(text)))
    }

    /// Bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.weights.len() * 4 + self.rows.len() * 24
    }

    fn sparse(&self, features: &[u64]) -> Sparse {
        let mut found: Sparse =
            features.iter().filter_map(|feature| self.rows.get(feature).copied()).collect();
        let length = found.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut found {
            *value /= length.max(1e-6);
        }
        found
    }

    fn softmax(&self, text: &Sparse) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (row, value) in text {
            for (score, weight) in scores.iter_mut().zip(self.row(*row)) {
                *score += weight * value;
            }
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in &mut scores {
            *score = (*score - most).exp();
            sum += *score;
        }
        scores.iter().map(|score| score / sum).collect()
    }

    /// How likely the class was before.
    fn learn(&mut self, text: &Sparse, class: usize, step: f32) -> f32 {
        let mut errors = self.softmax(text);
        let likely = errors[class];
        errors[class] -= 1.0;
        let changed: Vec<(usize, f32)> =
            errors.into_iter().enumerate().filter(|(_, error)| error.abs() > LEAST).collect();
        for (class, error) in &changed {
            self.bias[*class] -= 0.1 * step * error;
        }
        let classes = self.classes;
        for (row, value) in text {
            let start = *row as usize * classes;
            let weights = &mut self.weights[start..start + classes];
            for (class, error) in &changed {
                weights[*class] -= step * error * value;
            }
        }
        likely
    }

    fn row(&self, row: u32) -> &[f32] {
        let start = row as usize * self.classes;
        &self.weights[start..start + self.classes]
    }
}

/// Inverse document frequency, smoothed: ln((1 + texts) / (1 + texts with it)) + 1.
fn idf(texts: usize, with: u32) -> f32 {
    ((1.0 + texts as f32) / (1.0 + with as f32)).ln() + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<(String, usize)> {
        [
            ("show the budget", 0),
            ("what is the budget", 0),
            ("budget please", 0),
            ("予算を見せて", 0),
            ("予算は？", 0),
            ("summarise the room", 1),
            ("a summary please", 1),
            ("summary of the room", 1),
            ("要約して", 1),
            ("部屋を要約", 1),
        ]
        .map(|(text, class)| (text.to_owned(), class))
        .to_vec()
    }

    #[test]
    fn learns_what_tells_the_classes_apart() {
        let model = Regression::train(&texts(), 2);
        for (text, class) in [("our budget", 0), ("予算を教えて", 0), ("room summary", 1), ("要約を", 1)]
        {
            let likely = model.likelihoods(text);
            assert!((likely.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            assert!(likely[class] > 0.6, "{text}: {likely:?}");
        }
        let none = model.likelihoods("zzz");
        assert!((none[0] - none[1]).abs() < 0.5, "{none:?}");
    }

    #[test]
    fn the_same_texts_give_the_same_model() {
        let (one, other) = (Regression::train(&texts(), 2), Regression::train(&texts(), 2));
        assert_eq!(one.weights, other.weights);
    }
}
