//! The part of a text that shows why it was found.
//!
//! Works on the text itself, which the index does not keep. Highlights follow the same cuts
//! as the search, so what is marked is what matched.

use std::collections::HashMap;
use std::ops::Range;

use icu_segmenter::GraphemeClusterSegmenter;
use tantivy::tokenizer::Token;

use super::analysis::Cut;
use super::clause::{Clause, Placed};
use super::query::Query;

/// A cut from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// One line; `…` stands where text was left out.
    pub text: String,
    /// What to highlight: bytes of `text`, in order, apart from each other.
    pub ranges: Vec<Range<usize>>,
}

/// Cuts at most about `max_chars` characters around the best match of the query's words;
/// the beginning of the text where nothing matches. Cuts fall between whole visible characters.
pub fn snippet(text: &str, query: &Query, max_chars: usize) -> Snippet {
    let marks = marks(text, query);
    let window = window(text, &marks, max_chars.max(1));
    let mut shown = String::with_capacity(window.len() + 6);
    if window.start > 0 {
        shown.push('…');
    }
    let shift = |at: usize| at - window.start + shown.len();
    let ranges = merged(&marks)
        .into_iter()
        .map(|range| range.start.max(window.start)..range.end.min(window.end))
        .filter(|range| range.start < range.end)
        .map(|range| shift(range.start)..shift(range.end))
        .collect();
    // Every white space character of one byte becomes a space, so offsets stay as they are.
    shown.extend(text[window.clone()].chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }));
    if window.end < text.len() {
        shown.push('…');
    }
    Snippet { text: shown, ranges }
}

/// A place in the text that answers a clause of the query.
struct Mark {
    range: Range<usize>,
    clause: usize,
}

