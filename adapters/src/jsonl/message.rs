//! One line: who said what, where and when.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::export::field::id;
use crate::export::{Origin, SkipReason, time};
use crate::{ConversationKind, ConversationRef, Event, Sender, What};

/// Numbers from here on count milliseconds: as seconds they would lie beyond the year 5138, and as
/// milliseconds smaller ones before March 1973.
const MILLISECONDS: f64 = 1e11;

/// Reads a line. Without an `id` the event has none either, and is known again by its conversation, time,
/// sender and text.
pub(super) fn read(line: &[u8]) -> Result<(Origin, Event), SkipReason> {
    let line = std::str::from_utf8(line).map_err(|_| SkipReason::NotUtf8)?;
    let said: Value = serde_json::from_str(line).map_err(|_| SkipReason::NotJson)?;
    if !said.is_object() {
        return Err(SkipReason::NotAMessage);
    }
    let platform = id(&said["platform"]).map(|name| name.to_lowercase());
    let workspace = id(&said["workspace"]);
    let (Some(platform), Some(workspace)) = (platform, workspace) else { return Err(SkipReason::NoOrigin) };
    let place = id(&said["conversation"]).ok_or(SkipReason::NoConversation)?;
    let sender = id(&said["user"]).ok_or(SkipReason::NoSender)?;
    let at = when(&said["ts"]).ok_or(SkipReason::NoTime)?;
    let text = said["text"].as_str().filter(|text| !text.is_empty()).ok_or(SkipReason::Empty)?;
    let event = Event {
        // Nothing says that it was closed, and whoever brings a file means it to be read.
        conversation: ConversationRef {
            external_id: place.clone(),
            name: Some(place),
            kind: ConversationKind::Channel,
        },
        thread: id(&said["thread"]),
        message_id: id(&said["id"]),
        sender: Sender {
            external_id: sender,
            handle: None,
            name: id(&said["name"]),
            email: id(&said["email"]),
            is_bot: false,
        },
        at,
        what: What::Message { text: text.to_owned(), to_bot: false },
        via: None,
    };
    Ok((Origin { platform, workspace: Some(workspace) }, event))
}

/// The time: RFC 3339, or seconds or milliseconds since 1970, as a number or in quotes.
fn when(ts: &Value) -> Option<DateTime<Utc>> {
    let number = match ts {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(number) => number,
            Err(_) => return time::rfc3339(ts),
        },
        _ => return None,
    };
    // 2^53 microseconds are 285 years: exact to the microsecond for a long time.
    let seconds = if number >= MILLISECONDS { number / 1e3 } else { number };
    if !(0.0..1e12).contains(&seconds) {
        return None;
    }
    let micros = (seconds.fract() * 1e6).round().min(999_999.0);
    time::plausible(seconds as i64, micros as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(change: Value) -> Result<(Origin, Event), SkipReason> {
        let mut line = json!({"platform": "Teams", "workspace": "Acme", "conversation": "general",
            "user": "hana", "ts": "2024-05-01T21:00:00+09:00", "text": "やあ"});
        line.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        read(line.to_string().as_bytes())
    }

    #[test]
    fn a_line() {
        let (origin, event) =
            with(json!({"name": " 花子 ", "email": "hana@example.com", "id": 7, "thread": "6"})).unwrap();
        assert_eq!(origin, Origin { platform: "teams".into(), workspace: Some("Acme".into()) });
        assert_eq!(event.conversation.external_id, "general");
        assert_eq!((event.message_id.as_deref(), event.thread.as_deref()), (Some("7"), Some("6")));
        let Sender { external_id, name, email, .. } = event.sender;
        assert_eq!(
            (external_id.as_str(), name.as_deref(), email.as_deref()),
            ("hana", Some("花子"), Some("hana@example.com"))
        );
        assert_eq!(event.what, What::Message { text: "やあ".into(), to_bot: false });
        let (_, bare) = with(json!({})).unwrap();
        assert_eq!(
            (bare.message_id, bare.thread, bare.sender.name, bare.sender.email),
            (None, None, None, None)
        );
    }

    #[test]
    fn times() {
        for ts in [
            json!("2024-05-01T12:00:00Z"),
            json!("2024-05-01T21:00:00+09:00"),
            json!("2024-05-01 12:00:00.000Z"),
            json!(1_714_564_800),
            json!("1714564800"),
            json!(1_714_564_800.0),
            json!(1_714_564_800_000_u64),
            json!("1714564800000"),
        ] {
            let at = with(json!({"ts": ts})).unwrap_or_else(|e| panic!("{ts} {e:?}")).1.at;
            assert_eq!(at.timestamp_micros(), 1_714_564_800_000_000, "{ts}");
        }
        let fine = with(json!({"ts": "1714564800.000123"})).unwrap().1.at;
        assert_eq!(fine.timestamp_micros(), 1_714_564_800_000_123);
        assert_eq!(with(json!({"ts": 1_714_564_800_005_u64})).unwrap().1.at.timestamp_subsec_millis(), 5);
        for junk in [
            json!(null),
            json!("yesterday"),
            json!(""),
            json!("2024-05-01"),
            json!("2024-05-01T12:00:00"),
            json!(0),
            json!(-5),
            json!("NaN"),
            json!("inf"),
            json!(1e300),
            json!(1_714_564_800_000_000_u64),
            json!([5]),
        ] {
            assert_eq!(with(json!({"ts": junk})), Err(SkipReason::NoTime), "{junk}");
        }
    }

    #[test]
    fn what_is_left_out() {
        for (change, reason) in [
            (json!({"platform": null}), SkipReason::NoOrigin),
            (json!({"workspace": " "}), SkipReason::NoOrigin),
            (json!({"conversation": []}), SkipReason::NoConversation),
            (json!({"user": 1.5}), SkipReason::NoSender),
            (json!({"text": ""}), SkipReason::Empty),
            (json!({"text": 5}), SkipReason::Empty),
        ] {
            assert_eq!(with(change.clone()), Err(reason), "{change}");
        }
        assert_eq!(read(b"[1]"), Err(SkipReason::NotAMessage));
        assert_eq!(read(b"{\"platform\": \"x"), Err(SkipReason::NotJson));
        assert_eq!(read(b"{\"text\": \"\x93\xFA\"}"), Err(SkipReason::NotUtf8));
    }
}
