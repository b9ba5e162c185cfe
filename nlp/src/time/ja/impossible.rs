//! Days in Japanese that no calendar has: 2月30日, 13月1日, 来月31日.

use chrono::Datelike;

use super::{months::day_of, numbers::whole, of, words::named};
use crate::time::{Here, days::Unit};

/// Does the text begin with such a day or month? It is read as nothing, and what is left of it as nothing else.
pub(in crate::time) fn impossible(text: &str, here: &Here) -> bool {
    if let Some((named, rest)) = named(text).filter(|(named, _)| named.unit == Unit::Month) {
        let days = named.unit.row(named.off, 1, here);
        return day_of(of(rest)).is_some_and(|(n, _)| days.is_some_and(|days| days.day(n).is_none()));
    }
    let said = match named(text) {
        Some((named, rest)) => {
            let year = named.unit.row(named.off, 1, here).filter(|_| named.unit == Unit::Year);
            year.and_then(|year| of_year(Some(year.from.year()), of(rest)))
        }
        None => match whole(text).and_then(|(year, rest)| Some((year, rest.strip_prefix('年')?))) {
            Some((year, rest)) => i32::try_from(year).ok().and_then(|year| of_year(Some(year), of(rest))),
            None => of_year(None, text),
        },
    };
    said.is_some()
}

fn of_year(year: Option<i32>, text: &str) -> Option<()> {
    let (month, rest) = whole(text)?;
    let rest = rest.strip_prefix('月').filter(|rest| !rest.starts_with(['間', '曜']))?;
    let day = match day_of(rest) {
        Some((day, _)) => day,
        // 13月 alone may be anything
        None => year.map(|_| 1)?,
    };
    // without a year, any day that some year has
    let year = year.filter(|year| *year > 99).unwrap_or(2024);
    chrono::NaiveDate::from_ymd_opt(year, month, day).is_none().then_some(())
}
