//! Nothing passes `verify` but what the platform signed, byte for byte.

use super::{Samples, calm};
use crate::{Adapter, Envelope, Rejected, Verified};

pub(super) fn check(adapter: &dyn Adapter, samples: &Samples) {
    for sample in &samples.genuine {
        let genuine = &sample.envelope;
        let passed = verify(adapter, genuine, &samples.secret);
        let passed = passed.unwrap_or_else(|_| panic!("genuine envelope rejected: {}", shown(genuine)));
        assert_eq!(passed.body(), genuine.body, "verify changed the body");
        other_secrets(adapter, genuine, &samples.secret);
        other_signatures(adapter, genuine, &samples.secret);
        if samples.body_is_signed {
            other_bodies(adapter, genuine, &samples.secret);
        }
    }
}

fn verify(adapter: &dyn Adapter, envelope: &Envelope, secret: &[u8]) -> Result<Verified, Rejected> {
    calm("verify", &|| shown(envelope), || adapter.verify(envelope.clone(), secret))
}

fn shown(envelope: &Envelope) -> String {
    format!("signature {:?}, body {:?}", envelope.signature, String::from_utf8_lossy(&envelope.body))
}

fn rejects(adapter: &dyn Adapter, envelope: &Envelope, secret: &[u8], why: &str) {
    assert_eq!(verify(adapter, envelope, secret), Err(Rejected), "{why} passed: {}", shown(envelope));
}

fn other_secrets(adapter: &dyn Adapter, genuine: &Envelope, secret: &[u8]) {
    for i in 0..secret.len() {
        let mut other = secret.to_vec();
        other[i] ^= 1;
        rejects(adapter, genuine, &other, "an envelope signed with another secret");
    }
    rejects(adapter, genuine, b"", "with no secret set, an envelope");
}

/// A signature has one spelling: the same bytes in capitals or padded otherwise are another one.
fn other_signatures(adapter: &dyn Adapter, genuine: &Envelope, secret: &[u8]) {
    let with = |signature: String, why: &str| {
        rejects(adapter, &Envelope { signature, body: genuine.body.clone() }, secret, why);
    };
    let good = &genuine.signature;
    for i in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.clone().into_bytes();
            bytes[i] ^= 1 << bit;
            // What is not UTF-8 any more cannot stand in a header that was read as text.
            if let Ok(signature) = String::from_utf8(bytes) {
                with(signature, "a signature with one bit changed");
            }
        }
        if good.is_char_boundary(i) {
            with(good[..i].to_owned(), "a signature cut short");
            with(format!("{}é{}", &good[..i], &good[i..]), "a signature with a foreign letter");
        }
    }
    for odd in ["", " ", "=", "0", "null", "sha256=", "v0=", "署名", "👩‍💻", "\u{0}", "+f", "é"] {
        with(odd.to_owned(), "an odd signature");
        with(format!("{good}{odd} "), "a signature with a tail");
        with(format!(" {odd}{good}"), "a signature with a head");
    }
    with("0".repeat(good.len()), "a signature of zeros");
    with("f".repeat(1 << 16), "a long signature");
    with("あ".repeat(1 << 16), "a long signature");
    with(good.repeat(2), "a doubled signature");
}

fn other_bodies(adapter: &dyn Adapter, genuine: &Envelope, secret: &[u8]) {
    let with = |body: Vec<u8>, why: &str| {
        rejects(adapter, &Envelope { signature: genuine.signature.clone(), body }, secret, why);
    };
    for i in 0..genuine.body.len() {
        for step in [1, u8::MAX] {
            let mut body = genuine.body.clone();
            body[i] = body[i].wrapping_add(step);
            with(body, "a body with one byte changed");
        }
    }
    with(Vec::new(), "an empty body");
    with([&genuine.body[..], b" "].concat(), "a body with a tail");
    with([&genuine.body[..], &genuine.body[..]].concat(), "a doubled body");
}
