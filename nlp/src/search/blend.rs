//! What was found by words, put in order by meaning as well.
//!
//! `score / best + 16 · (likeness − mean likeness)` over the candidates: likenesses of one question lie within some
//! hundredths of each other, so a candidate that is 0.06 more alike than the others gains what the best has by its words.
//! One whose likeness is not known yet counts as the mean: words alone decide about it.

/// What a likeness counts against the words.
const MEANING: f32 = 16.0;

/// Candidates that are worth putting in order: beyond them nothing answers.
pub const CANDIDATES: usize = 50;

/// The order of candidates by their scores and by how alike each is to what was asked, best first; of equals the former
/// order stays.
pub fn blend(scores: &[f32], likenesses: &[Option<f32>]) -> Vec<usize> {
    let best = scores.iter().copied().fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    let known: Vec<f32> = likenesses.iter().flatten().copied().collect();
    let mean = known.iter().sum::<f32>() / known.len().max(1) as f32;
    let worth: Vec<f32> = scores
        .iter()
        .zip(likenesses)
        .map(|(score, likeness)| score / best + MEANING * (likeness.unwrap_or(mean) - mean))
        .collect();
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_turns_a_close_order_and_not_a_clear_one() {
        assert_eq!(blend(&[2.0, 1.9, 0.1], &[Some(0.80), Some(0.86), Some(0.81)]), [1, 0, 2]);
        assert_eq!(blend(&[2.0, 0.2], &[Some(0.80), Some(0.82)]), [0, 1]);
        assert_eq!(blend(&[2.0, 1.0, 1.5], &[None, None, None]), [0, 2, 1]);
        assert_eq!(blend(&[2.0, 1.9], &[None, Some(0.9)]), [0, 1]);
        assert_eq!(blend(&[0.0, 0.0], &[Some(0.8), Some(0.9)]), [1, 0]);
        assert!(blend(&[], &[]).is_empty());
    }
}
