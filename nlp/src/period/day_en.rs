//! Days in English, lower-cased.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Now,
    day::{self, Step},
    en::day_number,
};
use crate::{
    number,
    time::english::{month, weekday},
};

pub(super) fn read(words: &str, now: &Now) -> Option<NaiveDate> {
    let mut words = words;
    for lead in ["by ", "on ", "until ", "till ", "due ", "from ", "to ", "the "] {
        words = words.strip_prefix(lead).unwrap_or(words);
    }
    if let Some(date) = day::iso(words) {
        return Some(date);
    }
    let today = now.today();
    let parts: Vec<&str> = words.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["today" | "tonight"] | ["this", "morning" | "afternoon" | "evening"] => Some(today),
        ["tomorrow"] | ["tomorrow", "morning" | "afternoon" | "evening"] => today.succ_opt(),
        ["yesterday"] => today.pred_opt(),
        ["day", "after", "tomorrow"] => day::after(2, Step::Days(1), now),
        ["day", "before", "yesterday"] => day::before(2, Step::Days(1), now),
        ["eom"] => day::end_of_month(0, now),
        ["eow"] => day::of_week(Weekday::Fri, 0, now),
        ["next", "week"] => day::of_week(Weekday::Mon, 1, now),
        ["next", "month"] => day::first_of_month(1, now),
        ["next", "year"] => day::sane(today.year() + 1, 1, 1),
        ["end", "of", rest @ ..] => end(rest, now),
        ["beginning" | "start", "of", "next", "week"] => day::of_week(Weekday::Mon, 1, now),
        ["beginning" | "start", "of", "next", "month"] => day::first_of_month(1, now),
        ["in", n, unit] => day::after(count(n)?, step(unit)?, now),
        ["in", "a", "couple", "of", unit] => day::after(2, step(unit)?, now),
        [n, unit, "from", "now" | "today"] | [n, unit, "later"] => day::after(count(n)?, step(unit)?, now),
        [n, unit, "ago"] => day::before(count(n)?, step(unit)?, now),
        ["next", name] => day::of_week(weekday(name)?, 1, now),
        ["this", name] => day::of_week(weekday(name)?, 0, now),
        ["last", name] => day::latest(weekday(name)?, now),
        ["coming", name] => day::coming(weekday(name)?, now),
        [name, "next", "week"] => day::of_week(weekday(name)?, 1, now),
        [date] => weekday(date).map_or_else(|| day::slashed(date, now), |name| day::coming(name, now)),
        [name, rest @ ..] if weekday(name).is_some() => dated(rest, now),
        rest => dated(rest, now),
    }
}

/// "3 may", "may 3rd", "3 may 2026", "the 3rd of may".
fn dated(parts: &[&str], now: &Now) -> Option<NaiveDate> {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !matches!(*part, "of" | "the")).collect();
    match parts.as_slice() {
        [a, b] => {
            let (name, number) = if month(a).is_some() { (a, b) } else { (b, a) };
            day::of_year(month(name)?, day_number(number)?, now)
        }
        [a, b, year] if year.len() == 4 => {
            let (name, number) = if month(a).is_some() { (a, b) } else { (b, a) };
            day::sane(year.parse().ok()?, month(name)?, day_number(number)?)
        }
        _ => None,
    }
}

fn end(parts: &[&str], now: &Now) -> Option<NaiveDate> {
    let parts = parts.strip_prefix(&["the"]).unwrap_or(parts);
    match parts {
        ["month"] | ["this", "month"] => day::end_of_month(0, now),
        ["next", "month"] => day::end_of_month(1, now),
        ["week"] | ["this", "week"] => day::of_week(Weekday::Fri, 0, now),
        ["next", "week"] => day::of_week(Weekday::Fri, 1, now),
        ["quarter"] | ["this", "quarter"] => day::end_of_quarters(1, now),
        ["fiscal", "year"] | ["this", "fiscal", "year"] => day::end_of_quarters(4, now),
        ["year"] | ["this", "year"] => day::sane(now.today().year(), 12, 31),
        ["day"] => Some(now.today()),
        [name] => day::end_of(month(name)?, now),
        _ => None,
    }
}

fn count(word: &str) -> Option<u32> {
    if matches!(word, "a" | "an") { Some(1) } else { number::small(word) }
}

fn step(unit: &str) -> Option<Step> {
    Some(match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => Step::Days(1),
        "week" => Step::Days(7),
        "fortnight" => Step::Days(14),
        "month" => Step::Months(1),
        "year" => Step::Months(12),
        _ => return None,
    })
}
