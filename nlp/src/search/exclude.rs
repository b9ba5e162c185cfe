//! Leaving documents out.
//!
//! The engine asks an exclusion about documents before the one it stands on, which its own
//! phrases do not allow: they fail a check in debug builds. An [`Excluded`] answers from where
//! it stands and is only ever moved forward.
//!
//! Not for finding: it has no score.

use tantivy::query::{EnableScoring, Explanation, Query as Condition, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError, Term};

/// A condition that documents must not fulfil.
#[derive(Debug)]
pub(super) struct Excluded(pub(super) Box<dyn Condition>);

impl Clone for Excluded {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Condition for Excluded {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(Excluding(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct Excluding(Box<dyn Weight>);

impl Weight for Excluding {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Forward(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("document {doc} is not found by an exclusion")))
    }
}

/// Documents in order. What it leaves to the trait is the point of it: the trait's own
/// `seek_danger` compares before it moves.
struct Forward(Box<dyn Scorer>);

impl DocSet for Forward {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for Forward {
    fn score(&mut self) -> Score {
        0.0
    }
}
