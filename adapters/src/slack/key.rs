//! What makes a delivery itself, by whatever road and however often it comes.
//!
//! A message is known by its channel and `ts`: a mention comes twice, as `message` and as `app_mention`, with two
//! event ids; and the history that we read after a pause has no event ids at all.

use serde_json::Value;

use super::parse::{TOMBSTONE, unchanged};
use super::wire::{self, Delivery};
use crate::{Verified, export::field::word};

/// The key. A body that cannot be read is known by its bytes.
pub(super) fn key(verified: &Verified) -> Vec<u8> {
    match wire::read(verified.body()) {
        Ok(Delivery::Event(body)) => event(&body),
        Ok(Delivery::Command(body) | Delivery::Interaction(body)) => match word(&body["trigger_id"]) {
            Some(trigger) => joined(&["trigger", trigger]),
            None => joined(&["body", &body.to_string()]),
        },
        Err(_) => [b"bytes:", verified.body()].concat(),
    }
}

fn event(body: &Value) -> Vec<u8> {
    let known = message(wire::team(body), &body["event"]);
    known.unwrap_or_else(|| match word(&body["event_id"]) {
        Some(id) => joined(&["event", id]),
        None => joined(&["body", &body.to_string()]),
    })
}

/// The key of a message, an edit or a removal; `None` for what has to be known by its event id.
fn message(team: &str, event: &Value) -> Option<Vec<u8>> {
    if !matches!(event["type"].as_str()?, "message" | "app_mention") {
        return None;
    }
    let channel = word(&event["channel"])?;
    match event["subtype"].as_str() {
        Some("message_changed") => {
            let message = &event["message"];
            let ts = word(&message["ts"])?;
            if message["subtype"] == TOMBSTONE {
                return Some(joined(&["deleted", team, channel, ts]));
            }
            // An unfurled link repeats the time of the last edit: the edit itself may still come.
            let edited = word(&message["edited"]["ts"]).filter(|_| !unchanged(event))?;
            Some(joined(&["edited", team, channel, ts, edited]))
        }
        Some("message_deleted") => Some(joined(&["deleted", team, channel, word(&event["deleted_ts"])?])),
        _ => Some(joined(&["message", team, channel, word(&event["ts"])?])),
    }
}

/// Each part behind its length, so that no two lists are written alike.
fn joined(parts: &[&str]) -> Vec<u8> {
    parts.iter().map(|part| format!("{}:{part}", part.len())).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(body: Value) -> String {
        String::from_utf8(key(&Verified::from_inbox(body.to_string().into_bytes()))).unwrap()
    }

    fn called(event: Value, id: &str) -> Value {
        json!({"type": "event_callback", "team_id": "T1", "event_id": id, "event": event})
    }

    #[test]
    fn a_mention_that_comes_twice_is_one() {
        let said = |kind: &str| json!({"type": kind, "channel": "C1", "user": "U1", "text": "<@UB> hi", "ts": "1.2"});
        let first = of(called(said("message"), "Ev1"));
        assert_eq!(first, "7:message2:T12:C13:1.2");
        assert_eq!(of(called(said("app_mention"), "Ev2")), first);
        let framed =
            json!({"envelope_id": "e", "type": "events_api", "payload": called(said("message"), "Ev3")});
        assert_eq!(of(framed), first);
    }

    #[test]
    fn the_same_ts_elsewhere_is_another_message() {
        let said =
            |channel: &str, ts: &str| called(json!({"type": "message", "channel": channel, "ts": ts}), "Ev1");
        assert_ne!(of(said("C1", "1.2")), of(said("C11", ".2")));
        assert_ne!(of(said("C1", "1.2")), of(said("C2", "1.2")));
    }

    #[test]
    fn a_link_unfurled_after_an_edit_is_not_the_edit() {
        let changed = |before: &str| {
            called(
                json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "3.0",
                    "message": {"text": "new", "ts": "1.2", "edited": {"ts": "2.0"}},
                    "previous_message": {"text": before, "ts": "1.2"}}),
                before,
            )
        };
        assert_eq!(of(changed("old")), "6:edited2:T12:C13:1.23:2.0");
        assert_eq!(of(changed("new")), "5:event3:new");
    }

    #[test]
    fn a_removal_is_one_however_it_is_told() {
        let deleted =
            json!({"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "1.2"});
        let tombstone = json!({"type": "message", "subtype": "message_changed", "channel": "C1",
            "message": {"subtype": "tombstone", "ts": "1.2"}});
        assert_eq!(of(called(deleted, "Ev1")), of(called(tombstone, "Ev2")));
    }

    #[test]
    fn commands_by_their_trigger_and_the_rest_by_their_id() {
        let form = Verified::from_inbox(b"command=%2Fenishi&trigger_id=1.2.x".to_vec());
        assert_eq!(key(&form), b"7:trigger5:1.2.x");
        assert_eq!(of(json!({"type": "block_actions", "trigger_id": "9"})), "7:trigger1:9");
        assert_eq!(of(called(json!({"type": "reaction_added"}), "Ev7")), "5:event3:Ev7");
        let framed =
            |envelope: &str| json!({"envelope_id": envelope, "type": "events_api", "payload": {"a": 1}});
        assert_eq!(of(framed("e1")), of(framed("e2")));
        assert_eq!(key(&Verified::from_inbox(b"{".to_vec())), b"bytes:{");
    }
}
