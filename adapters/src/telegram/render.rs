//! A reply as messages of Telegram: HTML of its small kind, tables in fixed letters, buttons below.

use serde::{Deserialize, Serialize};
use teloxide_core::types::InlineKeyboardButton;

use crate::{
    Button, Capabilities, Chart, Payload, Reply, markup,
    message::{self, Dialect, Style},
    plain,
};

/// Longest text of a message and of a picture, in UTF-16 units. Telegram counts what is left when its marks have
/// been read; we count them too, as whoever lies between may.
pub(super) const TEXT: usize = 4_096;
const CAPTION: usize = 1_024;
/// Longest data of a button, in bytes.
const DATA_BYTES: usize = 64;
/// Buttons beside each other, and letters that they take: more are cut off on a phone.
const ROW_BUTTONS: usize = 3;
const ROW_LETTERS: usize = 36;
/// Columns of a sentence that may be said next.
const LONGEST_SUGGESTION: usize = 200;
/// WORD JOINER: has no width.
const JOINT: char = '\u{2060}';
/// Stands above buttons that come first: a message cannot be empty.
const POINTER: &str = "👇";

/// What a message says, wherever it goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Body {
    /// In Telegram's HTML. Beside a picture it is the caption and may be empty.
    pub(super) text: String,
    /// In rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) buttons: Vec<Vec<InlineKeyboardButton>>,
}

/// The messages of a reply.
pub(super) fn payloads(reply: &Reply, can: Capabilities, site: &str) -> Vec<Payload> {
    let mut messages: Vec<(Body, Option<Chart>)> = Vec::new();
    for chunk in message::chunks(reply, can, site, &Html, (TEXT, CAPTION)) {
        let buttons = rows(&chunk.buttons);
        match messages.last_mut() {
            // Buttons below a picture belong to it: a message of buttons alone cannot be sent.
            Some((before, _))
                if chunk.text.is_empty() && chunk.picture.is_none() && before.buttons.is_empty() =>
            {
                before.buttons = buttons;
            }
            _ => messages.push((Body { text: chunk.text, buttons }, chunk.picture)),
        }
        for sentence in &chunk.suggestions {
            suggest(&mut messages, sentence);
        }
    }
    messages.into_iter().map(payload).collect()
}

struct Html;

impl Dialect for Html {
    fn write(&self, style: &Style, text: &str) -> String {
        let escaped = escape(text);
        // Marks around nothing are dropped by Telegram: a message of such alone would be refused as empty.
        if text.trim().is_empty() {
            return escaped;
        }
        match style {
            Style::Plain => escaped,
            Style::Bold => format!("<b>{escaped}</b>"),
            Style::Code => format!("<code>{}</code>", verbatim(text)),
            Style::Quiet => format!("<i>{escaped}</i>"),
            Style::Link(address) => format!("<a href=\"{}\">{escaped}</a>", markup::escape(address)),
        }
    }

    fn fixed(&self, lines: &str) -> String {
        format!("<pre>{}</pre>", verbatim(lines))
    }

    fn size(&self, written: &str) -> usize {
        written.encode_utf16().count()
    }
}

/// Text between tags. What would be a mention, and ring somebody's phone, gets an invisible joint behind its `@`.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        let begins = !before.is_some_and(|c: char| c.is_alphanumeric() || c == '_');
        if c == '@' && begins && chars.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
            out.push(JOINT);
        }
        before = Some(c);
    }
    verbatim(&out)
}

/// Text in fixed letters, where nothing is a mention.
fn verbatim(text: &str) -> String {
    markup::escape(text).replace("&#39;", "'").replace("&quot;", "\"")
}

/// Adds a sentence that may be said next, below the last message or, where that is full, as one of its own. It can
/// be copied by touching it.
fn suggest(messages: &mut Vec<(Body, Option<Chart>)>, sentence: &str) {
    let line =
        format!("› {}", Html.write(&Style::Code, &plain::fit(&plain::line(sentence), LONGEST_SUGGESTION)));
    match messages.last_mut() {
        Some((body, None)) if Html.size(&body.text) + 2 + Html.size(&line) <= TEXT => {
            let apart = if body.text.is_empty() || body.text.contains("› <code>") { "\n" } else { "\n\n" };
            body.text = format!("{}{apart}{line}", body.text).trim_start().to_owned();
        }
        _ => messages.push((Body { text: line, buttons: Vec::new() }, None)),
    }
}

fn payload((mut body, picture): (Body, Option<Chart>)) -> Payload {
    if body.text.is_empty() && picture.is_none() {
        POINTER.clone_into(&mut body.text);
    }
    Payload { body: serde_json::to_value(&body).unwrap_or_default(), picture }
}

