//! A message that says something else now, or nothing any more.

use serde_json::Value;

use super::{SLACKBOT, Us, message::without_mention, need, person, place, when};
use crate::export::SkipReason;
use crate::slack::{content, directory::Directory, sender};
use crate::{Event, Unreadable, What};

/// Stands in the place of a removed message that others have answered.
pub(in crate::slack) const TOMBSTONE: &str = "tombstone";

/// Does a changed message say what it said before? Slack calls it changed when a link in it was unfurled or
/// somebody answered it.
pub(in crate::slack) fn unchanged(event: &Value) -> bool {
    let said = |message: &Value| content::read(message, &Directory::default());
    let (before, now) = (&event["previous_message"], &event["message"]);
    if before.is_object() { said(before) == said(now) } else { now["edited"]["ts"].is_null() }
}

/// `message_changed`.
pub(super) fn read(us: &Us<'_>, event: &Value) -> Result<Vec<Event>, Unreadable> {
    let message = &event["message"];
    let before = &event["previous_message"];
    let ts = need(message, "ts")?;
    if message["subtype"] == TOMBSTONE {
        return Ok(removed(us, event, ts)?.into_iter().collect());
    }
    if us.wrote(message) || unchanged(event) {
        return Ok(Vec::new());
    }
    let mut said = message.clone();
    without_mention(us, &mut said);
    let what = match content::read(&said, &Directory::default()) {
        Ok(What::Message { text, .. }) => What::Edited { text },
        // its only file was taken away
        Err(SkipReason::Deleted) => What::Deleted,
        _ => return Ok(Vec::new()),
    };
    let by =
        sender::read(message, &Directory::default()).or_else(|| sender::read(before, &Directory::default()));
    let at = when(&message["edited"]["ts"])
        .or_else(|_| when(&event["ts"]))
        .or_else(|_| when(&event["event_ts"]))?;
    Ok(vec![Event {
        conversation: place(need(event, "channel")?, event["channel_type"].as_str()),
        thread: thread(message, ts),
        message_id: Some(ts.to_owned()),
        sender: by.ok_or(Unreadable("an edit of nobody's message".to_owned()))?,
        at,
        what,
        via: None,
    }])
}

/// `message_deleted`.
pub(super) fn deleted(us: &Us<'_>, event: &Value) -> Result<Vec<Event>, Unreadable> {
    let ts = need(event, "deleted_ts")?;
    Ok(removed(us, event, ts)?.into_iter().collect())
}

/// Slack does not say who removed it; it says whose it was.
fn removed(us: &Us<'_>, event: &Value, ts: &str) -> Result<Option<Event>, Unreadable> {
    let before = &event["previous_message"];
    if us.wrote(before) {
        return Ok(None);
    }
    Ok(Some(Event {
        conversation: place(need(event, "channel")?, event["channel_type"].as_str()),
        thread: thread(before, ts),
        message_id: Some(ts.to_owned()),
        sender: sender::read(before, &Directory::default()).unwrap_or_else(|| person(SLACKBOT)),
        at: when(&event["ts"]).or_else(|_| when(&event["event_ts"]))?,
        what: What::Deleted,
        via: None,
    }))
}

fn thread(message: &Value, ts: &str) -> Option<String> {
    message["thread_ts"].as_str().filter(|thread| *thread != ts && !thread.is_empty()).map(str::to_owned)
}
