//! Choosing: the best messages that do not repeat each other and do not all come from one hour.
//!
//! Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) with one more cost, that of
//! standing close to what is chosen already.

use super::rank::{Vector, similarity};

/// What repeating a chosen message word for word costs.
const REPEAT: f32 = 0.9;
/// What standing right beside a chosen message costs.
const CROWD: f32 = 0.35;

/// A message that may be chosen.
pub(super) struct Candidate<'a> {
    /// Its place among all messages in time.
    pub(super) place: usize,
    pub(super) score: f32,
    pub(super) vector: &'a Vector,
}

/// Chooses up to `wanted` of the candidates out of a conversation of `length` messages.
/// Gives positions in `candidates`, in the order of choice.
pub(super) fn choose(candidates: &[Candidate<'_>], wanted: usize, length: usize) -> Vec<usize> {
    let wanted = wanted.min(candidates.len());
    // Closer than this is near: half the distance of messages that are spread evenly.
    #[expect(clippy::cast_precision_loss, reason = "a number of messages")]
    let reach = length as f32 / (2.0 * wanted.max(1) as f32);
    let mut costs = vec![0.0_f32; candidates.len()];
    let mut chosen: Vec<usize> = Vec::with_capacity(wanted);
    let mut free = vec![true; candidates.len()];
    while chosen.len() < wanted {
        let worth = |at: &usize| candidates[*at].score - costs[*at];
        // The first of equals, so that the result does not depend on anything but the messages.
        let best = (0..candidates.len())
            .filter(|at| free[*at])
            .reduce(|a, b| if worth(&b) > worth(&a) { b } else { a });
        let Some(best) = best else { break };
        chosen.push(best);
        free[best] = false;
        for (at, candidate) in candidates.iter().enumerate().filter(|(at, _)| free[*at]) {
            let repeat = REPEAT * similarity(candidate.vector, candidates[best].vector);
            #[expect(clippy::cast_precision_loss, reason = "a number of messages")]
            let gap = candidate.place.abs_diff(candidates[best].place) as f32;
            let crowd = CROWD * (1.0 - gap / reach).max(0.0);
            costs[at] = costs[at].max(repeat + crowd);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_and_crowding_cost() {
        let (a, b, c) = (vec![(0, 1.0)], vec![(0, 1.0)], vec![(1, 1.0)]);
        let candidate = |place, score, vector| Candidate { place, score, vector };
        let candidates =
            [candidate(0, 1.0, &a), candidate(50, 0.9, &b), candidate(80, 0.5, &c), candidate(81, 0.45, &c)];
        assert_eq!(choose(&candidates, 2, 100), [0, 2]);
        assert_eq!(choose(&candidates, 9, 100).len(), 4);
        assert!(choose(&[], 3, 0).is_empty());
    }
}
