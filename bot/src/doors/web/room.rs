//! `/r/{id}` and `/r/{id}/t/{code}`: a conversation, or one thread of it, a part at a time.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Response},
};
use crm::{
    Code, CodeKind, ConversationId, TenantTx,
    conversations::{self, Conversation, Pages, Part, Said, Scope},
};
use serde::Deserialize;

use super::{
    Web,
    bubbles::{self, Day, Eye, Turn},
    error::WebError,
    prose::Piece,
    reader::{Area, Frame, Reader},
    rooms::kind,
};
use crate::words::actions;

/// What stands on a page.
const PAGE: i64 = 60;
/// People named above a conversation.
const PEOPLE: i64 = 8;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Where {
    #[serde(default)]
    at: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "room.html")]
struct RoomPage<'a> {
    f: Frame<'a>,
    label: String,
    kind: &'a str,
    platform: &'a str,
    /// Name and page of those who say most here.
    people: &'a [(String, String)],
    /// The address of the conversation.
    room: String,
    /// The address of what is read: the conversation or the thread.
    here: String,
    /// In a thread: its first message, and how many answers.
    thread: Option<(Vec<Day<'a>>, String)>,
    days: Vec<Day<'a>>,
    older: Option<Code>,
    newer: Option<Code>,
}

/// A conversation.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Path(id): Path<String>,
    Query(part): Query<Where>,
) -> Result<Response, WebError> {
    let mut tx = reader.begin(&web).await?;
    let Some(room) = find(&mut tx, &id).await? else { return reader.nothing_here() };
    let pages = conversations::read(&mut tx, room.id, Scope::Flow, part.part(), PAGE).await?;
    let people = conversations::people(&mut tx, room.id, PEOPLE).await?;
    tx.commit().await?;
    let people = people.into_iter().map(|p| (p.name.clone(), format!("/p/{}", p.code()))).collect();
    page(&web, &reader, &Opened { room, people, root: None, pages }, part.at())
}

/// A thread.
pub(super) async fn show_thread(
    State(web): State<Web>,
    reader: Reader,
    Path((id, code)): Path<(String, String)>,
    Query(part): Query<Where>,
) -> Result<Response, WebError> {
    let mut tx = reader.begin(&web).await?;
    let Some(room) = find(&mut tx, &id).await? else { return reader.nothing_here() };
    let Some(number) = activity(&code) else { return reader.nothing_here() };
    let Some(root) = conversations::root(&mut tx, room.id, number).await? else {
        return reader.nothing_here();
    };
    // a thread is read from its beginning
    let wanted = match part.part() {
        Part::Latest => Part::After(number),
        other => other,
    };
    let mut pages = conversations::read(&mut tx, room.id, Scope::Thread(number), wanted, PAGE).await?;
    tx.commit().await?;
    pages.older &= wanted != Part::After(number);
    page(&web, &reader, &Opened { room, people: Vec::new(), root: Some(root), pages }, part.at())
}

/// What was found.
struct Opened {
    room: Conversation,
    people: Vec<(String, String)>,
    /// In a thread: its first message.
    root: Option<Said>,
    pages: Pages,
}

fn page(web: &Web, reader: &Reader, opened: &Opened, at: Option<i64>) -> Result<Response, WebError> {
    let Opened { room, people, root, pages } = opened;
    let lang = reader.lang;
    let today = (web.app.clock)().with_timezone(&reader.zone).date_naive();
    let eye = Eye { lang, zone: reader.zone, today, at };
    let address = format!("/r/{}", room.id);
    let mut days = bubbles::days(&pages.said, eye);
    let beginning = root.as_ref().map(|root| bubbles::root(root, eye));
    if let (Some(above), Some(below)) = (beginning.as_ref().and_then(|days| days.first()), days.first_mut()) {
        below.again = above.iso == below.iso;
    }
    let replies = root.as_ref().and_then(|root| root.replies).map_or(0, |replies| replies.count);
    let page = RoomPage {
        f: reader.frame(Area::Conversations),
        label: room.label(),
        kind: kind(&room.kind, reader),
        platform: actions::platform(&room.platform, lang),
        people,
        here: root.as_ref().map_or_else(|| address.clone(), |root| format!("{address}/t/{}", root.code())),
        room: address,
        thread: beginning.map(|beginning| (beginning, bubbles::replies(replies, lang))),
        days,
        older: pages.said.first().filter(|_| pages.older).map(Said::code),
        newer: pages.said.last().filter(|_| pages.newer).map(Said::code),
    };
    Ok(Html(page.render()?).into_response())
}

/// The conversation of an address, if the reader may read it.
async fn find(tx: &mut TenantTx, id: &str) -> Result<Option<Conversation>, WebError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(conversations::open(tx, ConversationId(id)).await?)
}

/// The number of an activity's code.
pub(super) fn activity(code: &str) -> Option<i64> {
    Code::parse(code).filter(|code| code.kind == CodeKind::Activity).map(|code| code.number)
}

impl Where {
    fn at(&self) -> Option<i64> {
        activity(&self.at)
    }

    /// What is no code is not heard.
    fn part(&self) -> Part {
        match (self.at(), activity(&self.before), activity(&self.after)) {
            (Some(at), _, _) => Part::Around(at),
            (_, Some(before), _) => Part::Before(before),
            (_, _, Some(after)) => Part::After(after),
            _ => Part::Latest,
        }
    }
}
