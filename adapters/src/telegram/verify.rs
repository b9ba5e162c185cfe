//! Is a request from Telegram? It repeats the secret that the webhook was set with, in
//! `X-Telegram-Bot-Api-Secret-Token`.
//!
//! The body is not signed and no time is told: whoever knows the secret is believed.

use ring::hmac;

use super::settings;
use crate::{Envelope, Rejected, Settings, Verified};

/// Carries the secret.
pub(super) const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Compares in constant time, whatever the lengths: both sides are hashed under the secret first. Without a secret
/// nothing passes.
pub(super) fn verify(settings: &Settings, envelope: Envelope) -> Result<Verified, Rejected> {
    let secret = settings::secret(settings).ok_or(Rejected)?;
    let given = envelope.headers.one(SECRET_HEADER).ok_or(Rejected)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let wanted = hmac::sign(&key, secret.as_bytes());
    hmac::verify(&key, given.as_bytes(), wanted.as_ref()).map_err(|_| Rejected)?;
    Ok(Verified::checked(envelope.body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passes(secret: &str, header: &str) -> bool {
        let settings = Settings::default().with("webhook_secret", secret);
        verify(&settings, Envelope::new([("X-Telegram-Bot-Api-Secret-Token", header)], "{}")).is_ok()
    }

    #[test]
    fn the_secret_and_nothing_else() {
        assert!(passes("s3cret-Token_1", "s3cret-Token_1"));
        for other in ["", "s3cret-token_1", "s3cret-Token_", "s3cret-Token_1 ", " s3cret-Token_1", "署名"] {
            assert!(!passes("s3cret-Token_1", other), "{other}");
        }
        // An empty secret, and one that Telegram could not send.
        assert!(!passes("", ""));
        assert!(!passes("with space", "with space"));
        let settings = Settings::default().with("webhook_secret", "x");
        assert_eq!(verify(&settings, Envelope::new([], "{}")), Err(Rejected));
        let twice = Envelope::new([(SECRET_HEADER, "x"), (SECRET_HEADER, "x")], "{}");
        assert_eq!(verify(&settings, twice), Err(Rejected));
    }

    proptest! {
        #[test]
        fn only_equal_ones(secret in "[A-Za-z0-9_-]{1,40}", other in "\\PC{0,40}") {
            prop_assert!(passes(&secret, &secret));
            prop_assert_eq!(passes(&secret, &other), secret == other);
        }
    }
}
