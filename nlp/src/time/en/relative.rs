//! Lengths of time in English, and what lies so far away.

use chrono::{NaiveDate, Weekday};

use super::{
    Read,
    names::{unit, weekday},
    numbers::{count, ordinal, whole},
};
use crate::time::{
    Here,
    date::Lean,
    days::{Days, Unit, number, plus_days},
    durations::Duration,
    said::Said,
};

/// "2 hours and 30 minutes", "half an hour", "a year and a half", "2.5 hours", "1h30m".
pub(super) fn duration<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Duration> {
    let (mut sum, mut rest) = one(words)?;
    loop {
        let next = match rest {
            ["and" | ",", next @ ..] => next,
            next => next,
        };
        match one(next) {
            Some((more, after)) => (sum, rest) = (sum.plus(more), after),
            None => return Some((sum, rest)),
        }
    }
}

fn one<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Duration> {
    let halves = |n: i64, (unit, times): (Unit, u32), rest| {
        Some((Duration::of_halves(n * i64::from(times), unit)?, rest))
    };
    match words {
        ["half", "an" | "a", word, rest @ ..]
        | ["a", "half", word, rest @ ..]
        | ["half", word, rest @ ..]
            if unit(word).is_some() =>
        {
            return halves(1, unit(word)?, rest);
        }
        ["a" | "one", "quarter", "of", "an", "hour", rest @ ..]
        | ["quarter", "of", "an", "hour", rest @ ..]
        | ["1/4", "h" | "hour", rest @ ..] => return Some((Duration::of(15, Unit::Minute)?, rest)),
        ["1/2", "h" | "hour", rest @ ..] => return Some((Duration::of(30, Unit::Minute)?, rest)),
        ["three", "-", "quarters", "of", "an", "hour", rest @ ..]
        | ["three", "quarters", "of", "an", "hour", rest @ ..]
        | ["3/4", "h" | "hour", rest @ ..] => return Some((Duration::of(45, Unit::Minute)?, rest)),
        ["a" | "an" | "one" | "1", word, "and", "a", "half", rest @ ..] if unit(word).is_some() => {
            return halves(3, unit(word)?, rest);
        }
        ["the", rest @ ..] => return one(rest).filter(|_| false),
        _ => {}
    }
    if let [number, word, rest @ ..] = words
        && number.contains('.')
    {
        let (whole, part) = number.split_once('.')?;
        let (unit, times) = unit(word)?;
        let whole: i64 = whole.parse().ok().filter(|n| *n < 100_000)?;
        return match (part, unit) {
            ("5", _) => halves(2 * whole + 1, (unit, times), rest),
            ("0", _) => halves(2 * whole, (unit, times), rest),
            (part, Unit::Hour) => {
                let part: f64 = format!("0.{part}").parse().ok()?;
                let minutes = u32::try_from(whole).ok()? * 60 + (part * 60.0).round() as u32;
                Some((Duration::of(minutes, Unit::Minute)?, rest))
            }
            _ => None,
        };
    }
    let (n, rest) = count(words)?;
    let rest = rest.strip_prefix(&["more"]).unwrap_or(rest);
    match rest {
        ["and", "a" | "an", "half", word, rest @ ..] if unit(word).is_some() => {
            halves(2 * i64::from(n) + 1, unit(word)?, rest)
        }
        ["business" | "working", "day" | "days", rest @ ..] => Some((Duration::of(n, Unit::Workday)?, rest)),
        ["m", rest @ ..] if whole(words).is_some() => Some((Duration::of(n, Unit::Minute)?, rest)),
        [word, rest @ ..] => {
            // one letter is a unit only behind a figure
            (word.len() > 1 || words[0].starts_with(|c: char| c.is_ascii_digit())).then_some(())?;
            let (unit, times) = unit(word)?;
            (unit != Unit::Weekend).then_some(())?;
            Some((Duration::of(n.checked_mul(times)?, unit)?, rest))
        }
        [] => None,
    }
}

