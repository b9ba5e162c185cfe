//! The assertion with which the service account asks for a token: a JSON Web Token signed by RS256.
//!
//! jsonwebtoken lets the program choose who computes. Here that is `ring`, which is in the program anyway; all it
//! is asked for is signing, so that is all it can do.

use std::sync::Once;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey, Header};
use ring::{rand::SystemRandom, signature::RSA_PKCS1_SHA256, signature::RsaKeyPair};
use serde::Serialize;
use signature::Signer;

/// How long an assertion is good for, in minutes. The platform allows 60; less, so that a clock that is fast does
/// not break the rule.
const MINUTES: i64 = 30;

/// What it says.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
}

/// The private key of a service account, if the text is one that can sign. A key that was kept on one line, with
/// `\n` written out, is one as well.
pub(super) fn key(pem: &str) -> Option<EncodingKey> {
    install();
    let key = EncodingKey::from_rsa_pem(pem.replace("\\n", "\n").trim().as_bytes()).ok()?;
    signer(&Algorithm::RS256, &key).is_ok().then_some(key)
}

/// An assertion of this moment.
pub(super) fn assertion(
    key: &EncodingKey,
    client: &str,
    account: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    install();
    let exp = now + TimeDelta::minutes(MINUTES);
    let claims = Claims { iss: client, sub: account, iat: now.timestamp(), exp: exp.timestamp() };
    jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, key)
}

/// Once a process. An error says that somebody has chosen before: as good.
fn install() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| _ = RING.install_default());
}

static RING: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

struct Rs256(RsaKeyPair);

impl Signer<Vec<u8>> for Rs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        let mut signed = vec![0; self.0.public().modulus_len()];
        let sign = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signed);
        sign.map_err(|_| signature::Error::new())?;
        Ok(signed)
    }
}

impl JwtSigner for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    if *algorithm != Algorithm::RS256 || key.family() != AlgorithmFamily::Rsa {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let der = key.as_bytes();
    let pair = RsaKeyPair::from_der(der).or_else(|_| RsaKeyPair::from_pkcs8(der));
    Ok(Box::new(Rs256(pair.map_err(|e| Error::from(ErrorKind::InvalidRsaKey(e.to_string())))?)))
}

fn verifier(_: &Algorithm, _: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineworks::fake::PRIVATE_KEY;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    #[test]
    fn says_who_asks_and_until_when() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let token = assertion(&key(PRIVATE_KEY).unwrap(), "client", "x.serviceaccount@example", now).unwrap();
        let parts: Vec<_> = token.split('.').collect();
        let read = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        assert_eq!(read(parts[0]), r#"{"typ":"JWT","alg":"RS256"}"#);
        assert_eq!(
            read(parts[1]),
            r#"{"iss":"client","sub":"x.serviceaccount@example","iat":1795000000,"exp":1795001800}"#
        );
        assert_eq!(URL_SAFE_NO_PAD.decode(parts[2]).unwrap().len(), 256);
    }

    #[test]
    fn a_key_is_a_key() {
        assert!(key(&PRIVATE_KEY.replace('\n', "\\n")).is_some());
        assert!(key(&format!("\n {PRIVATE_KEY}\r\n")).is_some());
        for none in [
            "",
            "secret",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            &PRIVATE_KEY[..900],
        ] {
            assert!(key(none).is_none(), "{none}");
        }
    }
}
