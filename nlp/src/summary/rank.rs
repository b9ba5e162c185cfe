//! What a conversation keeps coming back to.
//!
//! TextRank (Mihalcea and Tarau, "TextRank: Bringing Order into Texts", EMNLP 2004) with the
//! weights of LexRank (Erkan and Radev, JAIR 22, 2004): messages vote for messages that share
//! their terms, by the cosine of their TF-IDF vectors. Similar messages are found through the
//! terms they share, so time grows with the number of messages, not with its square.

use std::collections::HashMap;

use super::terms::Term;

/// Terms in more messages than this join no two messages: they are too common to tell, and their
/// pairs would be too many.
const COMMON: usize = 60;
/// PageRank's usual share of votes passed on.
const DAMPING: f32 = 0.85;
const ROUNDS: usize = 15;
/// The answer to a message speaks for it as much as a text of this similarity.
const REPLY: f32 = 0.3;

/// A message as a direction in the space of terms; its length is 1, or 0 without terms.
pub(super) type Vector = Vec<(Term, f32)>;

/// TF-IDF vectors: `(1 + ln tf) · ln(1 + n / df)`, of length 1.
#[expect(clippy::cast_precision_loss, reason = "counts of words and messages")]
pub(super) fn vectors(counts: &[&[(Term, u32)]], vocabulary: usize) -> Vec<Vector> {
    let mut df = vec![0_u32; vocabulary];
    for (term, _) in counts.iter().copied().flatten() {
        df[*term as usize] += 1;
    }
    let n = counts.len() as f32;
    let weigh = |(term, tf): &(Term, u32)| {
        (*term, (1.0 + (*tf as f32).ln()) * (1.0 + n / df[*term as usize] as f32).ln())
    };
    let vector = |counts: &&[(Term, u32)]| {
        let mut vector: Vector = counts.iter().map(weigh).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector
    };
    counts.iter().map(vector).collect()
}

/// The cosine of two vectors.
pub(super) fn similarity(a: &Vector, b: &Vector) -> f32 {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut sum = 0.0;
    while let (Some((left, x)), Some((right, y))) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                sum += x * y;
                a.next();
                b.next();
            }
        }
    }
    sum
}

/// How central each message is: the share of messages that are less so, from 0 to 1. `replies`
/// are pairs of an answer and what it answers.
pub(super) fn centrality(vectors: &[Vector], vocabulary: usize, replies: &[(usize, usize)]) -> Vec<f32> {
    let edges = edges(vectors, vocabulary, replies);
    let out: Vec<f32> = edges.iter().map(|to| to.iter().map(|(_, weight)| weight).sum()).collect();
    let mut rank = vec![1.0_f32; vectors.len()];
    for _ in 0..ROUNDS {
        let mut next = vec![1.0 - DAMPING; vectors.len()];
        for (from, to) in edges.iter().enumerate() {
            for (message, weight) in to {
                next[*message] += DAMPING * rank[from] * weight / out[from];
            }
        }
        rank = next;
    }
    shares(&rank)
}

/// For each value the share of values below it. Ranks themselves say little: the more messages,
/// the further the first stands from the rest.
#[expect(clippy::cast_precision_loss, reason = "counts of messages")]
fn shares(values: &[f32]) -> Vec<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let most = values.len().saturating_sub(1).max(1) as f32;
    values.iter().map(|value| sorted.partition_point(|other| other < value) as f32 / most).collect()
}

/// For each message whom it votes for, and how much; in order, so that sums are always the same.
fn edges(vectors: &[Vector], vocabulary: usize, replies: &[(usize, usize)]) -> Vec<Vec<(usize, f32)>> {
    let mut postings: Vec<Vec<(usize, f32)>> = vec![Vec::new(); vocabulary];
    for (message, vector) in vectors.iter().enumerate() {
        for (term, weight) in vector {
            postings[*term as usize].push((message, *weight));
        }
    }
    let mut answered: HashMap<usize, Vec<usize>> = HashMap::new();
    for (answer, message) in replies {
        answered.entry(*answer).or_default().push(*message);
    }
    let mut sums = vec![0.0_f32; vectors.len()];
    let mut touched = Vec::new();
    let mut edges = Vec::with_capacity(vectors.len());
    for (message, vector) in vectors.iter().enumerate() {
        let rare = vector.iter().map(|(term, weight)| (&postings[*term as usize], weight));
        for (posting, weight) in rare.filter(|(posting, _)| posting.len() <= COMMON) {
            for (other, theirs) in posting.iter().filter(|(other, _)| *other != message) {
                if sums[*other] == 0.0 {
                    touched.push(*other);
                }
                sums[*other] += weight * theirs;
            }
        }
        for other in answered.get(&message).into_iter().flatten() {
            if sums[*other] == 0.0 {
                touched.push(*other);
            }
            sums[*other] += REPLY;
        }
        touched.sort_unstable();
        edges.push(touched.drain(..).map(|other| (other, std::mem::take(&mut sums[other]))).collect());
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(counts: &[Vec<(Term, u32)>], replies: &[(usize, usize)]) -> Vec<f32> {
        let counts: Vec<&[_]> = counts.iter().map(Vec::as_slice).collect();
        centrality(&vectors(&counts, 9), 9, replies)
    }

    #[test]
    fn what_others_speak_of_is_central() {
        let messages = vec![
            vec![(0, 1), (1, 1)],
            vec![(0, 1), (2, 1)],
            vec![(1, 1), (3, 1)],
            vec![(7, 1), (8, 1)],
            vec![],
        ];
        let ranks = ranks(&messages, &[]);
        assert_eq!(ranks[0], 1.0);
        assert!(ranks[1] > ranks[3] && ranks[2] > ranks[4]);
    }

    #[test]
    fn an_answer_speaks_for_its_question() {
        let messages = vec![vec![(0, 1)], vec![(1, 1)], vec![(2, 1)]];
        let ranks = ranks(&messages, &[(2, 0)]);
        assert!(ranks[0] > ranks[1]);
    }

    #[test]
    fn similarity_is_a_cosine() {
        let texts: [&[(Term, u32)]; 3] = [&[(0, 1), (1, 2)], &[(0, 1), (1, 2)], &[(2, 1)]];
        let vectors = vectors(&texts, 3);
        assert!((similarity(&vectors[0], &vectors[1]) - 1.0).abs() < 1e-6);
        assert_eq!(similarity(&vectors[0], &vectors[2]), 0.0);
    }
}
