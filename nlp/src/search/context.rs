//! What stands around a message speaks for it: the rest of its thread, and what was said beside it in its room.
//!
//! `score = own + 0.7 · thread + 0.1 · beside`, where `thread` sums the scores of the thread's other messages, the best
//! whole, the second by half, the third by a quarter and so on, over `(messages / 4)^0.75` of threads longer than four: in
//! a long one some words of any question are found. `beside` is the best score within ten minutes in the same room. Only
//! among what was found, so nothing that may not be read has a say; where a question is asked, the messages of the best
//! threads that have none of its words are added behind.

use std::collections::HashMap;

use tantivy::DocAddress;

/// What the thread counts, and what stands beside.
const THREAD: f32 = 0.7;
const BESIDE: f32 = 0.1;
/// Messages of a thread that is not long, and how much a longer one loses.
const SHORT: f32 = 4.0;
const LENGTH: f32 = 0.75;
/// Seconds around a message.
const NEAR: i64 = 600;

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) address: DocAddress,
    pub(super) score: f32,
    pub(super) at: i64,
    /// 0: in none.
    pub(super) thread: u64,
    pub(super) room: u64,
}

/// How many messages threads have.
pub(super) type Lengths = HashMap<u64, u64>;

/// What the sum of a thread's scores is divided by.
#[expect(clippy::cast_precision_loss, reason = "messages of a thread")]
fn evened(lengths: &Lengths, thread: u64) -> f32 {
    let messages = lengths.get(&thread).copied().unwrap_or_default() as f32;
    (messages / SHORT).max(1.0).powf(LENGTH)
}

/// Adds what stands around to the scores, and puts the best first; of equals the newest.
pub(super) fn weigh(found: &mut [Scored], lengths: &Lengths) {
    let mut threads: HashMap<u64, Vec<f32>> = HashMap::new();
    let mut rooms: HashMap<u64, Vec<(i64, usize)>> = HashMap::new();
    for (place, one) in found.iter().enumerate() {
        if one.thread != 0 {
            threads.entry(one.thread).or_default().push(one.score);
        }
        if one.score > 0.0 {
            rooms.entry(one.room).or_default().push((one.at, place));
        }
    }
    for scores in threads.values_mut() {
        scores.sort_by(|a, b| b.total_cmp(a));
    }
    for places in rooms.values_mut() {
        places.sort_unstable();
    }
    let added: Vec<f32> = found
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let thread = threads
                .get(&one.thread)
                .map_or(0.0, |scores| others(scores, one.score) / evened(lengths, one.thread));
            let beside = rooms.get(&one.room).map_or(0.0, |places| beside(found, places, one, place));
            THREAD * thread + BESIDE * beside
        })
        .collect();
    for (one, added) in found.iter_mut().zip(added) {
        one.score += added;
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.at.cmp(&a.at)));
}

/// The scores of a thread but one's own: whole, half, a quarter….
fn others(scores: &[f32], own: f32) -> f32 {
    let mine = scores.iter().position(|score| *score == own);
    let others = scores.iter().enumerate().filter(|(place, _)| Some(*place) != mine);
    others.zip(0_i32..8).map(|((_, score), n)| score * 0.5_f32.powi(n)).sum()
}

/// The best score said in the room within [`NEAR`] of one, outside of its thread.
fn beside(found: &[Scored], places: &[(i64, usize)], one: &Scored, mine: usize) -> f32 {
    let from = places.partition_point(|(at, _)| *at < one.at.saturating_sub(NEAR));
    places[from..]
        .iter()
        .take_while(|(at, _)| *at <= one.at.saturating_add(NEAR))
        .filter(|(_, place)| *place != mine && (one.thread == 0 || found[*place].thread != one.thread))
        .map(|(_, place)| found[*place].score)
        .fold(0.0, f32::max)
}

/// The threads that were found, the best first by the sum of their scores. They are in the order of their scores.
pub(super) fn best_threads(found: &[Scored], lengths: &Lengths, most: usize) -> Vec<u64> {
    let mut sums: HashMap<u64, (f32, i32)> = HashMap::new();
    for one in found.iter().filter(|one| one.thread != 0) {
        let (sum, place) = sums.entry(one.thread).or_default();
        *sum += one.score * 0.5_f32.powi(*place);
        *place += 1;
    }
    let mut threads: Vec<(u64, f32)> =
        sums.into_iter().map(|(thread, (sum, _))| (thread, sum / evened(lengths, thread))).collect();
    threads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    threads.into_iter().take(most).map(|(thread, _)| thread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(id: u32, score: f32, at: i64, thread: u64, room: u64) -> Scored {
        Scored { address: DocAddress::new(0, id), score, at, thread, room }
    }

    fn order(mut found: Vec<Scored>) -> Vec<u32> {
        weigh(&mut found, &Lengths::from([(7, 30)]));
        found.iter().map(|one| one.address.doc_id).collect()
    }

    #[test]
    fn a_thread_and_a_neighbour_speak_for_a_message() {
        // the second of two equals has a thread that speaks of the same
        assert_eq!(order(vec![one(1, 2.0, 0, 1, 1), one(2, 2.0, 0, 2, 2), one(3, 0.5, 0, 2, 2)]), [2, 1, 3]);
        // beside, and too far away
        let beside = |at| vec![one(1, 2.0, 9, 0, 1), one(2, 1.9, 0, 0, 2), one(3, 1.8, at, 0, 2)];
        assert_eq!(order(beside(60)), [2, 1, 3]);
        assert_eq!(order(beside(6000)), [1, 2, 3]);
        // a thread of many small hits does not drown a good one
        let mut many: Vec<Scored> = (10..40).map(|id| one(id, 0.5, 0, 7, 1)).collect();
        many.push(one(1, 2.0, 0, 8, 2));
        assert_eq!(order(many)[0], 1);
        let found = [one(3, 9.0, 0, 0, 1), one(2, 2.0, 0, 6, 1), one(1, 1.0, 0, 5, 1)];
        assert_eq!(best_threads(&found, &Lengths::new(), 1), [6]);
        // as good, and longer
        assert_eq!(best_threads(&found, &Lengths::from([(6, 40)]), 1), [5]);
    }
}
