//! Slips of the pen: which word of the texts somebody may have meant by one that is in none of them.
//!
//! **Rule**: words of 4 to 7 letters may be one edit away (a letter more, less, other, or two letters
//! exchanged), longer ones two; the first letter may be missing, too many or out of place, but not another,
//! for people seldom begin a word wrongly. Of the words that near, the one in most texts is meant, where an edit
//! more must be made up for by ten times as many texts. Shorter words, phrases and Japanese are never
//! guessed at.
//!
//! Nothing is given away: only words of texts that the asker could find count.

use std::collections::HashMap;

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use uuid::Uuid;

use super::analysis::Cut;
use super::condition::{Conditions, filtered, visible};
use super::query::Query;
use super::schema::FIELDS;
use crate::text::stop;

/// A word that was looked for in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The word as it was typed, folded.
    pub typed: String,
    /// A word that is in the texts.
    pub meant: String,
}

/// Words of a query that are looked at.
const MOST_WORDS: usize = 8;
/// Words near to one that are looked at more closely.
const MOST_NEAR: usize = 24;
/// What a word must be more frequent by for every edit.
const PER_EDIT: usize = 10;

/// What the words of a query may have been meant for, if hardly any text has them.
pub(super) fn corrections(
    searcher: &Searcher,
    tenant: Uuid,
    query: &Query,
) -> tantivy::Result<Vec<Correction>> {
    let mut corrections: Vec<Correction> = Vec::new();
    for word in query.spelt().take(MOST_WORDS) {
        let Some(distance) = tolerance(word) else { continue };
        if corrections.iter().any(|known| known.typed == word) {
            continue;
        }
        // by its stem: "limits" is no slip where there is "limit"
        let stem = stem(word);
        let as_typed = count(searcher, visible(tenant, &query.hidden), FIELDS.words, &stem)?;
        let mut best: Option<(usize, String)> = None;
        for (edits, candidate) in near(searcher, word, distance)? {
            if self::stem(&candidate) == stem || stop::is_stop(&candidate) {
                continue;
            }
            let texts = count(searcher, filtered(tenant, query), FIELDS.spelt, &candidate)?;
            let worth = texts * PER_EDIT.pow(u32::from(distance).saturating_sub(edits));
            let enough = texts > 0 && texts >= as_typed * PER_EDIT;
            if enough && best.as_ref().is_none_or(|(best, _)| worth > *best) {
                best = Some((worth, candidate));
            }
        }
        corrections.extend(best.map(|(_, meant)| Correction { typed: word.to_owned(), meant }));
    }
    Ok(corrections)
}

/// How many edits away a word may be; `None`: it must be what was typed.
fn tolerance(word: &str) -> Option<u8> {
    match word.chars().count() {
        0..4 => None,
        4..8 => Some(1),
        8.. => Some(2),
    }
}

/// Words in the index of all tenants that are at most so many edits away, with how many, the nearest and
/// then the most frequent first.
fn near(searcher: &Searcher, word: &str, distance: u8) -> tantivy::Result<Vec<(u32, String)>> {
    let automaton =
        || FuzzyTermQuery::new(Term::from_field_text(FIELDS.spelt, word), distance, true).automaton();
    let mut found: HashMap<String, u32> = HashMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(FIELDS.spelt)?;
        let mut terms = index.terms().search(automaton()?).into_stream()?;
        while let Some((term, info)) = terms.next() {
            if let Ok(term) = std::str::from_utf8(term)
                && term != word
                && begin_alike(word, term)
            {
                let texts = found.entry(term.to_owned()).or_default();
                *texts = texts.saturating_add(info.doc_freq);
            }
        }
    }
    let edits = |term: &str| u32::try_from(strsim::osa_distance(word, term)).unwrap_or(u32::MAX);
    let mut found: Vec<(u32, u32, String)> =
        found.into_iter().map(|(term, texts)| (edits(&term), texts, term)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    found.truncate(MOST_NEAR);
    Ok(found.into_iter().map(|(edits, _, term)| (edits, term)).collect())
}

fn begin_alike(a: &str, b: &str) -> bool {
    let [mut a, mut b] = [a, b].map(|word| word.chars());
    let [(a, second_of_a), (b, second_of_b)] = [(a.next(), a.next()), (b.next(), b.next())];
    a == b || a == second_of_b || b == second_of_a
}

/// How many documents within these conditions have a term.
fn count(searcher: &Searcher, mut scope: Conditions, field: Field, term: &str) -> tantivy::Result<usize> {
    let term = Term::from_field_text(field, term);
    scope.push((Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
    searcher.search(&BooleanQuery::new(scope), &Count)
}

fn stem(word: &str) -> String {
    Cut::Cover.terms(word).pop().map(|term| term.text).unwrap_or_default()
}
