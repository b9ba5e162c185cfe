//! Buttons and shortcuts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{command::conversation, need, when};
use crate::export::field::word;
use crate::slack::via::Via;
use crate::{Event, Sender, Unreadable, What};

/// The shortcut that stands in the menu of every message, and the command that it calls.
pub(in crate::slack) const LOG_THIS: (&str, &str) = ("log_this", "log this");

/// What was pressed. Dialogs and menus are none of ours.
pub(super) fn read(body: &Value) -> Result<Vec<Event>, Unreadable> {
    match body["type"].as_str() {
        Some("block_actions") => pressed(body),
        Some("message_action") if body["callback_id"] == LOG_THIS.0 => {
            let what = What::Called { command: LOG_THIS.1.to_owned(), arguments: BTreeMap::new() };
            let message = &body["message"];
            let ts = word(&body["message_ts"]).or_else(|| word(&message["ts"]));
            let thread = word(&message["thread_ts"]).or(ts);
            Ok(vec![event(body, need(&body["channel"], "id")?, thread, &body["action_ts"], true, what)?])
        }
        Some(_) => Ok(Vec::new()),
        None => Err(Unreadable("an interaction without a `type`".to_owned())),
    }
}

/// A button of ours carries its token as its value; one that opens a page carries none.
fn pressed(body: &Value) -> Result<Vec<Event>, Unreadable> {
    let actions = body["actions"].as_array().ok_or(Unreadable("no `actions`".to_owned()))?;
    let (container, message) = (&body["container"], &body["message"]);
    let buttons = actions.iter().filter(|action| action["type"] == "button");
    let events =
        buttons.filter_map(|action| Some((action, word(&action["value"])?))).map(|(action, token)| {
            let place = word(&body["channel"]["id"]).or_else(|| word(&container["channel_id"]));
            let place = place.ok_or(Unreadable("a button that stands nowhere".to_owned()))?;
            let ts = word(&container["message_ts"]);
            let thread = word(&message["thread_ts"]).or_else(|| word(&container["thread_ts"]));
            let alone = container["is_ephemeral"] == true;
            let what = What::Pressed { token: token.to_owned() };
            event(body, place, thread.filter(|thread| Some(*thread) != ts), &action["action_ts"], alone, what)
        });
    events.collect()
}

/// Whoever asked in private is answered in private.
fn event(
    body: &Value,
    channel: &str,
    thread: Option<&str>,
    at: &Value,
    private: bool,
    what: What,
) -> Result<Event, Unreadable> {
    let user = &body["user"];
    let id = need(user, "id")?;
    let via = Via { user: id, url: word(&body["response_url"]) };
    Ok(Event {
        conversation: conversation(channel, word(&body["channel"]["name"])),
        thread: thread.map(str::to_owned),
        message_id: None,
        sender: Sender {
            external_id: id.to_owned(),
            handle: word(&user["username"]).or_else(|| word(&user["name"])).map(str::to_owned),
            ..Sender::default()
        },
        at: when(at)?,
        what,
        via: private.then(|| via.written()),
    })
}
