//! Is a request from Slack? `X-Slack-Signature` is `v0=` and the hex of HMAC-SHA256 over `v0:{time}:{body}`, with
//! the Signing Secret as the key; the time is in `X-Slack-Request-Timestamp`.
//!
//! Not for Socket Mode: what comes by our own connection is signed by TLS.

use chrono::{DateTime, Utc};
use ring::hmac;

use super::settings::SIGNING_SECRET;
use crate::{Envelope, Rejected, Settings, Verified, seal};

/// Carries the signature.
pub(super) const SIGNATURE: &str = "x-slack-signature";
/// Carries the time that was signed, in seconds since 1970.
pub(super) const TIMESTAMP: &str = "x-slack-request-timestamp";
/// Seconds by which the signed time may differ from ours: Slack's own advice.
const WINDOW_S: u64 = 300;

/// Checks time and signature, the latter in constant time. Without a Signing Secret nothing passes: an empty key
/// would let everybody sign.
pub(super) fn verify(
    settings: &Settings,
    envelope: Envelope,
    now: DateTime<Utc>,
) -> Result<Verified, Rejected> {
    let secret = settings.get(SIGNING_SECRET).ok_or(Rejected)?;
    let signature = envelope.headers.one(SIGNATURE).and_then(|all| all.strip_prefix("v0="));
    let signature = signature.and_then(seal::unhex).ok_or(Rejected)?;
    let time = envelope.headers.one(TIMESTAMP).ok_or(Rejected)?;
    let seconds: i64 = time.parse().map_err(|_| Rejected)?;
    // `+5` and `05` are numbers too, but no spelling of Slack's
    if seconds.to_string() != time || now.timestamp().abs_diff(seconds) > WINDOW_S {
        return Err(Rejected);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, &signed(time, &envelope.body), &signature).map_err(|_| Rejected)?;
    Ok(Verified::checked(envelope.body))
}

/// The bytes that are signed.
pub(super) fn signed(time: &str, body: &[u8]) -> Vec<u8> {
    [b"v0:", time.as_bytes(), b":", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const TIME: i64 = 1_531_420_618;
    /// The example on Slack's page about verifying requests, as python's hmac module confirms it.
    const SIGNED: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    fn checked(headers: &[(&str, &str)], now: i64) -> bool {
        let settings = Settings::default().with(SIGNING_SECRET, SECRET);
        let now = DateTime::from_timestamp(now, 0).unwrap();
        verify(&settings, Envelope::new(headers.iter().copied(), BODY), now).is_ok()
    }

    #[test]
    fn slacks_own_example_passes_for_five_minutes() {
        let headers = [("X-Slack-Signature", SIGNED), ("X-Slack-Request-Timestamp", "1531420618")];
        for (now, passes) in
            [(TIME, true), (TIME + 300, true), (TIME - 300, true), (TIME + 301, false), (TIME - 301, false)]
        {
            assert_eq!(checked(&headers, now), passes, "{now}");
        }
    }

    #[test]
    fn a_time_has_one_spelling() {
        for odd in
            ["", "+1531420618", "01531420618", " 1531420618", "1531420618.0", "9223372036854775808", "-1"]
        {
            assert!(!checked(&[(SIGNATURE, SIGNED), (TIMESTAMP, odd)], TIME), "{odd:?}");
        }
        assert!(!checked(&[(SIGNATURE, SIGNED)], TIME));
        let twice = [(SIGNATURE, SIGNED), (TIMESTAMP, "1531420618"), (TIMESTAMP, "1531420618")];
        assert!(!checked(&twice, TIME));
    }

    #[test]
    fn no_secret_opens_nothing() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"");
        let hex: String =
            hmac::sign(&key, &signed("0", b"{}")).as_ref().iter().map(|b| format!("{b:02x}")).collect();
        let signature = format!("v0={hex}");
        for settings in [Settings::default(), Settings::default().with(SIGNING_SECRET, "")] {
            let envelope = Envelope::new([(SIGNATURE, signature.as_str()), (TIMESTAMP, "0")], "{}");
            assert_eq!(verify(&settings, envelope, DateTime::UNIX_EPOCH), Err(Rejected));
        }
    }

    proptest! {
        #[test]
        fn any_headers_at_all(signature in any::<String>(), time in any::<String>(), now in 0i64..4_000_000_000) {
            prop_assert!(!checked(&[(SIGNATURE, &signature), (TIMESTAMP, &time)], now));
        }

        #[test]
        fn a_changed_signature(at in 0usize..67, letter in "[0-9a-fA-Fv= ]") {
            let mut other = SIGNED.to_owned();
            other.replace_range(at..at + 1, &letter);
            prop_assume!(other != SIGNED);
            prop_assert!(!checked(&[(SIGNATURE, &other), (TIMESTAMP, "1531420618")], TIME));
        }
    }
}
