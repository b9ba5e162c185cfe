//! One message of an export.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::directory::Directory;
use super::{content, sender};
use crate::export::{SkipReason, time};
use crate::{ConversationRef, Event};

/// Reads one message. Its text is the final one, after any edit.
pub(super) fn read(
    message: &Value,
    conversation: &ConversationRef,
    directory: &Directory,
) -> Result<Event, SkipReason> {
    if !message.is_object() {
        return Err(SkipReason::NotAMessage);
    }
    if message["type"].as_str().is_some_and(|kind| kind != "message") {
        return Err(SkipReason::Unsupported);
    }
    let what = content::read(message, directory)?;
    let ts = message["ts"].as_str().ok_or(SkipReason::NoTime)?;
    let at = when(ts).ok_or(SkipReason::NoTime)?;
    let sender = sender::read(message, directory).ok_or(SkipReason::NoSender)?;
    // The first message of a thread carries its own time: it was not said in a thread.
    let thread = message["thread_ts"].as_str().filter(|thread| *thread != ts && when(thread).is_some());
    Ok(Event {
        conversation: conversation.clone(),
        thread: thread.map(str::to_owned),
        message_id: Some(ts.to_owned()),
        sender,
        at,
        what,
        via: None,
    })
}

/// `1326376980.000001`: seconds since 1970, then microseconds.
pub(super) fn when(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, micros) = ts.split_once('.').unwrap_or((ts, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(seconds) || !digits(micros) || micros.len() > 6 {
        return None;
    }
    time::plausible(seconds.parse().ok()?, format!("{micros:0<6}").parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::What;
    use serde_json::json;

    fn with(change: Value) -> Result<Event, SkipReason> {
        let mut message = json!({"type": "message", "user": "U1", "text": "hi", "ts": "1326376980.000001"});
        message.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let directory = Directory::default();
        read(&message, &directory.in_folder("general"), &directory)
    }

    #[test]
    fn an_ordinary_message() {
        let event = with(json!({"team": "T1", "reactions": [{"name": "x"}]})).unwrap();
        assert_eq!(event.conversation.external_id, "general");
        assert_eq!(event.message_id.as_deref(), Some("1326376980.000001"));
        assert_eq!(event.at.timestamp_micros(), 1_326_376_980_000_001);
        assert_eq!(event.sender.external_id, "U1");
        assert_eq!(event.what, What::Message { text: "hi".into(), to_bot: false });
    }

    #[test]
    fn threads() {
        assert_eq!(with(json!({"thread_ts": "1326376980.000001", "reply_count": 2})).unwrap().thread, None);
        let reply = with(json!({"thread_ts": "1326376000.000000"})).unwrap();
        assert_eq!(reply.thread.as_deref(), Some("1326376000.000000"));
        assert_eq!(with(json!({"thread_ts": "junk"})).unwrap().thread, None);
    }

    #[test]
    fn times() {
        assert_eq!(when("1326376980.5").unwrap().timestamp_subsec_micros(), 500_000);
        assert_eq!(when("1326376980").unwrap().timestamp(), 1_326_376_980);
        for junk in [
            "",
            ".",
            "-1.0",
            "0.0",
            "+5.0",
            "5.",
            "5.1234567",
            "99999999999999999999.0",
            "1326376980000.0",
            "now",
        ] {
            assert_eq!(with(json!({"ts": junk})), Err(SkipReason::NoTime), "{junk}");
        }
        assert_eq!(with(json!({"ts": 1_326_376_980.5})), Err(SkipReason::NoTime));
    }

    #[test]
    fn what_is_left_out() {
        assert_eq!(with(json!({"user": null})), Err(SkipReason::NoSender));
        assert_eq!(with(json!({"type": "file"})), Err(SkipReason::Unsupported));
        assert_eq!(with(json!({"subtype": "tombstone", "ts": "x"})), Err(SkipReason::Deleted));
        let directory = Directory::default();
        assert_eq!(read(&json!([]), &directory.in_folder("x"), &directory), Err(SkipReason::NotAMessage));
    }
}
