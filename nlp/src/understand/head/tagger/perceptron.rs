//! Weights of clues for labels: how the best row of labels is found, and how they are learned.

use serde::{Deserialize, Serialize};

use super::{clues::Clues, labels::Labels};

/// So many weights, as a power of two. Clues share them by their hashes.
const BITS: u32 = 20;

/// What a clue speaks for a label.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Weights(Vec<f32>);

impl Default for Weights {
    fn default() -> Self {
        Self(vec![0.0; 1 << BITS])
    }
}

/// Where the weight of a clue for a label stands: by the highest bits of both, mixed.
fn place(clue: u64, label: u64) -> usize {
    let mixed = (clue ^ label.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    usize::try_from(mixed >> (u64::BITS - BITS)).unwrap_or(0)
}

/// Where the weight of a label behind another stands.
fn step(labels: &Labels, before: usize, label: usize) -> usize {
    place(labels.id(before).wrapping_mul(31).wrapping_add(99), labels.id(label))
}

impl Weights {
    /// The best row of labels for tokens with these clues (Viterbi).
    pub(super) fn best(&self, labels: &Labels, clues: &[Clues]) -> Vec<usize> {
        let all = labels.len();
        let weight = |clues: &Clues, label: usize| -> f32 {
            let id = labels.id(label);
            clues.iter().map(|clue| self.0[place(*clue, id)]).sum()
        };
        let steps: Vec<f32> = (0..all * all).map(|at| self.0[step(labels, at / all, at % all)]).collect();
        let mut score: Vec<f32> = vec![0.0; all];
        let mut came_from: Vec<usize> = Vec::with_capacity(all * clues.len());
        for (n, token) in clues.iter().enumerate() {
            let before = std::mem::take(&mut score);
            for label in 0..all {
                let from = (0..all)
                    .filter(|from| Labels::may_follow((n > 0).then_some(*from), label))
                    .map(|from| (from, if n > 0 { before[from] + steps[from * all + label] } else { 0.0 }))
                    .max_by(|a, b| a.1.total_cmp(&b.1));
                let (from, best) = from.unwrap_or((0, f32::NEG_INFINITY));
                came_from.push(from);
                score.push(best + weight(token, label));
            }
        }
        let mut label = (0..all).max_by(|a, b| score[*a].total_cmp(&score[*b])).unwrap_or(0);
        let mut row: Vec<usize> = came_from
            .chunks(all)
            .rev()
            .map(|came_from| {
                let before = came_from[label];
                std::mem::replace(&mut label, before)
            })
            .collect();
        row.reverse();
        row
    }

    /// Bytes they take.
    pub(super) fn size(&self) -> usize {
        self.0.len() * size_of::<f32>()
    }
}

/// Learns weights: where the best row is not the right one, what speaks for the right one gains and what speaks for
/// the other loses. In the end each weight is the average of all it has been.
#[derive(Debug)]
pub(super) struct Perceptron {
    weights: Weights,
    /// The sum of each weight's changes, each times when it came.
    late: Weights,
    seen: f32,
}

impl Default for Perceptron {
    fn default() -> Self {
        Self { weights: Weights::default(), late: Weights::default(), seen: 1.0 }
    }
}

impl Perceptron {
    /// Learns from one text.
    pub(super) fn learn(&mut self, labels: &Labels, clues: &[Clues], right: &[usize]) {
        let found = self.weights.best(labels, clues);
        for n in 0..right.len() {
            let steps = n > 0 && (found[n], found[n - 1]) != (right[n], right[n - 1]);
            if found[n] != right[n] {
                for clue in &clues[n] {
                    self.change(place(*clue, labels.id(right[n])), 1.0);
                    self.change(place(*clue, labels.id(found[n])), -1.0);
                }
            }
            if steps {
                self.change(step(labels, right[n - 1], right[n]), 1.0);
                self.change(step(labels, found[n - 1], found[n]), -1.0);
            }
        }
        self.seen += 1.0;
    }

    fn change(&mut self, at: usize, by: f32) {
        self.weights.0[at] += by;
        self.late.0[at] += by * self.seen;
    }

    /// The averages of the weights.
    pub(super) fn averaged(self) -> Weights {
        let average = |(weight, late): (f32, f32)| weight - late / self.seen;
        Weights(self.weights.0.into_iter().zip(self.late.0).map(average).collect())
    }
}
