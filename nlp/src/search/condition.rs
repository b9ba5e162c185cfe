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

/// Two words beside each other as they were typed, against the words alone.
const BESIDE_BOOST: f32 = 0.5;

/// Conditions of a document, each with how it counts.
pub(super) type Conditions = Vec<(Occur, Box<dyn Condition>)>;

/// What a tenant's documents must fulfil; all of the words (`Must`) or some (`Should`).
pub(super) fn condition(tenant: Uuid, query: &Query, words: Occur) -> BooleanQuery {
    let mut all = scope(tenant, query);
    if !query.wanted.is_empty() {
        let wanted = query.wanted.iter().map(|clause| (words, wanted(clause, words))).collect();
        all.push((Occur::Must, Box::new(BooleanQuery::new(wanted))));
        let bonus = |pair: &Clause| -> (Occur, Box<dyn Condition>) {
            (Occur::Should, Box::new(BoostQuery::new(phrase(&pair.whole), BESIDE_BOOST)))
        };
        all.extend(query.beside.iter().map(bonus));
    }
    BooleanQuery::new(all)
}

/// What a tenant's documents must fulfil besides the words asked for: filters, and the words that must not be there.
pub(super) fn scope(tenant: Uuid, query: &Query) -> Conditions {
    let mut all = filtered(tenant, query);
    let unwanted = |clause: &Clause| excluded(phrase(&clause.whole));
    all.extend(query.unwanted.iter().map(unwanted));
    all
}

/// A tenant's documents but those in hidden conversations.
pub(super) fn visible(tenant: Uuid, hidden: &[Uuid]) -> Conditions {
    let mut all = vec![(Occur::Must, one_of(FIELDS.tenant, &[tenant]))];
    if !hidden.is_empty() {
        all.push(excluded(one_of(FIELDS.conversation, hidden)));
    }
    all
}

/// Those of them that fulfil everything a query asks for besides its words.
pub(super) fn filtered(tenant: Uuid, query: &Query) -> Conditions {
    let mut all = visible(tenant, &query.hidden);
    for (field, ids) in [(FIELDS.conversation, &query.conversations), (FIELDS.account, &query.accounts)] {
        if let Some(ids) = ids {
            all.push((Occur::Must, one_of(field, ids)));
        }
    }
    if let Some(languages) = &query.languages {
        let tags: Vec<&str> = languages.iter().map(|lang| lang.tag()).collect();
        all.push((Occur::Must, one_of(FIELDS.lang, &tags)));
    }
    if query.after.is_some() || query.before.is_some() {
        let second = |second| Term::from_field_i64(FIELDS.at, second);
        let after = query.after.map_or(Bound::Unbounded, |at| Bound::Included(second(at)));
        let before = query.before.map_or(Bound::Unbounded, |at| Bound::Excluded(second(at)));
        all.push((Occur::Must, unscored(Box::new(RangeQuery::new(after, before)))));
    }
    all
}

/// Documents of some threads.
pub(super) fn in_threads(threads: &[u64]) -> Box<dyn Condition> {
    let terms = threads.iter().map(|thread| Term::from_field_u64(FIELDS.thread, *thread));
    unscored(Box::new(TermSetQuery::new(terms)))
}

/// What must not be.
pub(super) fn excluded(condition: Box<dyn Condition>) -> (Occur, Box<dyn Condition>) {
    (Occur::MustNot, Box::new(Excluded(condition)))
}

fn one_of(field: Field, values: &[impl AsRef<[u8]>]) -> Box<dyn Condition> {
    let term = |value: &_| Term::from_field_bytes(field, AsRef::<[u8]>::as_ref(value));
    match values {
        [] => Box::new(EmptyQuery),
        [only] => unscored(Box::new(TermQuery::new(term(only), IndexRecordOption::Basic))),
        _ => unscored(Box::new(TermSetQuery::new(values.iter().map(term)))),
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
