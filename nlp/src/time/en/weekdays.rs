//! Days of the week in English.

use chrono::{Datelike, Weekday};

use super::{
    Read,
    dates::{date, figured, of_month},
    names::{weekday, weekdays},
    numbers::{ordinal, whole},
    units::unit_named,
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit, number, plus_days},
    same,
};

/// "Friday", "next Friday", "Friday next week", "last week's Monday", "Friday the 13th", "Monday, 7 December".
pub(super) fn on_weekday<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
    let of_week = |day, off: i64| {
        let week = Unit::Week.row(off, 1, here)?;
        Some(Date::Fixed(Days::one(plus_days(week.from, i64::from(number(day)))?)?))
    };
    if let Some((days, rest)) = beside(words, here) {
        return Some((Date::Fixed(days), rest));
    }
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
    // "mon ami"
    if *name == "mon" && !alone && rest.first().is_some_and(|next| is_word(next) && !FOLLOW.contains(next)) {
        return None;
    }
    let short = name.len() <= 3 && matches!(*name, "sun" | "sat" | "wed" | "mon" | "fri" | "tue" | "thu");
    (alone || !matches!(*name, "sun" | "sat" | "wed") || !short).then_some((Date::Weekday(day), rest))
}

fn is_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// What may follow a short name of a day.
const FOLLOW: &[&str] = &[
    "at",
    "on",
    "and",
    "or",
    "to",
    "till",
    "until",
    "through",
    "thru",
    "morning",
    "afternoon",
    "evening",
    "night",
    "noon",
    "is",
    "was",
    "works",
    "for",
    "with",
    "we",
    "i",
    "so",
    "then",
    "but",
    "please",
    "by",
    "if",
    "from",
    "in",
];

/// "two Sundays from now", "in two Mondays", "2 Fridays ago".
pub(super) fn counted<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let ahead = words.strip_prefix(&["in"]);
    let (n, rest) = whole(ahead.unwrap_or(words)).filter(|(n, _)| (1..=500).contains(n))?;
    let (name, rest) = rest.split_first()?;
    let day = weekdays(name)?;
    let (n, rest) = match rest {
        rest if ahead.is_some() => (n, rest),
        ["from", "now" | "today", rest @ ..] => (n, rest),
        ["ago", rest @ ..] => return Some((nth(day, -i64::from(n), Days::one(here.today())?)?, rest)),
        _ => return None,
    };
    Some((nth(day, i64::from(n), Days::one(here.today())?)?, rest))
}

/// The `n`th such day after a stretch, or before it.
fn nth(day: Weekday, n: i64, of: Days) -> Option<Days> {
    let lean = if n > 0 { of.to } else { of.from.pred_opt()? };
    let off = i64::from(number(day)) - i64::from(number(lean.weekday()));
    let first = if n > 0 { off.rem_euclid(7) } else { -(-off).rem_euclid(7) };
    Days::one(plus_days(lean, first + 7 * (n - n.signum()))?)
}

/// "the day after Friday", "third Tuesday after June 5", "the Friday before 3 May", "the Monday closest to June 1".
fn beside<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let day = |words: &'w [&'t str]| {
        let (date, rest) = date(words, here, true)?;
        Some((date.resolved(Lean::Ahead, here)?, rest))
    };
    if let ["closest" | "nearest", name, "to", rest @ ..] | [name, "closest" | "nearest", "to", rest @ ..] =
        words
    {
        let (name, (of, rest)) = (weekday(name)?, day(rest)?);
        let off = (i64::from(number(name)) - i64::from(number(of.from.weekday())) + 3).rem_euclid(7) - 3;
        return Some((Days::one(plus_days(of.from, off)?)?, rest));
    }
    let (n, rest) = match words {
        ["last" | "next", rest @ ..] => (1, rest),
        _ => ordinal(words).unwrap_or((1, words)),
    };
    let (name, rest) = rest.split_first()?;
    let (sign, rest): (i64, _) = match rest {
        ["after" | "following", rest @ ..] => (1, rest),
        ["before" | "preceding", rest @ ..] => (-1, rest),
        _ => return None,
    };
    if let Some(name) = weekday(name) {
        // "Friday after May" is on any, "Friday after next" is another
        let (of, rest) = day(rest).filter(|(of, _)| of.grain == Grain::Day)?;
        return Some((nth(name, sign * i64::from(n), of)?, rest));
    }
    let (unit, _) = unit_named(std::slice::from_ref(name)).filter(|_| words.first() == Some(name))?;
    let (of, rest) = day(rest)?;
    Some((same::beside(unit, sign, of, here)?, rest))
}
