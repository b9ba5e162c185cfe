//! Dates in English: days and months by name or in figures.

use super::{
    Read,
    names::{month, weekday},
    numbers::{ordinal, whole, year},
    parts::within,
    quarters::{of_fiscal_year, quarterly, seasonal},
    units::whole_units,
    weekdays::on_weekday,
};
use crate::time::{
    Here,
    date::{Date, Lean},
    days::{Days, Unit, plus_days},
    figures,
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
        ["tomorrow" | "tomorrows" | "tomorrow's" | "tmrw" | "tmr", rest @ ..] => {
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
        .or_else(|| of_fiscal_year(words, here))
        .or_else(|| whole_units(words, here).map(|(days, rest)| (Date::Fixed(days), rest)))
        .or_else(|| figured(words))
        .or_else(|| of_month(words, here, alone))
        .or_else(|| decade(words))
        .or_else(|| feast(words))
        .or_else(|| seasonal(words, here, alone))
        .or_else(|| quarterly(words, here))
        .or_else(|| alone.then(|| year(words))?.and_then(|(year, rest)| fixed(Days::year(year), rest)))
}

/// "Christmas 2014", "New Year's Eve 2025": feasts on the same day of each year, where the year is said.
fn feast<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Date> {
    let (month, day, rest) = match words {
        ["christmas", "eve", rest @ ..] => (12, 24, rest),
        ["christmas", "day", rest @ ..] | ["christmas" | "xmas", rest @ ..] => (12, 25, rest),
        ["new", "year's" | "years", "eve", rest @ ..] => (12, 31, rest),
        ["new", "year's" | "years", "day", rest @ ..] => (1, 1, rest),
        ["halloween", rest @ ..] => (10, 31, rest),
        _ => return None,
    };
    let (year, rest) = year(rest.strip_prefix(&[","]).unwrap_or(rest))?;
    Some((Date::Fixed(Days::date(year, month, day)?), rest))
}

/// "the 90s", "the 2010s", "1980s".
fn decade<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Date> {
    let (the, bare) = match words {
        ["the", "'" | "’", rest @ ..] | ["the", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (digits, rest) = match bare {
        [digits, "s", rest @ ..] | [digits, "'" | "’", "s", rest @ ..] => (digits, rest),
        _ => return None,
    };
    let n: i32 = digits.parse().ok().filter(|n| n % 10 == 0)?;
    let year = match digits.len() {
        4 => n,
        // "90s" alone is a length of time
        2 if the && n >= 20 => 1900 + n,
        _ => return None,
    };
    (1900..2100).contains(&year).then_some(())?;
    Some((Date::Fixed(Days::decade(year)?), rest))
}

/// "2026-03-04", "3/4".
pub(super) fn figured<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Date> {
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
