//! What Slack is answered at once.

use serde_json::json;

use super::wire::{self, Delivery, SSL_CHECK};
use crate::{Ack, Verified};

/// The handshake of a new Request URL gets its challenge back. All else gets an empty `200`: for a slash command
/// and a button it means that nothing is shown yet.
pub(super) fn ack(verified: &Verified) -> Ack {
    match wire::read(verified.body()) {
        Ok(Delivery::Event(body)) if body["type"] == "url_verification" => {
            let challenge = body["challenge"].as_str().unwrap_or_default();
            Ack { only_answer: true, json: Some(json!({"challenge": challenge})) }
        }
        Ok(Delivery::Event(body)) if body["type"] == SSL_CHECK => Ack { only_answer: true, json: None },
        _ => Ack::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_handshake_is_answered() {
        let ack = |body: &str| ack(&Verified::from_inbox(body.as_bytes().to_vec()));
        let shaken = ack(r#"{"token": "x", "challenge": "3eZbrw", "type": "url_verification"}"#);
        assert_eq!(shaken, Ack { only_answer: true, json: Some(json!({"challenge": "3eZbrw"})) });
        assert!(ack("token=x&ssl_check=1").only_answer);
        for other in [r#"{"type": "event_callback"}"#, "command=%2Fenishi&text=", "{", ""] {
            assert_eq!(ack(other), Ack::default(), "{other}");
        }
    }
}
