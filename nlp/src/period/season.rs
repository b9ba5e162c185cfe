//! Seasons of a year: "last spring", 去年の夏. Spring begins in March.
//!
//! A season alone is no period: it is more often part of a name ("Spring Hackathon", 春のハッカソン).

use chrono::{Datelike, Months, NaiveDate};

use super::{Now, Span};

/// "last spring", "this summer", "spring 2025".
pub(super) fn english(parts: &[&str], now: &Now) -> Option<Span> {
    match parts {
        ["this", name] => of(first_month(name)?, now.today().year()),
        ["last", name] => latest(first_month(name)?, now),
        [name, year] if year.len() == 4 => of(first_month(name)?, year.parse().ok()?),
        _ => None,
    }
}

/// 今年の春, 去年の夏, 昨春, 2025年春.
pub(super) fn japanese(words: &str, now: &Now) -> Option<Span> {
    let year = now.today().year();
    for (lead, of_year) in
        [("今年の", year), ("去年の", year - 1), ("昨年の", year - 1), ("一昨年の", year - 2)]
    {
        if let Some(name) = words.strip_prefix(lead) {
            return of(first_month(name)?, of_year);
        }
    }
    if let Some(name) = words.strip_prefix('昨') {
        return of(first_month(name)?, year - 1);
    }
    if let Some(name) = words.strip_prefix("この前の") {
        return latest(first_month(name)?, now);
    }
    let (of_year, name) = words.split_once('年')?;
    of(first_month(name.trim_start_matches('の'))?, of_year.parse().ok()?)
}

fn first_month(name: &str) -> Option<u32> {
    Some(match name {
        "spring" | "春" => 3,
        "summer" | "夏" => 6,
        "autumn" | "fall" | "秋" => 9,
        "winter" | "冬" => 12,
        _ => return None,
    })
}

fn of(month: u32, year: i32) -> Option<Span> {
    (1970..=2200).contains(&year).then_some(())?;
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(Span::Days(start, start.checked_add_months(Months::new(3))?))
}

/// The latest that is over.
fn latest(month: u32, now: &Now) -> Option<Span> {
    let today = now.today();
    (0..=2).filter_map(|back| of(month, today.year() - back)).find(|span| match span {
        Span::Days(_, after) => *after <= today,
        Span::Hours(_) => false,
    })
}
