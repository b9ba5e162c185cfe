//! `/p/P-12`, `/o/O-3`, `/c/C-7`, `/d/D-9`, `/t/T-4`: what the chat shows of a person, an organization, a campaign, a
//! deal or a task, as a page.

use std::collections::HashSet;

use adapters::{Block, Reply};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::Uri,
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{
    Code, CodeKind, TenantTx, campaigns, deals, organizations,
    persons::{self, Found},
    tasks,
};

use serde::Deserialize;

use super::{
    Web, ask, codes,
    error::WebError,
    reader::{Area, Frame, Reader},
    same::{self, Same},
};
use crate::commands::{self, Call};

/// Lines of a timeline.
const LINES: usize = 40;

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage<'a> {
    f: Frame<'a>,
    title: String,
    card: String,
    /// Who may be the same person.
    same: Vec<Same>,
    timeline: Option<Timeline>,
}

/// What a person did, a page of it.
pub(super) struct Timeline {
    pub(super) lines: String,
    /// The pages beside it.
    pub(super) newer: Option<u32>,
    pub(super) older: Option<u32>,
}

/// Which page of the timeline.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    page: Option<u32>,
}

/// The page of a code, below the letter of its kind.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Path(code): Path<String>,
    Query(Asked { page }): Query<Asked>,
    uri: Uri,
) -> Result<Response, WebError> {
    let asked = Code::parse(&code)
        .filter(|code| codes::path(*code).is_some_and(|path| folder(&path) == folder(uri.path())));
    let Some(asked) = asked else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let found = meant(&mut tx, asked).await?;
    tx.commit().await?;
    let Some(call) =
        found.and_then(commands::show).filter(|call| web.app.registry.spec(&call.command).is_some())
    else {
        return reader.nothing_here();
    };
    // one address each: who was merged is found under the survivor's code
    if let Some(path) = found.filter(|found| found.to_string() != code).and_then(codes::path) {
        return Ok(Redirect::to(&path).into_response());
    }
    let same = match asked.kind {
        CodeKind::Person => {
            let mut tx = reader.begin(&web).await?;
            let person = persons::id_of(&mut tx, asked.number).await?;
            let same = match person {
                Some(person) => same::of(&mut tx, &reader, person, asked).await?,
                None => Vec::new(),
            };
            tx.commit().await?;
            same
        }
        _ => Vec::new(),
    };
    let mut card = ask::ask(&web, &reader, &call).await?.reply;
    let timeline = match asked.kind {
        CodeKind::Person => {
            Some(timeline(&web, &reader, (asked, page.unwrap_or(1).max(1)), &mut card).await?)
        }
        _ => None,
    };
    let page = CardPage {
        f: reader.frame(match asked.kind {
            CodeKind::Person | CodeKind::Organization => Area::People,
            CodeKind::Campaign => Area::Campaigns,
            CodeKind::Deal => Area::Deals,
            CodeKind::Task => Area::Tasks,
            _ => Area::Else,
        }),
        title: ask::take_heading(&mut card).unwrap_or(code),
        card: ask::html(&web, &card)?,
        same,
        timeline,
    };
    Ok(Html(page.render()?).into_response())
}

/// What a code names now; `None`: nothing.
async fn meant(tx: &mut TenantTx, code: Code) -> Result<Option<Code>, WebError> {
    let words = code.to_string();
    let one = |code| Ok(Some(code));
    match code.kind {
        CodeKind::Person => match persons::refer(tx, &words).await? {
            Found::One(person) => one(person.code()),
            _ => Ok(None),
        },
        CodeKind::Organization => match organizations::refer(tx, &words).await? {
            Found::One(organization) => one(organization.code()),
            _ => Ok(None),
        },
        CodeKind::Campaign => match campaigns::refer(tx, &words).await? {
            Found::One(campaign) => one(campaign.code()),
            _ => Ok(None),
        },
        CodeKind::Deal => Ok(deals::by_number(tx, code.number).await?.map(|deal| deal.code())),
        CodeKind::Task => Ok(tasks::by_number(tx, code.number).await?.map(|task| task.code())),
        _ => Ok(None),
    }
}

/// What a person did; the card need not say it again.
async fn timeline(
    web: &Web,
    reader: &Reader,
    (person, page): (Code, u32),
    card: &mut Reply,
) -> Result<Timeline, WebError> {
    let arguments =
        [("person", person.to_string()), ("count", LINES.to_string()), ("page", page.to_string())];
    let call = Call::new("person timeline", arguments);
    let mut timeline = ask::ask(web, reader, &call).await?.reply;
    ask::take_heading(&mut timeline);
    leave_out(card, &linked(&timeline));
    let lines: usize = timeline
        .blocks
        .iter()
        .map(|block| if let Block::List { items, .. } = block { items.len() } else { 0 })
        .sum();
    Ok(Timeline {
        lines: ask::html(web, &timeline)?,
        newer: page.checked_sub(1).filter(|page| *page > 0),
        older: (lines == LINES).then_some(page.saturating_add(1)),
    })
}

/// `/p` of `/p/P-12`.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(folder, _)| folder)
}

/// Where the lines of a reply lead.
fn linked(reply: &Reply) -> HashSet<String> {
    let lists = reply.blocks.iter().filter_map(|block| match block {
        Block::List { items, .. } => Some(items),
        _ => None,
    });
    lists.flatten().filter_map(|item| Some(item.link.as_ref()?.path.clone())).collect()
}

/// Leaves out lines that stand elsewhere on the page.
fn leave_out(reply: &mut Reply, elsewhere: &HashSet<String>) {
    for block in &mut reply.blocks {
        if let Block::List { items, .. } = block {
            items.retain(|item| item.link.as_ref().is_none_or(|link| !elsewhere.contains(&link.path)));
        }
    }
    reply.blocks.retain(|block| !matches!(block, Block::List { items, .. } if items.is_empty()));
}
