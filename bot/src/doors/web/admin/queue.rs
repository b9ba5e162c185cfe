//! `/admin/queue`: messages that failed or may not have arrived, and events that nobody could read. A person decides.

use adapters::{Block, Reply, markdown};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{
    inbox::{self, Quarantined, Which},
    outbox::{self, Decision, Troubled},
};
use uuid::Uuid;

use super::{
    super::{
        Web, codes,
        error::WebError,
        reader::{Area, Frame, Reader},
    },
    Admin, Done, Sent, connection_id,
};
use crate::{
    installed::{self, Installed},
    say,
    words::{actions, count, day_and_time, excerpt},
};

/// Of each kind, on the page.
const MOST: i64 = 50;
/// Characters of a message.
const WORDS: usize = 160;
/// Characters of what nobody could read.
const BODY: usize = 300;

#[derive(Template)]
#[template(path = "admin_queue.html")]
struct QueuePage<'a> {
    f: Frame<'a>,
    done: &'a str,
    /// Messages that are still tried, by connection.
    waiting: Vec<Waiting>,
    messages: Vec<Message>,
    /// How many there are, when more than are shown.
    more_messages: Option<String>,
    events: Vec<Event>,
    more_events: Option<String>,
    /// Connections with several of them: path, name, how many are shown.
    together: Vec<(String, String, usize)>,
}

struct Waiting {
    platform: String,
    connection: String,
    path: String,
    many: String,
    /// What is wrong with the connection.
    trouble: Option<String>,
}

struct Message {
    id: Uuid,
    platform: String,
    connection: String,
    room: String,
    label: String,
    /// Name and page.
    person: Option<(String, Option<String>)>,
    words: String,
    unknown: bool,
    customer: bool,
    error: String,
    when: String,
    iso: String,
}

struct Event {
    id: Uuid,
    platform: String,
    connection: String,
    path: String,
    /// In plain words.
    plain: &'static str,
    /// The reader's own.
    reason: String,
    when: String,
    iso: String,
    attempts: i32,
    bytes: String,
    beginning: String,
    forgotten: bool,
}

/// The page.
pub(super) async fn show(
    State(web): State<Web>,
    Admin(reader): Admin,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    let mut tx = reader.begin(&web).await?;
    let (messages, all_messages) = outbox::troubled(&mut tx, MOST).await?;
    let (events, all_events) = inbox::quarantined(&mut tx, None, MOST).await?;
    let installed = installed::list(&mut tx, &web.app.adapters, reader.lang).await?;
    tx.commit().await?;
    let more = |all: i64| (all > MOST).then(|| count(all));
    let page = QueuePage {
        f: reader.frame(Area::Admin),
        done: &done.done,
        waiting: installed.into_iter().filter_map(|it| waiting(it, &reader)).collect(),
        messages: messages.into_iter().map(|it| message(it, &reader)).collect(),
        more_messages: more(all_messages),
        together: together(&events),
        events: events.into_iter().map(|it| event(it, &reader)).collect(),
        more_events: more(all_events),
    };
    Ok(Html(page.render()?).into_response())
}

/// Does with a message as was decided.
pub(super) async fn decide(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let decision = match sent.get("decision").map(String::as_str) {
        Some("arrived") => Decision::Arrived,
        Some("again") => Decision::Again,
        Some("give-up") => Decision::GiveUp,
        _ => return Err(WebError::Bad(StatusCode::UNPROCESSABLE_ENTITY, nothing_chosen(&reader))),
    };
    let Ok(id) = id.parse() else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let decided = installed::decide(&mut tx, id, decision).await?;
    tx.commit().await?;
    if decided && decision == Decision::Again {
        web.app.outbox.notify_one();
    }
    let done = match (decided, decision) {
        (false, _) => "late",
        (true, Decision::Arrived) => "arrived",
        (true, Decision::Again) => "again",
        (true, Decision::GiveUp) => "given-up",
    };
    Ok(Redirect::to(&format!("/admin/queue?done={done}")).into_response())
}

fn nothing_chosen(reader: &Reader) -> String {
    say!(
        reader.lang,
        "Say what is to become of it: it arrived, send again, or give up.",
        "「届いている」「再送する」「送信しない」のいずれかを選んでください。"
    )
}

/// Gives one event to the workers once more.
pub(super) async fn replay_one(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    super::fields(sent, &reader.session)?;
    let Ok(id) = id.parse() else { return reader.nothing_here() };
    replay(&web, &reader, Which::One(id)).await
}

