//! Text as the export writes it: one string, or pieces with their marks.

use serde_json::{Map, Value};

/// The text of a message without its marks; a link behind other words follows them in brackets.
pub(super) fn plain(message: &Map<String, Value>) -> String {
    let text = message.get("text").map(of).unwrap_or_default();
    if text.is_empty() { message.get("text_entities").map(of).unwrap_or_default() } else { text }
}

/// Text in either form; empty for anything else.
pub(super) fn of(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(pieces) => pieces.iter().map(piece).collect(),
        _ => String::new(),
    }
}

fn piece(piece: &Value) -> String {
    let text = piece.as_str().or_else(|| piece["text"].as_str()).unwrap_or_default();
    match piece["href"].as_str() {
        Some(href) if href != text && !href.is_empty() => format!("{text} ({href})"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_and_pieces() {
        let text = |message: Value| plain(message.as_object().unwrap());
        assert_eq!(text(json!({"text": "一つ"})), "一つ");
        assert_eq!(
            text(json!({"text": [
                "see ",
                {"type": "bold", "text": "this"},
                " ",
                {"type": "text_link", "text": "page", "href": "https://example.com/a"},
                {"type": "link", "text": "https://example.com", "href": "https://example.com"},
                7,
                {"type": "odd"},
            ]})),
            "see this page (https://example.com/a)https://example.com"
        );
        assert_eq!(text(json!({"text": "", "text_entities": [{"type": "plain", "text": "x"}]})), "x");
        assert_eq!(text(json!({"text": null})), "");
        assert_eq!(text(json!({})), "");
    }
}
