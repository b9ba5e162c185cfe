//! Plain text as a reader may see it: without anything that acts instead of being read, measured and
//! cut by display width.
//!
//! Not for mark-up: HTML and SVG have [`crate::markup`], small Markdown has [`crate::markdown`].

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};
use unicode_width::UnicodeWidthStr;

/// Takes out terminal escape sequences, control characters and direction overrides. Line ends of
/// every kind become `\n`, a tab becomes a space; nothing else is changed.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\u{1b}' => after_escape(after),
            '\u{9b}' => after_csi(after),
            '\r' => {
                out.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push('\n');
                after
            }
            '\t' => {
                out.push(' ');
                after
            }
            c if acts(c) => after,
            c => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// [`clean`], on one line.
pub(crate) fn line(text: &str) -> String {
    let text = clean(text);
    if text.contains('\n') {
        text.split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text
    }
}

/// A character that does something to its neighbours or to the screen: C0 and C1 controls, and the
/// embeddings, overrides and isolates that can show a text in another order than it is written.
pub(crate) fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What follows an escape sequence (ECMA-48 §5.3-5.6) whose ESC has been read. A sequence that is
/// not finished takes nothing but its introducer with it.
fn after_escape(text: &str) -> &str {
    match text.chars().next() {
        Some('[') => after_csi(&text[1..]),
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let body = &text[1..];
            match body.find(['\u{7}', '\u{1b}', '\u{9c}', '\n']) {
                Some(end) if !body[end..].starts_with('\n') => {
                    let tail = &body[end..];
                    ["\u{1b}\\", "\u{7}", "\u{9c}"]
                        .iter()
                        .find_map(|st| tail.strip_prefix(*st))
                        .unwrap_or(tail)
                }
                _ => body,
            }
        }
        _ => text,
    }
}

fn after_csi(text: &str) -> &str {
    let tail = text.trim_start_matches(|c| ('\u{20}'..='\u{3f}').contains(&c));
    match tail.chars().next() {
        Some('\u{40}'..='\u{7e}') => &tail[1..],
        _ => text,
    }
}

/// Columns in a terminal; half-width letters of a line of print.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// What the reader counts as one character each.
pub(crate) fn graphemes(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    GraphemeClusterSegmenter::new().segment_str(text).filter(|end| *end > 0).map(move |end| {
        let range = from..end;
        from = end;
        range
    })
}

/// Cut to `columns`, with … where something was left out.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut end = 0;
    for grapheme in graphemes(text) {
        if width(&text[..grapheme.end]) + 1 > columns {
            break;
        }
        end = grapheme.end;
    }
    if columns == 0 { String::new() } else { format!("{}…", text[..end].trim_end()) }
}

/// Filled with spaces on the right up to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Filled with spaces on the left up to `columns`.
pub(crate) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The lines of a text that are at most `columns` wide, as byte ranges without the spaces at their
/// ends. Breaks where Unicode (UAX 14) allows it, so no Japanese line begins with 。 or 」; inside a
/// word only when the word alone is too wide.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for paragraph in text.split('\n') {
        lines.extend(
            wrap_paragraph(paragraph, columns.max(1)).into_iter().map(|l| l.start + from..l.end + from),
        );
        from += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(text: &str, columns: usize) -> Vec<Range<usize>> {
    let trimmed = |range: Range<usize>| range.start..range.start + text[range].trim_end().len();
    let fits = |range: Range<usize>| width(&text[trimmed(range)]) <= columns;
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    for stop in LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text) {
        if fits(start..stop) {
            end = stop;
            continue;
        }
        if start < end {
            lines.push(trimmed(start..end));
            start = end;
        }
        if !fits(start..stop) {
            let word = start;
            for grapheme in graphemes(&text[word..stop]) {
                let (from, to) = (word + grapheme.start, word + grapheme.end);
                if from > start && !fits(start..to) {
                    lines.push(trimmed(start..from));
                    start = from;
                }
            }
        }
        end = stop;
    }
    lines.push(trimmed(start..text.len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn cleans_what_acts() {
        assert_eq!(clean("a\u{1b}[31mred\u{1b}[0m b"), "ared b");
        assert_eq!(clean("\u{1b}]8;;https://x\u{1b}\\label\u{1b}]8;;\u{7}!"), "label!");
        assert_eq!(clean("\u{1b}]0;never ended"), "0;never ended");
        assert_eq!(clean("\u{1b}[12never"), "ever");
        assert_eq!(clean("\u{1b}["), "");
        assert_eq!(clean("a\0b\u{7}c\u{9b}2Jd\u{200f}e\u{202e}f"), "abcd\u{200f}ef");
        assert_eq!(clean("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd e");
        assert_eq!(line(" a \n\n b "), "a b");
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!(fit("関西国際空港", 7), "関西国…");
        assert_eq!(fit("関西国際空港", 6), "関西…");
        assert_eq!(fit("関西", 4), "関西");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(fit("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3), "👩‍👩‍👧‍👦…");
    }

    #[test]
    fn wraps_where_unicode_allows() {
        assert_eq!(lines("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(lines("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(lines("山田さんです。はい", 12), ["山田さんで", "す。はい"]);
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("", 3), [""]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_only_spaces(text in ".{0,80}", columns in 2usize..30) {
            let text = clean(&text);
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            let lines = lines(&text, columns);
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
            for line in lines {
                prop_assert!(width(line) <= columns || graphemes(line).count() == 1, "{:?}", line);
            }
        }

        #[test]
        fn clean_text_stays_and_nothing_acts(text in any::<String>(), columns in 1usize..20) {
            let cleaned = clean(&text);
            prop_assert!(cleaned.chars().all(|c| c == '\n' || !acts(c)));
            prop_assert_eq!(clean(&cleaned), cleaned.clone());
            prop_assert!(width(&fit(&line(&text), columns)) <= columns);
        }
    }
}
