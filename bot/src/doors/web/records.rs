//! What `/people`, `/organizations`, `/duplicates` and `/campaigns` have in common: a field to search by, lines, pages.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::{
    error::WebError,
    reader::{Area, Frame, Reader},
    search::page_number,
};
use crate::{
    commands::{Outcome, Stop},
    words::Words,
};

/// Longest search, in characters.
const LONGEST: usize = 200;
/// Lines on a page.
pub(super) const PAGE: i64 = 50;

/// What is looked for, and which page of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

impl Wanted {
    /// The words.
    pub(super) fn words(&self) -> String {
        self.q.trim().chars().take(LONGEST).collect()
    }

    /// How many lines come before the page.
    pub(super) fn before(&self) -> i64 {
        i64::try_from(page_number(&self.page) - 1).unwrap_or(i64::MAX).saturating_mul(PAGE)
    }
}

/// Which of the lists, and its words.
pub(super) struct List {
    pub(super) area: Area,
    pub(super) path: &'static str,
    pub(super) title: Words,
    /// Inside the empty field.
    pub(super) field: Words,
    /// Below the field: what can be typed.
    pub(super) hint: Words,
    /// Where nothing is to be shown: that there is nothing, and what makes it more.
    pub(super) empty: Words,
    pub(super) fill: Words,
    /// What `export` calls it, where it can be had as a file.
    pub(super) file: Option<&'static str>,
}

/// A line of a list.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) name: String,
    /// At its end: a code, or how likely.
    pub(super) aside: String,
    pub(super) facts: Vec<String>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) lines: Vec<Line>,
    /// In all; "12 people".
    pub(super) total: (i64, String),
    /// Why the search could not be read, or what has to be known besides.
    pub(super) note: Option<String>,
    /// Who may be meant: what to show, and what to search for instead.
    pub(super) choices: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "records.html")]
struct RecordsPage<'a> {
    f: Frame<'a>,
    list: &'static List,
    q: &'a str,
    found: Found,
    page: u64,
    more: bool,
}

/// The page of a list.
pub(super) fn page(
    reader: &Reader,
    list: &'static List,
    wanted: &Wanted,
    found: Found,
) -> Result<Response, WebError> {
    let page = RecordsPage {
        f: reader.frame(list.area),
        list,
        q: &wanted.words(),
        page: page_number(&wanted.page),
        more: wanted.before().saturating_add(PAGE) < found.total.0,
        found,
    };
    Ok(Html(page.render()?).into_response())
}

/// What a search found, or the sentence why it could not be read.
pub(super) fn read<T>(outcome: Outcome<T>) -> Result<Result<T, String>, WebError> {
    match outcome {
        Ok(found) => Ok(Ok(found)),
        Err(Stop::Refused(sentence) | Stop::Choose { question: sentence, .. }) => Ok(Err(sentence)),
        Err(Stop::Fault(error)) => Err(error.into()),
        Err(other) => Err(anyhow::anyhow!("a search stopped with {other:?}").into()),
    }
}