/// Gives every event of a connection to the workers once more.
pub(super) async fn replay_all(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    replay(&web, &reader, Which::All(id)).await
}

async fn replay(web: &Web, reader: &Reader, which: Which) -> Result<Response, WebError> {
    let mut tx = reader.begin(web).await?;
    let many = installed::replay(&mut tx, which).await?;
    tx.commit().await?;
    let done = if many > 0 { "replayed" } else { "late" };
    Ok(Redirect::to(&format!("/admin/queue?done={done}#events")).into_response())
}

/// Closes one event.
pub(super) async fn dismiss(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    super::fields(sent, &reader.session)?;
    let Ok(id) = id.parse() else { return reader.nothing_here() };
    let mut tx = reader.begin(&web).await?;
    let closed = installed::dismiss(&mut tx, id).await?;
    tx.commit().await?;
    let done = if closed { "dismissed" } else { "late" };
    Ok(Redirect::to(&format!("/admin/queue?done={done}#events")).into_response())
}

fn waiting(it: Installed, reader: &Reader) -> Option<Waiting> {
    (it.health.unsent > 0).then(|| Waiting {
        platform: actions::platform(&it.connection.platform, reader.lang).to_owned(),
        path: format!("/admin/connections/{}", it.connection.id),
        many: count(it.health.unsent),
        trouble: it.trouble,
        connection: it.connection.name,
    })
}

fn message(it: Troubled, reader: &Reader) -> Message {
    let label = it.label();
    let path = it.person_code().and_then(codes::path);
    Message {
        id: it.id,
        platform: actions::platform(&it.platform, reader.lang).to_owned(),
        room: format!("/r/{}", it.conversation_id),
        label,
        person: it.person.map(|name| (name, path)),
        words: serde_json::from_value(it.reply).ok().map_or_else(String::new, |reply| first_words(&reply)),
        unknown: it.unknown,
        customer: it.customer,
        error: installed::reason(reader.lang, &it.error.unwrap_or_default()),
        when: day_and_time(reader.lang, it.created_at, reader.zone),
        iso: it.created_at.to_rfc3339(),
        connection: it.connection,
    }
}

/// What a message begins with, on one line.
fn first_words(reply: &Reply) -> String {
    let words = reply.blocks.iter().map(|block| match block {
        Block::Heading { text } => text.clone(),
        Block::Text { text } => markdown::plain(text),
        Block::Fields { fields } => {
            fields.iter().map(|it| format!("{} {}", it.label, it.value)).collect::<Vec<_>>().join(" · ")
        }
        Block::List { items, .. } => items.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" · "),
        Block::Table { rows, .. } => rows.concat().join(" · "),
        Block::Chart { chart } => chart.title.clone(),
        Block::File { name, .. } => name.clone(),
        Block::Buttons { .. } | Block::Suggestions { .. } => String::new(),
    });
    excerpt(&words.collect::<Vec<_>>().join(" "), WORDS)
}

fn event(it: Quarantined, reader: &Reader) -> Event {
    let body: String = String::from_utf8_lossy(&it.beginning)
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .take(BODY)
        .collect();
    let cut = usize::try_from(it.bytes).is_ok_and(|bytes| bytes > body.len());
    Event {
        id: it.id,
        platform: actions::platform(&it.platform, reader.lang).to_owned(),
        connection: it.connection,
        path: format!("/admin/connections/{}", it.connection_id),
        plain: installed::unreadable(reader.lang, it.reason.as_deref().unwrap_or_default()),
        reason: it.reason.unwrap_or_default(),
        forgotten: it.forgotten,
        when: day_and_time(reader.lang, it.received_at, reader.zone),
        iso: it.received_at.to_rfc3339(),
        attempts: it.attempts,
        bytes: count(it.bytes.into()),
        beginning: if cut { format!("{body}…") } else { body },
    }
}

fn together(events: &[Quarantined]) -> Vec<(String, String, usize)> {
    let mut all: Vec<(String, String, usize)> = Vec::new();
    for event in events {
        let path = format!("/admin/queue/connection/{}", event.connection_id);
        match all.iter_mut().find(|(known, ..)| *known == path) {
            Some((.., n)) => *n += 1,
            None => all.push((path, event.connection.clone(), 1)),
        }
    }
    all.retain(|(.., n)| *n > 1);
    all
}
