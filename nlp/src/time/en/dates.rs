//! Dates in English: days, weeks, months, years and their parts.

use super::{
    Read,
    names::{month, unit, weekday},
    numbers::{ordinal, whole, year},
    quarters::{quarterly, seasonal},
};
use crate::time::{
    Here,
    date::{Date, Lean},
    days::{Days, Unit, number, plus_days},
    durations, figures,
    said::Said,
};

/// A date; `alone` allows words that mostly mean something else ("may", "sun").
pub(super) fn date<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
    let fixed = |days: Option<Days>, rest| Some((Date::Fixed(days?), rest));
    let day = |off| Days::one(plus_days(here.today(), off)?);
    match words {
        ["the", "day", "after", "tomorrow", rest @ ..] | ["day", "after", "tomorrow", rest @ ..] => {
            return fixed(day(2), rest);
        }
        ["the", "day", "before", "yesterday", rest @ ..] | ["day", "before", "yesterday", rest @ ..] => {
            return fixed(day(-2), rest);
        }
        ["today" | "todays" | "today's", rest @ ..] => return fixed(day(0), rest),
        ["tomorrow" | "tomorrows" | "tomorrow's" | "tmrw" | "tmr" | "tomorow", rest @ ..] => {
            return fixed(day(1), rest);
        }
        ["yesterday" | "yesterday's", rest @ ..] => return fixed(day(-1), rest),
        ["eom", rest @ ..] => return fixed(Unit::Month.row(0, 1, here)?.end(), rest),
        ["eow", rest @ ..] => return fixed(Unit::Week.row(0, 1, here)?.end(), rest),
        ["eoq", rest @ ..] => return fixed(Unit::Quarter.row(0, 1, here)?.end(), rest),
        ["eoy", rest @ ..] => return fixed(Unit::Year.row(0, 1, here)?.end(), rest),
        _ => {}
    }
    within(words, here)
        .or_else(|| on_weekday(words, here, alone))
        .or_else(|| whole_units(words, here).map(|(days, rest)| (Date::Fixed(days), rest)))
        .or_else(|| figured(words))
        .or_else(|| of_month(words, here, alone))
        .or_else(|| seasonal(words, here, alone))
        .or_else(|| quarterly(words, here))
        .or_else(|| alone.then(|| year(words))?.and_then(|(year, rest)| fixed(Days::year(year), rest)))
}

/// "this week", "last fiscal year", "the week after next", "next 3 days", "weekend".
pub(super) fn whole_units<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let (off, rest) = match words {
        ["this" | "current", "past" | "last", rest @ ..] => (-1, rest),
        ["this" | "current", "coming", rest @ ..] => (1, rest),
        ["this" | "current", rest @ ..] => (0, rest),
        ["next" | "coming" | "following" | "upcoming", rest @ ..] => (1, rest),
        ["last" | "past" | "previous" | "prior" | "trailing", rest @ ..] => (-1, rest),
        [word, "after", "next", rest @ ..] => {
            return Some((unit_named(&[*word])?.0.row(2, 1, here)?, rest));
        }
        [word, "before", "last", rest @ ..] => {
            return Some((unit_named(&[*word])?.0.row(-2, 1, here)?, rest));
        }
        ["weekend", rest @ ..] | ["week", "-", "end", rest @ ..] => {
            return Some((Unit::Weekend.row(0, 1, here)?, rest));
        }
        _ => return None,
    };
    // "the past week" goes up to today, "last week" does not
    let past = here.looks_back() && matches!(words, ["past", ..] | ["this" | "current", "past", ..])
        || words.first() == Some(&"trailing");
    if let Some((unit, rest)) = unit_of(rest) {
        let days = if past && unit != Unit::Weekend {
            whole_days(durations::trailing(1, unit, here)?)?
        } else {
            unit.row(off, 1, here)?
        };
        return Some((days, rest));
    }
    if off == 0 {
        return None;
    }
    let (n, rest) = super::numbers::count(rest).filter(|_| !matches!(rest.first(), Some(&("a" | "an"))))?;
    let (unit, rest) = unit_of(rest)?;
    let n = n.checked_mul(rest_times(words, rest))?;
    let trailing = words.first() == Some(&"trailing");
    let said =
        if trailing { durations::trailing(n, unit, here)? } else { durations::row(n, unit, off, here)? };
    Some((whole_days(said)?, rest))
}

fn whole_days(said: Said) -> Option<Days> {
    match said {
        Said::Point(Some(Date::Fixed(days)), None) => Some(days),
        _ => None,
    }
}

