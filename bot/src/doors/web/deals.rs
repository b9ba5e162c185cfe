//! `/deals`: the open deals by stage, and moving one. What is done here is done by the commands of the one list,
//! as the reader: the same rights, the same log.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{
    Code, CodeKind,
    access::{Right, may},
    deals::{self, Deal, Filter, Line, Which, stages, stages::Stage},
};
use nlp::Lang;
use serde::Deserialize;

use super::{
    Web,
    admin::{Sent, fields},
    ask,
    error::WebError,
    reader::{Area, Frame, Reader},
    refused,
};
use crate::{
    commands::{Call, NO_REASON},
    registry::Consent,
    say,
    words::{count, date, money},
};

/// Deals on the page.
const MOST: i64 = 500;

/// What is shown of the deals, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// `mine`: only those the reader looks after.
    #[serde(default)]
    whose: String,
    /// The code of the deal that was just moved.
    #[serde(default)]
    moved: String,
}

#[derive(Template)]
#[template(path = "deals.html")]
struct DealsPage<'a> {
    f: Frame<'a>,
    mine: bool,
    moved: Option<Code>,
    columns: Vec<Column>,
    /// None at all.
    empty: bool,
    /// Every stage: key and name, to move a deal to.
    stages: Vec<(String, String)>,
    /// The reader may move deals.
    writes: bool,
    /// "3 open deals".
    total: String,
    /// More than are shown.
    cut: bool,
}

/// A stage with its deals.
struct Column {
    key: String,
    name: String,
    probability: i32,
    deals: Vec<Shown>,
    /// Totals, each currency apart: all of it, and what is to be expected.
    sums: Vec<(String, String)>,
}

/// A deal on the board.
struct Shown {
    code: Code,
    name: String,
    /// With whom, unless the deal is called after them.
    with: String,
    amount: String,
    owner: String,
    closes: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "deal_close.html")]
struct ClosePage<'a> {
    f: Frame<'a>,
    code: Code,
    /// What the command would do, as the adapter writes it.
    preview: String,
    outcome: &'a str,
}

/// What a command refused, in its own words.
/// The board.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let mine = wanted.whose == "mine";
    let owner = mine.then_some(reader.session.user.id);
    let filter = Filter { which: Which::Open, owner, ..Filter::default() };
    let mut tx = reader.begin(&web).await?;
    let stages = stages::all(&mut tx).await?;
    let lines = deals::pipeline(&mut tx, &filter).await?;
    let (deals, total) = deals::list(&mut tx, &filter, MOST, 0).await?;
    tx.commit().await?;
    let n = count(total);
    let page = DealsPage {
        f: reader.frame(Area::Deals),
        mine,
        moved: Code::parse(&wanted.moved).filter(|code| code.kind == CodeKind::Deal),
        columns: lines
            .iter()
            .filter(|line| line.stage.is_open())
            .map(|line| column(&web, &reader, line, &deals))
            .collect(),
        empty: total == 0,
        stages: stages.iter().map(|stage| (stage.key.clone(), named(stage, reader.lang))).collect(),
        writes: may(&reader.session.user.actor(), Right::WriteCrm),
        total: match total {
            1 => say!(reader.lang, "1 open deal", "進行中の商談1件"),
            _ => say!(reader.lang, "{n} open deals", "進行中の商談{n}件"),
        },
        cut: total > MOST,
    };
    Ok(Html(page.render()?).into_response())
}

