//! `/r`: the conversations that the reader may read.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse, Response},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use crm::conversations::{self, Conversation, Listed};
use serde::Deserialize;

use super::{
    Web,
    error::WebError,
    reader::{Area, Frame, Reader},
    search::page_number,
};
use crate::{
    say,
    words::{actions, count, date, day_and_time, excerpt},
};

/// Conversations on a page.
const PAGE: i64 = 30;
/// Longest filter, in characters; more than any name has.
const LONGEST: usize = 200;
/// Characters of the last message that are shown.
const EXCERPT: usize = 110;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "rooms.html")]
struct RoomsPage<'a> {
    f: Frame<'a>,
    q: &'a str,
    rooms: Vec<Room>,
    /// "12 conversations".
    total: String,
    /// The page, from 1.
    page: u64,
    more: bool,
}

struct Room {
    path: String,
    label: String,
    kind: String,
    platform: String,
    people: String,
    messages: String,
    excerpt: String,
    /// Who did what was last done.
    author: String,
    clock: String,
    iso: String,
    full: String,
}

/// The list.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let q: String = wanted.q.trim().chars().take(LONGEST).collect();
    let page = page_number(&wanted.page);
    let offset = i64::try_from(page - 1).unwrap_or(i64::MAX).saturating_mul(PAGE);
    let mut tx = reader.begin(&web).await?;
    let (listed, total) = conversations::list(&mut tx, &q, PAGE, offset).await?;
    tx.commit().await?;
    let today = (web.app.clock)().with_timezone(&reader.zone).date_naive();
    let n = count(total);
    let page = RoomsPage {
        f: reader.frame(Area::Conversations),
        more: offset.saturating_add(PAGE) < total,
        rooms: listed.into_iter().map(|room| line(room, &reader, today)).collect(),
        q: &q,
        total: match total {
            1 => say!(reader.lang, "1 conversation", "会話1件"),
            _ => say!(reader.lang, "{n} conversations", "会話{n}件"),
        },
        page,
    };
    Ok(Html(page.render()?).into_response())
}

fn line(room: Listed, reader: &Reader, today: NaiveDate) -> Room {
    let lang = reader.lang;
    let (people, messages) = (count(room.people), count(room.messages));
    let others = room.people - i64::try_from(room.names.len()).unwrap_or_default();
    let names = room.names.join(lang.pick(", ", "、"));
    let rest = count(others);
    let label = label(&room);
    Room {
        path: format!("/r/{}#end", room.id),
        kind: kind(&room.kind, reader).to_owned(),
        platform: actions::platform(&room.platform, lang).to_owned(),
        people: match others {
            ..=0 => names,
            _ if room.names.is_empty() => say!(lang, "{people} people", "{people}人"),
            _ => say!(lang, "{names} and {rest} more", "{names} ほか{rest}人"),
        },
        messages: match room.messages {
            1 => say!(lang, "1 message", "メッセージ1件"),
            _ => say!(lang, "{messages} messages", "メッセージ{messages}件"),
        },
        excerpt: room.last_text.as_deref().map_or_else(
            || {
                room.last_action
                    .as_deref()
                    .map_or_else(String::new, |a| actions::action_once(a, lang).to_owned())
            },
            |text| excerpt(text, EXCERPT),
        ),
        author: room.last_author.unwrap_or_default(),
        clock: room.last_at.map_or_else(String::new, |at| moment(at, reader, today)),
        iso: room.last_at.map_or_else(String::new, |at| at.to_rfc3339()),
        full: room.last_at.map_or_else(String::new, |at| day_and_time(lang, at, reader.zone)),
        label,
    }
}

fn label(room: &Listed) -> String {
    Conversation {
        id: room.id,
        name: room.name.clone(),
        platform: room.platform.clone(),
        external_id: room.external_id.clone(),
        kind: room.kind.clone(),
    }
    .label()
}

/// What kind of conversation it is.
pub(super) fn kind<'k>(stored: &'k str, reader: &Reader) -> &'k str {
    match stored {
        "channel" => reader.lang.pick("Channel", "チャンネル"),
        "group" => reader.lang.pick("Group", "グループ"),
        "direct" => reader.lang.pick("Direct chat", "ダイレクト"),
        other => other,
    }
}

/// The time for today, the day for this year, else the date.
fn moment(at: DateTime<Utc>, reader: &Reader, today: NaiveDate) -> String {
    let local = at.with_timezone(&reader.zone);
    let day = local.date_naive();
    if day == today {
        return local.format("%H:%M").to_string();
    }
    if day.year() == today.year() {
        let (short, month, number) = (day.format("%b"), day.month(), day.day());
        return say!(reader.lang, "{number} {short}", "{month}月{number}日");
    }
    date(reader.lang, day)
}
