//! A question asked as a sentence: its terms rank what is found, none of them must be there.
//!
//! Letters are words. Japanese counts by pairs of characters and by dictionary words together: pairs miss nothing that
//! the dictionary cuts wrongly, words keep apart what pairs confuse; a word weighs less than its pairs, for it says the
//! same once more. Pairs of hiragana are mostly grammar and count little. How rare a term is does the rest (BM25).

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query as Condition, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::analysis::Cut;
use super::schema::FIELDS;
use crate::text::{Kind, Run, fold, runs, script, stop, words_of_run};

/// What a term counts, before its rarity.
const LETTERS: f32 = 2.2;
const WORD: f32 = 0.8;
const PAIR: f32 = 1.0;
/// Words in katakana are long: there are more pairs in one.
const KATAKANA_PAIR: f32 = 0.7;
const MIXED_PAIR: f32 = 0.5;
const KANA_PAIR: f32 = 0.2;
const SINGLE: f32 = 0.6;
/// Two words of letters beside each other, as a phrase.
const PHRASE: f32 = 0.5;
/// A word that was meant by one that no text has.
const MEANT: f32 = 0.7;

/// Characters that are read.
const LONGEST: usize = 2_000;
/// Terms that are looked up, the weightiest first.
const MOST: usize = 64;
/// Of these, so many are always looked up…
const LEAST: usize = 4;
/// …and the others while fewer than this many entries of the index have to be read for all of them.
const ENTRIES: u64 = 250_000;

/// The terms of a question.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    terms: HashMap<(Place, String), f32>,
    /// Stems of words beside each other.
    beside: Vec<(String, String)>,
}

/// Where a term is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Place {
    Words,
    Grams,
}

impl Place {
    fn field(self) -> Field {
        match self {
            Self::Words => FIELDS.words,
            Self::Grams => FIELDS.grams,
        }
    }
}

impl Question {
    /// Reads a question.
    pub(super) fn of(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let runs = runs(&text);
        let mut question = Self::default();
        let mut last: Option<String> = None;
        for run in &runs {
            let grammar = stop::is_stop(&run.text);
            match run.kind {
                Kind::Cjk => {
                    question.read_cjk(run);
                    last = None;
                }
                _ if grammar => last = None,
                _ => {
                    let Some(stem) = Cut::Words.terms(&run.text).pop().map(|term| term.text) else {
                        continue;
                    };
                    question.add(Place::Words, &stem, LETTERS);
                    if let Some(before) = last.replace(stem.clone()) {
                        question.beside.push((before, stem));
                    }
                }
            }
        }
        if question.terms.is_empty() {
            // nothing but grammar: then that is what is asked for
            for run in runs.iter().filter(|run| run.kind != Kind::Cjk) {
                for term in Cut::Words.terms(&run.text) {
                    question.add(Place::Words, &term.text, LETTERS);
                }
            }
        }
        question
    }

    /// Is there nothing to look for?
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Adds what a word was meant for.
    pub(super) fn meant(&mut self, word: &str) {
        for term in Cut::Words.terms(word) {
            self.add(Place::Words, &term.text, LETTERS * MEANT);
        }
    }

    fn read_cjk(&mut self, run: &Run) {
        for word in words_of_run(run) {
            let text = run.text_of(word.clone());
            let ending = text.chars().all(script::is_hiragana) && (word.len() < 3 || stop::is_stop(text));
            if !ending && !stop::is_stop(text) {
                self.add(Place::Words, text, WORD);
            }
        }
        if run.len() == 1 {
            self.add(Place::Grams, &run.text, SINGLE);
        }
        for at in 1..run.len() {
            let pair = run.text_of(at - 1..at + 1);
            let weight = match pair.chars().filter(|c| script::is_hiragana(*c)).count() {
                0 if pair.chars().all(script::is_katakana) => KATAKANA_PAIR,
                0 => PAIR,
                1 => MIXED_PAIR,
                _ => KANA_PAIR,
            };
            self.add(Place::Grams, pair, weight);
        }
    }

