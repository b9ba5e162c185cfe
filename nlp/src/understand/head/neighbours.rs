//! The texts to learn from that are most like a text, and how like they are: what somebody has said in nearly these
//! words tells more than all rules.

use serde::{Deserialize, Serialize};

/// A text: row and value of each feature, of length one as a vector.
type Sparse = Vec<(u32, f32)>;

/// Features that more texts have than this tell nothing, and cost most.
const COMMON: usize = 1_500;

/// So many texts of a class vouch for it.
const VOUCHING: usize = 3;

/// Texts by their features.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Neighbours {
    /// Feature → the texts that have it, with its value there.
    postings: Vec<Vec<(u32, f32)>>,
    /// The class of each text.
    classes: Vec<u16>,
    class_count: usize,
}

impl Neighbours {
    /// From texts and their classes; `rows` is how many features there are.
    pub(super) fn of<'a>(
        texts: impl Iterator<Item = (&'a Sparse, usize)>,
        rows: usize,
        class_count: usize,
    ) -> Self {
        let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); rows];
        let mut classes = Vec::new();
        for (n, (text, class)) in texts.enumerate() {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            for (row, value) in text {
                postings[*row as usize].push((n, *value));
            }
            classes.push(u16::try_from(class).unwrap_or(u16::MAX));
        }
        for posting in &mut postings {
            if posting.len() > COMMON {
                *posting = Vec::new();
            }
            posting.shrink_to_fit();
        }
        Self { postings, classes, class_count }
    }

    /// How like the text the nearest texts of each class are, 0-1: the mean of the nearest three, the first of which
    /// counts twice.
    pub(super) fn likeness(&self, text: &Sparse) -> Vec<f32> {
        let mut likeness = vec![0.0_f32; self.classes.len()];
        for (row, value) in text {
            for (n, other) in &self.postings[*row as usize] {
                likeness[*n as usize] += value * other;
            }
        }
        let mut best = vec![[0.0_f32; VOUCHING]; self.class_count];
        for (like, class) in likeness.into_iter().zip(&self.classes) {
            let best = &mut best[usize::from(*class)];
            if like > best[VOUCHING - 1] {
                best[VOUCHING - 1] = like;
                best.sort_unstable_by(|a, b| b.total_cmp(a));
            }
        }
        best.iter().map(|best| (best[0] + best.iter().sum::<f32>()) / (VOUCHING + 1) as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_vouch_for_their_class() {
        let texts = [(vec![(0, 1.0)], 0), (vec![(0, 0.6), (1, 0.8)], 1), (vec![(1, 1.0)], 1)];
        let neighbours = Neighbours::of(texts.iter().map(|(text, class)| (text, *class)), 2, 3);
        let like = neighbours.likeness(&vec![(1, 1.0)]);
        assert!(like[1] > 0.6 && like[0] < 0.01 && like[2] < 0.01, "{like:?}");
        assert_eq!(neighbours.likeness(&Vec::new()), vec![0.0; 3]);
    }
}
