//! Reactions to a message. Telegram exports the latest few of each kind with who and when; of the others
//! only their number is known.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;

use super::message::{called, external_id};
use crate::export::{SkipReason, field, time};
use crate::{Event, Sender, What};

/// The reactions to `message`, which was read as `event`: each an event of its own, or, for a kind with
/// reactions that nobody can be named for, the reason and the number of the kind.
pub(super) fn read(message: &Value, event: &Event) -> Vec<Result<Event, (SkipReason, usize)>> {
    let mut read = Vec::new();
    for (at, kind) in message["reactions"].as_array().into_iter().flatten().enumerate() {
        let recent = kind["recent"].as_array().map(Vec::as_slice).unwrap_or_default();
        let told = recent.iter().filter_map(|one| reaction(kind, one, message, event));
        let before = read.len();
        read.extend(told.map(Ok));
        let told = (read.len() - before) as u64;
        if told == 0 || kind["count"].as_u64().is_some_and(|count| count > told) {
            read.push(Err((SkipReason::Reactions, at)));
        }
    }
    read
}

fn reaction(kind: &Value, one: &Value, message: &Value, event: &Event) -> Option<Event> {
    let sender = external_id(&one["from_id"])?;
    let emoji = field::word(&kind["emoji"]);
    // Pictures of Telegram's own have a file or a number instead.
    let name = emoji.map(str::to_owned).or_else(|| field::id(&kind["document_id"]));
    let id = event.message_id.as_deref()?;
    Some(Event {
        conversation: event.conversation.clone(),
        thread: event.thread.clone(),
        message_id: Some(format!("{id} {} {sender}", name.as_deref().unwrap_or("?"))),
        sender: Sender { external_id: sender, name: called(one.get("from")), ..Sender::default() },
        at: when(&one["date"], message, event)?,
        what: What::Other { action: "reaction".to_owned(), text: emoji.map(str::to_owned) },
        via: None,
    })
}

/// The time. Only local time is written; the message beside it has both, and so the difference.
fn when(date: &Value, message: &Value, event: &Event) -> Option<chrono::DateTime<chrono::Utc>> {
    let local = |date: &Value| date.as_str()?.parse::<NaiveDateTime>().ok();
    let ahead = local(&message["date"]).map(|local| local.and_utc() - event.at).unwrap_or_default();
    // No zone is further than 14 hours from UTC: beyond, the two dates do not belong together.
    let ahead = if ahead.abs() > TimeDelta::hours(14) { TimeDelta::zero() } else { ahead };
    let at = local(date)?.and_utc().checked_sub_signed(ahead)?;
    time::plausible(at.timestamp(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConversationKind, ConversationRef};
    use serde_json::json;

    #[test]
    fn told_and_untold() {
        let message = json!({
            "id": 7, "date": "2024-05-01T21:00:00", "date_unixtime": "1714564800",
            "reactions": [
                {"type": "emoji", "count": 2, "emoji": "👍", "recent": [
                    {"from": "花", "from_id": "user5", "date": "2024-05-01T21:10:00"},
                    {"from": null, "from_id": "user6", "date": "2024-05-02T00:00:00"}
                ]},
                {"type": "emoji", "count": 3, "emoji": "🎉", "recent": [
                    {"from": "花", "from_id": "user5", "date": "2024-05-01T21:10:00"}
                ]},
                {"type": "custom_emoji", "count": 1, "document_id": "(File not included.)", "recent": [
                    {"from": "花", "from_id": "user5", "date": "once"}
                ]},
                {"type": "emoji", "count": u64::MAX, "emoji": "👀"},
                "?"
            ],
        });
        let event = Event {
            conversation: ConversationRef {
                external_id: "1".into(),
                name: None,
                kind: ConversationKind::Group,
            },
            thread: Some("2".into()),
            message_id: Some("7".into()),
            sender: Sender::default(),
            at: chrono::DateTime::from_timestamp(1_714_564_800, 0).unwrap(),
            what: What::Deleted,
            via: None,
        };
        let read = super::read(&message, &event);
        let told: Vec<_> = read.iter().filter_map(|one| one.as_ref().ok()).collect();
        let ids: Vec<_> = told.iter().filter_map(|event| event.message_id.as_deref()).collect();
        assert_eq!(ids, ["7 👍 user5", "7 👍 user6", "7 🎉 user5"]);
        assert_eq!(told[0].at.timestamp(), 1_714_564_800 + 600, "21:10 where it was 21:00 at 12:00 UTC");
        let names: Vec<_> = told.iter().filter_map(|event| event.sender.name.as_deref()).collect();
        assert_eq!(names, ["花", field::DEPARTED, "花"]);
        assert_eq!(told[0].thread.as_deref(), Some("2"));
        assert_eq!(told[0].what, What::Other { action: "reaction".into(), text: Some("👍".into()) });
        let untold: Vec<_> = read.iter().filter_map(|one| one.as_ref().err()).map(|(_, at)| *at).collect();
        assert_eq!(untold, [1, 2, 3, 4]);
    }
}
