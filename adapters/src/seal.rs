//! The signature of the platforms we serve ourselves: hex HMAC-SHA256 over the body.

use ring::hmac;

use crate::{Envelope, Rejected, Verified};

/// Signs a body with a connection's secret.
pub(crate) fn seal(body: Vec<u8>, secret: &[u8]) -> Envelope {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signature = hmac::sign(&key, &body).as_ref().iter().map(|b| format!("{b:02x}")).collect();
    Envelope { signature, body }
}

/// Checks what [`seal`] signed, in constant time. An empty secret opens nothing: it would let
/// everybody sign.
pub(crate) fn open(envelope: Envelope, secret: &[u8]) -> Result<Verified, Rejected> {
    if secret.is_empty() {
        return Err(Rejected);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signature = unhex(&envelope.signature).ok_or(Rejected)?;
    hmac::verify(&key, &envelope.body, &signature).map_err(|_| Rejected)?;
    Ok(Verified::checked(envelope.body))
}

/// One spelling only, lower case: a signature that can be written in two ways is two signatures.
fn unhex(text: &str) -> Option<Vec<u8>> {
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
        let sealed = seal(b"hello".to_vec(), b"secret");
        assert_eq!(open(sealed.clone(), b"secret"), Ok(Verified::checked(b"hello".to_vec())));
        assert_eq!(open(sealed.clone(), b"other"), Err(Rejected));
        let upper = Envelope { signature: sealed.signature.to_uppercase(), ..sealed };
        assert_eq!(open(upper, b"secret"), Err(Rejected));
        assert_eq!(open(seal(b"hello".to_vec(), b""), b""), Err(Rejected));
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
