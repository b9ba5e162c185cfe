//! `enishi try search`: which of some texts answer some questions, best first.

use std::{
    collections::HashMap,
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;
use nlp::{
    e5::{Model, Role, Vector, likeness},
    search::{CANDIDATES, Change, Document, Hit, Index, Query, blend},
};
use serde_json::json;
use uuid::Uuid;

use super::records::records;
use crate::{config::Storage, doors::cli::speech, say, vectors::FILE};

/// What to search, and for what.
#[derive(Debug, Args)]
pub(super) struct Search {
    /// The texts, a line of JSON each: "id", "text" and, if known, "title", "thread", "room", "user", "ts"
    #[arg(long)]
    docs: PathBuf,

    /// The questions, a line of JSON each: "id" and "text"
    #[arg(long)]
    queries: PathBuf,

    /// Texts to name for each question
    #[arg(long, default_value_t = 10)]
    k: usize,

    /// A file of e5 weights, to put what is found in order by meaning as well; without it, the one added with
    /// `enishi model add e5`
    #[arg(long, value_name = "FILE")]
    e5: Option<PathBuf>,

    /// Words alone, though there is a model
    #[arg(long, conflicts_with = "e5")]
    no_e5: bool,

    /// Print a line of JSON a question: {"id": …, "ranked": [ids, best first], "scores": […]}
    #[arg(long)]
    json: bool,
}

/// Texts of one commit.
const BATCH: usize = 20_000;
/// Ours alone.
const TENANT: Uuid = Uuid::nil();

impl Search {
    /// Builds an index that is thrown away afterwards, and asks it.
    pub(super) fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let mut meaning = Meaning::of(&self, storage)?;
        let folder = Folder::new()?;
        let mut opened = Index::open(&folder.0)?;
        let docs = records(&self.docs)?;
        let began = Instant::now();
        let ids: Vec<String> = (1..).zip(&docs).map(|(n, doc)| doc.id(n)).collect();
        let mut now = 0;
        let mut rooms: HashMap<String, Uuid> = HashMap::new();
        let mut changes = Vec::with_capacity(docs.len().min(BATCH));
        for (n, doc) in (0_u128..).zip(&docs) {
            let at = doc.at().unwrap_or_default();
            now = now.max(at);
            let next = Uuid::from_u128(rooms.len() as u128 + 1);
            let room = doc.text(&["room", "channel", "conversation"]).unwrap_or_default();
            changes.push(Change::Put(Document {
                tenant: TENANT,
                id: Uuid::from_u128(n),
                conversation: *rooms.entry(room).or_insert(next),
                account: None,
                at,
                text: doc.words(),
                title: doc.text(&["title", "subject"]),
                thread: doc.text(&["thread", "thread_id", "thread_ts"]),
            }));
            if changes.len() == BATCH {
                opened.writer.apply(&changes, "")?;
                changes.clear();
            }
        }
        opened.writer.apply(&changes, "")?;
        let built = began.elapsed().as_secs_f64();

        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut times = Vec::new();
        for (n, query) in (1..).zip(records(&self.queries)?) {
            let began = Instant::now();
            let k = if meaning.is_some() { self.k.max(CANDIDATES) } else { self.k };
            let words = query.words();
            let mut hits = opened.index.search(TENANT, &Query::question(&words), now, k, 0)?.hits;
            if let Some(meaning) = &mut meaning {
                meaning.order(&words, &mut hits, |place| docs[place].words());
            }
            hits.truncate(self.k);
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
            let ranked: Vec<&str> = hits
                .iter()
                .filter_map(|hit| Some(ids.get(usize::try_from(hit.id.as_u128()).ok()?)?.as_str()))
                .collect();
            if self.json {
                let scores: Vec<f32> = hits.iter().map(|hit| hit.score).collect();
                writeln!(out, "{}", json!({ "id": query.id(n), "ranked": ranked, "scores": scores }))?;
            } else {
                writeln!(out, "{}\t{}", query.id(n), ranked.join(" "))?;
            }
        }
        out.flush()?;
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
        let (p50, p95) = (at(50).copied().unwrap_or_default(), at(95).copied().unwrap_or_default());
        let (docs, queries) = (ids.len(), times.len());
        eprintln!(
            "{}",
            say!(
                speech::lang(),
                "{docs} texts indexed in {built:.1} s; {queries} questions, p50 {p50:.1} ms, p95 {p95:.1} ms",
                "{docs}件を{built:.1}秒で索引化。質問{queries}件、p50 {p50:.1} ms、p95 {p95:.1} ms"
            )
        );
        Ok(())
    }
}

/// The model, and the vectors of the texts that were found so far.
struct Meaning {
    model: Model,
    known: HashMap<usize, Vector>,
}

impl Meaning {
    fn of(asked: &Search, storage: &Storage) -> anyhow::Result<Option<Self>> {
        let added = Some(storage.data_dir.join(FILE)).filter(|file| file.is_file() && !asked.no_e5);
        let Some(file) = asked.e5.clone().or(added) else { return Ok(None) };
        Ok(Some(Self { model: Model::open(&file)?, known: HashMap::new() }))
    }

    fn order(&mut self, asked: &str, hits: &mut Vec<Hit>, text: impl Fn(usize) -> String) {
        let asked = self.model.vector(Role::Query, asked);
        let alike: Vec<Option<f32>> = hits
            .iter()
            .map(|hit| {
                let place = usize::try_from(hit.id.as_u128()).ok()?;
                let said =
                    self.known.entry(place).or_insert_with(|| self.model.vector(Role::Passage, &text(place)));
                Some(likeness(&asked, said))
            })
            .collect();
        *hits = blend(hits, &alike).into_iter().map(|at| hits[at]).collect();
    }
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let parent = std::env::temp_dir().join(format!("enishi-try-{}", Uuid::now_v7().simple()));
        fs::create_dir_all(&parent)?;
        Ok(Self(parent.join("index")))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // left behind at worst; the system clears its temporary folder
        let _ = self.0.parent().map(|parent: &Path| fs::remove_dir_all(parent));
    }
}
