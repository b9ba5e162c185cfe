//! `/search?q=…`: what `search` finds in the chat, at an address that can be shared.

use adapters::{Block, Item, Reply};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use nlp::{
    search::filters::{self, Filter, FilterKind},
    understand::Understood,
};
use serde::Deserialize;

use super::{
    Web, ask,
    error::WebError,
    reader::{Area, Frame, Reader},
    ways::{WAYS, Way},
};
use crate::{commands::Call, say};

/// Longest question, in characters.
const LONGEST: usize = 500;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    f: Frame<'a>,
    q: &'a str,
    refused: Option<String>,
    /// The reply, as the adapter wrote it.
    found: Option<String>,
    /// What may be meant: what to show, and what to search for instead.
    choices: Vec<(String, String)>,
    page: u64,
    more: bool,
    ways: &'static [Way],
    /// Nothing is shown: here is how to search.
    taught: bool,
}

/// Searches.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let lang = reader.lang;
    let q = asked.q.trim();
    let number = page_number(&asked.page);
    let f = reader.frame(Area::Search);
    let mut page = SearchPage {
        f,
        q,
        refused: None,
        found: None,
        choices: Vec::new(),
        page: number,
        more: false,
        ways: WAYS,
        taught: q.is_empty(),
    };
    if q.chars().count() > LONGEST {
        page.refused = Some(say!(
            lang,
            "That is too long to search for: at most {LONGEST} characters.",
            "検索する言葉が長すぎます。{LONGEST}文字以内にしてください。"
        ));
        return Ok((StatusCode::BAD_REQUEST, Html(page.render()?)).into_response());
    }
    if !q.is_empty() {
        let mut answered = ask::ask(&web, &reader, &call(&web, q, number)).await?;
        page.choices = take_choices(&mut answered.reply, &answered.choices);
        page.taught = page.choices.is_empty() && !lists(&answered.reply);
        page.found = Some(ask::html(&web, &answered.reply)?);
        page.more = answered.more;
    }
    Ok(Html(page.render()?).into_response())
}

fn lists(reply: &Reply) -> bool {
    reply.blocks.iter().any(|block| matches!(block, Block::List { .. }))
}

/// The page somebody asks for, from 1; what is no number is the first.
pub(super) fn page_number(words: &str) -> u64 {
    words.trim().parse().unwrap_or(1_u64).max(1)
}

/// Understood as it would be in the chat, a period behind the words included.
fn call(web: &Web, q: &str, page: u64) -> Call {
    let mut call = match web.app.registry.grammar().understand(&format!("search {q}")) {
        Understood::Call { command: "search", arguments, .. } => Call::asked(
            "search",
            arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ),
        _ => Call::new("search", [("words", q.to_owned())]),
    };
    if page > 1 {
        call.arguments.insert("page".to_owned(), page.to_string());
    }
    call
}

/// Takes the lines that may be chosen out of a reply, each with the words that choose it.
fn take_choices(reply: &mut Reply, calls: &[Call]) -> Vec<(String, String)> {
    let Some(instead) = calls.iter().map(said).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
    else {
        return Vec::new();
    };
    let offers = |block: &Block| matches!(block, Block::List { items, .. } if items.len() == instead.len());
    let Some(at) = reply.blocks.iter().rposition(offers) else { return Vec::new() };
    match reply.blocks.remove(at) {
        Block::List { items, .. } => items.into_iter().map(|Item { text, .. }| text).zip(instead).collect(),
        _ => Vec::new(),
    }
}

/// The words that search like this: what stands in arguments of its own is written as filters.
fn said(call: &Call) -> Option<String> {
    let argument = |name: &str| call.arguments.get(name).filter(|_| call.command == "search");
    let (words, mut filters) = filters::read(argument("words")?);
    for (name, kind) in [("room", FilterKind::Room), ("person", FilterKind::Author)] {
        filters.extend(argument(name).map(|value| Filter { kind, value: value.clone() }));
    }
    let period = argument("period").map(|period| format!(" {period}")).unwrap_or_default();
    Some(filters::write(&words, &filters) + &period)
}
