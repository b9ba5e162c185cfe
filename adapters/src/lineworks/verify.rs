//! Is a callback from LINE WORKS? `X-WORKS-Signature` is the base64 of HMAC-SHA256 over the body, with the Bot
//! Secret as the key.
//!
//! No time is signed, so that an old callback cannot be told from a new one here: the inbox knows it again by its
//! [key](super::key).

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;

use crate::{Envelope, Rejected, Settings, Verified};

/// Carries the signature of the body.
pub(super) const SIGNATURE: &str = "x-works-signature";
/// Whose callback it is.
const BOT_ID: &str = "x-works-botid";

/// Checks the signature in constant time. Without a Bot Secret nothing passes: an empty key would let everybody
/// sign. The signature has one spelling: base64 with its padding and no stray bits at its end.
pub(super) fn verify(settings: &Settings, envelope: Envelope) -> Result<Verified, Rejected> {
    let secret = settings.get("bot_secret").ok_or(Rejected)?;
    let signature = envelope.headers.one(SIGNATURE).ok_or(Rejected)?;
    let signature = STANDARD.decode(signature).map_err(|_| Rejected)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, &envelope.body, &signature).map_err(|_| Rejected)?;
    if envelope.headers.one(BOT_ID).is_some_and(|id| id != settings.text("bot_id")) {
        return Err(Rejected);
    }
    Ok(Verified::checked(envelope.body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Python: `base64.b64encode(hmac.new(b"b0t-secret", body, "sha256").digest())`.
    const SIGNED: &str = "WJ0pPX+K3JUbVoi7dqQkj5oYhZlEhiunnJxECCoLVBY=";
    const BODY: &str =
        r#"{"type":"begin","source":{"userId":"u1","domainId":1},"issuedTime":"2026-11-21T01:00:00.000Z"}"#;

    fn settings() -> Settings {
        Settings::default().with("bot_secret", "b0t-secret").with("bot_id", "2000001")
    }

    fn checked(headers: &[(&str, &str)], body: &str) -> bool {
        verify(&settings(), Envelope::new(headers.iter().copied(), body)).is_ok()
    }

    #[test]
    fn python_signs_and_we_believe() {
        assert!(checked(&[("X-WORKS-Signature", SIGNED)], BODY));
        assert!(checked(&[("X-WORKS-Signature", SIGNED), ("X-WORKS-BotId", "2000001")], BODY));
        assert!(!checked(&[("X-WORKS-Signature", SIGNED), ("X-WORKS-BotId", "2000002")], BODY));
        assert!(!checked(&[("X-WORKS-Signature", SIGNED), ("X-WORKS-Signature", SIGNED)], BODY));
        assert!(!checked(&[("X-WORKS-Signature", SIGNED.trim_end_matches('='))], BODY));
        assert!(!checked(&[("X-WORKS-Signature", SIGNED)], &format!("{BODY} ")));
        assert!(!checked(&[], BODY));
    }

    #[test]
    fn no_secret_opens_nothing() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"");
        let signature = STANDARD.encode(hmac::sign(&key, BODY.as_bytes()));
        let envelope = Envelope::new([(SIGNATURE, signature.as_str())], BODY);
        assert_eq!(verify(&Settings::default(), envelope), Err(Rejected));
    }

    /// Any change of any byte, in any number: a signature is believed only as it was given.
    #[test]
    fn twenty_thousand_mutated_signatures() {
        let good = SIGNED.as_bytes();
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ ";
        let (mut tried, mut accepted) = (0, 0);
        while tried < 20_000 {
            let mut other = good.to_vec();
            for _ in 0..=random(3) {
                let (at, letter) = (random(other.len()), letters[random(letters.len())]);
                match random(4) {
                    0 => other.insert(at, letter),
                    1 if other.len() > 1 => _ = other.remove(at),
                    _ => other[at] = letter,
                }
            }
            if other == good {
                continue;
            }
            tried += 1;
            let other = String::from_utf8(other).unwrap();
            accepted += usize::from(checked(&[(SIGNATURE, &other)], BODY));
        }
        assert_eq!(accepted, 0);
    }

    proptest! {
        #[test]
        fn any_header_at_all(signature in any::<String>()) {
            prop_assert!(!checked(&[(SIGNATURE, &signature)], BODY));
        }
    }
}
