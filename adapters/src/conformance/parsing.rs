//! `parse` is pure, and bad bodies make it say so, never panic.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Samples, calm};
use crate::{Adapter, Event, Settings, Unreadable, Verified};

/// The platform and the settings of a connection.
type Given<'a> = (&'a dyn Adapter, &'a Settings);

pub(super) fn check(adapter: &dyn Adapter, samples: &Samples) {
    let given: Given<'_> = (adapter, &samples.settings);
    for sample in &samples.genuine {
        let body = &sample.envelope.body;
        assert_eq!(parse(given, body), Ok(sample.events.clone()), "{}", shown(body));
        cut_short(given, body);
        not_text(given, body);
        if let Ok(value) = serde_json::from_slice(body) {
            other_types(given, &value);
        }
    }
    nonsense(given);
}

/// Twice, because the same bytes must give the same events.
fn parse(given: Given<'_>, body: &[u8]) -> Result<Vec<Event>, Unreadable> {
    let verified = Verified::from_inbox(body.to_vec());
    let once = || calm("parse", &|| shown(body), || given.0.parse(given.1, &verified));
    let (first, second) = (once(), once());
    assert_eq!(first, second, "parse is not pure: {}", shown(body));
    if let Err(Unreadable(why)) = &first {
        assert!(!why.trim().is_empty(), "unreadable without a reason: {}", shown(body));
    }
    first
}

fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    format!("{} bytes {:?}", body.len(), text.chars().take(2000).collect::<String>())
}

/// An unknown kind of update may be nothing; it may not be something.
fn gives_nothing(given: Given<'_>, body: &[u8]) {
    let events = parse(given, body).unwrap_or_default();
    assert_eq!(events, [], "events out of nothing: {}", shown(body));
}

fn cut_short(given: Given<'_>, body: &[u8]) {
    let is_json = |body: &[u8]| serde_json::from_slice::<IgnoredAny>(body).is_ok();
    for end in 0..body.len() {
        let answer = parse(given, &body[..end]);
        // A cut form may be a form; cut JSON is never JSON, unless only spaces were cut off.
        if is_json(body) && !is_json(&body[..end]) {
            assert!(answer.is_err(), "read a body cut to {}", shown(&body[..end]));
        }
    }
}

fn not_text(given: Given<'_>, body: &[u8]) {
    for i in 0..body.len() {
        for byte in [0x00, 0x1b, 0x80, 0xff] {
            let mut body = body.to_vec();
            body[i] = byte;
            let _any_answer_is_good = parse(given, &body);
        }
    }
}

/// Every value in the body, replaced by one of each other type, and taken out.
fn other_types(given: Given<'_>, body: &Value) {
    let instead = [
        Value::Null,
        Value::Bool(true),
        Value::from(-1),
        Value::from(u64::MAX),
        Value::from(1e300),
        Value::from(""),
        Value::from("x"),
        Value::from("あ\u{0}\u{202e}👩‍💻".repeat(50)),
        Value::Array(vec![]),
        Value::Array(vec![Value::Null]),
        Value::Object(serde_json::Map::new()),
    ];
    for pointer in pointers(body) {
        for other in &instead {
            let mut changed = body.clone();
            if let Some(place) = changed.pointer_mut(&pointer) {
                *place = other.clone();
            }
            let _any_answer_is_good = parse(given, changed.to_string().as_bytes());
        }
        let mut changed = body.clone();
        if let Some((parent, key)) = pointer.rsplit_once('/') {
            match changed.pointer_mut(parent) {
                Some(Value::Object(fields)) => {
                    drop(fields.remove(&key.replace("~1", "/").replace("~0", "~")))
                }
                Some(Value::Array(items)) => drop(key.parse::<usize>().map(|i| items.remove(i))),
                _ => {}
            }
            let _any_answer_is_good = parse(given, changed.to_string().as_bytes());
        }
    }
}

/// Where every value stands (RFC 6901).
fn pointers(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, v)| (key.replace('~', "~0").replace('/', "~1"), v)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    let below =
        inner.into_iter().flat_map(|(key, v)| pointers(v).into_iter().map(move |p| format!("/{key}{p}")));
    std::iter::once(String::new()).chain(below).collect()
}

fn nonsense(given: Given<'_>) {
    for body in ["", " ", "\u{0}", "{", "nonsense", "payload=", "payload=%7B", "%", "a=b&c=%ff%", "<xml/>"] {
        gives_nothing(given, body.as_bytes());
    }
    for body in ["null", "true", "0", "-1e999", "\"\"", "[]", "[[]]", "{}", "{\"\":{}}", "{\"type\":null}"] {
        gives_nothing(given, body.as_bytes());
    }
    gives_nothing(given, &[0xff; 64]);
    gives_nothing(given, &[0xed, 0xa0, 0x80]);
    // Deep nesting must not eat the stack.
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"text\":[", "]}")] {
        for depth in [200, 100_000] {
            gives_nothing(given, open.repeat(depth).as_bytes());
            let closed = format!("{}0{}", open.repeat(depth), close.repeat(depth));
            gives_nothing(given, closed.as_bytes());
        }
    }
}
