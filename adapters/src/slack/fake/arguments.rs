//! What a method is called with: a query, a form or JSON.

use serde_json::{Map, Value};

/// Arguments that are structures, which forms carry as JSON in text.
const STRUCTURES: [&str; 4] = ["blocks", "files", "metadata", "prompts"];

/// The arguments of a call, the query's and the body's.
pub(super) fn read(query: &str, content_type: &str, body: &[u8]) -> Map<String, Value> {
    let mut all = form(query.as_bytes());
    if content_type.starts_with("application/json") {
        if let Ok(Value::Object(fields)) = serde_json::from_slice(body) {
            all.extend(fields);
        }
    } else {
        all.extend(form(body));
    }
    for name in STRUCTURES {
        if let Some(value) = all.get_mut(name)
            && let Some(read) = value.as_str().and_then(|text| serde_json::from_str(text).ok())
        {
            *value = read;
        }
    }
    all
}

fn form(body: &[u8]) -> Map<String, Value> {
    let text = |bytes: &[u8]| {
        let mut out = Vec::new();
        let mut bytes = bytes.iter();
        while let Some(b) = bytes.next() {
            match b {
                b'+' => out.push(b' '),
                b'%' => {
                    let hex: String = bytes.by_ref().take(2).map(|b| char::from(*b)).collect();
                    out.push(u8::from_str_radix(&hex, 16).unwrap_or(b'?'));
                }
                b => out.push(*b),
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    let pairs = body.split(|b| *b == b'&').filter_map(|pair| {
        let at = pair.iter().position(|b| *b == b'=')?;
        Some((text(&pair[..at]), Value::String(text(&pair[at + 1..]))))
    });
    pairs.collect()
}

/// An argument as text.
pub(super) fn word<'a>(arguments: &'a Map<String, Value>, name: &str) -> &'a str {
    arguments.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An argument as a number.
pub(super) fn number(arguments: &Map<String, Value>, name: &str) -> Option<usize> {
    let value = arguments.get(name)?;
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    usize::try_from(number).ok()
}

/// An argument as a yes.
pub(super) fn yes(arguments: &Map<String, Value>, name: &str) -> bool {
    arguments.get(name).is_some_and(|value| value == true || matches!(value.as_str(), Some("true" | "1")))
}
