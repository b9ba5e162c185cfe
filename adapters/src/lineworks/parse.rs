//! Callbacks as events. One callback tells one thing; several people who join at once are several events.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{content, direct, postback, settings::BOT_NAMES};
use crate::export::{field::id, time};
use crate::{ConversationKind, ConversationRef, Event, Sender, Settings, Unreadable, Verified, What};

/// 0001-01-01: a time that cannot be.
const NEVER: DateTime<Utc> = DateTime::from_timestamp(-62_135_596_800, 0).expect("a time");

/// Reads a callback. A kind that we have no use for, and one of another domain than the one that was asked for,
/// give nothing.
pub(super) fn events(settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    let callback: Value = serde_json::from_slice(verified.body())
        .map_err(|e| Unreadable(format!("not a callback of LINE WORKS: {e}")))?;
    let kind = callback["type"].as_str().ok_or_else(|| lacks("type"))?;
    let source = &callback["source"];
    if is_elsewhere(settings, source) {
        return Ok(Vec::new());
    }
    let telling = Telling { source, at: &callback["issuedTime"] };
    let (whose, what): (Vec<Sender>, Option<What>) = match kind {
        "message" => (vec![telling.user()?], content::read(settings, source, &callback["content"])?),
        "postback" => {
            let data = callback["data"].as_str().ok_or_else(|| lacks("data"))?;
            let said = || What::Message { text: data.to_owned(), to_bot: true };
            (vec![telling.user()?], Some(postback::read(data).unwrap_or_else(said)))
        }
        "begin" => (vec![telling.user()?], Some(What::Opened)),
        "end" => (vec![telling.user()?], Some(other("leave"))),
        "join" => (vec![bot(settings)], Some(other("join"))),
        "leave" => (vec![bot(settings)], Some(other("leave"))),
        "joined" => (telling.members(&callback["members"])?, Some(other("join"))),
        "left" => (telling.members(&callback["members"])?, Some(other("leave"))),
        _ => return Ok(Vec::new()),
    };
    let Some(what) = what else { return Ok(Vec::new()) };
    let own = |sender: &Sender| {
        matches!(kind, "message" | "postback") && sender.external_id == settings.text("bot_id")
    };
    let conversation = telling.conversation(matches!(kind, "begin" | "end"))?;
    let at = telling.time();
    let event = |sender| Event {
        conversation: conversation.clone(),
        thread: None,
        message_id: None,
        sender,
        at,
        what: what.clone(),
        via: None,
    };
    Ok(whose.into_iter().filter(|sender| !own(sender)).map(event).collect())
}

/// In another domain than the one that was asked for, if one was.
fn is_elsewhere(settings: &Settings, source: &Value) -> bool {
    let theirs = || id(&source["domainId"]);
    settings.get("domain_id").is_some_and(|ours| theirs().is_some_and(|theirs| theirs != ours.trim()))
}

/// Where, by whom and when.
struct Telling<'a> {
    source: &'a Value,
    at: &'a Value,
}

impl Telling<'_> {
    fn user(&self) -> Result<Sender, Unreadable> {
        Ok(person(id(&self.source["userId"]).ok_or_else(|| lacks("source.userId"))?))
    }

    /// Everybody who came or went; what is no id is nobody.
    fn members(&self, members: &Value) -> Result<Vec<Sender>, Unreadable> {
        let members = members.as_array().ok_or_else(|| lacks("members"))?;
        Ok(members.iter().filter_map(id).map(person).collect())
    }

    /// The room; without one, or where only the two of them can be meant, the conversation with the user.
    fn conversation(&self, alone: bool) -> Result<ConversationRef, Unreadable> {
        let room = id(&self.source["channelId"]).filter(|_| !alone);
        let (external_id, kind) = match room {
            Some(room) => (room, ConversationKind::Group),
            None => {
                let user = id(&self.source["userId"]).ok_or_else(|| lacks("source.channelId"))?;
                (direct(&user), ConversationKind::Direct)
            }
        };
        Ok(ConversationRef { external_id, name: None, kind })
    }

    /// What nobody can read, or is missing, was never: the callback is worth more than its time.
    fn time(&self) -> DateTime<Utc> {
        time::rfc3339(self.at).unwrap_or(NEVER)
    }
}

fn person(external_id: String) -> Sender {
    Sender { external_id, ..Sender::default() }
}

/// Whoever the connection speaks as.
fn bot(settings: &Settings) -> Sender {
    Sender {
        external_id: settings.text("bot_id").to_owned(),
        name: settings.text(BOT_NAMES).lines().next().map(str::to_owned),
        is_bot: true,
        ..Sender::default()
    }
}

fn other(action: &str) -> What {
    What::Other { action: action.to_owned(), text: None }
}

/// A callback without something that every callback of its kind has.
pub(super) fn lacks(field: &str) -> Unreadable {
    Unreadable(format!("a callback of LINE WORKS without a usable `{field}`"))
}
