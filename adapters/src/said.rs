//! What somebody said on a platform that we serve ourselves (the terminal, the web chat): how the
//! door writes it down and how the adapter reads it back.
//!
//! On the wire it is JSON, signed over its bytes like every other platform's:
//!
//! ```json
//! {"id": "0192…", "conversation": {"external_id": "tty", "name": null, "kind": "assistant"},
//!  "sender": {"external_id": "u-1", "name": "田中", "is_bot": false, …}, "at": "2026-11-21T09:00:00Z",
//!  "text": "show ROI for C-7"}
//! ```
//!
//! A press of a button carries `"pressed": "<token>"` in place of `text`; `thread` is optional.
//! Unknown fields are ignored, so that an older replica reads what a newer one wrote.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::seal::seal;
use crate::{
    ConversationKind, ConversationRef, Envelope, Event, Sender, Settings, Unreadable, Verified, What,
};

/// Longest id, in characters. A UUID has 36.
const MAX_ID_CHARS: usize = 64;

/// One thing said or pressed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The sender's id of the message: a UUID, or 1 to 64 ASCII letters, digits, `-` and `_`.
    pub id: String,
    /// Where.
    pub conversation: ConversationRef,
    /// The thread in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// Who: the signed-in user, as the door knows them. Never taken from what the user typed.
    pub sender: Sender,
    /// When, by the door's clock.
    pub at: DateTime<Utc>,
    /// What was written. Exactly one of `text` and `pressed` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The token of the button that was pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pressed: Option<String>,
}

/// Writes it down and signs it with the connection's key.
pub fn envelope(said: &Said, settings: &Settings) -> Envelope {
    // Strings, a date and a boolean under fixed keys: nothing here can fail to serialise.
    let body = serde_json::to_vec(said).unwrap_or_default();
    seal(body, settings)
}

/// The conversation and the sender's id of the message: the door's clock is no part of what was said. A
/// body that cannot be read is known by its bytes.
pub(crate) fn key(verified: &Verified) -> Vec<u8> {
    match serde_json::from_slice::<Said>(verified.body()) {
        Ok(said) => {
            let place = said.conversation.external_id;
            format!("{}:{place}{}", place.len(), said.id).into_bytes()
        }
        Err(_) => verified.body().to_vec(),
    }
}

/// Reads back what [`envelope`] wrote.
pub(crate) fn events(verified: &Verified) -> Result<Vec<Event>, Unreadable> {
    let said: Said = serde_json::from_slice(verified.body())
        .map_err(|error| Unreadable(format!("not a message of ours: {error}")))?;
    let in_id = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if said.id.is_empty() || said.id.len() > MAX_ID_CHARS || !said.id.chars().all(in_id) {
        return Err(Unreadable(format!(
            "`id` must be 1 to {MAX_ID_CHARS} letters, digits, `-` or `_`, such as a UUID"
        )));
    }
    // On our own platforms a conversation of two is one with the bot.
    let to_bot = matches!(said.conversation.kind, ConversationKind::Direct | ConversationKind::Assistant);
    let what = match (said.text, said.pressed) {
        (Some(text), None) => What::Message { text, to_bot },
        (None, Some(token)) => What::Pressed { token },
        _ => return Err(Unreadable("exactly one of `text` and `pressed` must be given".into())),
    };
    Ok(vec![Event {
        conversation: said.conversation,
        thread: said.thread,
        message_id: Some(said.id),
        sender: said.sender,
        at: said.at,
        what,
        via: None,
    }])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        conformance::{Sample, Samples},
        envelope::OWN_SIGNATURE,
        settings::OWN_KEY,
    };

    fn settings() -> Settings {
        Settings::default().with(OWN_KEY, "a key of this connection")
    }

    fn said() -> Said {
        Said {
            id: "0192f3a4-5b6c-7d8e-9f00-112233445566".into(),
            conversation: ConversationRef {
                external_id: "tty".into(),
                name: None,
                kind: ConversationKind::Assistant,
            },
            thread: None,
            sender: Sender {
                external_id: "u-1".into(), name: Some("田中 太郎".into()), ..Sender::default()
            },
            at: DateTime::from_timestamp_millis(1_795_000_000_123).unwrap_or_default(),
            text: Some("C-7の\"ROI\"を見せて\n👩‍💻".into()),
            pressed: None,
        }
    }

    /// For the conformance tests of the adapters that speak this format.
    pub(crate) fn samples() -> Samples {
        let written = said();
        let pressed = Said { text: None, pressed: Some("tok-1".into()), thread: Some("t1".into()), ..said() };
        let event = |said: &Said, what| Event {
            conversation: said.conversation.clone(),
            thread: said.thread.clone(),
            message_id: Some(said.id.clone()),
            sender: said.sender.clone(),
            at: said.at,
            what,
            via: None,
        };
        let text = written.text.clone().unwrap_or_default();
        Samples {
            settings: settings(),
            secret: OWN_KEY,
            signature: OWN_SIGNATURE,
            now: DateTime::UNIX_EPOCH,
            body_is_signed: true,
            genuine: vec![
                Sample {
                    envelope: envelope(&written, &settings()),
                    events: vec![event(&written, What::Message { text, to_bot: true })],
                },
                Sample {
                    envelope: envelope(&pressed, &settings()),
                    events: vec![event(&pressed, What::Pressed { token: "tok-1".into() })],
                },
            ],
            to: Some(crate::Address {
                conversation: "tty".into(),
                thread: None,
                via: None,
                nonce: "n-1".into(),
            }),
        }
    }

    fn read(body: &str) -> Result<Vec<Event>, Unreadable> {
        events(&Verified::checked(body.as_bytes().to_vec()))
    }

    #[test]
    fn says_what_is_wrong() {
        let body = serde_json::to_string(&said()).unwrap_or_default();
        assert!(read(&body).is_ok());
        let broken = [
            (body.replace("0192f3a4-5b6c-7d8e-9f00-112233445566", "a b"), "`id` must be"),
            (body.replace("\"text\"", "\"words\""), "exactly one of"),
            (body.replace("\"text\"", "\"pressed\":\"t\",\"text\""), "exactly one of"),
            (body.replace("assistant", "lobby"), "lobby"),
            (body.replace("\"at\":\"2", "\"at\":\"x"), "not a message of ours"),
        ];
        for (body, why) in broken {
            let error = read(&body).err().map(|e| e.0).unwrap_or_default();
            assert!(error.contains(why), "{body}: {error:?}");
        }
    }

    #[test]
    fn the_same_message_has_the_same_key() {
        let key = |said: &Said| super::key(&Verified::checked(envelope(said, &settings()).body));
        let later = Said { at: DateTime::UNIX_EPOCH, ..said() };
        assert_eq!(key(&said()), key(&later));
        let other = Said { id: "other".into(), ..said() };
        assert_ne!(key(&said()), key(&other));
        assert_eq!(super::key(&Verified::checked(b"{".to_vec())), b"{");
    }

    #[test]
    fn a_channel_is_not_only_for_the_bot() {
        let mut said = said();
        said.conversation.kind = ConversationKind::Channel;
        let events = events(&Verified::checked(envelope(&said, &settings()).body));
        assert!(matches!(&events.as_deref(), Ok([Event { what: What::Message { to_bot: false, .. }, .. }])));
    }
}
