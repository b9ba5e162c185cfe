//! Periods in English, lower-cased, without "since".

use chrono::NaiveDate;

use super::{
    Now, Span,
    calendar::{self, Unit},
};
use crate::{
    number,
    time::english::{month, weekday},
};

pub(super) fn read(words: &str, now: &Now) -> Option<Span> {
    let words = words.strip_prefix("the ").unwrap_or(words);
    if let Ok(date) = NaiveDate::parse_from_str(words, "%Y-%m-%d") {
        return calendar::day(date);
    }
    if words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit()) {
        return calendar::year(words.parse().ok()?);
    }
    if let Some(span) = numbered(words, now) {
        return Some(span);
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    match parts.as_slice() {
        ["today" | "tonight" | "now"] | ["this", "morning" | "afternoon" | "evening"] => {
            calendar::unit(Unit::Day, 0, now)
        }
        ["yesterday"] | ["last", "night"] => calendar::unit(Unit::Day, 1, now),
        ["day", "before", "yesterday"] => calendar::unit(Unit::Day, 2, now),
        ["week" | "month" | "quarter" | "year", "to", "date"] => calendar::unit(unit(&parts[..1])?, 0, now),
        ["so", "far", "this", rest @ ..] | ["this", rest @ .., "so", "far"] => {
            calendar::unit(unit(rest)?, 0, now)
        }
        ["this" | "last" | "past", "weekend"] | ["weekend"] => calendar::weekend(now),
        ["this", "past", rest @ ..] | ["past", rest @ ..] if unit(rest).is_some() => {
            calendar::last(1, unit(rest)?, now)
        }
        ["last" | "past" | "previous", "hour"] => Some(Span::Hours(1)),
        ["last" | "past" | "previous", rest @ ..] if counted(rest).is_some() => {
            let (n, units) = counted(rest)?;
            if units == "hours" {
                return Some(Span::Hours(i64::try_from(n).ok().filter(|n| (1..=10_000).contains(n))?));
            }
            calendar::last(n, unit(&[units.trim_end_matches('s')])?, now)
        }
        ["last" | "previous", rest @ ..] => {
            unit(rest).and_then(|unit| calendar::unit(unit, 1, now)).or_else(|| named(rest, now))
        }
        ["this" | "current", rest @ ..] => unit(rest).and_then(|unit| calendar::unit(unit, 0, now)),
        [rest @ .., "ago"] => {
            let (n, units) = counted(rest)?;
            let ago = u32::try_from(n).ok().filter(|n| *n <= 10_000)?;
            calendar::unit(unit(&[units.trim_end_matches('s')])?, ago, now)
        }
        [day, month_name] | [month_name, day]
            if day.len() <= 4 && day_number(day).is_some() && month(month_name).is_some() =>
        {
            calendar::day_of_year(month(month_name)?, day_number(day)?, now)
        }
        [day, month_name, year] | [month_name, day, year] if year.len() == 4 && day_number(day).is_some() => {
            calendar::day(NaiveDate::from_ymd_opt(year.parse().ok()?, month(month_name)?, day_number(day)?)?)
        }
        [name, year] if year.len() == 4 && month(name).is_some() => {
            calendar::month_of(year.parse().ok()?, month(name)?)
        }
        rest => named(rest, now),
    }
}

/// "two weeks", "2 weeks", "a week", "couple of weeks": how many, and of what.
fn counted<'a>(parts: &[&'a str]) -> Option<(u64, &'a str)> {
    match parts {
        ["couple", "of", units] | ["a", "couple", "of", units] => Some((2, units)),
        ["few", units] | ["a", "few", units] => Some((3, units)),
        ["a" | "an", units] => Some((1, units)),
        [n, units] => Some((u64::from(number::small(n)?), units)),
        _ => None,
    }
}

/// 2026-05, 12/1, q2, "q2 2025", 2025-q2, h1, fy2025.
fn numbered(words: &str, now: &Now) -> Option<Span> {
    let short = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if let Some((month, day)) = words.split_once('/') {
        return (short(month, 2) && short(day, 2))
            .then(|| calendar::day_of_year(month.parse().ok()?, day.parse().ok()?, now))?;
    }
    if let Some(year) = words.strip_prefix("fy") {
        return calendar::fiscal_year_of(year.trim().parse().ok()?, now);
    }
    let (a, b) = words.split_once(['-', ' ']).map_or((words, None), |(a, b)| (a, Some(b)));
    let b = b.map(|b| b.strip_prefix("of ").unwrap_or(b));
    let year = |text: &str| (text.len() == 4 && short(text, 4)).then(|| text.parse::<i32>().ok())?;
    let (part, year) = match (b, b.and_then(year), year(a)) {
        (None, _, _) => (a, None),
        (_, Some(year), _) => (a, Some(year)),
        (Some(part), None, Some(year)) => (part, Some(year)),
        _ => return None,
    };
    let of_year = |words: &str, most: u32| {
        let n: u32 = words.parse().ok()?;
        (1..=most).contains(&n).then_some(n)
    };
    if let Some(n) = part.strip_prefix('q').or_else(|| part.strip_suffix('q')) {
        return calendar::part_of_fiscal_year(of_year(n, 4)?, 3, year, now);
    }
    if let Some(n) = part.strip_prefix('h').or_else(|| part.strip_suffix('h')) {
        return calendar::part_of_fiscal_year(of_year(n, 2)?, 6, year, now);
    }
    short(part, 2).then(|| calendar::month_of(year?, part.parse().ok()?))?
}

/// A weekday or month by name.
fn named(words: &[&str], now: &Now) -> Option<Span> {
    let [name] = words else { return None };
    month(name)
        .and_then(|month| calendar::month(month, now))
        .or_else(|| weekday(name).and_then(|day| calendar::weekday(day, now)))
}

fn unit(words: &[&str]) -> Option<Unit> {
    Some(match words {
        ["day"] => Unit::Day,
        ["week"] => Unit::Week,
        ["month"] => Unit::Month,
        ["quarter"] => Unit::Quarter,
        ["year"] | ["calendar", "year"] => Unit::Year,
        ["fiscal", "year"] | ["business", "year"] => Unit::FiscalYear,
        _ => return None,
    })
}

/// 5, 5th, 5,
pub(super) fn day_number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches([',', 's', 't', 'n', 'd', 'r', 'h']);
    if digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}
