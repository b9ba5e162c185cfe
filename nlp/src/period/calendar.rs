//! Weeks, months, quarters and years around a day.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{Now, Span, YEARS};

/// Something that repeats on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    FiscalYear,
}

/// The unit that holds today, moved back `ago` times.
pub(super) fn unit(unit: Unit, ago: u32, now: &Now) -> Option<Span> {
    let today = now.today();
    let (start, months) = match unit {
        Unit::Day => {
            let day = today.checked_sub_days(Days::new(u64::from(ago)))?;
            return Some(Span::Days(day, day.succ_opt()?));
        }
        Unit::Week => {
            let monday = today
                .week(Weekday::Mon)
                .checked_first_day()?
                .checked_sub_days(Days::new(7 * u64::from(ago)))?;
            return Some(Span::Days(monday, monday.checked_add_days(Days::new(7))?));
        }
        Unit::Month => (first_of(today.year(), today.month())?, 1),
        Unit::Quarter => {
            let into = (today.month() + 12 - now.fiscal_start_month) % 3;
            (first_of(today.year(), today.month())?.checked_sub_months(Months::new(into))?, 3)
        }
        Unit::Year => (first_of(today.year(), 1)?, 12),
        Unit::FiscalYear => (fiscal_year(now)?, 12),
    };
    let start = start.checked_sub_months(Months::new(ago.checked_mul(months)?))?;
    Some(Span::Days(start, start.checked_add_months(Months::new(months))?))
}

/// Part `n` of a fiscal year cut into parts of `months`: quarters or halves. Without a year, of the present.
pub(super) fn part_of_fiscal_year(n: u32, months: u32, year: Option<i32>, now: &Now) -> Option<Span> {
    let begins = match year {
        Some(year) => first_of(year, now.fiscal_start_month)?,
        None => fiscal_year(now)?,
    };
    let start = begins.checked_add_months(Months::new(months * n.checked_sub(1)?))?;
    Some(Span::Days(start, start.checked_add_months(Months::new(months))?))
}

/// The fiscal year that begins in a calendar year.
pub(super) fn fiscal_year_of(year: i32, now: &Now) -> Option<Span> {
    YEARS.contains(&year).then_some(())?;
    let start = first_of(year, now.fiscal_start_month)?;
    Some(Span::Days(start, start.checked_add_months(Months::new(12))?))
}

/// The latest Saturday and Sunday that have begun.
pub(super) fn weekend(now: &Now) -> Option<Span> {
    let Span::Days(saturday, _) = weekday(Weekday::Sat, now)? else { return None };
    Some(Span::Days(saturday, saturday.checked_add_days(Days::new(2))?))
}

/// A third of a month: 上旬, 中旬, 下旬.
pub(super) fn third_of(month: Span, third: u32) -> Option<Span> {
    let Span::Days(first, after) = month else { return None };
    let from = first.checked_add_days(Days::new(u64::from(10 * third)))?;
    Some(Span::Days(from, if third < 2 { from.checked_add_days(Days::new(10))? } else { after }))
}

/// The latest such month that has begun.
pub(super) fn month(month: u32, now: &Now) -> Option<Span> {
    let today = now.today();
    let this_year = first_of(today.year(), month)?;
    let start = if this_year > today { first_of(today.year() - 1, month)? } else { this_year };
    Some(Span::Days(start, start.checked_add_months(Months::new(1))?))
}

/// A month of a year.
pub(super) fn month_of(year: i32, month: u32) -> Option<Span> {
    let start = first_of(year, month)?;
    Some(Span::Days(start, start.checked_add_months(Months::new(1))?))
}

/// A calendar year.
pub(super) fn year(year: i32) -> Option<Span> {
    YEARS.contains(&year).then_some(())?;
    Some(Span::Days(first_of(year, 1)?, first_of(year + 1, 1)?))
}

/// One day.
pub(super) fn day(day: NaiveDate) -> Option<Span> {
    Some(Span::Days(day, day.succ_opt()?))
}

/// The latest such day of a year that has begun.
pub(super) fn day_of_year(month: u32, day_of_month: u32, now: &Now) -> Option<Span> {
    let today = now.today();
    let this_year = NaiveDate::from_ymd_opt(today.year(), month, day_of_month);
    match this_year {
        Some(date) if date <= today => day(date),
        _ => day(NaiveDate::from_ymd_opt(today.year() - 1, month, day_of_month)?),
    }
}

/// The latest such weekday before or on today.
pub(super) fn weekday(weekday: Weekday, now: &Now) -> Option<Span> {
    let today = now.today();
    let back = u64::from((7 + today.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7);
    day(today.checked_sub_days(Days::new(back))?)
}

/// The `n` latest units up to and with today.
pub(super) fn last(n: u64, unit: Unit, now: &Now) -> Option<Span> {
    (1..=10_000).contains(&n).then_some(())?;
    let months = match unit {
        Unit::Day => return super::last_days(n, now),
        Unit::Week => return super::last_days(7 * n, now),
        Unit::Month => n,
        Unit::Quarter => 3 * n,
        Unit::Year | Unit::FiscalYear => 12 * n,
    };
    let after = now.today().succ_opt()?;
    Some(Span::Days(after.checked_sub_months(Months::new(u32::try_from(months).ok()?))?, after))
}

fn fiscal_year(now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    let year = if today.month() >= now.fiscal_start_month { today.year() } else { today.year() - 1 };
    first_of(year, now.fiscal_start_month)
}

fn first_of(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}
