//! A query as the engine's condition: tenant and filters outside, the user's words inside.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Condition,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use uuid::Uuid;

use super::clause::{Clause, Piece, Placed};
use super::exclude::Excluded;
use super::query::Query;
use super::schema::FIELDS;

/// A dictionary word is worth this much more than its characters.
const WORD_BOOST: f32 = 2.0;
/// All of a clause in order, against its pieces anywhere.
const WHOLE_BOOST: f32 = 2.0;

/// What a tenant's documents must fulfil; all of the words (`Must`) or some (`Should`).
pub(super) fn condition(tenant: Uuid, query: &Query, words: Occur) -> BooleanQuery {
    let mut all: Vec<(Occur, Box<dyn Condition>)> = vec![(Occur::Must, one_of(FIELDS.tenant, &[tenant]))];
    for (field, ids) in [(FIELDS.conversation, &query.conversations), (FIELDS.account, &query.accounts)] {
        if let Some(ids) = ids {
            all.push((Occur::Must, one_of(field, ids)));
        }
    }
    if query.after.is_some() || query.before.is_some() {
        let second = |second| Term::from_field_i64(FIELDS.at, second);
        let after = query.after.map_or(Bound::Unbounded, |at| Bound::Included(second(at)));
        let before = query.before.map_or(Bound::Unbounded, |at| Bound::Excluded(second(at)));
        all.push((Occur::Must, unscored(Box::new(RangeQuery::new(after, before)))));
    }
    if !query.wanted.is_empty() {
        let wanted = query.wanted.iter().map(|clause| (words, wanted(clause, words))).collect();
        all.push((Occur::Must, Box::new(BooleanQuery::new(wanted))));
    }
    let excluded = |clause: &Clause| -> Box<dyn Condition> { Box::new(Excluded(phrase(&clause.whole))) };
    all.extend(query.unwanted.iter().map(|clause| (Occur::MustNot, excluded(clause))));
    BooleanQuery::new(all)
}

fn one_of(field: Field, ids: &[Uuid]) -> Box<dyn Condition> {
    let term = |id: &Uuid| Term::from_field_bytes(field, id.as_bytes());
    match ids {
        [] => Box::new(EmptyQuery),
        [id] => unscored(Box::new(TermQuery::new(term(id), IndexRecordOption::Basic))),
        _ => unscored(Box::new(TermSetQuery::new(ids.iter().map(term)))),
    }
}

fn unscored(condition: Box<dyn Condition>) -> Box<dyn Condition> {
    Box::new(ConstScoreQuery::new(condition, 0.0))
}

fn wanted(clause: &Clause, words: Occur) -> Box<dyn Condition> {
    match clause.pieces.as_slice() {
        [] => phrase(&clause.whole),
        [only] if only.phrase.len() == clause.whole.len() => piece(only),
        pieces => {
            let parts = BooleanQuery::new(pieces.iter().map(|part| (words, piece(part))).collect());
            let whole = BoostQuery::new(phrase(&clause.whole), WHOLE_BOOST);
            Box::new(BooleanQuery::union(vec![Box::new(whole), Box::new(parts)]))
        }
    }
}

fn piece(piece: &Piece) -> Box<dyn Condition> {
    let word = |word: &str| -> Box<dyn Condition> {
        let term = Term::from_field_text(FIELDS.words, word);
        Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), WORD_BOOST))
    };
    match piece.phrase.as_slice() {
        [(_, stem)] if piece.letters => word(stem),
        _ => {
            let better = piece.words.iter().map(|text| (Occur::Should, word(text)));
            Box::new(BooleanQuery::new(
                std::iter::once((Occur::Must, phrase(&piece.phrase))).chain(better).collect(),
            ))
        }
    }
}

fn phrase(placed: &[Placed]) -> Box<dyn Condition> {
    let term = |text: &str| Term::from_field_text(FIELDS.grams, text);
    match placed {
        [] => Box::new(AllQuery),
        [(_, only)] => Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new_with_offset(
            placed.iter().map(|(at, text)| (*at, term(text))).collect(),
        )),
    }
}
