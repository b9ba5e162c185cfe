//! Searching: from a query to ids, best first.
//!
//! **Score**: BM25 over words and n-grams, times `1 + 0.1 · 2^(−age / 30 days)`, so that a
//! message from today counts up to 10 % more than the same message from last year; then, among the
//! best 200, what stands around it ([`super::context`]). Equal scores: newest first.

use std::{
    collections::{HashSet, hash_map::Entry},
    path::PathBuf,
};

use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, Query as Condition, QueryClone};
use tantivy::{DocAddress, DocId, IndexReader, Score, Searcher, SegmentReader, Term};
use uuid::Uuid;

use super::condition::{Conditions, condition, excluded, in_threads, scope};
use super::context::{self, Lengths, Scored};
use super::error::{Error, engine};
use super::query::Query;
use super::question::Question;
use super::schema::{AT, FIELDS, KEY, ROOM, THREAD, key_parts};
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
    /// A number that the messages of its thread share; 0: in none.
    pub thread: u64,
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
/// Of so many, the best, it is looked at what stands around them; those after them stay as they are.
const WINDOW: usize = 200;
/// Threads of which a question brings the messages that have none of its words.
const THREADS: usize = 8;
/// Messages of these that are brought.
const BROUGHT: usize = 64;
/// With fewer documents than this, some words may have been meant for others.
const FEW: usize = 3;
/// Everything a recent document can gain over an old one.
const RECENT_GAIN: f64 = 0.1;
/// After this many seconds the gain is halved.
const RECENT_HALF_LIFE: f64 = 30.0 * 86_400.0;

impl Index {
    /// Finds a tenant's documents. `now` (seconds since 1970 UTC) is what recency is measured
    /// from. `limit` is at most 1,000; an `offset` beyond 10,000 finds nothing.
    ///
    /// Documents must have all the words, unless a question is asked ([`Query::question`]). Where none or hardly any has, words of letters may be meant
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
        if let Some(question) = &query.question {
            let corrected =
                spelling::corrections(&searcher, tenant, query).map_err(engine("look for what was meant"))?;
            return page.answer(&searcher, query, question.clone(), corrected, None);
        }
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
        let go_on = if strict.total > 0 { query.sentence } else { query.has_parts() };
        if !go_on || query.rest.is_empty() {
            return Ok(strict);
        }
        page.answer_after(&searcher, strict, &meant, corrected)
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

    /// What has all of the words, and after that what answers best with some of them.
    fn answer_after(
        &self,
        searcher: &Searcher,
        strict: Hits,
        query: &Query,
        corrected: Vec<Correction>,
    ) -> Result<Hits, Error> {
        let rest = Self {
            limit: self.limit - strict.hits.len(),
            offset: self.offset.saturating_sub(strict.total),
            ..*self
        };
        let but = (strict.total > 0).then(|| condition(self.tenant, query, Occur::Must));
        let rest = rest.answer(searcher, query, query.rest.clone(), corrected, but)?;
        Ok(Hits {
            loose: rest.total > 0,
            total: strict.total + rest.total,
            exact: strict.total,
            corrected: if rest.total > 0 { rest.corrected } else { Vec::new() },
            hits: strict.hits.into_iter().chain(rest.hits).collect(),
        })
    }

    /// What answers a question: documents with some of its words, and what was said in the best threads besides.
    /// None of what fulfils `but`.
    fn answer(
        &self,
        searcher: &Searcher,
        query: &Query,
        mut question: Question,
        corrected: Vec<Correction>,
        but: Option<BooleanQuery>,
    ) -> Result<Hits, Error> {
        let failed = "answer a question";
        for word in &corrected {
            question.meant(&word.meant);
        }
        let mut all = scope(self.tenant, query);
        all.extend(but.map(|but| excluded(Box::new(but))));
        let mut asked: Conditions = all.iter().map(|(occur, part)| (*occur, part.box_clone())).collect();
        if !question.is_empty() {
            asked.push((Occur::Must, Box::new(question.condition(searcher).map_err(engine(failed))?)));
        }
        let condition = BooleanQuery::new(asked);
        let (mut total, mut found) = self.top(searcher, &condition)?;
        let best = found.len().min(WINDOW);
        let lengths = lengths(searcher, &found[..best]).map_err(engine(failed))?;
        let threads = context::best_threads(&found[..best], &lengths, THREADS);
        let brought = self.brought(searcher, all, &threads, &found[..best]).map_err(engine(failed))?;
        if found.len() > best && !brought.is_empty() {
            // they stand further up now
            let up: HashSet<DocAddress> = brought.iter().map(|one| one.address).collect();
            let mut place = 0;
            found.retain(|one| {
                place += 1;
                place <= best || !up.contains(&one.address)
            });
        }
        total += newcomers(searcher, &condition, &threads, &brought).map_err(engine(failed))?;
        let weighed = best + brought.len();
        found.splice(best..best, brought);
        Ok(Hits {
            total,
            exact: total,
            corrected,
            hits: self.shown(searcher, found, weighed, &lengths)?,
            ..Hits::default()
        })
    }

