//! What was found by words, put in order by meaning as well.
//!
//! `score / best + 16 · (likeness − mean likeness)` over the candidates: likenesses of one question lie within some
//! hundredths of each other, so a candidate that is 0.06 more alike than the others gains what the best has by its words.
//! A message in a thread is as alike as itself and the best of its thread are in the middle: a thread says its things only
//! once. One whose likeness is not known yet counts as the mean: words alone decide about it.

use std::collections::HashMap;

use super::find::Hit;

/// What a likeness counts against the words.
const MEANING: f32 = 16.0;
/// What the best of a message's thread counts for its likeness.
const THREAD: f32 = 0.5;

/// Candidates that are worth putting in order: beyond them hardly anything answers.
pub const CANDIDATES: usize = 50;

/// The order of candidates by their scores and by how alike each is to what was asked, best first; of equals the former
/// order stays.
pub fn blend(hits: &[Hit], likenesses: &[Option<f32>]) -> Vec<usize> {
    let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    let mut threads: HashMap<u64, f32> = HashMap::new();
    for (hit, likeness) in hits.iter().zip(likenesses) {
        if let Some(likeness) = likeness.filter(|_| hit.thread != 0) {
            let most = threads.entry(hit.thread).or_insert(likeness);
            *most = most.max(likeness);
        }
    }
    let alike: Vec<Option<f32>> = hits
        .iter()
        .zip(likenesses)
        .map(|(hit, own)| match (own, threads.get(&hit.thread)) {
            (Some(own), Some(most)) => Some(own + THREAD * (most - own)),
            (own, most) => own.or(most.copied()),
        })
        .collect();
    let known: Vec<f32> = alike.iter().flatten().copied().collect();
    let mean = known.iter().sum::<f32>() / known.len().max(1) as f32;
    let worth: Vec<f32> = hits
        .iter()
        .zip(alike)
        .map(|(hit, likeness)| hit.score / best + MEANING * (likeness.unwrap_or(mean) - mean))
        .collect();
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]));
    order
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn order(found: &[(f32, u64, Option<f32>)]) -> Vec<usize> {
        let hits: Vec<Hit> = found
            .iter()
            .map(|(score, thread, _)| Hit { id: Uuid::nil(), at: 0, score: *score, thread: *thread })
            .collect();
        let likenesses: Vec<Option<f32>> = found.iter().map(|(.., likeness)| *likeness).collect();
        blend(&hits, &likenesses)
    }

    #[test]
    fn meaning_turns_a_close_order_and_not_a_clear_one() {
        assert_eq!(order(&[(2.0, 0, Some(0.80)), (1.9, 0, Some(0.86)), (0.1, 0, Some(0.81))]), [1, 0, 2]);
        assert_eq!(order(&[(2.0, 0, Some(0.80)), (0.2, 0, Some(0.82))]), [0, 1]);
        assert_eq!(order(&[(2.0, 0, None), (1.0, 0, None), (1.5, 0, None)]), [0, 2, 1]);
        assert_eq!(order(&[(2.0, 0, None), (1.9, 0, Some(0.9))]), [0, 1]);
        assert_eq!(order(&[(0.0, 0, Some(0.8)), (0.0, 0, Some(0.9))]), [1, 0]);
        assert!(order(&[]).is_empty());
    }

    #[test]
    fn a_thread_is_as_alike_as_the_best_of_it() {
        // the third says nothing of the kind, and stands beside what does
        let found = [(1.0, 1, Some(0.90)), (0.9, 0, Some(0.82)), (0.8, 1, Some(0.80))];
        assert_eq!(order(&found), [0, 2, 1]);
    }
}
