//! Multinomial logistic regression over sparse texts: learns which features speak for which class.
//!
//! Training visits the texts in a fixed order a fixed number of times, so the same texts always give the same
//! model. What is kept is the mean of the weights after the later rounds: one text more or less, or one class
//! more, moves it little.

use serde::{Deserialize, Serialize};

use super::{kin::Kin, vectors::Sparse};
use crate::understand::phrase::Dice;

/// What was learned.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Regression {
    /// One weight a class, row after row.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// How it is learned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Training {
    pub(super) rounds: u32,
    pub(super) first_step: f32,
    /// Rare classes count for more: 0 not at all, 1 as much as common ones.
    pub(super) balance: f32,
    /// Of each training, in which order texts are visited and what is left out of them. What was learned is the mean
    /// of all: what only one of them believes counts for less.
    pub(super) seeds: &'static [u64],
}

/// From this likelihood on, by what was heard of it, a text is known well.
const KNOWN: f32 = 0.9;
/// Changes smaller than this are not worth making.
const LEAST: f32 = 0.01;
/// So many of a hundred features are left out, others each time, and the rest count for as much more (Srivastava et
/// al., "Dropout", JMLR 15, 2014): no feature can rely on another's being there.
const UNHEARD: usize = 40;
/// How fast what kin have in common is learned, to what is a class's own.
const SHARED: f32 = 2.0;

impl Regression {
    /// Learns from texts and the number of the class of each; `rows` is how many features there are, `kin` which
    /// classes have something in common: what speaks for one of them speaks for the others a little.
    pub(super) fn train(texts: &[(Sparse, usize)], rows: usize, kin: &Kin, training: Training) -> Self {
        let count = counts(texts, kin.classes(), training.balance);
        let mut sum = Self { weights: vec![0.0; rows * kin.classes()], bias: vec![0.0; kin.classes()] };
        let mut kept = 0.0;
        for seed in training.seeds {
            let mut learner = Learner::new(rows, kin);
            let mut course = Course::new(*seed, texts.len());
            for round in 0..training.rounds {
                let step = training.first_step / (1.0 + round as f32 * 0.5);
                course.round(texts, |heard, class| learner.learn(heard, class, step * count[class]));
                if round * 2 >= training.rounds {
                    sum.add(&learner);
                    kept += 1.0;
                }
            }
        }
        sum.weights.iter_mut().chain(&mut sum.bias).for_each(|weight| *weight /= kept);
        sum
    }

    /// Adds what is learned so far, of each class with what it has in common with its kin.
    fn add(&mut self, learner: &Learner<'_>) {
        let classes = self.bias.len().max(1);
        let rows = self.weights.chunks_mut(classes).zip(learner.weights.chunks(learner.columns.max(1)));
        for (sum, weights) in rows.chain([(self.bias.as_mut_slice(), learner.bias.as_slice())]) {
            sum.iter_mut().zip(learner.kin.summed(weights)).for_each(|(sum, weight)| *sum += weight);
        }
    }

    /// What speaks for each class, as logarithms of how likely they are to each other.
    pub(super) fn scores(&self, text: &Sparse) -> Vec<f32> {
        scores(text, &self.weights, &self.bias)
    }

    /// Bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.weights.len() * 4
    }
}

/// In which order texts are gone through, again and again.
struct Course {
    dice: Dice,
    order: Vec<usize>,
    /// Of each text, how many rounds it may be left out: one that is known well need not be looked at every time.
    rest: Vec<u32>,
}

impl Course {
    fn new(seed: u64, texts: usize) -> Self {
        Self { dice: Dice::new(seed), order: (0..texts).collect(), rest: vec![0; texts] }
    }

    /// Once through all texts; `learn` says how likely the class of one was before.
    fn round(&mut self, texts: &[(Sparse, usize)], mut learn: impl FnMut(&Sparse, usize) -> f32) {
        let louder = 100.0 / (100 - UNHEARD) as f32;
        let mut heard: Sparse = Vec::new();
        for i in (1..self.order.len()).rev() {
            self.order.swap(i, self.dice.below(i + 1));
        }
        for i in &self.order {
            if self.rest[*i] > 0 {
                self.rest[*i] -= 1;
                continue;
            }
            let (text, class) = &texts[*i];
            heard.clear();
            let all = text.iter().filter(|_| self.dice.below(100) >= UNHEARD);
            heard.extend(all.map(|(row, value)| (*row, value * louder)));
            if learn(&heard, *class) > KNOWN {
                self.rest[*i] = 2;
            }
        }
    }
}