/// Every match, in order.
fn marks(text: &str, query: &Query) -> Vec<Mark> {
    if query.wanted.is_empty() {
        return Vec::new();
    }
    let grams = Cut::Grams.terms(text);
    let mut places: HashMap<(usize, &str), &Token> = HashMap::with_capacity(grams.len());
    let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
    for gram in &grams {
        places.insert((gram.position, &gram.text), gram);
        starts.entry(&gram.text).or_default().push(gram.position);
    }
    let find = |phrase: &[Placed]| -> Vec<Range<usize>> {
        let Some((first, text)) = phrase.first() else { return Vec::new() };
        let begin = |start: &usize| {
            let at = |(place, text): &Placed| places.get(&(start + place - first, text.as_str())).copied();
            let found: Option<Vec<_>> = phrase.iter().map(at).collect();
            found.and_then(|found| Some(found.first()?.offset_from..found.last()?.offset_to))
        };
        starts.get(text.as_str()).into_iter().flatten().filter_map(begin).collect()
    };
    let mut marks = Vec::new();
    for (number, clause) in query.wanted.iter().enumerate() {
        let ranges = phrases(clause).flat_map(|phrase| find(phrase));
        marks.extend(ranges.map(|range| Mark { range, clause: number }));
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    marks
}

fn phrases(clause: &Clause) -> impl Iterator<Item = &Vec<Placed>> {
    std::iter::once(&clause.whole).chain(clause.pieces.iter().map(|piece| &piece.phrase))
}

/// The bytes of the text to show.
fn window(text: &str, marks: &[Mark], max_chars: usize) -> Range<usize> {
    // Byte offsets of all borders between characters.
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let length = borders.len() - 1;
    if length <= max_chars {
        return 0..text.len();
    }
    let char_of = |byte: usize| borders.partition_point(|border| *border < byte);
    let spans: Vec<(Range<usize>, usize)> =
        marks.iter().map(|mark| (char_of(mark.range.start)..char_of(mark.range.end), mark.clause)).collect();
    let start = best_start(&spans, max_chars, length);
    let end = (start + max_chars).min(length);
    snap(text, borders[start]..borders[end])
}

/// Where a window begins that shows the most different clauses, then the most matches; the
/// first such, with what it shows in its middle.
fn best_start(spans: &[(Range<usize>, usize)], max_chars: usize, length: usize) -> usize {
    let mut best = ((0, 0), 0..0);
    let mut end = 0;
    for first in 0..spans.len() {
        let from = spans[first].0.start;
        end = end.max(first + 1);
        while spans.get(end).is_some_and(|(span, _)| span.end <= from + max_chars) {
            end += 1;
        }
        let shown = &spans[first..end];
        let mut clauses: Vec<usize> = shown.iter().map(|(_, clause)| *clause).collect();
        clauses.sort_unstable();
        clauses.dedup();
        let worth = (clauses.len(), shown.len());
        if worth > best.0 {
            let to = shown.iter().map(|(span, _)| span.end).max().unwrap_or(from);
            best = (worth, from..to);
        }
    }
    let room = max_chars.saturating_sub(best.1.len());
    best.1.start.saturating_sub(room / 2).min(length - max_chars)
}

/// Moves both ends inwards to borders of visible characters, so that no accent or emoji is torn.
fn snap(text: &str, window: Range<usize>) -> Range<usize> {
    // A little more on both sides, to see what the ends belong to.
    let around = |at: usize, chars: usize, back: bool| {
        let mut at = at;
        for _ in 0..chars {
            at = if back {
                text[..at].char_indices().next_back().map_or(0, |(i, _)| i)
            } else {
                at + text[at..].chars().next().map_or(0, char::len_utf8)
            };
        }
        at
    };
    let from = around(window.start, 32, true);
    let to = around(window.end, 32, false);
    let borders: Vec<usize> =
        GraphemeClusterSegmenter::new().segment_str(&text[from..to]).map(|border| from + border).collect();
    let start = borders.iter().copied().find(|at| *at >= window.start).unwrap_or(window.start);
    let end = borders.iter().copied().rfind(|at| *at <= window.end).unwrap_or(window.end);
    if start < end { start..end } else { window }
}

/// The matches joined where they touch or overlap.
fn merged(marks: &[Mark]) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.range.start <= last.end => last.end = last.end.max(mark.range.end),
            _ => merged.push(mark.range.clone()),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, query: &str, max_chars: usize) -> String {
        let snippet = snippet(text, &Query::parse(query), max_chars);
        let mut shown = snippet.text;
        for range in snippet.ranges.iter().rev() {
            shown.insert(range.end, ']');
            shown.insert(range.start, '[');
        }
        shown
    }

    #[test]
    fn matches_are_marked_in_the_text_as_it_was_written() {
        let cases = [
            ("We hit the Rate Limits again", "rate limit", "We hit the [Rate] [Limits] again"),
            ("東京都の顧客から見積書の依頼", "見積書", "東京都の顧客から[見積書]の依頼"),
            ("ｻｰﾊﾞｰが落ちた", "サーバ", "[ｻｰﾊﾞｰ]が落ちた"),
            ("髙﨑さんへ", "高崎", "[髙﨑]さんへ"),
            ("京東と東京", "東京", "京東と[東京]"),
            ("API連携のAPI", "\"API連携\"", "[API連携]のAPI"),
            ("line one\nline two", "two", "line one line [two]"),
            ("nothing here", "else", "nothing here"),
        ];
        for (text, query, expected) in cases {
            assert_eq!(marked(text, query, 100), expected);
        }
    }

    #[test]
    fn the_window_shows_the_best_place() {
        let text = format!("rate {}the rate limit is 100 {}", "x ".repeat(100), "y ".repeat(100));
        assert_eq!(marked(&text, "rate limit", 30), "…x x x the [rate] [limit] is 100 y …");
        let long = "あ".repeat(50) + "東京" + &"い".repeat(50);
        assert_eq!(marked(&long, "東京", 10), "…ああああ[東京]いいいい…");
        assert_eq!(marked(&long, "none", 5), "あああああ…");
    }

    #[test]
    fn an_emoji_is_not_torn() {
        let text = "👩‍👩‍👧‍👦".repeat(10);
        let shown = snippet(&text, &Query::default(), 10).text;
        assert_eq!(shown, "👩‍👩‍👧‍👦…");
    }

    proptest! {
        #[test]
        fn ranges_are_in_the_text(
            text in "(\\PC|[東京都の見積ﾊﾞ👩\u{200D}\u{301}\n]|limit ){0,60}",
            query in "(東京|見積|limit|の|ハ|\\PC){0,4}",
            max in 0_usize..40,
        ) {
            let snippet = snippet(&text, &Query::parse(&query), max);
            let mut last = 0;
            for range in snippet.ranges {
                prop_assert!(range.start >= last && range.start < range.end);
                prop_assert!(snippet.text.get(range.clone()).is_some());
                last = range.end + 1;
            }
            prop_assert!(snippet.text.chars().count() <= max.max(1) + 2);
        }
    }
}
