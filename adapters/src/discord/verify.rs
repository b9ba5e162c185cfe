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
    let at =
        timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(Rejected)?;
    if (now - at).abs() > WINDOW {
        return Err(Rejected);
    }
    Ok(Verified::checked(envelope.body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{Ed25519KeyPair, KeyPair};

    /// The second example of RFC 8032 §7.1, whose message is the one byte 0x72.
    #[test]
    fn a_good_signature_over_no_time_is_refused() {
        let key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let genuine = UnparsedPublicKey::new(&ED25519, unhex(key).unwrap());
        assert!(genuine.verify(&[0x72], &unhex(signature).unwrap()).is_ok(), "the figures are right");
        let settings = Settings::default().with(PUBLIC_KEY, key);
        let envelope = Envelope::new([(SIGNATURE, signature), (TIMESTAMP, "")], [0x72]);
        assert_eq!(check(&settings, envelope, DateTime::UNIX_EPOCH), Err(Rejected));
    }

    #[test]
    fn five_minutes_either_way() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[1; 32]).unwrap();
        let key: String = pair.public_key().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let settings = Settings::default().with(PUBLIC_KEY, key);
        let signed = |at: &str| {
            let signature = pair.sign(format!("{at}{{}}").as_bytes());
            let signature: String = signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            let envelope = Envelope::new([(SIGNATURE, signature.as_str()), (TIMESTAMP, at)], "{}");
            check(&settings, envelope, DateTime::from_timestamp(1_000_000, 0).unwrap()).is_ok()
        };
        for good in ["1000000", "999700", "1000300"] {
            assert!(signed(good), "{good}");
        }
        for bad in ["999699", "1000301", "-1", "99999999999999999999", "1e6", "1000000.0", ""] {
            assert!(!signed(bad), "{bad}");
        }
    }
}
