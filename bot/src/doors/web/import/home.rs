//! The page where a file is chosen, and what was imported before.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse, Response},
};
use crm::imports::{self, Kind};
use serde::Deserialize;

use super::{
    super::{
        Web,
        error::WebError,
        reader::{Area, Frame, Reader},
    },
    Importer,
};
use crate::{
    imported,
    tables::{self, LARGEST_UPLOAD},
    words::day_and_time,
};

/// Imports listed.
const SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "import.html")]
pub(super) struct ImportPage<'a> {
    f: Frame<'a>,
    most: usize,
    kinds: Vec<(&'static str, &'static str)>,
    /// What is wrong with the file that was sent.
    problem: &'a str,
    cancelled: bool,
    past: Vec<Past>,
}

struct Past {
    code: String,
    path: String,
    file: String,
    when: String,
    iso: String,
    said: String,
}

/// What was just done, by a word of ours in the address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// The page.
pub(super) async fn show(
    State(web): State<Web>,
    Importer(reader): Importer,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    page(&web, &reader, "", done.done == "cancelled").await
}

/// The page, with what is wrong with the file that was sent.
pub(super) async fn page(
    web: &Web,
    reader: &Reader,
    problem: &str,
    cancelled: bool,
) -> Result<Response, WebError> {
    let lang = reader.lang;
    let mut tx = reader.begin(web).await?;
    let past = imports::list(&mut tx, SHOWN).await?;
    tx.commit().await?;
    let past = past.into_iter().map(|it| Past {
        code: it.code().to_string(),
        path: format!("/import/{}", it.code()),
        when: day_and_time(lang, it.started_at, reader.zone),
        iso: it.started_at.to_rfc3339(),
        said: imported::said(&it, lang),
        file: it.file_name,
    });
    let page = ImportPage {
        f: reader.frame(Area::Import),
        most: LARGEST_UPLOAD / (1024 * 1024),
        kinds: Kind::ALL.map(|kind| (kind.as_str(), tables::kind_label(kind).of(lang))).to_vec(),
        problem,
        cancelled,
        past: past.collect(),
    };
    Ok(Html(page.render()?).into_response())
}
