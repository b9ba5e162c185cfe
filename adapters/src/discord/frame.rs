//! What lies in the inbox: an event of the gateway with what we knew when it came, or an interaction as it was
//! posted to us.
//!
//! ```json
//! {"t": "MESSAGE_CREATE", "d": {…}, "at": "2026-11-21T09:00:00Z", "of": "session:42",
//!  "channel": {"name": "help", "type": 0}}
//! ```
//!
//! `t` and `d` are Discord's; the rest is ours, because a reaction carries no time, a message no name of its
//! channel, and whoever reads this later may ask nobody.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::export::{field, time};
use crate::{Unreadable, Verified};

/// 2015-01-01T00:00:00Z in milliseconds since 1970: where Discord's ids begin to count.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// One thing that came from Discord.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    /// Discord's name of the event.
    pub(super) t: String,
    /// What it says.
    pub(super) d: Value,
    /// When it came, where Discord says no time.
    pub(super) at: Option<DateTime<Utc>>,
    /// Which occurrence: the session and the number in it. Empty where history told of it.
    pub(super) of: String,
    /// What was known of its channel: `name`, `type`, `parent` (its name), `private`; and `mentioned`: marks in the
    /// text, and what they stand for.
    pub(super) channel: Value,
}

impl Frame {
    /// An interaction stands there bare when it was posted.
    pub(super) fn read(verified: &Verified) -> Result<Self, Unreadable> {
        let mut value: Value = serde_json::from_slice(verified.body())
            .map_err(|error| Unreadable(format!("not a frame of Discord's: {error}")))?;
        if let Some(t) = field::word(&value["t"]).map(str::to_owned) {
            if !value["d"].is_object() {
                return Err(Unreadable(format!("the event {t} has no content (`d`)")));
            }
            return Ok(Self {
                t,
                d: value["d"].take(),
                at: time::rfc3339(&value["at"]),
                of: field::word(&value["of"]).unwrap_or_default().to_owned(),
                channel: value["channel"].take(),
            });
        }
        if value["type"].is_u64() && value["id"].is_string() {
            let t = "INTERACTION_CREATE".to_owned();
            return Ok(Self { t, d: value, at: None, of: String::new(), channel: Value::Null });
        }
        Err(Unreadable(
            "neither an event of Discord's gateway (`t`, `d`) nor an interaction (`type`, `id`)".into(),
        ))
    }

    /// As it is stored.
    pub(super) fn verified(&self) -> Verified {
        let mut value = json!({"t": self.t, "d": self.d});
        if let Some(at) = self.at {
            value["at"] = at.to_rfc3339_opts(SecondsFormat::Micros, true).into();
        }
        if !self.of.is_empty() {
            value["of"] = self.of.as_str().into();
        }
        if !self.channel.is_null() {
            value["channel"] = self.channel.clone();
        }
        Verified::checked(value.to_string().into_bytes())
    }
}

/// When an id was given out: every id carries its time.
pub(super) fn born(id: &str) -> Option<DateTime<Utc>> {
    let ms = (id.parse::<u64>().ok()? >> 22) + EPOCH_MS;
    DateTime::from_timestamp_millis(i64::try_from(ms).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let frame = Frame {
            t: "MESSAGE_REACTION_ADD".into(),
            d: json!({"user_id": "5", "big": 9_007_199_254_740_993_u64}),
            at: time::rfc3339(&json!("2026-11-21T09:00:00.000001Z")),
            of: "abc:42".into(),
            channel: json!({"name": "help", "type": 0}),
        };
        assert_eq!(Frame::read(&frame.verified()), Ok(frame.clone()));
        let bare = Frame { at: None, of: String::new(), channel: Value::Null, ..frame };
        assert_eq!(Frame::read(&bare.verified()), Ok(bare));
    }

    #[test]
    fn an_id_carries_its_time() {
        // The example of Discord's reference.
        assert_eq!(born("175928847299117063").unwrap().timestamp_millis(), 1_462_015_105_796);
        assert_eq!(born("x"), None);
        assert!(born(&u64::MAX.to_string()).is_some());
    }
}
