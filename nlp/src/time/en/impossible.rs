//! Days in English that no calendar has: "31 November", "Feb 30th, 2026".

use super::{
    names::month,
    numbers::{ordinal, year},
};

/// Do the words begin with such a day? It is read as nothing, and what is left of it as nothing else.
pub(in crate::time) fn impossible(words: &[&str]) -> bool {
    day_first(words).or_else(|| month_first(words)).is_some_and(|(month, day, rest)| {
        let rest = rest.strip_prefix(&[","]).unwrap_or(rest);
        // without a year, any day that some year has
        let year = year(rest).map_or(2024, |(year, _)| year);
        chrono::NaiveDate::from_ymd_opt(year, month, day).is_none()
    })
}

/// The month, the day and the words after them.
type Said<'w, 't> = Option<(u32, u32, &'w [&'t str])>;

fn day_first<'w, 't>(words: &'w [&'t str]) -> Said<'w, 't> {
    let (day, rest) = day(words.strip_prefix(&["the"]).unwrap_or(words))?;
    let (name, rest) = rest.strip_prefix(&["of"]).unwrap_or(rest).split_first()?;
    Some((month(name)?, day, rest))
}

fn month_first<'w, 't>(words: &'w [&'t str]) -> Said<'w, 't> {
    let (name, rest) = words.split_first()?;
    let month = month(name)?;
    let rest = rest.strip_prefix(&["."]).unwrap_or(rest);
    let (day, rest) = day(rest.strip_prefix(&["the"]).unwrap_or(rest))?;
    (!matches!(rest.first(), Some(&("%" | ":" | "am" | "pm")))).then_some((month, day, rest))
}

fn day<'w, 't>(words: &'w [&'t str]) -> Option<(u32, &'w [&'t str])> {
    ordinal(words).or_else(|| {
        let (digits, rest) = words.split_first()?;
        let n = digits.parse().ok().filter(|n| (1..=31).contains(n))?;
        Some((n, rest))
    })
}