/// As many beside each other as can be read.
fn rows(buttons: &[Button]) -> Vec<Vec<InlineKeyboardButton>> {
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    let mut letters = 0;
    for button in buttons.iter().filter(|button| (1..=DATA_BYTES).contains(&button.token.len())) {
        let label = match plain::line(&button.label) {
            label if label.trim().is_empty() => "…".to_owned(),
            label => label,
        };
        let wide = plain::width(&label);
        let pressable = InlineKeyboardButton::callback(label, button.token.clone());
        match rows.last_mut() {
            Some(row) if row.len() < ROW_BUTTONS && letters + wide <= ROW_LETTERS => {
                row.push(pressable);
                letters += wide;
            }
            _ => {
                rows.push(vec![pressable]);
                letters = wide;
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ButtonStyle,
        conformance::{arbitrary, extremes, gallery},
        telegram::CAPABILITIES,
    };
    use proptest::prelude::*;

    fn bodies(reply: &Reply) -> Vec<Body> {
        let payloads = payloads(reply, CAPABILITIES, "https://crm.example.com");
        payloads.into_iter().map(|payload| serde_json::from_value(payload.body).unwrap()).collect()
    }

    fn shown(lang: &str) -> String {
        let mut out = String::new();
        for (name, reply) in gallery(lang) {
            out += &format!("=== {name}\n");
            for payload in payloads(&reply, CAPABILITIES, "https://crm.example.com") {
                let body: Body = serde_json::from_value(payload.body).unwrap();
                if let Some(chart) = payload.picture {
                    out += &format!("[picture: {}]\n", chart.title);
                }
                out += &body.text;
                out.push('\n');
                for row in body.buttons {
                    let row: Vec<_> = row.iter().map(|button| format!("[{}]", button.text)).collect();
                    out += &format!("{}\n", row.join(" "));
                }
                out += "---\n";
            }
        }
        out
    }

    #[test]
    fn telegram_en() {
        insta::assert_snapshot!(shown("en"));
    }

    #[test]
    fn telegram_ja() {
        insta::assert_snapshot!(shown("ja"));
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_is_a_tag() {
        let data = "@taro <b>x</b> & taro@example.com, (@all)";
        let reply = Reply::new("en").heading(data).text(crate::markdown::escape(data));
        let [body] = bodies(&reply).try_into().unwrap();
        let safe = "@\u{2060}taro &lt;b&gt;x&lt;/b&gt; &amp; taro@example.com, (@\u{2060}all)";
        assert_eq!(body.text, format!("<b>{safe}</b>\n\n{safe}"));
        let [body] = bodies(&Reply::new("en").text("`@taro` [a](https://example.com/?a=1&b=\"2\")"))
            .try_into()
            .unwrap();
        assert_eq!(
            body.text,
            "<code>@taro</code> <a href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\">a</a>"
        );
    }

    #[test]
    fn every_message_can_be_sent() {
        for (name, reply) in gallery("en").into_iter().chain(gallery("ja")).chain(extremes()) {
            for payload in payloads(&reply, CAPABILITIES, "") {
                let most = if payload.picture.is_some() { CAPTION } else { TEXT };
                let body: Body = serde_json::from_value(payload.body).unwrap();
                assert!(Html.size(&body.text) <= most, "{name}");
                assert!(payload.picture.is_some() || !body.text.trim().is_empty(), "{name}: nothing to send");
                assert!(body.buttons.iter().all(|row| (1..=ROW_BUTTONS).contains(&row.len())), "{name}");
            }
        }
    }

    #[test]
    fn buttons_alone_have_something_above_them() {
        let button = |token: &str| Button {
            label: "Yes".into(),
            token: token.into(),
            style: ButtonStyle::Plain,
            typed: "yes".into(),
        };
        let [body] =
            bodies(&Reply::new("en").buttons(vec![button("t"), button(&"x".repeat(65))])).try_into().unwrap();
        assert_eq!((body.text.as_str(), body.buttons.len(), body.buttons[0].len()), (POINTER, 1, 1));
    }

    #[test]
    fn sentences_to_say_next() {
        let [body] =
            bodies(&Reply::new("en").text("Hi").suggestions(["show roi", "a<b"])).try_into().unwrap();
        assert_eq!(body.text, "Hi\n\n› <code>show roi</code>\n› <code>a&lt;b</code>");
        let many = Reply::new("en").suggestions((0..200).map(|i| format!("{i} {}", "長い".repeat(50))));
        assert!(bodies(&many).len() > 1);
        assert!(bodies(&many).iter().all(|body| Html.size(&body.text) <= TEXT));
    }

    proptest! {
        #[test]
        fn tags_stay_ours(text in arbitrary::text()) {
            let written = Html.write(&Style::Plain, &text) + &Html.fixed(&text);
            let tags: String = written.replace("<pre>", "").replace("</pre>", "");
            prop_assert!(!tags.contains(['<', '>']));
        }
    }
}
