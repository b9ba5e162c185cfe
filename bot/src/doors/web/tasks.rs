//! `/tasks`: what is to be done, and marking it done. Done by the command, as the reader.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{
    Code, CodeKind,
    access::{Right, may},
    tasks::{self, Filter, Task, Which},
};
use serde::Deserialize;

use super::{
    Web,
    admin::{Sent, fields},
    ask, codes,
    error::WebError,
    reader::{Area, Frame, Reader},
    refused,
    search::page_number,
};
use crate::{
    commands::{Call, written},
    registry::Consent,
    say,
    words::{count, day_and_time},
};

/// Tasks on a page.
const PAGE: i64 = 50;

/// Which tasks are shown, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// `mine` (unless said), `all`, `overdue` or `done`.
    #[serde(default)]
    which: String,
    #[serde(default)]
    page: String,
    /// The code of the task that was just done.
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage<'a> {
    f: Frame<'a>,
    which: &'a str,
    done: Option<Code>,
    tasks: Vec<Shown>,
    total: String,
    page: u64,
    more: bool,
    writes: bool,
}

/// A task in the list.
struct Shown {
    code: Code,
    text: String,
    due: String,
    iso: String,
    overdue: bool,
    assignee: String,
    /// What it is about: name, code and page.
    about: Option<(String, Code, Option<String>)>,
    /// When it was done.
    finished: Option<String>,
}

/// The list.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let me = Some(reader.session.user.id);
    let (which, filter) = match wanted.which.as_str() {
        "all" => ("all", Filter::default()),
        "overdue" => ("overdue", Filter { which: Which::Overdue, ..Filter::default() }),
        "done" => ("done", Filter { which: Which::Done, ..Filter::default() }),
        _ => ("mine", Filter { assignee: me, ..Filter::default() }),
    };
    let page = page_number(&wanted.page);
    let offset = i64::try_from(page - 1).unwrap_or(i64::MAX).saturating_mul(PAGE);
    let now = (web.app.clock)();
    let mut tx = reader.begin(&web).await?;
    let (found, total) = tasks::list(&mut tx, &filter, now, PAGE, offset).await?;
    tx.commit().await?;
    let n = count(total);
    let page = TasksPage {
        f: reader.frame(Area::Tasks),
        which,
        done: Code::parse(&wanted.done).filter(|code| code.kind == CodeKind::Task),
        tasks: found.into_iter().map(|task| line(task, &reader, now)).collect(),
        total: match total {
            1 => say!(reader.lang, "1 task", "タスク1件"),
            _ => say!(reader.lang, "{n} tasks", "タスク{n}件"),
        },
        page,
        more: offset.saturating_add(PAGE) < total,
        writes: may(&reader.session.user.actor(), Right::WriteCrm),
    };
    Ok(Html(page.render()?).into_response())
}

/// A task is done.
pub(super) async fn done(
    State(web): State<Web>,
    reader: Reader,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = fields(sent, &reader.session)?;
    let Some(code) = Code::parse(&code).filter(|code| code.kind == CodeKind::Task) else {
        return reader.nothing_here();
    };
    let reply =
        ask::act(&web, &reader, &Call::new("task done", [("task", code.to_string())]), Consent::Given)
            .await?;
    let mut tx = reader.begin(&web).await?;
    let now = tasks::by_number(&mut tx, code.number).await?;
    tx.commit().await?;
    if now.is_some_and(|task| task.done_at.is_some()) {
        let which = match sent.get("which").map(String::as_str) {
            Some("all") => "all",
            Some("overdue") => "overdue",
            _ => "mine",
        };
        return Ok(Redirect::to(&format!("/tasks?which={which}&done={code}")).into_response());
    }
    refused::page(&web, &reader, (Area::Tasks, "/tasks"), &reply)
}

fn line(task: Task, reader: &Reader, now: chrono::DateTime<chrono::Utc>) -> Shown {
    let lang = reader.lang;
    let due = task.due();
    let about =
        task.about_code().map(|code| (task.about_name.clone().unwrap_or_default(), code, codes::path(code)));
    Shown {
        code: task.code(),
        due: due.map(|due| written(lang, due, reader.zone)).unwrap_or_default(),
        iso: due.map(|due| due.at.to_rfc3339()).unwrap_or_default(),
        overdue: task.is_overdue(now),
        assignee: task.assignee.clone().unwrap_or_default(),
        about,
        finished: task.done_at.map(|at| day_and_time(lang, at, reader.zone)),
        text: task.text,
    }
}
