//! Parts of a longer stretch in English: "end of the month", "first Monday of June".

use chrono::{Datelike, Weekday};

use super::{
    Read,
    dates::{date, figured, of_month},
    names::weekday,
    numbers::{count, ordinal, year},
    quarters::{quarterly, seasonal},
    units::{unit_named, whole_units},
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit, plus_days, plus_months},
};

/// What somebody calls a longer stretch, to name a part of it: "next month", "the year", "March 2027".
fn stretch<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    if let Some(found) = whole_units(words, here) {
        return Some(found);
    }
    let bare = words.strip_prefix(&["the"]).unwrap_or(words);
    // "the month of May", "the year 2025"
    let bare = bare.strip_prefix(&["month", "of"]).or(bare.strip_prefix(&["year", "of"])).unwrap_or(bare);
    let bare = bare.strip_prefix(&["year"]).filter(|rest| year(rest).is_some()).unwrap_or(bare);
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
            // a report of the beginning is of more than a day
            return fixed(if here.looks_back() { days.third(0) } else { days.day(1) }, rest);
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
            return fixed(Days::week_with(date.resolved(Lean::Ahead, here)?.from), rest);
        }
        ["weekend", "of", rest @ ..] => {
            let (date, rest) = date(rest, here, false)?;
            let days = date.resolved(Lean::Ahead, here).filter(|days| days.grain == Grain::Day)?;
            let saturday = plus_days(Days::week_with(days.from)?.from, 5)?;
            return fixed(Days::new(saturday, plus_days(saturday, 2)?, Grain::Day), rest);
        }
        ["calendar", "week", n, rest @ ..] | ["week", n, rest @ ..]
            if n.bytes().all(|b| b.is_ascii_digit()) =>
        {
            let (year, rest) = match rest {
                ["of", after @ ..] | [",", after @ ..] => year(after).unwrap_or((here.today().year(), rest)),
                _ => year(rest).unwrap_or((here.today().year(), rest)),
            };
            return fixed(Days::week_of_year(year, n.parse().ok()?), rest);
        }
        _ => {}
    }
    if let Some((days, rest)) =
        iso_week(words).or_else(|| all_of(words, here)).or_else(|| some_units(words, here))
    {
        return fixed(Some(days), rest);
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

/// "the whole of 2025", "all of last month", "the entire week", "all week".
fn all_of<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    match words {
        ["whole" | "entire" | "full" | "entirety", rest @ ..] | ["all", "of", rest @ ..] => {
            stretch(rest.strip_prefix(&["of"]).unwrap_or(rest), here)
        }
        ["month" | "year", "of", ..] => stretch(words, here),
        ["all", "week" | "month" | "quarter" | "year", ..] => stretch(&words[1..], here),
        ["all", "last" | "this" | "next", ..] => whole_units(&words[1..], here),
        _ => None,
    }
}

/// "last two weeks of September", "first 10 days of next month".
fn some_units<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let (&side, rest) = words.split_first()?;
    matches!(side, "first" | "last" | "final").then_some(())?;
    let (n, rest) = count(rest)?;
    let (unit, rest) = unit_named(rest)?;
    let ["of" | "in", rest @ ..] = rest else { return None };
    // of a month without its year, the nearest
    let (of, after) = stretch(rest, here)?;
    let of = stretch(rest, &here.looking_back()).map_or(of, |(back, _)| back.nearer(of, here.today()));
    let rest = after;
    Some((if side == "first" { of.first(n, unit)? } else { of.last(n, unit)? }, rest))
}

/// "2025-W33", "W33 2025", "2025-W33-4".
fn iso_week<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Days> {
    let (n, year_said, rest) = match words {
        [_, "-", "w", n, rest @ ..] | [_, "w", n, rest @ ..] => (n, words, rest),
        ["w", n, rest @ ..] => (n, rest, &rest[rest.len().min(1)..]),
        _ => return None,
    };
    let week = Days::week_of_year(year(&year_said[..year_said.len().min(1)])?.0, n.parse().ok()?)?;
    match rest {
        ["-", day, rest @ ..] if words[0] != "w" => {
            Some((week.day(day.parse().ok().filter(|n| *n > 0)?)?, rest))
        }
        rest => Some((week, rest)),
    }
}
