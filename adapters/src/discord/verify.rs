//! Interactions that Discord posts to us: Ed25519 over the time stamp and the raw body.
//!
//! Not the gateway: what comes by a connection of ours, over TLS and with our token, is checked by that.

use chrono::{DateTime, TimeDelta, Utc};
use ring::signature::{ED25519, UnparsedPublicKey};

use super::settings::PUBLIC_KEY;
use crate::seal::unhex;
use crate::{Envelope, Rejected, Settings, Verified};

/// The header with the signature, in hex.
pub(super) const SIGNATURE: &str = "x-signature-ed25519";
/// The header with the time, in seconds since 1970.
pub(super) const TIMESTAMP: &str = "x-signature-timestamp";

/// How far the signed time may be from ours, either way. Discord names no window; without one, a captured
/// request would be good for ever.
const WINDOW: TimeDelta = TimeDelta::minutes(5);

/// Was this signed by the application's key, just now?
pub(super) fn check(
    settings: &Settings,
    envelope: Envelope,
    now: DateTime<Utc>,
) -> Result<Verified, Rejected> {
    let key = settings.get(PUBLIC_KEY).and_then(unhex).filter(|key| key.len() == 32).ok_or(Rejected)?;
    let signature = envelope.headers.one(SIGNATURE).and_then(unhex).ok_or(Rejected)?;
    let timestamp = envelope.headers.one(TIMESTAMP).ok_or(Rejected)?;
    let message = [timestamp.as_bytes(), &envelope.body].concat();
    UnparsedPublicKey::new(&ED25519, key).verify(&message, &signature).map_err(|_| Rejected)?;
    let at = timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(Rejected)?;
    if (now - at).abs() > WINDOW {
        return Err(Rejected);
    }
    Ok(Verified::checked(envelope.body))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032 §7.1, TEST 2: the message is one byte, here taken for the time's only digit… which 0x72 is not, so
    /// it stands in the body and the time is empty: a good signature over a time that cannot be read.
    #[test]
    fn a_good_signature_over_no_time_is_refused() {
        let key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let settings = Settings::default().with(PUBLIC_KEY, key);
        let envelope = Envelope::new([(SIGNATURE, signature), (TIMESTAMP, "")], [0x72]);
        assert_eq!(check(&settings, envelope, DateTime::UNIX_EPOCH), Err(Rejected));
        let direct = UnparsedPublicKey::new(&ED25519, unhex(key).unwrap());
        assert!(direct.verify(&[0x72], &unhex(signature).unwrap()).is_ok(), "the figures are right");
    }
}