/// "in 2 weeks", "3 days ago", "an hour from now", "two days after tomorrow".
pub(super) fn relative<'w, 't>(
    words: &'w [&'t str],
    here: &Here,
    point: &dyn Fn(&'w [&'t str]) -> Read<'w, 't, Said>,
) -> Read<'w, 't, Said> {
    if let ["in", rest @ ..] = words {
        let rest = match rest {
            ["about" | "around" | "approximately" | "exactly", rest @ ..] => rest,
            rest => rest,
        };
        let (length, rest) = duration(rest)?;
        let rest = match rest {
            ["time", rest @ ..] => rest,
            rest => rest,
        };
        return Some((length.counted(1, here)?, rest));
    }
    let (length, rest) = duration(words)?;
    match rest {
        ["ago" | "earlier" | "back", rest @ ..] => Some((length.counted(-1, here)?, rest)),
        ["from", "now" | "today", rest @ ..]
        | ["from", "right", "now", rest @ ..]
        | ["hence" | "later" | "out", rest @ ..] => Some((length.counted(1, here)?, rest)),
        ["after" | "from", rest @ ..] => moved(length, 1, rest, here, point),
        ["before", rest @ ..] => moved(length, -1, rest, here, point),
        _ => None,
    }
}

/// "in three weeks on Friday", "Friday in two weeks", "two months ago on the 5th".
pub(super) fn day_of_far<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Days> {
    let (bare, announced) = match words {
        ["on", rest @ ..] => (rest, true),
        rest => (rest, false),
    };
    // "we sat in two weeks of meetings", "the first in three months"
    let doubtful = matches!(bare, ["sat" | "sun" | "wed", ..])
        || matches!(bare, ["the", word, ..] if !word.starts_with(|c: char| c.is_ascii_digit()));
    if let Some((day, rest)) = Within::read(bare).filter(|_| announced || !doubtful) {
        let (unit, days, rest) = far(rest, here)?;
        return Some((Days::one(day.of(unit, days)?)?, rest));
    }
    let (unit, days, rest) = far(words, here)?;
    let rest = rest.strip_prefix(&[","]).unwrap_or(rest);
    let (day, rest) = Within::read(rest.strip_prefix(&["on"])?)?;
    Some((Days::one(day.of(unit, days)?)?, rest))
}

/// "in three weeks", "three weeks from now", "three weeks ago": the whole of that week or month.
fn far<'w, 't>(words: &'w [&'t str], here: &Here) -> Option<(Unit, Days, &'w [&'t str])> {
    let (ahead, words) = match words {
        ["in", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (length, rest) = duration(words)?;
    let (sign, rest) = match (ahead, rest) {
        (true, ["'", "time", rest @ ..] | ["time", rest @ ..])
        | (_, ["from", "now" | "today", rest @ ..])
        | (true, rest) => (1, rest),
        (false, ["ago", rest @ ..]) => (-1, rest),
        (false, _) => return None,
    };
    let (unit, days) = length.whole(sign, here)?;
    Some((unit, days, rest))
}

/// A day by its place in a week or a month.
enum Within {
    Weekday(Weekday),
    Day(u32),
}

impl Within {
    fn read<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Self> {
        match words {
            ["the", rest @ ..] => ordinal(rest).map(|(day, rest)| (Self::Day(day), rest)),
            [name, rest @ ..] => Some((Self::Weekday(weekday(name)?), rest)),
            [] => None,
        }
    }

    fn of(self, unit: Unit, days: Days) -> Option<NaiveDate> {
        match (self, unit) {
            (Self::Weekday(day), Unit::Week) => plus_days(days.from, i64::from(number(day))),
            (Self::Day(day), Unit::Month) => days.day_or_last(day),
            _ => None,
        }
    }
}

fn moved<'w, 't>(
    length: Duration,
    sign: i64,
    words: &'w [&'t str],
    here: &Here,
    point: &dyn Fn(&'w [&'t str]) -> Read<'w, 't, Said>,
) -> Read<'w, 't, Said> {
    let (said, rest) = point(words)?;
    let Said::Point(Some(date), None) = said else { return None };
    let day = date.resolved(Lean::Ahead, here)?.from;
    Some((Said::days(Days::one(length.day_from(day, sign)?)?), rest))
}
