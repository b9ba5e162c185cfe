//! How well the search finds, and how fast: `cargo bench -p nlp --bench search`.
//!
//! Prints a Markdown table beside plain BM25 over words and BM25 over pairs of characters, on the same texts.
//! `ENISHI_BENCH_SCALE` multiplies the number of messages that times are taken over (1: a million; 0: none).
//! `ENISHI_BENCH_E5` names a file of e5 weights, `ENISHI_BENCH_MANUALS` a folder with Japanese manuals in HTML, `ENISHI_BENCH_SETS` one with sets of one's own
//! ([`sets`]).

mod baseline;
mod data;
mod sets;

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    fs,
    path::PathBuf,
    time::Instant,
};

use baseline::{Bm25, pairs, words};
use data::{Doc, Set};
use nlp::{
    e5::{Model, Role, Vector, likeness},
    search::{CANDIDATES, Change, Document, Index, Query, blend},
};
use uuid::Uuid;

/// Texts named for each question.
const K: usize = 10;
const TENANT: Uuid = Uuid::nil();
const BATCH: usize = 50_000;

/// How well something finds.
#[derive(Clone, Copy)]
struct Quality {
    /// Share of what answers that stands among the first [`K`].
    recall: f64,
    /// One by the place of the first answer.
    mrr: f64,
}

