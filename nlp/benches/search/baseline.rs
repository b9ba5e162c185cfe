//! What the search is compared with: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009; k1 =
//! 1.2, b = 0.75) over one kind of term, every text for itself.

use std::collections::HashMap;

use crate::data::Doc;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// An index in memory.
pub(crate) struct Bm25 {
    cut: fn(&str) -> Vec<String>,
    /// For each term, the texts that have it and how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
    average: f64,
}

/// Words as they are written, in small letters.
pub(crate) fn words(text: &str) -> Vec<String> {
    nlp::text::tokens(text).into_iter().map(|token| token.text).collect()
}

/// Pairs of neighbouring characters; blanks do not count.
pub(crate) fn pairs(text: &str) -> Vec<String> {
    let chars: Vec<char> = nlp::text::fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and texts")]
impl Bm25 {
    pub(crate) fn of(docs: &[Doc], cut: fn(&str) -> Vec<String>) -> Self {
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(docs.len());
        for (doc, Doc { text, .. }) in docs.iter().enumerate() {
            let terms = cut(text);
            lengths.push(terms.len() as f64);
            for term in terms {
                let posting = postings.entry(term).or_default();
                match posting.last_mut() {
                    Some((last, times)) if *last == doc => *times += 1.0,
                    _ => posting.push((doc, 1.0)),
                }
            }
        }
        let average = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
        Self { cut, postings, lengths, average }
    }

    /// The texts that have some of a question's terms, best first.
    pub(crate) fn ranked(&self, query: &str) -> Vec<usize> {
        let all = self.lengths.len() as f64;
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for term in (self.cut)(query) {
            let Some(posting) = self.postings.get(&term) else { continue };
            let texts = posting.len() as f64;
            let rarity = (1.0 + (all - texts + 0.5) / (texts + 0.5)).ln();
            for (doc, times) in posting {
                let length = K1 * (1.0 - B + B * self.lengths[*doc] / self.average);
                *scores.entry(*doc).or_default() += rarity * times * (K1 + 1.0) / (times + length);
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().map(|(doc, _)| doc).collect()
    }
}
