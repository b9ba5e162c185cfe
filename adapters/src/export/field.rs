//! One field of a record, whatever stands in it.

use serde_json::Value;

/// What somebody is called who deleted the account, in both languages: the export does not say who reads it. No name
/// that speaks for who somebody is.
pub(crate) const DEPARTED: &str = "Deleted user / 退会したユーザー";

/// A text with something in it.
pub(crate) fn word(value: &Value) -> Option<&str> {
    value.as_str().filter(|word| !word.trim().is_empty())
}

/// The longest id or name, in bytes: longer ones cannot be indexed, and are none.
const LONGEST: usize = 500;

/// An id or a name: a text of one line, or a whole number.
pub(crate) fn id(value: &Value) -> Option<String> {
    if let Value::Number(number) = value {
        return (!number.is_f64()).then(|| number.to_string());
    }
    let text: String = word(value)?.chars().filter(|c| !c.is_control()).take(LONGEST + 1).collect();
    let text = text.trim();
    (1..=LONGEST).contains(&text.len()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_are_texts_or_numbers() {
        assert_eq!(id(&json!(" U1 ")).as_deref(), Some("U1"));
        assert_eq!(id(&json!(12)).as_deref(), Some("12"));
        assert_eq!(id(&json!("a\u{0}b\n")).as_deref(), Some("ab"));
        assert_eq!(id(&json!("\u{0}")), None);
        assert_eq!(id(&json!("あ".repeat(166))).map(|id| id.len()), Some(498));
        assert_eq!(id(&json!("あ".repeat(167))), None);
        for nothing in [json!(""), json!("\u{3000}"), json!(null), json!(1.5), json!([1]), json!(true)] {
            assert_eq!((id(&nothing), word(&nothing)), (None, None), "{nothing}");
        }
    }
}
