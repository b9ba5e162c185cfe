//! What happened, from what Slack delivers. `message.rs` and `changed.rs` read what people write; the others
//! what they do.
//!
//! What an event of its own tells is not told again by the sentence that Slack writes about it in the channel.

mod changed;
mod command;
mod interaction;
mod member;
mod message;
mod opened;
mod reaction;
mod renamed;
#[cfg(test)]
pub(super) mod tests;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::settings::{BOT, BOT_USER};
use super::wire::{self, Delivery};
use crate::export::field::word;
use crate::{ConversationKind, ConversationRef, Event, Sender, Settings, Unreadable, Verified, What};

pub(super) use changed::{TOMBSTONE, unchanged};
pub(super) use interaction::LOG_THIS;

/// What nobody in particular does is done by Slack itself.
const SLACKBOT: &str = "USLACKBOT";

/// The events of a delivery.
pub(super) fn events(settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    match wire::read(verified.body())? {
        Delivery::Event(body) => event(settings, &body),
        Delivery::Command(body) => command::read(&body),
        Delivery::Interaction(body) => interaction::read(&body),
    }
}

fn event(settings: &Settings, body: &Value) -> Result<Vec<Event>, Unreadable> {
    if body["type"] != "event_callback" {
        return match body["type"].as_str() {
            // a handshake, a notice that there was too much, and what is not invented yet
            Some(_) => Ok(Vec::new()),
            None => Err(Unreadable("no `type`".to_owned())),
        };
    }
    let us = Us::of(settings, body);
    let event = &body["event"];
    match event["type"].as_str().ok_or(Unreadable("an event without a `type`".to_owned()))? {
        "message" | "app_mention" => match event["subtype"].as_str() {
            Some("message_changed") => changed::read(&us, event),
            Some("message_deleted") => changed::deleted(&us, event),
            _ => message::read(&us, event),
        },
        kind @ ("reaction_added" | "reaction_removed") => {
            reaction::read(&us, event, kind == "reaction_removed")
        }
        "member_joined_channel" => member::read(&us, event, "join"),
        "member_left_channel" => member::read(&us, event, "leave"),
        kind @ ("channel_rename" | "group_rename") => renamed::read(event, kind == "group_rename"),
        "app_home_opened" => opened::home(event),
        "assistant_thread_started" => opened::thread(&event["assistant_thread"], &event["event_ts"]),
        _ => Ok(Vec::new()),
    }
}

/// Who we are in the workspace.
struct Us<'a> {
    user: Option<&'a str>,
    bot: Option<&'a str>,
    app: Option<&'a str>,
}

impl<'a> Us<'a> {
    /// As `prepare` has learned it; the delivery says some of it too.
    fn of(settings: &'a Settings, body: &'a Value) -> Self {
        let authorized = body["authorizations"].as_array().into_iter().flatten();
        let named = authorized.filter(|one| one["is_bot"] == true).find_map(|one| word(&one["user_id"]));
        Self {
            user: settings.get(BOT_USER).or(named),
            bot: settings.get(BOT),
            app: word(&body["api_app_id"]),
        }
    }

    /// Did we write this?
    fn wrote(&self, message: &Value) -> bool {
        let is = |known: Option<&str>, field: &str| known.is_some() && word(&message[field]) == known;
        let bot_app = word(&message["bot_profile"]["app_id"]);
        is(self.user, "user") || is(self.bot, "bot_id") || is(self.app, "app_id") || {
            self.app.is_some() && bot_app == self.app
        }
    }
}

/// A conversation by its id, and by what Slack calls its type where it says so. Direct ones begin with `D`, old
/// closed ones with `G`; both open and closed ones with `C`.
fn place(id: &str, channel_type: Option<&str>) -> ConversationRef {
    let kind = match (channel_type, id.chars().next()) {
        (Some("im" | "app_home" | "D"), _) => ConversationKind::Direct,
        (Some("channel" | "C"), _) => ConversationKind::Channel,
        (Some("group" | "mpim" | "G"), _) => ConversationKind::Group,
        (_, Some('D')) => ConversationKind::Direct,
        (_, Some('G')) => ConversationKind::Group,
        _ => ConversationKind::Channel,
    };
    ConversationRef { external_id: id.to_owned(), name: None, kind }
}

/// A field that must be there.
fn need<'a>(value: &'a Value, field: &str) -> Result<&'a str, Unreadable> {
    word(&value[field]).ok_or_else(|| Unreadable(format!("no `{field}`")))
}

/// `1515449522.000016`.
fn when(ts: &Value) -> Result<DateTime<Utc>, Unreadable> {
    word(ts).and_then(super::message::when).ok_or_else(|| Unreadable(format!("not a time of Slack's: {ts}")))
}

/// Somebody known by an id alone.
fn person(id: &str) -> Sender {
    Sender { external_id: id.to_owned(), is_bot: id == SLACKBOT, ..Sender::default() }
}

fn other(action: &str, text: Option<&str>) -> What {
    What::Other { action: action.to_owned(), text: text.map(str::to_owned) }
}
