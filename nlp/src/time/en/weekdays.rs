//! Days of the week in English.

use super::{
    Read,
    dates::{figured, of_month},
    names::weekday,
    numbers::ordinal,
};
use crate::time::{
    Here,
    date::{Date, Lean},
    days::{Days, Unit, number, plus_days},
};

/// "Friday", "next Friday", "Friday next week", "last week's Monday", "Friday the 13th", "Monday, 7 December".
pub(super) fn on_weekday<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
    let of_week = |day, off: i64| {
        let week = Unit::Week.row(off, 1, here)?;
        Some(Date::Fixed(Days::one(plus_days(week.from, i64::from(number(day)))?)?))
    };
    match words {
        ["next", "week's" | "week", name, rest @ ..] if weekday(name).is_some() => {
            return Some((of_week(weekday(name)?, 1)?, rest));
        }
        ["last", "week's" | "week", name, rest @ ..] if weekday(name).is_some() => {
            return Some((of_week(weekday(name)?, -1)?, rest));
        }
        ["next", name, rest @ ..] if weekday(name).is_some() => {
            return Some((of_week(weekday(name)?, 1)?, rest));
        }
        ["last" | "previous", name, rest @ ..]
        | ["this", "past", name, rest @ ..]
        | ["past", name, rest @ ..]
            if weekday(name).is_some() =>
        {
            let days = Date::Weekday(weekday(name)?).days(Lean::Before(here.today()), here)?;
            return Some((Date::Fixed(days), rest));
        }
        ["this" | "coming" | "upcoming" | "following", name, rest @ ..]
        | ["this", "coming", name, rest @ ..]
            if weekday(name).is_some() =>
        {
            // looking back as well, it is of this week or coming
            if here.looks_back() {
                let day = weekday(name)?;
                let ahead = Lean::From(here.today().succ_opt()?);
                return match words {
                    ["this", said, ..] if said == name => Some((of_week(day, 0)?, rest)),
                    _ => Some((Date::Fixed(Date::Weekday(day).days(ahead, here)?), rest)),
                };
            }
            return Some((Date::Weekday(weekday(name)?), rest));
        }
        ["a", "week", "from" | "on", name, rest @ ..] if weekday(name).is_some() => {
            let days = Date::Weekday(weekday(name)?).days(Lean::Ahead, here)?;
            return Some((Date::Fixed(Days::one(plus_days(days.from, 7)?)?), rest));
        }
        _ => {}
    }
    let (name, rest) = words.split_first()?;
    let day = weekday(name)?;
    let rest = match rest {
        [".", rest @ ..] => rest,
        rest => rest,
    };
    match rest {
        ["after", "next", rest @ ..] => {
            let Date::Fixed(next) = of_week(day, 1)? else { return None };
            let coming = Date::Weekday(day).days(Lean::Ahead, here)?;
            let off = if coming == next { 7 } else { 0 };
            return Some((Date::Fixed(Days::one(plus_days(next.from, off)?)?), rest));
        }
        ["of" | "in" | "from", "next", "week", rest @ ..] | ["next", "week", rest @ ..] => {
            return Some((of_week(day, 1)?, rest));
        }
        ["of" | "in" | "from", "last", "week", rest @ ..] | ["last", "week", rest @ ..] => {
            return Some((of_week(day, -1)?, rest));
        }
        ["of" | "in", "this", "week", rest @ ..] | ["this", "week", rest @ ..] => {
            return Some((of_week(day, 0)?, rest));
        }
        ["week", rest @ ..] => {
            let days = Date::Weekday(day).days(Lean::Ahead, here)?;
            return Some((Date::Fixed(Days::one(plus_days(days.from, 7)?)?), rest));
        }
        _ => {}
    }
    let bare = match rest {
        [",", "the", after @ ..] | ["the", after @ ..] | [",", after @ ..] => after,
        after => after,
    };
    let dated = figured(bare).or_else(|| of_month(bare, here, false)).or_else(|| {
        let (n, rest) = ordinal(bare).filter(|(n, _)| (1..=31).contains(n))?;
        Some((Date::Day(n, None), rest))
    });
    if let Some((date, rest)) = dated
        && !matches!(date, Date::Month(_))
    {
        return Some((date.on(day), rest));
    }
    let short = name.len() <= 3 && matches!(*name, "sun" | "sat" | "wed" | "mon" | "fri" | "tue" | "thu");
    (alone || !matches!(*name, "sun" | "sat" | "wed") || !short).then_some((Date::Weekday(day), rest))
}
