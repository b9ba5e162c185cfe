//! One day as people name it: "tomorrow", "next Friday", 来週の金曜, 5月3日, 月末.
//!
//! Not a stretch of past time: that is a [`Period`](super::Period). A day is mostly one to come.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use unicode_normalization::UnicodeNormalization;

use super::{Now, YEARS, day_en, day_ja, wider};

/// Reads a day; `None` when the words are none.
///
/// A weekday alone is the next one after today; "next Friday" and 来週の金曜 are in the week after this one
/// (weeks begin on Monday). A date without a year is the coming one, unless it was in the last sixty days.
pub fn day(words: &str, now: &Now) -> Option<NaiveDate> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let words = folded.trim().trim_end_matches(['.', '。', '!']);
    iso(words)
        .or_else(|| day_en::read(words, now))
        .or_else(|| day_ja::read(words, now))
        .or_else(|| wider::day(words, now))
}

/// In characters.
const LONGEST: usize = 40;

/// 2026-12-01, 2026/12/1, 2026.12.1.
pub(super) fn iso(words: &str) -> Option<NaiveDate> {
    let mut parts = words.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let sound =
        parts.next().is_none() && year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2);
    sound.then(|| sane(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))?
}

/// A day of years that matter.
pub(super) fn sane(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    YEARS.contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day))?
}

/// A day of the year, in the year that is meant.
pub(super) fn of_year(month: u32, day: u32, now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    let just_past = today.checked_sub_days(Days::new(60))?;
    (today.year() - 1..=today.year() + 8)
        .filter_map(|year| sane(year, month, day))
        .find(|date| *date >= just_past)
}

/// 12/1: the first of December, as in Japan and the United States.
pub(super) fn slashed(date: &str, now: &Now) -> Option<NaiveDate> {
    let (month, day) = date.split_once('/')?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (digits(month) && digits(day)).then(|| of_year(month.parse().ok()?, day.parse().ok()?, now))?
}

/// `n` days, weeks (7), months or years from today.
pub(super) fn after(n: u32, unit: Step, now: &Now) -> Option<NaiveDate> {
    (n <= 10_000).then_some(())?;
    let today = now.today();
    match unit {
        Step::Days(days) => today.checked_add_days(Days::new(u64::from(n) * days)),
        Step::Months(months) => today.checked_add_months(Months::new(n.checked_mul(months)?)),
    }
    .filter(|date| YEARS.contains(&date.year()))
}

/// The same, before today.
pub(super) fn before(n: u32, unit: Step, now: &Now) -> Option<NaiveDate> {
    (n <= 10_000).then_some(())?;
    let today = now.today();
    match unit {
        Step::Days(days) => today.checked_sub_days(Days::new(u64::from(n) * days)),
        Step::Months(months) => today.checked_sub_months(Months::new(n.checked_mul(months)?)),
    }
    .filter(|date| YEARS.contains(&date.year()))
}

/// How far one of a unit goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Days(u64),
    Months(u32),
}

/// The next such weekday after today.
pub(super) fn coming(weekday: Weekday, now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    let ahead = (6 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7 + 1;
    today.checked_add_days(Days::new(u64::from(ahead)))
}

/// The latest such weekday before today.
pub(super) fn latest(weekday: Weekday, now: &Now) -> Option<NaiveDate> {
    coming(weekday, now)?.checked_sub_days(Days::new(if weekday == now.today().weekday() { 14 } else { 7 }))
}

/// A weekday of the week `weeks` after this one.
pub(super) fn of_week(weekday: Weekday, weeks: i64, now: &Now) -> Option<NaiveDate> {
    let monday = now.today().week(Weekday::Mon).checked_first_day()?;
    let days = weeks * 7 + i64::from(weekday.num_days_from_monday());
    monday.checked_add_signed(chrono::TimeDelta::try_days(days)?)
}

/// The first day of the month `months` after this one.
pub(super) fn first_of_month(months: u32, now: &Now) -> Option<NaiveDate> {
    now.today().with_day(1)?.checked_add_months(Months::new(months))
}

/// The last day of the month `months` after this one.
pub(super) fn end_of_month(months: u32, now: &Now) -> Option<NaiveDate> {
    first_of_month(months.checked_add(1)?, now)?.pred_opt()
}

/// The last day of a month of the year that is meant.
pub(super) fn end_of(month: u32, now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    let first = sane(today.year(), month, 1)?;
    let end = first.checked_add_months(Months::new(1))?.pred_opt()?;
    if end >= today { Some(end) } else { first.checked_add_months(Months::new(13))?.pred_opt() }
}

/// The last day of the quarter or fiscal year that holds today.
pub(super) fn end_of_quarters(quarters: u32, now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    let months = 3 * quarters;
    let into = (today.month() + 12 - now.fiscal_start_month) % months;
    first_of_month(months - into, now)?.pred_opt()
}