/// Moves a deal. What wins or loses it is asked about first, with the reason.
pub(super) async fn stage(
    State(web): State<Web>,
    reader: Reader,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = fields(sent, &reader.session)?;
    let Some(code) = deal_code(&code) else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let stages = stages::all(&mut tx).await?;
    tx.commit().await?;
    let key = sent.get("stage").map_or("", String::as_str);
    let Some(stage) = stages.into_iter().find(|stage| stage.key == key) else {
        return Ok(Redirect::to("/deals").into_response());
    };
    if stage.is_open() {
        let call = Call::new("deal stage", [("deal", code.to_string()), ("stage", stage.name.clone())]);
        return done(&web, &reader, (code, &stage.key), &call).await;
    }
    // the page asks for the reason itself
    let call = Call::new(
        "deal close",
        [("deal", code.to_string()), ("outcome", stage.outcome.clone()), ("reason", NO_REASON.to_owned())],
    );
    let answered = ask::ask(&web, &reader, &call).await?;
    if !answered.asks {
        return refused::page(&web, &reader, (Area::Deals, "/deals"), &answered.reply);
    }
    let page = ClosePage {
        f: reader.frame(Area::Deals),
        code,
        preview: ask::html(&web, &answered.reply)?,
        outcome: &stage.outcome,
    };
    Ok(Html(page.render()?).into_response())
}

/// Wins or loses a deal, as was shown.
pub(super) async fn close(
    State(web): State<Web>,
    reader: Reader,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = fields(sent, &reader.session)?;
    let Some(code) = deal_code(&code) else { return reader.nothing_here() };
    let outcome = match sent.get("outcome").map(String::as_str) {
        Some(outcome @ ("won" | "lost")) => outcome,
        _ => return Ok(Redirect::to("/deals").into_response()),
    };
    let mut tx = reader.begin(&web).await?;
    let stages = stages::all(&mut tx).await?;
    tx.commit().await?;
    let key = stages.into_iter().find(|stage| stage.outcome == outcome).map(|stage| stage.key);
    let mut call = Call::new("deal close", [("deal", code.to_string()), ("outcome", outcome.to_owned())]);
    let reason = sent.get("reason").map(|reason| reason.trim().to_owned()).filter(|it| !it.is_empty());
    call.arguments.extend(reason.map(|reason| ("reason".to_owned(), reason)));
    done(&web, &reader, (code, key.as_deref().unwrap_or_default()), &call).await
}

/// Runs what was said yes to by pressing, and shows the board, or what was refused.
async fn done(
    web: &Web,
    reader: &Reader,
    (code, stage): (Code, &str),
    call: &Call,
) -> Result<Response, WebError> {
    let reply = ask::act(web, reader, call, Consent::Given).await?;
    let mut tx = reader.begin(web).await?;
    let now = deals::by_number(&mut tx, code.number).await?;
    tx.commit().await?;
    if now.is_some_and(|deal| deal.stage == stage) {
        return Ok(Redirect::to(&format!("/deals?moved={code}")).into_response());
    }
    refused::page(web, reader, (Area::Deals, "/deals"), &reply)
}

fn deal_code(words: &str) -> Option<Code> {
    Code::parse(words).filter(|code| code.kind == CodeKind::Deal)
}

fn named(stage: &Stage, lang: Lang) -> String {
    stage.name_in(lang == Lang::Ja).to_owned()
}

fn column(web: &Web, reader: &Reader, line: &Line, deals: &[Deal]) -> Column {
    let lang = reader.lang;
    let today = (web.app.clock)().with_timezone(&reader.zone).date_naive();
    Column {
        key: line.stage.key.clone(),
        name: named(&line.stage, lang),
        probability: line.stage.probability,
        sums: line
            .sums
            .iter()
            .map(|sum| {
                let weighted = money(lang, sum.weighted.round_dp(2), &sum.currency);
                (money(lang, sum.amount, &sum.currency), weighted)
            })
            .collect(),
        deals: deals
            .iter()
            .filter(|deal| deal.stage == line.stage.key)
            .map(|deal| Shown {
                code: deal.code(),
                with: [&deal.organization, &deal.person]
                    .into_iter()
                    .flatten()
                    .filter(|with| **with != deal.name)
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(lang.pick(", ", "、")),
                name: deal.name.clone(),
                amount: money(lang, deal.amount, &deal.currency),
                owner: deal.owner.clone().unwrap_or_default(),
                closes: deal.closes_on.map_or(String::new(), |day| date(lang, day)),
                late: deal.closes_on.is_some_and(|day| day < today),
            })
            .collect(),
    }
}
