//! Running text in a flexible template.

use serde_json::{Value, json};

use super::cell::{LINKED, Look, address, open, stack, tappable, text};
use super::dialect::Bare;
use crate::markdown::{self, Span};
use crate::message::{Dialect, Style};
use crate::plain;

/// Small Markdown, a part a line. A line leads to its first link; further ones have lines of their own.
pub(super) fn prose(words: &str, site: &str, ja: bool) -> Vec<Value> {
    let mut all = Vec::new();
    let mut line = Line::default();
    for span in markdown::spans(words) {
        let (words, bold, target) = match span {
            Span::Plain(words) => (words, false, None),
            Span::Bold(words) => (words, true, None),
            Span::Code(words) => (words, false, None),
            Span::Link { label, target } => (label, false, address(target, site)),
        };
        let style = if matches!(span, Span::Code(_)) { Style::Code } else { Style::Plain };
        for (i, words) in plain::clean(&markdown::unescape(words)).split('\n').enumerate() {
            if i > 0 {
                all.extend(std::mem::take(&mut line).parts());
            }
            if !words.is_empty() {
                line.add(Bare { ja }.write(&style, words), bold, target.as_deref());
            }
        }
    }
    all.extend(line.parts());
    if all.is_empty() { all } else { vec![stack(all)] }
}

/// A line of prose being put together.
#[derive(Default)]
struct Line {
    spans: Vec<Value>,
    links: Vec<(String, String)>,
}

impl Line {
    fn add(&mut self, shown: String, bold: bool, target: Option<&str>) {
        let mut span = json!({"type": "span", "text": &shown});
        if bold {
            span["weight"] = "bold".into();
        }
        if let Some(target) = target {
            span["color"] = LINKED.into();
            self.links.push((shown, target.to_owned()));
        }
        self.spans.push(span);
    }

    fn parts(self) -> Vec<Value> {
        let words: String = self.spans.iter().filter_map(|span| span["text"].as_str()).collect();
        if words.trim().is_empty() {
            return Vec::new();
        }
        let mut links = self.links.into_iter();
        let opens = links.next().and_then(|(label, target)| open(&label, &target));
        let mut first = json!({"type": "text", "wrap": true, "size": "sm", "contents": self.spans});
        if let [span] = self.spans.as_slice() {
            first = text(&words, Look { bold: !span["weight"].is_null(), ..Look::default() });
        }
        let more = links.filter_map(|(label, target)| {
            let look = Look { colour: Some(LINKED), ..Look::default() };
            Some(tappable(text(&format!("→ {label}"), look), Some(open(&label, &target)?)))
        });
        std::iter::once(tappable(first, opens)).chain(more).collect()
    }
}
