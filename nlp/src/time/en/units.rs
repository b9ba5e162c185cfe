//! Whole units in English: "this week", "last fiscal year", "next 3 days".

use chrono::Datelike;

use super::{Read, names::unit, numbers::count};
use crate::time::{
    Here,
    date::Date,
    days::{Days, Unit},
    durations,
    said::Said,
};

/// "this week", "last fiscal year", "the week after next", "next 3 days", "weekend".
pub(super) fn whole_units<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let (off, rest) = match words {
        ["this" | "current", "past" | "last", rest @ ..] => (-1, rest),
        ["this" | "current", "coming", rest @ ..] => (1, rest),
        ["this" | "current", rest @ ..] => (0, rest),
        ["next" | "coming" | "following" | "upcoming", rest @ ..] => (1, rest),
        ["last" | "past" | "previous" | "prior" | "trailing", rest @ ..] => (-1, rest),
        // "the week after next week", "the month before last"
        [word, "after", "next", rest @ ..] => {
            let rest = rest.strip_prefix(&[*word]).unwrap_or(rest);
            return Some((unit_named(&[*word])?.0.row(2, 1, here)?, rest));
        }
        [word, "before", "last", rest @ ..] => {
            let rest = rest.strip_prefix(&[*word]).unwrap_or(rest);
            return Some((unit_named(&[*word])?.0.row(-2, 1, here)?, rest));
        }
        ["weekend", rest @ ..] | ["week", "-", "end", rest @ ..] => {
            return Some((Unit::Weekend.row(0, 1, here)?, rest));
        }
        _ => return None,
    };
    // "the past week" goes up to today, "last week" does not
    let past = here.looks_back() && matches!(words, ["past", ..] | ["this" | "current", "past", ..])
        || words.first() == Some(&"trailing");
    if let Some((unit, rest)) = unit_of(rest) {
        let times = rest_times(words, rest);
        let days = if past && unit != Unit::Weekend {
            whole_days(durations::trailing(times, unit, here)?)?
        } else if times > 1 && off != 0 {
            whole_days(durations::row(times, unit, off, here)?)?
        } else if times == 10 {
            Days::decade(here.today().year() / 10 * 10)?
        } else {
            unit.row(off, 1, here)?
        };
        return Some((days, rest));
    }
    if off == 0 {
        return None;
    }
    let (n, rest) = count(rest).filter(|_| !matches!(rest.first(), Some(&("a" | "an"))))?;
    let (unit, rest) = unit_of(rest)?;
    let n = n.checked_mul(rest_times(words, rest))?;
    let trailing = words.first() == Some(&"trailing");
    let said =
        if trailing { durations::trailing(n, unit, here)? } else { durations::row(n, unit, off, here)? };
    Some((whole_days(said)?, rest))
}

fn whole_days(said: Said) -> Option<Days> {
    match said {
        Said::Point(Some(Date::Fixed(days)), None) => Some(days),
        _ => None,
    }
}

/// A fortnight is two weeks, a decade ten years.
fn rest_times(words: &[&str], rest: &[&str]) -> u32 {
    words[..words.len() - rest.len()].last().and_then(|word| unit(word)).map_or(1, |(_, times)| times)
}

pub(super) fn unit_named<'w, 't>(words: &'w [&'t str]) -> Option<(Unit, &'w [&'t str])> {
    unit_of(words).filter(|(unit, _)| !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour))
}

fn unit_of<'w, 't>(words: &'w [&'t str]) -> Option<(Unit, &'w [&'t str])> {
    match words {
        ["fiscal" | "business" | "financial", "year" | "years" | "year's", rest @ ..] => {
            Some((Unit::Fiscal, rest))
        }
        ["fiscal" | "business", "quarter" | "quarters", rest @ ..] => Some((Unit::Quarter, rest)),
        ["calendar", "year" | "years", rest @ ..] => Some((Unit::Year, rest)),
        ["business" | "working", "day" | "days", rest @ ..] => Some((Unit::Workday, rest)),
        ["half", "-", "year", rest @ ..] | ["half", rest @ ..] => Some((Unit::Half, rest)),
        ["week", "-", "end", rest @ ..] => Some((Unit::Weekend, rest)),
        [word, rest @ ..] => {
            (word.len() > 1).then_some(())?;
            let (unit, _) = unit(word)?;
            Some((unit, rest))
        }
        [] => None,
    }
}
