//! One import: looked at before it is said yes to, watched while it is carried in, its result.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::{Html, IntoResponse, Response},
};
use crm::imports::{self, Import, Kind, State as Stage};
use nlp::Lang;

use super::{
    super::{
        Web, codes,
        error::WebError,
        reader::{Area, Frame, Reader},
    },
    Importer, named, opened,
};
use crate::{
    commands::merge_reason,
    say,
    tables::{self, Column, Field, OwnFields, Preview, Table, Wish},
    words::{count, excerpt, likelihood},
};

/// Rows of the file that are shown.
const FIRST: usize = 5;
/// A page that watches asks again after so many seconds.
const REFRESH: (HeaderName, &str) = (header::REFRESH, "2");

#[derive(Template)]
#[template(path = "import_one.html")]
struct OnePage<'a> {
    f: Frame<'a>,
    code: String,
    file: &'a str,
    /// How the file is read, in a line.
    read: String,
    waiting: Option<Waiting>,
    running: Option<Running>,
    /// Counts of what is done.
    counts: Vec<(String, String)>,
    undone: bool,
    done: bool,
    rejects: bool,
}

struct Waiting {
    kinds: Vec<(&'static str, &'static str, bool)>,
    columns: Vec<Shown>,
    fields: Vec<(String, String)>,
    first: Vec<Vec<String>>,
    counts: Vec<(String, String)>,
    alike: Vec<Alike>,
    same: Vec<String>,
    repeats: Vec<String>,
    rejects: Vec<String>,
    /// How a column that is left out could be kept.
    hint: Option<String>,
    nothing: bool,
}

struct Shown {
    header: String,
    /// The key of the field it means; empty: left out.
    field: String,
}

struct Alike {
    line: i64,
    name: String,
    code: String,
    path: String,
    known: String,
    why: String,
}

struct Running {
    done: String,
    total: String,
    percent: i64,
}

/// The page.
pub(super) async fn show(
    State(web): State<Web>,
    Importer(reader): Importer,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let mut tx = reader.begin(&web).await?;
    let Some(import) = named(&mut tx, &code).await? else { return reader.nothing_here() };
    let content = match import.state {
        Stage::Waiting => imports::content(&mut tx, import.id).await?,
        _ => None,
    };
    let lang = reader.lang;
    let mut read = tables::kind_label(import.kind).of(lang).to_owned();
    let mut waiting = None;
    if let Some(content) = content {
        let wish: Wish = serde_json::from_value(import.wish.clone())?;
        let table =
            opened(&mut tx, content, wish).await?.map_err(|it| anyhow::anyhow!(it.words(Lang::En)))?;
        let preview = tables::look(&mut tx, &table, (import.duplicates, import.doubtful)).await?;
        read = described(&table, lang);
        let own = OwnFields::of(&mut tx).await?;
        waiting = Some(looked_at((&table, &own), &preview, lang));
    }
    drop(tx);
    let running = (import.state == Stage::Running).then(|| Running {
        done: count(import.position),
        total: count(import.total),
        percent: import.position * 100 / import.total.max(1),
    });
    let watched = running.is_some();
    let page = one(&reader, &import, read, waiting, running).render()?;
    Ok(if watched { ([REFRESH], Html(page)).into_response() } else { Html(page).into_response() })
}

fn one<'a>(
    reader: &'a Reader,
    import: &'a Import,
    read: String,
    waiting: Option<Waiting>,
    running: Option<Running>,
) -> OnePage<'a> {
    let lang = reader.lang;
    let counts = [
        (lang.pick("Created", "新規"), import.created),
        (lang.pick("Updated", "更新"), import.updated),
        (lang.pick("Known, or twice: left out", "登録済み・重複でスキップ"), import.skipped),
        (lang.pick("Rejected", "取り込めない行"), import.rejected),
    ];
    OnePage {
        f: reader.frame(Area::Import),
        code: import.code().to_string(),
        file: &import.file_name,
        read,
        waiting,
        running,
        counts: counts.into_iter().map(|(what, n)| (what.to_owned(), count(n))).collect(),
        undone: import.state == Stage::Undone,
        done: import.state == Stage::Done,
        rejects: import.rejected > 0 && matches!(import.state, Stage::Done | Stage::Running),
    }
}

fn described(table: &Table, lang: Lang) -> String {
    let (kind, encoding) = (tables::kind_label(table.kind).of(lang), table.encoding.name());
    let (rows, before) = (count(i64::try_from(table.total).unwrap_or(i64::MAX)), table.preamble);
    let rows_of = if table.total == 1 { "row of" } else { "rows of" };
    let read = say!(lang, "{rows} {rows_of} {kind}, {encoding}", "{kind} {rows}行、{encoding}");
    let lines = if before == 1 { "line" } else { "lines" };
    match before {
        0 => read,
        _ => say!(lang, "{read}, {before} {lines} before the header", "{read}、見出しの前に{before}行"),
    }
}

fn looked_at((table, own): (&Table, &OwnFields), preview: &Preview, lang: Lang) -> Waiting {
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let alike = |it: &tables::Alike| {
        let why: Vec<String> = it.verdict.reasons.iter().map(|it| merge_reason(&it.reason, lang)).collect();
        let score = format!("{}  ", likelihood(lang, it.verdict.score));
        let perhaps = if it.verdict.sure { "" } else { lang.pick("perhaps: ", "可能性：") };
        Alike {
            line: it.line,
            name: it.name.clone(),
            code: it.verdict.code.to_string(),
            path: codes::path(it.verdict.code).unwrap_or_default(),
            known: it.verdict.name.clone(),
            why: format!("{perhaps}{score}{}", why.join(lang.pick(", ", "、"))),
        }
    };
    let reject = |it: &tables::Rejected| {
        let (line, column, why) = (it.line, &it.column, tables::reason(it.reason, lang));
        say!(lang, "line {line} {column}: {why}", "{line}行目 {column}：{why}")
    };
    let ours = Field::ALL.iter().map(|field| (field.key().to_owned(), field.label().of(lang).to_owned()));
    let theirs = own.of_kind(table.kind).map(|field| (format!("own:{}", field.name), field.name.clone()));
    Waiting {
        kinds: Kind::ALL
            .map(|kind| (kind.as_str(), tables::kind_label(kind).of(lang), kind == table.kind))
            .to_vec(),
        columns: table.columns.iter().map(shown).collect(),
        fields: ours.chain(theirs).collect(),
        first: table
            .first(FIRST)
            .into_iter()
            .map(|cells| cells.into_iter().map(|cell| excerpt(&cell, 40)).collect())
            .collect(),
        counts: preview.counts(lang).into_iter().map(|(what, rows)| (what, n(rows))).collect(),
        alike: preview.alike.iter().map(alike).collect(),
        same: preview.same.iter().map(|it| it.said(lang)).collect(),
        repeats: preview.repeats.iter().map(|it| it.said(lang)).collect(),
        rejects: preview.rejects.iter().map(reject).collect(),
        hint: tables::made_known(table, lang),
        nothing: preview.is_nothing(),
    }
}

fn shown(column: &Column) -> Shown {
    let ours = column.field.map(|field| field.key().to_owned());
    let own = column.own.as_ref().map(|field| format!("own:{}", field.name));
    Shown { header: column.header.clone(), field: ours.or(own).unwrap_or_default() }
}
