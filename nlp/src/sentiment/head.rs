//! A classifier over hashed features: multinomial logistic regression, learned at first use.
//!
//! The texts are visited in a fixed order a fixed number of times, so it is always the same one.

use super::{
    Label, clean,
    features::{Features, PLACES, features},
};

const CLASSES: usize = 3;
const ROUNDS: u32 = 14;
const FIRST_STEP: f32 = 0.5;
/// How much weights shrink towards nothing in each round.
const SHRINK: f32 = 0.97;

/// What was learned.
pub(super) struct Head {
    /// One weight a class, place after place.
    weights: Vec<[f32; CLASSES]>,
    bias: [f32; CLASSES],
}

impl Head {
    /// From the texts written for it.
    pub(super) fn trained() -> Self {
        let texts: Vec<(Features, usize)> =
            examples().map(|(label, text)| (features(&clean(text)), label.index())).collect();
        Self::of(&texts)
    }

    fn of(texts: &[(Features, usize)]) -> Self {
        let mut head = Self { weights: vec![[0.0; CLASSES]; PLACES], bias: [0.0; CLASSES] };
        let mut order: Vec<usize> = (0..texts.len()).collect();
        let mut dice = 0x2545_f491_4f6c_dd1d_u64;
        for round in 0..ROUNDS {
            for i in (1..order.len()).rev() {
                // xorshift64
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                order.swap(i, (dice % (i as u64 + 1)) as usize);
            }
            let step = FIRST_STEP / (1.0 + 0.3 * round as f32);
            for i in &order {
                let (found, class) = &texts[*i];
                head.learn(found, *class, step);
            }
            for weights in &mut head.weights {
                for weight in weights {
                    *weight *= SHRINK;
                }
            }
        }
        head
    }

    fn learn(&mut self, found: &Features, class: usize, step: f32) {
        let mut errors = self.likelihoods(found);
        errors[class] -= 1.0;
        for (bias, error) in self.bias.iter_mut().zip(errors) {
            *bias -= 0.2 * step * error;
        }
        for (place, value) in found {
            for (weight, error) in self.weights[*place as usize].iter_mut().zip(errors) {
                *weight -= step * error * value;
            }
        }
    }

    /// How likely each label is; all of them together are one.
    pub(super) fn likelihoods(&self, found: &Features) -> [f32; CLASSES] {
        let mut scores = self.bias;
        for (place, value) in found {
            for (score, weight) in scores.iter_mut().zip(self.weights[*place as usize]) {
                *score += weight * value;
            }
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in &mut scores {
            *score = (*score - most).exp();
            sum += *score;
        }
        scores.map(|score| score / sum)
    }
}

/// The texts to learn from, with their labels.
pub(super) fn examples() -> impl Iterator<Item = (Label, &'static str)> {
    [include_str!("examples/en.txt"), include_str!("examples/ja.txt")].into_iter().flat_map(|file| {
        let mut label = Label::Neutral;
        file.lines().filter_map(move |line| {
            match line {
                "-" => label = Label::Negative,
                "0" => label = Label::Neutral,
                "+" => label = Label::Positive,
                line if line.is_empty() || line.starts_with('#') => {}
                line => return Some((label, line)),
            }
            None
        })
    })
}
