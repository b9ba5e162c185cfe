//! Messages as counts of terms: the words that carry subjects, as numbers.

use std::collections::{HashMap, HashSet};

use super::fillers::is_telling;
use crate::text::{Stems, script, tokens};

/// A term, as a number that its [`Vocabulary`] gave it.
pub(super) type Term = u32;

/// The terms of a conversation, numbered in the order in which they first appear.
pub(super) struct Vocabulary {
    stems: Stems,
    /// What each word as written (folded) is a form of; `None` for words that tell nothing.
    words: HashMap<String, Option<Term>>,
    terms: HashMap<String, Term>,
}

/// One word of a message, in its place.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// The word, folded.
    pub(super) text: String,
    /// What it is about; `None` for words that tell nothing.
    pub(super) term: Option<Term>,
    /// Bytes of the cleaned text.
    pub(super) start: usize,
    /// Bytes of the cleaned text.
    pub(super) end: usize,
}

impl Vocabulary {
    /// A vocabulary in which the names of people tell nothing.
    pub(super) fn new(names: &HashSet<String>) -> Self {
        let words = names.iter().map(|name| (name.clone(), None)).collect();
        Self { stems: Stems::new(), words, terms: HashMap::new() }
    }

    /// How many terms there are; every term is smaller.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The words of a cleaned text.
    pub(super) fn read(&mut self, text: &str) -> Vec<Word> {
        let tokens = tokens(text);
        let mut words = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            let next = tokens.get(at + 1).filter(|next| next.range.start == token.range.end);
            let term = if next.is_some_and(|next| is_verb(&token.text, &next.text)) {
                None
            } else {
                self.term(&token.text)
            };
            words.push(Word {
                text: token.text.clone(),
                term,
                start: token.range.start,
                end: token.range.end,
            });
        }
        words
    }

    fn term(&mut self, word: &str) -> Option<Term> {
        if let Some(term) = self.words.get(word) {
            return *term;
        }
        let term = is_telling(word).then(|| {
            let next = Term::try_from(self.terms.len()).unwrap_or(Term::MAX);
            *self.terms.entry(self.stems.stem(word)).or_insert(next)
        });
        self.words.insert(word.to_owned(), term);
        term
    }
}

/// Is this one character and the ending after it a verb or an adjective (歩|いた) rather than a
/// noun with its particle (雨|が)?
fn is_verb(word: &str, next: &str) -> bool {
    let mut chars = word.chars();
    let single = chars.next().is_some_and(script::is_han) && chars.next().is_none();
    single && next.chars().all(script::is_hiragana) && !PARTICLES.contains(&next)
}

/// What follows nouns.
const PARTICLES: &[&str] = &[
    "は",
    "が",
    "を",
    "に",
    "で",
    "と",
    "も",
    "の",
    "や",
    "へ",
    "か",
    "から",
    "まで",
    "より",
    "だ",
    "です",
    "な",
    "ね",
    "よ",
    "なら",
    "など",
    "って",
    "とか",
    "では",
    "には",
    "だけ",
    "でも",
    "ですか",
    "でした",
    "だった",
    "なの",
    "なので",
    "ですが",
    "だと",
];

/// How often each term stands in these words, by term.
pub(super) fn count(words: &[Word]) -> Vec<(Term, u32)> {
    let mut terms: Vec<Term> = words.iter().filter_map(|word| word.term).collect();
    terms.sort_unstable();
    terms
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term() {
        let mut vocabulary = Vocabulary::new(&HashSet::new());
        let words = vocabulary.read("The rate limits: a limit on the rate of 見積");
        assert_eq!(count(&words), [(0, 2), (1, 2), (2, 1)]);
        assert_eq!(vocabulary.len(), 3);
    }

    #[test]
    fn verbs_of_one_character_tell_nothing() {
        let telling = |text| count(&Vocabulary::new(&HashSet::new()).read(text)).len();
        assert_eq!(telling("雨が"), 1);
        assert_eq!(telling("毎日歩いています"), 0);
    }
}
