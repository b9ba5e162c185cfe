//! Sets that stand elsewhere: lines of JSON, and manuals whose headings ask for what stands below them.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde_json::Value;

use crate::data::{Doc, Set};

/// Every `NAME.docs.jsonl` of a folder with its `NAME.queries.jsonl`. Texts have `id` and `text`, and may have `thread`,
/// `room` and `ts`; questions have `text` and `answers`, a list of ids.
pub(crate) fn folder(folder: &Path) -> anyhow::Result<Vec<Set>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|file| file.path()).collect();
    files.sort();
    let mut sets = Vec::new();
    for docs in files {
        let name = docs.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(name) = name.strip_suffix(".docs.jsonl") {
            sets.push(set(name, &docs, &folder.join(format!("{name}.queries.jsonl")))?);
        }
    }
    Ok(sets)
}

fn set(name: &str, docs: &Path, queries: &Path) -> anyhow::Result<Set> {
    let (mut places, mut threads, mut rooms) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut all = Vec::new();
    for line in lines(docs)? {
        places.insert(text(&line, "id"), all.len());
        let number = |known: &mut HashMap<String, usize>, key: &str| {
            let name = text(&line, key);
            let next = known.len();
            (!name.is_empty()).then(|| *known.entry(name).or_insert(next))
        };
        let (thread, room) = (number(&mut threads, "thread"), number(&mut rooms, "room"));
        #[expect(clippy::cast_possible_truncation, reason = "seconds")]
        let at = line["ts"].as_f64().map(|at| at as i64);
        all.push(Doc { text: text(&line, "text"), thread, room: room.unwrap_or_default(), at });
    }
    let mut asked = Vec::new();
    for line in lines(queries)? {
        let answers = line["answers"].as_array().into_iter().flatten();
        let answers = answers.filter_map(|id| places.get(&plain(id)).copied()).collect();
        asked.push((text(&line, "text"), answers));
    }
    Ok(Set { name: name.to_owned(), docs: all, queries: asked })
}

fn lines(file: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(line: &Value, key: &str) -> String {
    plain(&line[key])
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Characters of a section that are searched.
const SECTION: usize = 400;
/// Sections and headings with less in them are left out.
const LEAST_SECTION: usize = 60;
const LEAST_HEADING: usize = 5;
/// Hiragana that a section in Japanese has at least.
const LEAST_HIRAGANA: usize = 15;

/// Japanese manuals in HTML, all below a folder: each section is a text, its heading the question that it answers, if no
/// other section is called the same. Even lines are for tuning, odd ones for measuring alone.
pub(crate) fn manuals(folder: &Path) -> anyhow::Result<[Set; 2]> {
    let mut files = Vec::new();
    below(folder, &mut files)?;
    files.sort();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut bodies = HashSet::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    for file in files {
        let html = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
        for (heading, body) in sections(&html) {
            let hiragana = body.chars().filter(|c| ('ぁ'..='ん').contains(c)).count();
            if body.chars().count() < LEAST_SECTION || hiragana < LEAST_HIRAGANA {
                continue;
            }
            *times.entry(heading.clone()).or_default() += 1;
            if bodies.insert(body.clone()) {
                found.push((heading, body));
            }
        }
    }
    let docs: Vec<Doc> = found.iter().map(|(_, body)| Doc::of(body)).collect();
    let asks = |heading: &str| {
        times.get(heading) == Some(&1)
            && heading.chars().count() >= LEAST_HEADING
            && heading.chars().any(|c| c >= 'ぁ' && c.is_alphabetic())
    };
    let asked: Vec<(String, Vec<usize>)> = (0..)
        .zip(&found)
        .filter(|(_, (heading, _))| asks(heading))
        .map(|(place, (heading, _))| (heading.clone(), vec![place]))
        .collect();
    Ok([("ja, manuals (tuned)", 0), ("ja, manuals (aside)", 1)].map(|(name, rest)| Set {
        name: name.to_owned(),
        docs: docs.clone(),
        queries: asked.iter().skip(rest).step_by(2).cloned().collect(),
    }))
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            below(&path, files)?;
        } else if entry.file_type()?.is_file() && path.extension().is_some_and(|end| end == "html") {
            files.push(path);
        }
    }
    Ok(())
}

/// Headings with what stands below them, up to the next heading, without marks.
fn sections(html: &str) -> Vec<(String, String)> {
    let starts: Vec<usize> = html
        .match_indices("<h")
        .filter(|(at, _)| {
            let mut rest = html[at + 2..].chars();
            rest.next().is_some_and(|c| ('1'..='6').contains(&c))
                && rest.next().is_some_and(|c| ">\n ".contains(c))
        })
        .map(|(at, _)| at)
        .collect();
    let mut found = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(html.len());
        if let Some((heading, body)) = html[*start..end].split_once("</h") {
            let body = body.split_once('>').map_or("", |(_, body)| body);
            let heading = unmarked(heading);
            let bare =
                heading.trim_start_matches(|c: char| c.is_ascii_digit() || ". \u{a0}第章付録".contains(c));
            let body: String = unmarked(body).chars().take(SECTION).collect();
            found.push((bare.trim().to_owned(), body));
        }
    }
    found
}

fn unmarked(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    for (name, meant) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        text = text.replace(name, meant);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
