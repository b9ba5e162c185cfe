//! A live message: said, sent, or told by Telegram.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{content, marks, meant, own::Own, people, service, translate};
use crate::export::{field, time};
use crate::{ConversationKind, ConversationRef, Event, Sender, Unreadable, What};

/// Before the id of a topic, where the id of an answered message could stand: the two are sent to in different ways.
pub(super) const TOPIC: &str = "topic:";

/// Where and when something happened.
pub(super) struct Scene {
    pub(super) place: ConversationRef,
    pub(super) thread: Option<String>,
    pub(super) at: DateTime<Utc>,
}

impl Scene {
    /// Of a message, or of what is shaped like one.
    pub(super) fn of(message: &Value) -> Result<Self, Unreadable> {
        Ok(Self {
            place: people::place(&message["chat"]).ok_or_else(|| missing("chat.id"))?,
            thread: thread(message),
            at: at(&message["date"]).ok_or_else(|| missing("date"))?,
        })
    }

    pub(super) fn event(&self, id: Option<String>, sender: Sender, what: What) -> Event {
        Event {
            conversation: self.place.clone(),
            thread: self.thread.clone(),
            message_id: id,
            sender,
            at: self.at,
            what,
            via: None,
        }
    }
}

/// A time in seconds since 1970.
pub(super) fn at(seconds: &Value) -> Option<DateTime<Utc>> {
    time::plausible(seconds.as_i64()?, 0)
}

pub(super) fn missing(field: &str) -> Unreadable {
    Unreadable(format!("without a usable `{field}`"))
}

/// The topic, or the message that this one answers.
fn thread(message: &Value) -> Option<String> {
    if message["is_topic_message"] == true {
        return field::id(&message["message_thread_id"]).map(|id| format!("{TOPIC}{id}"));
    }
    field::id(&message["reply_to_message"]["message_id"])
}

/// A new message.
pub(super) fn new(message: &Value, own: Own<'_>) -> Result<Vec<Event>, Unreadable> {
    let scene = Scene::of(message)?;
    let author = people::author(message).ok_or_else(|| missing("from.id"))?;
    let id = field::id(&message["message_id"]).ok_or_else(|| missing("message_id"))?;
    if let Some(to) = field::id(&message["migrate_to_chat_id"]) {
        return Ok(vec![scene.event(Some(id), author, What::Moved { to })]);
    }
    if own.has_id(&author.external_id) || !message["migrate_from_chat_id"].is_null() {
        return Ok(Vec::new());
    }
    if let Some(moved) = moved(message, &scene, own) {
        return Ok(moved);
    }
    let what = what(message, scene.place.kind, own);
    Ok(what.map(|what| scene.event(Some(id), author, what)).into_iter().collect())
}

/// A message that now says something else. Moving on a map changes no words.
pub(super) fn edited(message: &Value, own: Own<'_>) -> Result<Vec<Event>, Unreadable> {
    let mut scene = Scene::of(message)?;
    scene.at = at(&message["edit_date"]).unwrap_or(scene.at);
    let author = people::author(message).ok_or_else(|| missing("from.id"))?;
    let id = field::id(&message["message_id"]).ok_or_else(|| missing("message_id"))?;
    if own.has_id(&author.external_id) {
        return Ok(Vec::new());
    }
    let marked = marks::read(message, own);
    let text = match content::read(&translate::content(message, marked.text.clone())) {
        Ok(What::Message { text, .. }) => text,
        _ => return Ok(Vec::new()),
    };
    let direct = scene.place.kind == ConversationKind::Direct;
    let text = match meant::what(message, &marked, own, direct, text.clone()) {
        What::Message { text, .. } => text,
        _ => text,
    };
    Ok(vec![scene.event(Some(id), author, What::Edited { text })])
}

fn what(message: &Value, kind: ConversationKind, own: Own<'_>) -> Option<What> {
    if let Some(happened) = translate::service(message) {
        return service::read(&happened).ok();
    }
    let direct = kind == ConversationKind::Direct;
    let marked = marks::read(message, own);
    match content::read(&translate::content(message, marked.text.clone())) {
        Ok(What::Message { text, .. }) => Some(meant::what(message, &marked, own, direct, text)),
        Ok(what) => Some(what),
        Err(_) => marked.mentioned.then_some(What::Opened),
    }
}

/// Who came or went, each known by name and time alone: where the bot is told by a membership update as well, both
/// are the same event. The bot's own coming and going is told by that update only.
fn moved(message: &Value, scene: &Scene, own: Own<'_>) -> Option<Vec<Event>> {
    let (who, action) = match &message["new_chat_members"] {
        Value::Array(members) => (members.iter().collect(), "join"),
        _ if message["left_chat_member"].is_object() => (vec![&message["left_chat_member"]], "leave"),
        _ => return None,
    };
    let others = who.into_iter().filter(|member| !own.is(member)).filter_map(people::sender);
    Some(others.map(|member| scene.event(None, member, did(action, None))).collect())
}

pub(super) fn did(action: &str, text: Option<String>) -> What {
    What::Other { action: action.to_owned(), text }
}
