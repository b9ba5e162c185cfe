//! Nothing passes `verify` but what the platform signed, byte for byte.

use super::{Samples, calm};
use crate::{Adapter, Envelope, Rejected, Settings, Verified};

pub(super) fn check(adapter: &dyn Adapter, samples: &Samples) {
    for sample in &samples.genuine {
        let genuine = &sample.envelope;
        let passed = verify(adapter, genuine, samples, &samples.settings);
        let passed =
            passed.unwrap_or_else(|_| panic!("genuine envelope rejected: {}", shown(genuine, samples)));
        assert_eq!(passed.body(), genuine.body, "verify changed the body");
        other_secrets(adapter, genuine, samples);
        other_signatures(adapter, genuine, samples);
        if samples.body_is_signed {
            other_bodies(adapter, genuine, samples);
        }
    }
}

fn verify(
    adapter: &dyn Adapter,
    envelope: &Envelope,
    samples: &Samples,
    settings: &Settings,
) -> Result<Verified, Rejected> {
    let shown = || shown(envelope, samples);
    calm("verify", &shown, || adapter.verify(settings, envelope.clone(), samples.now))
}

fn shown(envelope: &Envelope, samples: &Samples) -> String {
    let signature = envelope.headers.one(samples.signature);
    format!("signature {signature:?}, body {:?}", String::from_utf8_lossy(&envelope.body))
}

fn rejects(adapter: &dyn Adapter, envelope: &Envelope, samples: &Samples, settings: &Settings, why: &str) {
    let shown = shown(envelope, samples);
    assert_eq!(verify(adapter, envelope, samples, settings), Err(Rejected), "{why} passed: {shown}");
}

fn other_secrets(adapter: &dyn Adapter, genuine: &Envelope, samples: &Samples) {
    let with = |secret: &str, why: &str| {
        let settings = samples.settings.clone().with(samples.secret, secret);
        rejects(adapter, genuine, samples, &settings, why);
    };
    let secret = samples.settings.text(samples.secret);
    for i in 0..secret.len() {
        let mut other = secret.to_owned().into_bytes();
        other[i] ^= 1;
        if let Ok(other) = String::from_utf8(other) {
            with(&other, "an envelope signed with another secret");
        }
    }
    with("", "with no secret set, an envelope");
}

/// A signature has one spelling: the same bytes in capitals or padded otherwise are another one.
fn other_signatures(adapter: &dyn Adapter, genuine: &Envelope, samples: &Samples) {
    let with = |signature: String, why: &str| {
        let mut other = genuine.clone();
        other.headers.set(samples.signature, &signature);
        rejects(adapter, &other, samples, &samples.settings, why);
    };
    let good = genuine.headers.one(samples.signature).unwrap_or_default();
    let mut twice = genuine.clone();
    twice.headers.add(samples.signature, good);
    rejects(adapter, &twice, samples, &samples.settings, "a signature given twice");
    for i in 0..good.len() {
        for bit in 0..8 {
            let mut bytes = good.as_bytes().to_vec();
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

fn other_bodies(adapter: &dyn Adapter, genuine: &Envelope, samples: &Samples) {
    let with = |body: Vec<u8>, why: &str| {
        let other = Envelope { headers: genuine.headers.clone(), body };
        rejects(adapter, &other, samples, &samples.settings, why);
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