/// What is learned while it is learned: a column for each class and for each group of kin.
struct Learner<'a> {
    columns: usize,
    kin: &'a Kin,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl<'a> Learner<'a> {
    fn new(rows: usize, kin: &'a Kin) -> Self {
        let columns = kin.columns();
        Self { columns, kin, weights: vec![0.0; rows * columns], bias: vec![0.0; columns] }
    }

    /// How likely the class was before.
    fn learn(&mut self, text: &Sparse, class: usize, step: f32) -> f32 {
        let columns = self.columns;
        let scores = scores(text, &self.weights, &self.bias);
        let mut errors = softmax(self.kin.summed(&scores).collect());
        let likely = errors[class];
        errors[class] -= 1.0;
        // a group errs as its classes do
        let shared = self.kin.shared(&errors);
        errors.extend(shared.into_iter().map(|error| error * SHARED));
        let changed: Vec<(usize, f32)> =
            errors.into_iter().enumerate().filter(|(_, error)| error.abs() > LEAST).collect();
        for (column, error) in &changed {
            self.bias[*column] -= 0.1 * step * error;
        }
        for (row, value) in text {
            let start = *row as usize * columns;
            let weights = &mut self.weights[start..start + columns];
            for (column, error) in &changed {
                weights[*column] -= step * error * value;
            }
        }
        likely
    }
}

/// What speaks for each column, from its weight in the row of each feature.
fn scores(text: &Sparse, weights: &[f32], bias: &[f32]) -> Vec<f32> {
    let mut scores = bias.to_vec();
    for (row, value) in text {
        let start = *row as usize * bias.len();
        for (score, weight) in scores.iter_mut().zip(&weights[start..start + bias.len()]) {
            *score += weight * value;
        }
    }
    scores
}

/// How much a text of each class counts.
fn counts(texts: &[(Sparse, usize)], classes: usize, balance: f32) -> Vec<f32> {
    let mut times = vec![0_u32; classes];
    for (_, class) in texts {
        times[*class] += 1;
    }
    let mean = texts.len() as f32 / classes.max(1) as f32;
    times.into_iter().map(|times| (mean / times.max(1) as f32).powf(balance).clamp(0.25, 3.0)).collect()
}

/// Likelihoods, which together are one.
pub(super) fn softmax(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in &mut scores {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in &mut scores {
        *score /= sum;
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::head::{features::features, vectors::Vectors};

    const TEXTS: [(&str, usize); 10] = [
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
    ];

    fn learned() -> (Vectors, Regression) {
        let found: Vec<Vec<u64>> = TEXTS.iter().map(|(text, _)| features(text)).collect();
        let vectors = Vectors::of(&found);
        let texts: Vec<(Sparse, usize)> =
            found.iter().zip(TEXTS).map(|(found, (_, class))| (vectors.sparse(found), class)).collect();
        let training = Training { rounds: 6, first_step: 6.0, balance: 0.5, seeds: &[7] };
        let model = Regression::train(&texts, vectors.rows(), &Kin::none(2), training);
        (vectors, model)
    }

    #[test]
    fn learns_what_tells_the_classes_apart() {
        let (vectors, model) = learned();
        let likely = |text: &str| softmax(model.scores(&vectors.sparse(&features(text))));
        for (text, class) in [("our budget", 0), ("予算を教えて", 0), ("room summary", 1), ("要約を", 1)]
        {
            let likely = likely(text);
            assert!((likely.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            assert!(likely[class] > 0.6, "{text}: {likely:?}");
        }
        let none = likely("zzz");
        assert!((none[0] - none[1]).abs() < 0.5, "{none:?}");
    }

    #[test]
    fn the_same_texts_give_the_same_model() {
        assert_eq!(learned().1.weights, learned().1.weights);
    }

    #[test]
    fn what_speaks_for_a_command_speaks_for_its_kin() {
        let names = ["person show", "person restore", "org show", "org restore", "task show", "task restore"];
        let texts = [
            ("show the person", 0),
            ("the person please", 0),
            ("bring the person back", 1),
            ("i want the person back", 1),
            ("show the company", 2),
            ("the company please", 2),
            ("show the task", 4),
            ("the task please", 4),
            ("bring the task back", 5),
            ("i want the task back", 5),
        ];
        // each twice: what hardly any text has does not count
        let texts = [texts, texts].concat();
        let found: Vec<Vec<u64>> = texts.iter().map(|(text, _)| features(text)).collect();
        let vectors = Vectors::of(&found);
        let lessons: Vec<(Sparse, usize)> =
            found.iter().zip(texts).map(|(found, (_, class))| (vectors.sparse(found), class)).collect();
        let training = Training { rounds: 6, first_step: 1.5, balance: 0.5, seeds: &[7] };
        let likely = |kin: &Kin, text: &str| {
            let model = Regression::train(&lessons, vectors.rows(), kin, training);
            softmax(model.scores(&vectors.sparse(&features(text))))
        };
        // nobody ever said what restores a company
        let text = "bring the company back";
        let (kin, alone) = (likely(&Kin::by_names(&names), text), likely(&Kin::none(6), text));
        assert!(kin[3] > 3.0 * alone[3], "{kin:?} {alone:?}");
    }

    #[test]
    fn without_classes_nothing_is_learned() {
        let training = Training { rounds: 2, first_step: 1.0, balance: 0.5, seeds: &[7] };
        let model = Regression::train(&[], 0, &Kin::none(0), training);
        assert!(model.scores(&Vec::new()).is_empty());
    }
}