    /// The messages of threads that are not among what was found.
    fn brought(
        &self,
        searcher: &Searcher,
        mut all: Conditions,
        threads: &[u64],
        found: &[Scored],
    ) -> tantivy::Result<Vec<Scored>> {
        if threads.is_empty() {
            return Ok(Vec::new());
        }
        all.push((Occur::Must, in_threads(threads)));
        let members = searcher.search(&BooleanQuery::new(all), &DocSetCollector)?;
        let columns = Columns::of(searcher);
        let mut brought: Vec<Scored> = members
            .into_iter()
            .filter(|member| found.iter().all(|one| one.address != *member))
            .map(|address| columns.read(address, 0.0))
            .collect();
        // of the best thread first, as it was said
        let rank = |one: &Scored| threads.iter().position(|thread| *thread == one.thread);
        brought.sort_by_key(|one| (rank(one), one.at, one.address));
        brought.truncate(BROUGHT);
        Ok(brought)
    }

    fn read(&self, searcher: &Searcher, condition: &dyn Condition) -> Result<Hits, Error> {
        let (total, found) = self.top(searcher, condition)?;
        let best = found.len().min(WINDOW);
        let lengths = lengths(searcher, &found[..best]).map_err(engine("search"))?;
        Ok(Hits { hits: self.shown(searcher, found, WINDOW, &lengths)?, total, ..Hits::default() })
    }

    /// How many documents fit, and the best of them: as many as the page and what is weighed need.
    fn top(&self, searcher: &Searcher, condition: &dyn Condition) -> Result<(usize, Vec<Scored>), Error> {
        let failed = "search";
        if self.limit == 0 || self.offset > DEPTH {
            let total = searcher.search(condition, &Count).map_err(engine(failed))?;
            return Ok((total, Vec::new()));
        }
        let now = self.now;
        let wanted = WINDOW.max(self.offset + self.limit);
        let top = TopDocs::with_limit(wanted).tweak_score(move |segment: &SegmentReader| {
            let times = segment.fast_fields().i64(AT).ok();
            move |doc: DocId, bm25: Score| {
                let at = times.as_ref().and_then(|times| times.first(doc)).unwrap_or_default();
                (bm25 * recency(now, at), at)
            }
        });
        let (total, top) = searcher.search(condition, &(Count, top)).map_err(engine(failed))?;
        let columns = Columns::of(searcher);
        Ok((total, top.into_iter().map(|((score, _), address)| columns.read(address, score)).collect()))
    }

    /// The page of what was found, the first of them `weighed` by what stands around.
    fn shown(
        &self,
        searcher: &Searcher,
        mut found: Vec<Scored>,
        weighed: usize,
        lengths: &Lengths,
    ) -> Result<Vec<Hit>, Error> {
        let weighed = weighed.min(found.len());
        context::weigh(&mut found[..weighed], lengths);
        let mut hits = Vec::with_capacity(self.limit);
        for Scored { address, score, at, thread, .. } in found.into_iter().skip(self.offset).take(self.limit)
        {
            // The condition holds every tenant apart already; should the index ever be wrong
            // about that, another tenant's id still does not get out.
            match key_parts(&key_at(searcher, address).map_err(engine("search"))?) {
                Some((tenant, id)) if tenant == self.tenant => hits.push(Hit { id, at, score, thread }),
                _ => tracing::error!(?address, "the search index holds a document under the wrong tenant"),
            }
        }
        Ok(hits)
    }
}

/// How many messages the threads of these have.
fn lengths(searcher: &Searcher, found: &[Scored]) -> tantivy::Result<Lengths> {
    let mut lengths = Lengths::new();
    for one in found.iter().filter(|one| one.thread != 0) {
        if let Entry::Vacant(place) = lengths.entry(one.thread) {
            place.insert(searcher.doc_freq(&Term::from_field_u64(FIELDS.thread, one.thread))?);
        }
    }
    Ok(lengths)
}

/// How many messages were brought that do not fulfil a condition themselves.
fn newcomers(
    searcher: &Searcher,
    condition: &BooleanQuery,
    threads: &[u64],
    brought: &[Scored],
) -> tantivy::Result<usize> {
    if brought.is_empty() {
        return Ok(0);
    }
    let both = vec![(Occur::Must, condition.box_clone()), (Occur::Must, in_threads(threads))];
    let known = searcher.search(&BooleanQuery::new(both), &DocSetCollector)?;
    Ok(brought.iter().filter(|one| !known.contains(&one.address)).count())
}

/// What is kept beside the words, by part of the index.
struct Columns(Vec<Part>);

/// Of one part; a column that no document fills may not be there.
struct Part {
    at: Option<Column<i64>>,
    thread: Option<Column<u64>>,
    room: Option<Column<u64>>,
}

impl Columns {
    fn of(searcher: &Searcher) -> Self {
        let parts = searcher.segment_readers().iter().map(|segment| {
            let fast = segment.fast_fields();
            Part { at: fast.i64(AT).ok(), thread: fast.u64(THREAD).ok(), room: fast.u64(ROOM).ok() }
        });
        Self(parts.collect())
    }

    fn read(&self, address: DocAddress, score: Score) -> Scored {
        let Part { at, thread, room } = &self.0[address.segment_ord as usize];
        let number = |column: &Option<Column<u64>>| {
            column.as_ref().and_then(|column| column.first(address.doc_id)).unwrap_or_default()
        };
        Scored {
            address,
            score,
            at: at.as_ref().and_then(|at| at.first(address.doc_id)).unwrap_or_default(),
            thread: number(thread),
            room: number(room),
        }
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
