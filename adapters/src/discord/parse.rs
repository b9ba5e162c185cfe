//! What a stored frame tells.

use super::frame::Frame;
use super::settings::{APPLICATION, BOT_ID};
use super::{called, happened, spoken};
use crate::{Event, Settings, Unreadable, Verified};

/// The events that are stored: all that [`events`] makes something of.
pub(super) const KEPT: [&str; 8] = [
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_REMOVE",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_DELETE",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_UPDATE",
    "THREAD_CREATE",
];

/// What happened; nothing for what Discord tells and we do not use.
pub(super) fn events(settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    let frame = Frame::read(verified)?;
    // The bot of an application made since 2016 has the application's id.
    let me = settings.get(BOT_ID).or_else(|| settings.get(APPLICATION)).unwrap_or_default();
    match frame.t.as_str() {
        "MESSAGE_CREATE" => spoken::written(&frame, me),
        "MESSAGE_UPDATE" => spoken::edited(&frame, me),
        "MESSAGE_DELETE" => spoken::removed(&frame),
        "MESSAGE_REACTION_ADD" => happened::reacted(&frame, me),
        "THREAD_CREATE" => happened::threaded(&frame),
        "GUILD_MEMBER_ADD" => happened::membership(&frame, "join"),
        "GUILD_MEMBER_REMOVE" => happened::membership(&frame, "leave"),
        "INTERACTION_CREATE" => called::read(&frame),
        _ => Ok(Vec::new()),
    }
}
