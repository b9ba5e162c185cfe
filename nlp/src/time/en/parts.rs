//! Parts of a longer stretch in English: "end of the month", "first Monday of June".

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Read,
    dates::{date, figured, of_month},
    names::weekday,
    numbers::{ordinal, year},
    quarters::{quarterly, seasonal},
    units::{unit_named, whole_units},
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit, monday, plus_days, plus_months},
};

/// What somebody calls a longer stretch, to name a part of it: "next month", "the year", "March 2027".
fn stretch<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    if let Some(found) = whole_units(words, here) {
        return Some(found);
    }
    let bare = words.strip_prefix(&["the"]).unwrap_or(words);
    if let Some((unit, rest)) = unit_named(bare).filter(|(unit, _)| *unit != Unit::Day) {
        return Some((unit.row(0, 1, here)?, rest));
    }
    if let Some((year, rest)) = year(bare) {
        return Some((Days::year(year)?, rest));
    }
    let (date, rest) = of_month(bare, here, true)
        .or_else(|| quarterly(bare, here))
        .or_else(|| seasonal(bare, here, true))
        .or_else(|| figured(bare))?;
    Some((date.resolved(Lean::Ahead, here)?, rest))
}

/// Parts of a longer stretch: "end of the month", "first Monday of June", "early March", "the week of May 3".
pub(super) fn within<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Date> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let fixed = |days: Option<Days>, rest| Some((Date::Fixed(days?), rest));
    match words {
        ["beginning" | "start", "of", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.day(1), rest);
        }
        ["end", "of", rest @ ..] | ["end", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.end(), rest);
        }
        ["middle", "of", rest @ ..] | ["mid", "-", rest @ ..] | ["mid", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.third(1), rest);
        }
        ["early", "in", rest @ ..] | ["early", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.third(0), rest);
        }
        ["late", "in", rest @ ..] | ["late", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.third(2), rest);
        }
        ["first" | "1st", "half", "of", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.half(0), rest);
        }
        ["second" | "2nd" | "last", "half", "of", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(days.half(1), rest);
        }
        ["rest" | "remainder", "of", rest @ ..] => {
            let (days, rest) = stretch(rest, here)?;
            return fixed(Days::new(here.today(), days.to, days.grain), rest);
        }
        ["week", "of" | "starting" | "beginning", rest @ ..] => {
            let (date, rest) = date(rest, here, false)?;
            let day = date.resolved(Lean::Ahead, here)?.from;
            let monday = monday(day)?;
            return fixed(Days::new(monday, plus_days(monday, 7)?, Grain::Week), rest);
        }
        ["week", n, rest @ ..] if n.bytes().all(|b| b.is_ascii_digit()) => {
            let (year, rest) = match rest {
                ["of", after @ ..] | [",", after @ ..] => year(after).unwrap_or((here.today().year(), rest)),
                _ => year(rest).unwrap_or((here.today().year(), rest)),
            };
            let monday = NaiveDate::from_isoywd_opt(year, n.parse().ok()?, Weekday::Mon)?;
            return fixed(Days::new(monday, plus_days(monday, 7)?, Grain::Week), rest);
        }
        _ => {}
    }
    let (n, rest) = match words {
        ["last" | "final", rest @ ..] => (0, rest),
        _ => ordinal(words)?,
    };
    let (what, rest) = rest.split_first()?;
    let rest = match rest {
        ["of" | "in", rest @ ..] => rest,
        _ => return None,
    };
    // "the first day of the conference" is none of these
    let (of, rest) = stretch(rest, here)?;
    if let Some(weekday) = weekday(what) {
        return fixed(of.weekday(n, weekday), rest);
    }
    match *what {
        "day" => fixed(of.day(n), rest),
        "week" => fixed(of.week(n), rest),
        "weekend" => {
            let saturday = of.weekday(n, Weekday::Sat)?.from;
            fixed(Days::new(saturday, plus_days(saturday, 2)?, Grain::Day), rest)
        }
        "month" if n > 0 => fixed(
            Days::new(
                plus_months(of.from, i64::from(n) - 1)?,
                plus_months(of.from, i64::from(n))?,
                Grain::Month,
            ),
            rest,
        ),
        "quarter" | "qtr" if n > 0 => fixed(of.part(n, 3), rest),
        _ => None,
    }
}
