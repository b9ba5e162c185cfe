//! The signature of the platforms we serve ourselves: hex HMAC-SHA256 over the body.

use ring::hmac;

use crate::{Envelope, Rejected, Settings, Verified, envelope::OWN_SIGNATURE, settings::OWN_KEY};

/// Signs a body with the connection's key.
pub(crate) fn seal(body: Vec<u8>, settings: &Settings) -> Envelope {
    let key = hmac::Key::new(hmac::HMAC_SHA256, settings.text(OWN_KEY).as_bytes());
    let signature: String = hmac::sign(&key, &body).as_ref().iter().map(|b| format!("{b:02x}")).collect();
    Envelope::new([(OWN_SIGNATURE, signature.as_str())], body)
}

/// Checks what [`seal`] signed, in constant time. Without a key nothing opens: an empty one would let
/// everybody sign.
pub(crate) fn open(envelope: Envelope, settings: &Settings) -> Result<Verified, Rejected> {
    let secret = settings.get(OWN_KEY).ok_or(Rejected)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = envelope.headers.one(OWN_SIGNATURE).and_then(unhex).ok_or(Rejected)?;
    hmac::verify(&key, &envelope.body, &signature).map_err(|_| Rejected)?;
    Ok(Verified::checked(envelope.body))
}

/// One spelling only, lower case: a signature that can be written in two ways is two signatures.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let with = |key: &str| Settings::default().with(OWN_KEY, key);
        let sealed = seal(b"hello".to_vec(), &with("secret"));
        assert_eq!(open(sealed.clone(), &with("secret")), Ok(Verified::checked(b"hello".to_vec())));
        assert_eq!(open(sealed.clone(), &with("other")), Err(Rejected));
        let mut upper = sealed.clone();
        let signature = sealed.headers.one(OWN_SIGNATURE).unwrap_or_default();
        upper.headers.set(OWN_SIGNATURE, &signature.to_uppercase());
        assert_eq!(open(upper, &with("secret")), Err(Rejected));
        let mut twice = sealed.clone();
        twice.headers.add(OWN_SIGNATURE, signature);
        assert_eq!(open(twice, &with("secret")), Err(Rejected));
        assert_eq!(open(seal(b"hello".to_vec(), &with("")), &with("")), Err(Rejected));
    }

    #[test]
    fn reads_hex_strictly() {
        assert_eq!(unhex("00ff"), Some(vec![0, 255]));
        assert_eq!(unhex(""), Some(vec![]));
        for odd in ["0", "+f", "0x", "é", "0G", "FF", " 0"] {
            assert_eq!(unhex(odd), None, "{odd}");
        }
    }
}