/// A fortnight is two weeks.
fn rest_times(words: &[&str], rest: &[&str]) -> u32 {
    words[..words.len() - rest.len()].last().and_then(|word| unit(word)).map_or(1, |(_, times)| times)
}

fn unit_named<'w, 't>(words: &'w [&'t str]) -> Option<(Unit, &'w [&'t str])> {
    unit_of(words).filter(|(unit, _)| !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour))
}

fn unit_of<'w, 't>(words: &'w [&'t str]) -> Option<(Unit, &'w [&'t str])> {
    match words {
        ["fiscal" | "business" | "financial", "year" | "years" | "year's", rest @ ..] => {
            Some((Unit::Fiscal, rest))
        }
        ["fiscal" | "business", "quarter" | "quarters", rest @ ..] => Some((Unit::Quarter, rest)),
        ["calendar", "year" | "years", rest @ ..] => Some((Unit::Year, rest)),
        ["business" | "working", "day" | "days", rest @ ..] => Some((Unit::Workday, rest)),
        ["half", "-", "year", rest @ ..] | ["half", rest @ ..] => Some((Unit::Half, rest)),
        ["week", "-", "end", rest @ ..] => Some((Unit::Weekend, rest)),
        [word, rest @ ..] => {
            (word.len() > 1).then_some(())?;
            let (unit, _) = unit(word)?;
            Some((unit, rest))
        }
        [] => None,
    }
}

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
fn within<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Date> {
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
            let monday = crate::time::days::monday(day)?;
            let grain = crate::time::Grain::Week;
            return fixed(Days::new(monday, plus_days(monday, 7)?, grain), rest);
        }
        ["week", n, rest @ ..] if n.bytes().all(|b| b.is_ascii_digit()) => {
            use chrono::Datelike;
            let (year, rest) = match rest {
                ["of", after @ ..] | [",", after @ ..] => year(after).unwrap_or((here.today().year(), rest)),
                _ => year(rest).unwrap_or((here.today().year(), rest)),
            };
            let monday = chrono::NaiveDate::from_isoywd_opt(year, n.parse().ok()?, chrono::Weekday::Mon)?;
            return fixed(Days::new(monday, plus_days(monday, 7)?, crate::time::Grain::Week), rest);
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
            let saturday = of.weekday(n, chrono::Weekday::Sat)?.from;
            fixed(Days::new(saturday, plus_days(saturday, 2)?, crate::time::Grain::Day), rest)
        }
        "month" if n > 0 => fixed(
            Days::new(
                crate::time::days::plus_months(of.from, i64::from(n) - 1)?,
                crate::time::days::plus_months(of.from, i64::from(n))?,
                crate::time::Grain::Month,
            ),
            rest,
        ),
        "quarter" | "qtr" if n > 0 => fixed(of.part(n, 3), rest),
        _ => None,
    }
}

/// "Friday", "next Friday", "Friday next week", "last week's Monday", "Friday the 13th", "Monday, 7 December".
fn on_weekday<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
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

/// "2026-03-04", "3/4".
fn figured<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Date> {
    let (first, rest) = words.split_first()?;
    if let (letter @ ("r" | "h" | "s"), Some((run, rest))) = (*first, rest.split_first()) {
        return Some((figures::era(letter.chars().next()?, run)?, rest));
    }
    let dated = figures::date(first)?;
    // three quarters of a text is no date
    if matches!(dated, Date::MonthDay(..)) && matches!(rest.first(), Some(&("of" | "the" | "as"))) {
        return None;
    }
    match rest {
        ["(", name, ")", rest @ ..] if weekday(name).is_some() => Some((dated.on(weekday(name)?), rest)),
        _ => Some((dated, rest)),
    }
}

