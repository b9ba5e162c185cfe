//! Finds the expression in a text: alone, or within a sentence.

use std::ops::Range;

use chrono::DateTime;
use chrono_tz::Tz;

use super::{
    Grain, Here,
    date::{Date, Lean},
    en, figures, ja,
    span::Span,
};
use crate::text::fold_pieces;

/// An expression and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The first moment in it; `None`: as far back as there is.
    pub start: Option<DateTime<Tz>>,
    /// The first moment after it; `None`: it goes on.
    pub end: Option<DateTime<Tz>>,
    /// How finely it was said.
    pub grain: Grain,
    /// The bytes of the text that say it.
    pub said: Range<usize>,
}

/// Longest text that is looked through, in characters: beyond it nobody says when.
const LONGEST: usize = 2_000;

/// The first expression in a text; `None` when there is none, or when it names what no calendar has.
///
/// ```
/// let here = nlp::time::Here {
///     at: chrono::DateTime::parse_from_rfc3339("2026-11-18T10:00:00+09:00").unwrap().with_timezone(&chrono_tz::Asia::Tokyo),
///     fiscal_start: 4,
///     quarters_from: 4,
///     look: nlp::time::Look::Ahead,
/// };
/// let found = nlp::time::read("let's meet tomorrow at 3pm", &here).unwrap();
/// assert_eq!(found.start.unwrap().to_rfc3339(), "2026-11-19T15:00:00+09:00");
/// ```
pub fn read(text: &str, here: &Here) -> Option<Found> {
    let (folded, places) = folded(text);
    let mut best: Option<(bool, Range<usize>, Span)> = None;
    for (at, _) in folded.char_indices() {
        // what lies within what was found, or behind it, is not the first
        if best.as_ref().is_some_and(|(_, said, _)| at >= said.end.max(said.start + 1)) {
            break;
        }
        // a day that no calendar has is not another
        if best.is_none() && begins(&folded, at) && is_impossible(&folded[at..], here) {
            return None;
        }
        let Some((length, span)) = at_start(&folded, at, here) else { continue };
        let said = at..at + length;
        let weak = is_weak(&folded[said.clone()]);
        let better = best.as_ref().is_none_or(|(best_weak, best_said, _)| {
            (*best_weak && !weak)
                || (*best_weak == weak
                    && said.len() > best_said.len()
                    && at < best_said.end
                    && at == best_said.start)
        });
        if better && span.moments(here).is_some() {
            best = Some((weak, said, span));
        }
    }
    // a weak one is taken where nothing better stands behind it
    let (weak, said, span) = best?;
    let found = if weak { later(&folded, said.end, here).unwrap_or((said, span)) } else { (said, span) };
    let original = |at: usize| places.iter().rev().find(|(folded, _)| *folded <= at).map_or(0, |(_, at)| *at);
    self::found(found.1, original(found.0.start)..original(found.0.end), here)
}

/// The moments of an interval, and where it is said.
pub(super) fn found(span: Span, said: Range<usize>, here: &Here) -> Option<Found> {
    let (start, end) = span.moments(here)?;
    Some(Found { start, end, grain: span.grain, said })
}

/// The next that is not weak.
fn later(folded: &str, from: usize, here: &Here) -> Option<(Range<usize>, Span)> {
    folded[from..].char_indices().find_map(|(off, _)| {
        let at = from + off;
        let (length, span) = at_start(folded, at, here)?;
        let said = at..at + length;
        (!is_weak(&folded[said.clone()]) && span.moments(here).is_some()).then_some((said, span))
    })
}

/// Words that often say no time.
fn is_weak(said: &str) -> bool {
    matches!(said, "now" | "just now" | "今" | "現在" | "いま" | "ただいま")
        || said.bytes().all(|b| b.is_ascii_digit())
}

/// Does the text begin with a day that no calendar has?
fn is_impossible(rest: &str, here: &Here) -> bool {
    let figures = match figures::date(&rest[..figures::run(rest)]) {
        Some(Date::MonthDay(month, day, _)) => chrono::NaiveDate::from_ymd_opt(2024, month, day).is_none(),
        _ => false,
    };
    figures || ja::impossible(rest, here) || {
        let end = rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
        rest[..end].contains(|c: char| c.is_ascii_digit())
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && en::impossible(&en::Tokens::of(&rest[..end]).words)
    }
}

/// Can an expression begin at a place, which is no space and not within a word or number?
fn begins(folded: &str, at: usize) -> bool {
    let before = folded[..at].chars().next_back();
    let Some(first) = folded[at..].chars().next() else { return false };
    // 3日 in 2〜3日
    let mut earlier = folded[..at].chars().rev().skip(1);
    if first.is_ascii_digit()
        && before.is_some_and(|c| "〜~".contains(c))
        && earlier.next().is_some_and(|c| c.is_ascii_digit())
    {
        return false;
    }
    let joins = if first.is_ascii_digit() { "-/.:_#$¥" } else { "_#@" };
    let goes_on = |c: char| c.is_ascii_alphanumeric() || joins.contains(c);
    if first.is_whitespace() || (first.is_ascii_alphanumeric() && before.is_some_and(goes_on)) {
        return false;
    }
    let numeral = |c: char| "一二三四五六七八九十百千〇数第".contains(c);
    !((numeral(first) || "月日年週".contains(first))
        && before.is_some_and(|c| numeral(c) || c.is_ascii_digit()))
}

/// The longest expression that begins at a place.
fn at_start(folded: &str, at: usize, here: &Here) -> Option<(usize, Span)> {
    begins(folded, at).then_some(())?;
    let rest = &folded[at..];
    let mut best: Option<(usize, Span)> = None;
    if let Some((said, length)) = figures::timestamp(rest)
        && let Some(span) = said.span(Lean::Ahead, here)
    {
        best = Some((length, span));
    }
    let mut offer = |found: Option<(usize, Span)>| {
        if let Some((length, span)) = found
            && best.as_ref().is_none_or(|(most, _)| length > *most)
        {
            best = Some((length, span));
        }
    };
    offer(ja::span(rest, here).map(|(span, after)| (rest.len() - after.len(), span)));
    if rest.starts_with(|c: char| c.is_ascii()) {
        offer(english(rest, at == 0, here));
    }
    best
}

/// Words looked at from one place on: no expression is longer.
const WORDS: usize = 16;

fn english(rest: &str, first: bool, here: &Here) -> Option<(usize, Span)> {
    let end = rest.char_indices().nth(160).map_or(rest.len(), |(at, _)| at);
    let tokens = en::Tokens::of(&rest[..end]);
    let words = &tokens.words[..tokens.words.len().min(WORDS)];
    let whole = first && tokens.words.len() <= 3;
    let (span, left) = en::span(words, here, whole)?;
    let used = words.len() - left.len();
    let place = tokens.places.get(used.checked_sub(1)?)?;
    // "may be": words that mostly mean something else count only when nothing but them is said
    let only = left.iter().all(|word| matches!(*word, "." | "?" | "!" | ","));
    if whole && !only {
        let (span, left) = en::span(words, here, false)?;
        let used = words.len() - left.len();
        return Some((tokens.places.get(used.checked_sub(1)?)?.end, span));
    }
    Some((place.end, span))
}

/// The folded text, and where each of its pieces came from.
fn folded(text: &str) -> (String, Vec<(usize, usize)>) {
    let cut = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let (mut folded, mut places) = (String::with_capacity(cut), Vec::new());
    fold_pieces(&text[..cut], |piece, from| {
        places.push((folded.len(), from.start));
        folded.push_str(piece);
    });
    places.push((folded.len(), cut));
    (folded, places)
}
