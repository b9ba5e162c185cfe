//! From an update to what happened.
//!
//! Read field by field, and not as teloxide's `Update`: its types know the Bot API of their release, and lose what
//! is newer.

use serde_json::Value;

use super::{
    live::{self, Scene, missing},
    membership,
    own::Own,
    people, reacted,
};
use crate::{Event, Settings, Unreadable, Verified, What, export::field};

/// How one kind of update is read.
type Read = fn(&Value, Own<'_>) -> Result<Vec<Event>, Unreadable>;

/// The events of one update. Kinds that we do not ask for give none.
pub(super) fn events(settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    let update: Value = serde_json::from_slice(verified.body())
        .map_err(|error| Unreadable(format!("not an update: {error}")))?;
    if field::id(&update["update_id"]).is_none() {
        return Err(missing("update_id"));
    }
    let own = Own::new(settings);
    let kinds: [(&str, Read); 8] = [
        ("message", live::new),
        ("channel_post", live::new),
        ("edited_message", live::edited),
        ("edited_channel_post", live::edited),
        ("callback_query", pressed),
        ("message_reaction", reacted::changed),
        ("my_chat_member", membership::changed),
        ("chat_member", membership::changed),
    ];
    match kinds.iter().find(|(kind, _)| !update[*kind].is_null()) {
        Some((kind, read)) => {
            read(&update[*kind], own).map_err(|Unreadable(why)| Unreadable(format!("{kind} {why}")))
        }
        None => Ok(Vec::new()),
    }
}

/// A press of a button of ours. Telegram tells no time of it: the message's stands for it. The buttons of a message
/// that has been removed, whose time is 0, do nothing.
fn pressed(query: &Value, _own: Own<'_>) -> Result<Vec<Event>, Unreadable> {
    let id = field::id(&query["id"]).ok_or_else(|| missing("id"))?;
    let who = people::sender(&query["from"]).ok_or_else(|| missing("from.id"))?;
    let message = &query["message"];
    let (Some(token), true) = (query["data"].as_str(), message.is_object()) else { return Ok(Vec::new()) };
    if message["date"] == 0 {
        return Ok(Vec::new());
    }
    let mut scene = Scene::of(message)?;
    scene.at = live::at(&message["edit_date"]).unwrap_or(scene.at);
    Ok(vec![scene.event(Some(id), who, What::Pressed { token: token.to_owned() })])
}
