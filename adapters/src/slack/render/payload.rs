//! A message as it is kept until it is sent.

use serde_json::{Value, json};

/// Longest text beside blocks, in characters, escapes counted. It is read out, and shown in notifications.
const TEXT: usize = 3_000;

/// A message.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::slack) struct Message {
    /// What notifications show, and programs that show no blocks. In Slack's mark-up, with nothing in it that acts.
    pub(in crate::slack) text: String,
    /// What is shown.
    pub(in crate::slack) blocks: Vec<Value>,
    /// What may be said next: shown where the message goes.
    pub(in crate::slack) suggestions: Vec<String>,
}

impl Message {
    /// As JSON, with Slack's own names.
    pub(in crate::slack) fn written(&self) -> Value {
        let mut body = json!({"text": self.text});
        if !self.blocks.is_empty() {
            body["blocks"] = self.blocks.clone().into();
        }
        if !self.suggestions.is_empty() {
            body["suggestions"] = self.suggestions.clone().into();
        }
        body
    }

    /// What [`Self::written`] wrote. Plain text is a message too.
    pub(in crate::slack) fn read(body: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        match body {
            Value::String(words) => Self { text: escape(words), ..Self::default() },
            body => Self {
                text: text(&body["text"]).unwrap_or_default(),
                blocks: list(&body["blocks"]),
                suggestions: list(&body["suggestions"]).iter().filter_map(text).collect(),
            },
        }
    }

    /// The suggestions in small letters below the message.
    pub(in crate::slack) fn suggestion_block(&self) -> Option<Value> {
        if self.suggestions.is_empty() {
            return None;
        }
        let lines: Vec<String> = self.suggestions.iter().map(|sentence| format!("› {sentence}")).collect();
        let text: String = lines.join("\n").chars().take(2_000).collect();
        Some(json!({"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": false}]}))
    }
}

/// Any text in Slack's mark-up, shown as it is, cut where it is too long. Mentions and links begin with `<`.
pub(in crate::slack) fn escape(text: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(text.len()), 0);
    let mut letter = [0; 4];
    for c in text.chars() {
        let written: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            _ => c.encode_utf8(&mut letter),
        };
        chars += written.chars().count();
        if chars >= TEXT {
            out.push('…');
            break;
        }
        out.push_str(written);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let message = Message {
            text: "a".into(),
            blocks: vec![json!({"type": "divider"})],
            suggestions: vec!["show roi".into()],
        };
        assert_eq!(Message::read(&message.written()), message);
        assert_eq!(Message::read(&json!("1 < 2")).text, "1 &lt; 2");
    }

    #[test]
    fn nothing_in_a_text_acts() {
        assert_eq!(escape("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
        assert_eq!(escape(&"&".repeat(5_000)).chars().count() / 5, TEXT / 5 - 1);
    }
}