    fn add(&mut self, place: Place, term: &str, weight: f32) {
        let known = self.terms.entry((place, term.to_owned())).or_default();
        *known = known.max(weight);
    }

    /// What texts must have some of, and count by.
    pub(super) fn condition(&self, searcher: &Searcher) -> tantivy::Result<BooleanQuery> {
        let all = searcher.num_docs();
        let mut terms = Vec::with_capacity(self.terms.len());
        for ((place, text), weight) in &self.terms {
            let term = Term::from_field_text(place.field(), text);
            let entries = searcher.doc_freq(&term)?;
            if entries > 0 {
                terms.push((weight * rarity(entries, all), *weight, entries, term));
            }
        }
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.3.cmp(&b.3)));
        terms.truncate(MOST);
        let mut read = 0;
        let mut parts: Vec<(Occur, Box<dyn Condition>)> = Vec::with_capacity(terms.len());
        for (place, (_, weight, entries, term)) in terms.into_iter().enumerate() {
            if place >= LEAST && read + entries > ENTRIES {
                continue;
            }
            read += entries;
            let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
            parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), weight))));
        }
        for (a, b) in &self.beside {
            let pair = [a, b].map(|word| Term::from_field_text(FIELDS.grams, word));
            if pair.iter().map(|term| searcher.doc_freq(term)).sum::<tantivy::Result<u64>>()? < ENTRIES {
                let phrase = PhraseQuery::new(pair.to_vec());
                parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(phrase), PHRASE))));
            }
        }
        Ok(BooleanQuery::new(parts))
    }
}

/// Words that a question begins with, and how a Japanese one ends.
const ASKING: &[&str] = &[
    "how", "what", "what's", "why", "where", "when", "who", "which", "does", "do", "did", "is", "are", "was",
    "can", "could", "should", "has", "have", "will",
];
const ASKING_JA: &[&str] =
    &["ですか", "ますか", "ましたか", "でしたか", "でしょうか", "ませんか", "だろうか", "のか", "ください"];
/// What only begins like one has fewer words.
const LEAST_WORDS: usize = 4;

/// Is it said as a whole sentence that asks for something?
pub(super) fn asks(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '.' | '!'));
    if bare.ends_with(['?', '？']) || ASKING_JA.iter().any(|end| bare.ends_with(end)) {
        return true;
    }
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
    words.first().is_some_and(|first| ASKING.contains(first)) && words.len() >= LEAST_WORDS
}

/// BM25's inverse document frequency.
#[expect(clippy::cast_precision_loss, reason = "numbers of documents")]
fn rarity(entries: u64, all: u64) -> f32 {
    let (entries, all) = (entries as f32, all.max(entries) as f32);
    (1.0 + (all - entries + 0.5) / (entries + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_ask() {
        for text in [
            "how do I raise the limit",
            "Is it slow?",
            "請求書はどこにありますか",
            "上限を上げる方法を教えてください。",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["rate limit", "what", "the limit is what we said", "料金プラン", "請求書"] {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn function_words_hardly_count() {
        let question = Question::of("Rate Limitは何年に設立されたのですか？ What is the limit of it?");
        let weight = |place, term: &str| question.terms.get(&(place, term.to_owned())).copied();
        assert_eq!(weight(Place::Words, "limit"), Some(LETTERS));
        assert_eq!(weight(Place::Grams, "設立"), Some(PAIR));
        assert_eq!(weight(Place::Words, "設立"), Some(WORD));
        assert_eq!(weight(Place::Grams, "です"), Some(KANA_PAIR));
        assert_eq!(weight(Place::Grams, "立さ"), Some(MIXED_PAIR));
        assert_eq!((weight(Place::Words, "です"), weight(Place::Words, "the")), (None, None));
        assert!(question.beside.contains(&("rate".to_owned(), "limit".to_owned())));
        assert!(!Question::of("the").is_empty() && Question::of("!?").is_empty());
    }
}
