//! English words with their places.

use std::ops::Range;

use super::typos::spelled;
use crate::time::figures;

/// Words, figures and signs of a folded text, in order.
#[derive(Debug)]
pub(in crate::time) struct Tokens<'t> {
    pub(in crate::time) words: Vec<&'t str>,
    pub(in crate::time) places: Vec<Range<usize>>,
}

impl<'t> Tokens<'t> {
    pub(in crate::time) fn of(text: &'t str) -> Self {
        let mut found = Self { words: Vec::new(), places: Vec::new() };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let length = if c.is_ascii_digit() {
                number(rest)
            } else if c.is_ascii_alphabetic() {
                word(rest)
            } else {
                c.len_utf8()
            };
            if !c.is_whitespace() {
                let said = &rest[..length];
                found.words.push(match said {
                    "a.m." | "a.m" => "am",
                    "p.m." | "p.m" => "pm",
                    other => spelled(other),
                });
                found.places.push(at..at + length);
            }
            at += length;
        }
        found
    }
}

fn word(rest: &str) -> usize {
    for short in ["a.m.", "p.m.", "a.m", "p.m"] {
        if rest.starts_with(short) {
            return short.len();
        }
    }
    let inside = |(at, c): &(usize, char)| {
        c.is_ascii_alphabetic()
            || matches!(c, '\'' | '’')
                && rest[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_alphabetic())
    };
    rest.char_indices().find(|place| !inside(place)).map_or(rest.len(), |(at, _)| at)
}

/// Figures: a date or clock time whole, else up to the first sign that is not a decimal point.
fn number(rest: &str) -> usize {
    let end = figures::run(rest);
    let run = &rest[..end];
    let whole = figures::date(run).is_some()
        || figures::clock(run).is_some()
        || run.parse::<f64>().is_ok()
        // telephone numbers, addresses of machines
        || run.split(['-', '.', '/', ':']).count() > 2 && !run.contains(':')
        || run.contains('/') && run.split('/').count() == 2;
    if whole { end } else { run.find('-').unwrap_or(end) }
}
