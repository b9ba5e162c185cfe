//! One word or phrase of a query, cut the way the index is.
//!
//! A clause does not know the engine: it is terms and positions, which [`super::find`] turns
//! into conditions and [`mod@super::snippet`] looks up in a text.

use std::ops::Range;

use super::analysis::{Cut, is_spelt};
use crate::text::{Kind, Run, runs, script, stop, words_of_run};

/// A term at its place in a phrase.
pub(super) type Placed = (usize, String);

/// One word or phrase that a text may hold.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// All of it, in order, without gaps.
    pub(super) whole: Vec<Placed>,
    /// What must be there where the whole is not: its words, wherever they stand.
    /// Empty for a phrase, which is whole or not at all.
    pub(super) pieces: Vec<Piece>,
}

/// A part of a clause that stands for itself.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its characters, in order.
    pub(super) phrase: Vec<Placed>,
    /// Its dictionary words: a text that has them as words is a better hit.
    pub(super) words: Vec<String>,
    /// A word of letters, which is found as a word only.
    pub(super) letters: bool,
    /// The word as it was spelt, where it may be a slip of the pen.
    pub(super) spelt: Option<String>,
    grammar: bool,
}

impl Clause {
    /// Reads one word or phrase; `None` where there is nothing in it to search for.
    pub(super) fn of(text: &str, exact: bool) -> Option<Self> {
        let whole = placed(text);
        if whole.is_empty() {
            return None;
        }
        let mut pieces: Vec<Piece> =
            if exact { Vec::new() } else { runs(text).iter().flat_map(pieces_of).collect() };
        if pieces.iter().any(|piece| !piece.grammar) {
            pieces.retain(|piece| !piece.grammar);
        }
        Some(Self { whole, pieces })
    }

    /// Is it nothing but particles and the like?
    pub(super) fn is_grammar(&self) -> bool {
        !self.pieces.is_empty() && self.pieces.iter().all(|piece| piece.grammar)
    }

    /// The same with one word in place of another, wherever it was spelt like that.
    pub(super) fn with(mut self, typed: &str, meant: &str) -> Self {
        let [Some(from), Some(to)] = [typed, meant].map(|word| placed(word).pop()) else { return self };
        for piece in self.pieces.iter_mut().filter(|piece| piece.spelt.as_deref() == Some(typed)) {
            piece.spelt = Some(meant.to_owned());
            for (_, term) in
                piece.phrase.iter_mut().chain(&mut self.whole).filter(|(_, term)| *term == from.1)
            {
                term.clone_from(&to.1);
            }
        }
        self
    }
}

fn placed(text: &str) -> Vec<Placed> {
    Cut::Cover.terms(text).into_iter().map(|term| (term.position, term.text)).collect()
}

/// A run of letters is one piece. A Japanese run is parted at its particles and endings, so that
/// a question asked as a sentence finds texts that say it otherwise; a compound stays whole.
fn pieces_of(run: &Run) -> Vec<Piece> {
    if run.kind != Kind::Cjk {
        return vec![piece(run, 0..run.len(), &[])];
    }
    let words = words_of_run(run);
    if run.text.chars().all(script::is_hiragana) {
        return vec![piece(run, 0..run.len(), &words)];
    }
    let mut pieces = Vec::new();
    // Two words make a compound unless the first is inflected: 新しい機能 is two pieces.
    let joins =
        |a: &Range<usize>| run.text_of(a.clone()).chars().next_back().is_none_or(|c| !script::is_hiragana(c));
    for group in words.chunk_by(|a, b| is_ending(run, a) == is_ending(run, b) && joins(a)) {
        if let (Some(first), Some(last)) = (group.first(), group.last())
            && !is_ending(run, first)
        {
            pieces.push(piece(run, first.start..last.end, group));
        }
    }
    pieces
}

/// Particles, verb endings and the crumbs that the segmenter makes of them: hiragana, and short.
fn is_ending(run: &Run, word: &Range<usize>) -> bool {
    let text = run.text_of(word.clone());
    text.chars().all(script::is_hiragana) && (word.len() < 3 || stop::is_stop(text))
}

fn piece(run: &Run, chars: Range<usize>, words: &[Range<usize>]) -> Piece {
    let text = run.text_of(chars);
    Piece {
        phrase: placed(text),
        words: words.iter().map(|word| run.text_of(word.clone()).to_owned()).collect(),
        letters: run.kind != Kind::Cjk,
        spelt: (is_spelt(run) && !stop::is_stop(text)).then(|| text.to_owned()),
        grammar: stop::is_stop(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let clause = Clause::of(text, false).unwrap();
        let join =
            |piece: &Piece| if piece.letters { piece.phrase[0].1.clone() } else { piece.words.concat() };
        clause.pieces.iter().map(join).collect()
    }

    #[test]
    fn a_sentence_parts_at_its_particles_and_a_compound_does_not() {
        assert_eq!(pieces("東京の顧客から見積書の依頼"), ["東京", "顧客", "見積書", "依頼"]);
        assert_eq!(pieces("見積書"), ["見積書"]);
        assert_eq!(pieces("リリースしました"), ["リリース"]);
        assert_eq!(pieces("新しい機能"), ["新しい", "機能"]);
        assert_eq!(pieces("API連携"), ["api", "連携"]);
        assert_eq!(pieces("ありがとうございます"), ["ありがとうございます"]);
    }

    #[test]
    fn a_phrase_has_no_pieces() {
        assert!(Clause::of("東京の顧客", true).unwrap().pieces.is_empty());
        assert!(Clause::of("!?", true).is_none());
    }
}
