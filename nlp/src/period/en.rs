//! Periods in English, lower-cased, without "since".

use chrono::{NaiveDate, Weekday};

use super::{
    Now, Span,
    calendar::{self, Unit},
};

pub(super) fn read(words: &str, now: &Now) -> Option<Span> {
    let words = words.strip_prefix("the ").unwrap_or(words);
    match words {
        "today" => return calendar::unit(Unit::Day, 0, now),
        "yesterday" => return calendar::unit(Unit::Day, 1, now),
        _ => {}
    }
    if let Ok(date) = NaiveDate::parse_from_str(words, "%Y-%m-%d") {
        return calendar::day(date);
    }
    if let Some((year, month)) =
        words.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() <= 2)
    {
        return calendar::month_of(year.parse().ok()?, month.parse().ok()?);
    }
    if words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit()) {
        return calendar::year(words.parse().ok()?);
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    match parts.as_slice() {
        ["this" | "current", rest @ ..] => calendar::unit(unit(rest)?, 0, now),
        ["last" | "past" | "previous", n, "hours"] => {
            Some(Span::Hours(n.parse().ok().filter(|n| (1..=10_000).contains(n))?))
        }
        ["last" | "past" | "previous", n, units] if n.bytes().all(|b| b.is_ascii_digit()) => {
            calendar::last(n.parse().ok()?, unit(&[units.trim_end_matches('s')])?, now)
        }
        ["last" | "previous", rest @ ..] => {
            unit(rest).and_then(|unit| calendar::unit(unit, 1, now)).or_else(|| named(rest, now))
        }
        [quarter] if quarter.len() == 2 && quarter.starts_with('q') => {
            calendar::quarter(quarter[1..].parse().ok()?, now)
        }
        [day, month_name] | [month_name, day]
            if day.len() <= 4 && day_number(day).is_some() && month(month_name).is_some() =>
        {
            calendar::day_of_year(month(month_name)?, day_number(day)?, now)
        }
        [day, month_name, year] | [month_name, day, year] if year.len() == 4 && day_number(day).is_some() => {
            calendar::day(NaiveDate::from_ymd_opt(year.parse().ok()?, month(month_name)?, day_number(day)?)?)
        }
        [month_name, year] if year.len() == 4 => calendar::month_of(year.parse().ok()?, month(month_name)?),
        rest => named(rest, now),
    }
}

/// A weekday or month by name.
fn named(words: &[&str], now: &Now) -> Option<Span> {
    let [name] = words else { return None };
    month(name)
        .and_then(|month| calendar::month(month, now))
        .or_else(|| name.parse::<Weekday>().ok().and_then(|day| calendar::weekday(day, now)))
}

fn unit(words: &[&str]) -> Option<Unit> {
    Some(match words {
        ["day"] => Unit::Day,
        ["week"] => Unit::Week,
        ["month"] => Unit::Month,
        ["quarter"] => Unit::Quarter,
        ["year"] => Unit::Year,
        ["fiscal", "year"] | ["business", "year"] => Unit::FiscalYear,
        _ => return None,
    })
}

fn month(name: &str) -> Option<u32> {
    name.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// 5, 5th, 5,
fn day_number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches([',', 's', 't', 'n', 'd', 'r', 'h']);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}
