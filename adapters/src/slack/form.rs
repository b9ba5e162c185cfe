//! The bodies of slash commands and interactions: `application/x-www-form-urlencoded`.

use serde_json::{Map, Value};

/// The fields by name, as text; of two with one name the first. `None`: this is no form.
pub(super) fn fields(body: &[u8]) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    for pair in body.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
        let at = pair.iter().position(|b| *b == b'=')?;
        let (name, value) = (decode(&pair[..at])?, decode(&pair[at + 1..])?);
        fields.entry(name).or_insert(Value::String(value));
    }
    Some(fields)
}

/// `a+b%20c` → `a b c`; nothing where an escape or the text behind it is broken.
fn decode(text: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (b'+', _) => {
                out.push(b' ');
                after
            }
            (b'%', [high, low, after @ ..]) => {
                let digit = |b: &u8| char::from(*b).to_digit(16);
                out.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
                after
            }
            (b'%', _) => return None,
            (other, _) => {
                out.push(*other);
                after
            }
        };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_broken_ones_are_not() {
        let read = fields(b"a=1&b=%E3%81%82+%2B&a=2&c=&").unwrap();
        assert_eq!(Value::Object(read), serde_json::json!({"a": "1", "b": "あ +", "c": ""}));
        for broken in [&b"a"[..], b"a=%", b"a=%4", b"a=%zz", b"a=%ff", b"\xff=1", b"a=%+1"] {
            assert_eq!(fields(broken), None, "{}", String::from_utf8_lossy(broken));
        }
    }
}
