//! How text is written where there are no marks: as it is.

use crate::message::{Dialect, Style};
use crate::plain;

/// The text of a text message.
pub(super) struct Bare {
    /// In Japanese.
    pub(super) ja: bool,
}

impl Dialect for Bare {
    fn write(&self, style: &Style, text: &str) -> String {
        match style {
            Style::Plain | Style::Bold | Style::Quiet => inert(text),
            // What can be typed stands in quotation marks: without them nobody sees where it ends.
            Style::Code if self.ja => format!("「{}」", inert(text)),
            Style::Code => format!("“{}”", inert(text)),
            // A space on both sides: Japanese goes on without one, and would be read as part of the address.
            Style::Link(address) if address == text => format!("{address} "),
            Style::Link(address) => format!("{} {address} ", inert(text)),
        }
    }

    fn fixed(&self, lines: &str) -> String {
        inert(lines)
    }
}

/// Words that do nothing: they mention nobody (`<m userId="all">`), and addresses in them are not fetched for a
/// preview. A word joiner, which has no width, parts what would act.
pub(super) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        out.push(c);
        let mention = c == '<' && after.starts_with(['m', 'M']);
        let address = c == ':' && after.starts_with("//");
        if mention || address {
            out.push('\u{2060}');
        }
        rest = after;
    }
    out
}

/// On one line, within a length: cut between what a reader takes for characters, with … where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = inert(plain::line(text).trim());
    if text.chars().count() <= most {
        return text;
    }
    let mut end = 0;
    for grapheme in plain::graphemes(&text) {
        if text[..grapheme.end].chars().count() >= most {
            break;
        }
        end = grapheme.end;
    }
    format!("{}…", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_mentioned_and_nothing_is_fetched() {
        assert_eq!(inert("<m userId=\"all\"> a < b :) <b>"), "<\u{2060}m userId=\"all\"> a < b :) <b>");
        assert_eq!(inert("https://example.com"), "https:\u{2060}//example.com");
        let bare = Bare { ja: false };
        let link = Style::Link("https://crm.example.com/x".into());
        assert_eq!(bare.write(&link, "A-1"), "A-1 https://crm.example.com/x ");
        assert_eq!(bare.write(&Style::Code, "roi show"), "“roi show”");
    }

    #[test]
    fn cut_between_characters() {
        assert_eq!(cut("short", 20), "short");
        assert_eq!(cut("a\nb", 20), "a b");
        assert_eq!(cut("0123456789", 5), "0123…");
        assert_eq!(cut("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8), "👩‍👩‍👧‍👦…");
        assert_eq!(cut("👩‍👩‍👧‍👦", 5), "…");
    }
}