/// "March", "March 4th", "4 Mar 2026", "the 4th of March", "March 2026", "March next year", "the 15th".
pub(super) fn of_month<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
    let said_the = words.first() == Some(&"the");
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    if let Some((n, rest)) = day_number(words, said_the)
        && (1..=31).contains(&n)
    {
        let bare = match rest {
            ["of", after @ ..] => after,
            after => after,
        };
        if let Some((first, after)) = bare.split_first()
            && let Some(month) = month(first)
        {
            let after = after.strip_prefix(&["."]).unwrap_or(after);
            return with_year(month, n, after, here);
        }
        if let ["of", after @ ..] = rest
            && let Some((days, after)) = whole_units(after, here)
            && (28..=31).contains(&(days.to - days.from).num_days())
        {
            return Some((Date::Fixed(days.day(n)?), after));
        }
        let ordinal = ordinal(words).is_some();
        return (said_the && ordinal && !starts_a_noun(rest)).then_some((Date::Day(n, None), rest));
    }
    let (named, rest) = match words {
        ["next", name, rest @ ..] if month(name).is_some() => {
            let ahead = Date::Month(month(name)?).days(Lean::From(after_month(here)?), here)?;
            return Some((Date::Fixed(ahead), rest));
        }
        ["last" | "past" | "previous", name, rest @ ..] if month(name).is_some() => {
            let first = Unit::Month.row(0, 1, here)?.from;
            let back = Date::Month(month(name)?).days(Lean::Before(first), here)?;
            return Some((Date::Fixed(back), rest));
        }
        ["this", name, rest @ ..] if month(name).is_some() => {
            use chrono::Datelike;
            return Some((Date::Fixed(Days::month(here.today().year(), month(name)?)?), rest));
        }
        [name, "after", "next", rest @ ..] if month(name).is_some() => {
            let ahead = Date::Month(month(name)?).days(Lean::From(after_month(here)?), here)?;
            let next = crate::time::days::plus_months(ahead.from, 12)?;
            return Some((Date::Fixed(Days::month(chrono::Datelike::year(&next), month(name)?)?), rest));
        }
        _ => words.split_first()?,
    };
    let month_number = month(named)?;
    let rest = rest.strip_prefix(&["."]).unwrap_or(rest);
    let bare = rest.strip_prefix(&["the"]).unwrap_or(rest);
    if let Some((year, rest)) = said_year(rest, here) {
        return Some((Date::Fixed(Days::month(year, month_number)?), rest));
    }
    if let Some((n, after)) = day_number(bare, true)
        && (1..=31).contains(&n)
        && !matches!(after.first(), Some(&("am" | "pm" | "o'clock" | "%")))
    {
        return with_year(month_number, n, after, here);
    }
    let doubtful = matches!(*named, "may" | "march" | "mar" | "jan" | "dec" | "sep");
    (alone || !doubtful).then_some((Date::Month(month_number), rest))
}

fn after_month(here: &Here) -> Option<chrono::NaiveDate> {
    Some(Unit::Month.row(0, 1, here)?.to)
}

/// "the first" is a day, "the first try" is not.
fn starts_a_noun(rest: &[&str]) -> bool {
    let after =
        ["and", "or", "at", "to", "until", "till", "in", "for", "through", "is", "we", "i", "if", "from"];
    rest.first()
        .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphabetic()) && !after.contains(next))
}

fn day_number<'w, 't>(words: &'w [&'t str], in_words: bool) -> Read<'w, 't, u32> {
    if let Some(found) = ordinal(words) {
        let spelled = !words[0].starts_with(|c: char| c.is_ascii_digit());
        let of_month = found.1.first() == Some(&"of");
        return (in_words || !spelled || of_month).then_some(found);
    }
    let (first, rest) = words.split_first()?;
    (first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit()))
        .then(|| whole(words))?
        .map(|(n, _)| (n, rest))
}

/// ", 2026", "2026", "of last year", "next year".
pub(super) fn said_year<'w, 't>(words: &'w [&'t str], here: &Here) -> Option<(i32, &'w [&'t str])> {
    use chrono::Datelike;
    let bare = match words {
        ["," | "of" | "in", rest @ ..] => rest,
        rest => rest,
    };
    let this = here.today().year();
    match bare {
        ["this", "year", rest @ ..] => Some((this, rest)),
        ["next", "year", rest @ ..] => Some((this + 1, rest)),
        ["last", "year", rest @ ..] => Some((this - 1, rest)),
        _ => year(bare),
    }
}

fn with_year<'w, 't>(month: u32, day: u32, rest: &'w [&'t str], here: &Here) -> Read<'w, 't, Date> {
    if let Some((year, rest)) = said_year(rest, here) {
        return Some((Date::Fixed(Days::date(year, month, day)?), rest));
    }
    // "April 14, 15": only right behind the day
    chrono::NaiveDate::from_ymd_opt(2024, month, day)?;
    match rest {
        ["(", name, ")", rest @ ..] | [",", name, rest @ ..] if weekday(name).is_some() => {
            Some((Date::MonthDay(month, day, weekday(name)), rest))
        }
        _ => Some((Date::MonthDay(month, day, None), rest)),
    }
}