fn main() -> anyhow::Result<()> {
    let scale: f64 =
        std::env::var("ENISHI_BENCH_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1.0);
    let model = std::env::var_os("ENISHI_BENCH_E5").map(|file| Model::open(file.as_ref())).transpose()?;
    println!("| questions | | Recall@{K} | MRR | aim |\n|---|---|---:|---:|---|");
    for set in sets()? {
        let ours = ours(&set)?;
        let [plain, pairs] = [words as fn(&str) -> Vec<String>, pairs].map(|cut| {
            let index = Bm25::of(&set.docs, cut);
            of(&set, |query| index.ranked(query))
        });
        let threads = set.docs.iter().any(|doc| doc.thread.is_some());
        let least = if threads { plain.recall * 1.1 } else { pairs.recall };
        let mark = if ours.recall >= least { "✓" } else { "✗" };
        row(&set.name, "Enishi", ours, &format!("≥ {least:.3} {mark}"));
        if let Some(model) = &model {
            row("", "Enishi with vectors", with_vectors(&set, model)?, "");
        }
        row("", "BM25 over words", plain, "");
        row("", "BM25 over pairs of characters", pairs, "");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of messages")]
    let messages = (1_000_000.0 * scale) as usize;
    times(messages)
}

/// Ours, and those whose folders the environment names.
fn sets() -> anyhow::Result<Vec<Set>> {
    let mut sets = vec![data::japanese(), data::english()];
    if let Some(folder) = std::env::var_os("ENISHI_BENCH_MANUALS") {
        sets.extend(sets::manuals(folder.as_ref())?);
    }
    if let Some(folder) = std::env::var_os("ENISHI_BENCH_SETS") {
        sets.extend(sets::folder(folder.as_ref())?);
    }
    Ok(sets)
}

fn row(set: &str, what: &str, Quality { recall, mrr }: Quality, aim: &str) {
    println!("| {set} | {what} | {recall:.3} | {mrr:.3} | {aim} |");
}

/// The quality of something that ranks texts for a question.
fn of(set: &Set, ranked: impl Fn(&str) -> Vec<usize>) -> Quality {
    let (mut recall, mut mrr) = (0.0, 0.0);
    for (query, answers) in &set.queries {
        let answers: HashSet<usize> = answers.iter().copied().collect();
        let ranked = ranked(query);
        let found = ranked.iter().take(K).filter(|doc| answers.contains(doc)).count();
        let first = ranked.iter().position(|doc| answers.contains(doc));
        recall += share(found, answers.len());
        mrr += first.map_or(0.0, |place| share(1, place + 1));
    }
    let all = set.queries.len();
    Quality { recall: recall / share(all, 1), mrr: mrr / share(all, 1) }
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn ours(set: &Set) -> anyhow::Result<Quality> {
    let folder = Folder::new()?;
    let index = indexed(&folder, set.docs.len(), |n| set.docs[n].clone())?;
    Ok(of(set, |query| {
        let hits = index.search(TENANT, &Query::question(query), 0, K, 0).map(|hits| hits.hits);
        let ids = hits.unwrap_or_default().into_iter().map(|hit| hit.id.as_u128());
        ids.filter_map(|id| usize::try_from(id).ok()).collect()
    }))
}

/// The best by words, put in order by meaning as well, as `search` does where there is a model.
fn with_vectors(set: &Set, model: &Model) -> anyhow::Result<Quality> {
    let folder = Folder::new()?;
    let index = indexed(&folder, set.docs.len(), |n| set.docs[n].clone())?;
    let known: RefCell<HashMap<usize, Vector>> = RefCell::default();
    Ok(of(set, |query| {
        let hits = index.search(TENANT, &Query::question(query), 0, CANDIDATES, 0).map(|hits| hits.hits);
        let hits = hits.unwrap_or_default();
        let asked = model.vector(Role::Query, query);
        let place = |hit: &nlp::search::Hit| usize::try_from(hit.id.as_u128()).unwrap_or_default();
        let alike: Vec<Option<f32>> = hits
            .iter()
            .map(|hit| {
                let mut known = known.borrow_mut();
                let text = &set.docs[place(hit)].text;
                let said = known.entry(place(hit)).or_insert_with(|| model.vector(Role::Passage, text));
                Some(likeness(&asked, said))
            })
            .collect();
        blend(&hits, &alike).into_iter().map(|at| place(&hits[at])).collect()
    }))
}

fn times(messages: usize) -> anyhow::Result<()> {
    if messages == 0 {
        return Ok(());
    }
    let folder = Folder::new()?;
    let began = Instant::now();
    let index = indexed(&folder, messages, data::message)?;
    println!("\n{messages} messages indexed in {:.0} s\n", began.elapsed().as_secs_f64());
    println!("| 200 searches each | p50 | p95 | aim |\n|---|---:|---:|---|");
    let questions: Vec<String> = [data::japanese(), data::english()]
        .iter()
        .flat_map(|set| set.queries.iter().map(|(query, _)| query.clone()))
        .collect();
    let asked = |ask: &dyn Fn(&str) -> Query| -> anyhow::Result<Vec<f64>> {
        let mut times = Vec::new();
        for question in questions.iter().cycle().take(200) {
            let query = ask(question);
            let began = Instant::now();
            index.search(TENANT, &query, 0, K, 0)?;
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        Ok(times)
    };
    let two = |text: &str| text.split([' ', 'は', 'の', 'を']).take(2).collect::<Vec<_>>().join(" ");
    for (what, times) in [
        ("whole questions, some words", asked(&Query::question)?),
        ("two words, all of them", asked(&|text| Query::parse(&two(text)))?),
    ] {
        let mark = if times[190] <= 20.0 { "✓" } else { "✗" };
        println!("| {what} | {:.1} ms | {:.1} ms | p95 ≤ 20 ms {mark} |", times[100], times[190]);
    }
    Ok(())
}

fn indexed(folder: &Folder, docs: usize, doc: impl Fn(usize) -> Doc) -> anyhow::Result<Index> {
    let mut opened = Index::open(&folder.0)?;
    let mut changes = Vec::with_capacity(BATCH.min(docs));
    for n in 0..docs {
        let Doc { text, thread, room, at } = doc(n);
        changes.push(Change::Put(Document {
            tenant: TENANT,
            id: Uuid::from_u128(n as u128),
            conversation: Uuid::from_u128(room as u128),
            account: None,
            at: at.unwrap_or(i64::try_from(n)? * 3_600),
            text,
            title: None,
            thread: thread.map(|thread| thread.to_string()),
        }));
        if changes.len() == BATCH || n + 1 == docs {
            opened.writer.apply(&changes, "")?;
            changes.clear();
        }
    }
    opened.writer.close();
    opened.index.reload()?;
    Ok(opened.index)
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("nlp-bench-{}", Uuid::now_v7().simple()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // left behind at worst; the system clears its temporary folder
        let _ = fs::remove_dir_all(&self.0);
    }
}
