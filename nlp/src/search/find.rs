//! Searching: from a query to ids, best first.
//!
//! **Score**: BM25 over words and n-grams, times `1 + 0.3 · 2^(−age / 30 days)`, so that a
//! message from today counts up to 30 % more than the same message from last year. Equal
//! scores: newest first.

use std::path::PathBuf;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as Condition, QueryClone};
use tantivy::{DocAddress, DocId, IndexReader, Score, Searcher, SegmentReader};
use uuid::Uuid;

use super::condition::{condition, excluded};
use super::error::{Error, engine};
use super::query::Query;
use super::schema::{AT, KEY, key_parts};
use super::spelling::{self, Correction};

/// An index that can be searched. Cheap to clone; clones see the same state.
#[derive(Clone)]
pub struct Index {
    pub(super) dir: PathBuf,
    pub(super) engine: tantivy::Index,
    pub(super) reader: IndexReader,
}

/// One document found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: Uuid,
    /// When it was written, in seconds since 1970 UTC.
    pub at: i64,
    /// How well it fits; comparable within one result only. 0 where no words were asked for.
    pub score: f32,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// The page asked for, best first.
    pub hits: Vec<Hit>,
    /// How many documents fit in all.
    pub total: usize,
    /// How many of them have the words as they were typed; they come first.
    pub exact: usize,
    /// No document has all the words, so these have some of them.
    pub loose: bool,
    /// Words that hardly any document has, and those that were looked for in their place.
    pub corrected: Vec<Correction>,
}

/// The longest page.
const PAGE: usize = 1_000;
/// The deepest page start; nobody reads on from there, and the engine would hold it all in memory.
const DEPTH: usize = 10_000;
/// With fewer documents than this, some words may have been meant for others.
const FEW: usize = 3;
/// Everything a recent document can gain over an old one.
const RECENT_GAIN: f64 = 0.3;
/// After this many seconds the gain is halved.
const RECENT_HALF_LIFE: f64 = 30.0 * 86_400.0;

impl Index {
    /// Finds a tenant's documents. `now` (seconds since 1970 UTC) is what recency is measured
    /// from. `limit` is at most 1,000; an `offset` beyond 10,000 finds nothing.
    ///
    /// Documents must have all the words. Where none or hardly any has, words of letters may be meant
    /// for others that are spelt almost like them ([`Hits::corrected`]); if there are still none,
    /// documents with some of the words are found and [`Hits::loose`] is set.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn search(
        &self,
        tenant: Uuid,
        query: &Query,
        now: i64,
        limit: usize,
        offset: usize,
    ) -> Result<Hits, Error> {
        if query.hopeless {
            return Ok(Hits::default());
        }
        let searcher = self.reader.searcher();
        let page = Page { tenant, now, limit: limit.min(PAGE), offset };
        let strict = page.read(&searcher, &condition(tenant, query, Occur::Must))?;
        let strict = Hits { exact: strict.total, ..strict };
        if strict.total >= FEW {
            return Ok(strict);
        }
        let corrected =
            spelling::corrections(&searcher, tenant, query).map_err(engine("look for what was meant"))?;
        let meant = query.corrected(&corrected);
        if !corrected.is_empty() {
            let both = page.read_on(&searcher, &strict, query, &meant)?;
            if both.total > strict.total {
                return Ok(Hits { corrected, ..both });
            }
        }
        if strict.total > 0 || !query.has_parts() {
            return Ok(strict);
        }
        let loose = page.read(&searcher, &condition(tenant, &meant, Occur::Should))?;
        if loose.total == 0 {
            return Ok(loose);
        }
        Ok(Hits { loose: true, corrected, ..loose })
    }

    /// How many documents there are, of all tenants together.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Sees what another process has committed since the last call. Where this process writes,
    /// the writer sees to it.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read; the former state stays searchable.
    pub fn reload(&self) -> Result<(), Error> {
        self.reader.reload().map_err(engine("see the latest commit"))
    }
}

struct Page {
    tenant: Uuid,
    now: i64,
    limit: usize,
    offset: usize,
}

impl Page {
    /// The page of what fits as typed and, after that, of what fits as meant.
    fn read_on(
        &self,
        searcher: &Searcher,
        strict: &Hits,
        typed: &Query,
        meant: &Query,
    ) -> Result<Hits, Error> {
        let mut all = vec![(Occur::Must, condition(self.tenant, meant, Occur::Must).box_clone())];
        if strict.total > 0 {
            all.push(excluded(condition(self.tenant, typed, Occur::Must).box_clone()));
        }
        let rest = Self {
            limit: self.limit - strict.hits.len(),
            offset: self.offset.saturating_sub(strict.total),
            ..*self
        };
        let rest = rest.read(searcher, &BooleanQuery::new(all))?;
        Ok(Hits {
            hits: strict.hits.iter().copied().chain(rest.hits).collect(),
            total: strict.total + rest.total,
            exact: strict.total,
            ..Hits::default()
        })
    }

    fn read(&self, searcher: &Searcher, condition: &dyn Condition) -> Result<Hits, Error> {
        let failed = "search";
        if self.limit == 0 || self.offset > DEPTH {
            let total = searcher.search(condition, &Count).map_err(engine(failed))?;
            return Ok(Hits { total, ..Hits::default() });
        }
        let now = self.now;
        let top = TopDocs::with_limit(self.limit).and_offset(self.offset).tweak_score(
            move |segment: &SegmentReader| {
                let times = segment.fast_fields().i64(AT).ok();
                move |doc: DocId, bm25: Score| {
                    let at = times.as_ref().and_then(|times| times.first(doc)).unwrap_or_default();
                    (bm25 * recency(now, at), at)
                }
            },
        );
        let (total, top) = searcher.search(condition, &(Count, top)).map_err(engine(failed))?;
        let mut hits = Vec::with_capacity(top.len());
        for ((score, at), address) in top {
            // The condition holds every tenant apart already; should the index ever be wrong
            // about that, another tenant's id still does not get out.
            match key_parts(&key_at(searcher, address).map_err(engine(failed))?) {
                Some((tenant, id)) if tenant == self.tenant => hits.push(Hit { id, at, score }),
                _ => tracing::error!(?address, "the search index holds a document under the wrong tenant"),
            }
        }
        Ok(Hits { hits, total, ..Hits::default() })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a factor between 1 and 1.3"
)]
fn recency(now: i64, at: i64) -> f32 {
    let age = now.saturating_sub(at).max(0) as f64;
    (1.0 + RECENT_GAIN * (-age / RECENT_HALF_LIFE).exp2()) as f32
}

fn key_at(searcher: &Searcher, address: DocAddress) -> tantivy::Result<Vec<u8>> {
    let mut key = Vec::with_capacity(32);
    if let Some(keys) = searcher.segment_reader(address.segment_ord).fast_fields().bytes(KEY)?
        && let Some(ord) = keys.ords().first(address.doc_id)
    {
        keys.ord_to_bytes(ord, &mut key)?;
    }
    Ok(key)
}
