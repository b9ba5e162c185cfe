//! A date, a clock time, or both in either order.

use super::{
    Read,
    dates::date,
    hours::{hour, part},
    names::{season, unit},
    relative::{day_of_far, relative},
    units::whole_units,
    weekdays::counted,
};
use crate::time::{
    Grain, Here,
    date::Date,
    days::{Days, Unit, plus_days},
    durations,
    hour::Hour,
    said::Said,
    span::Span,
};

/// One point, or a row of units ("next 3 hours").
pub(super) fn point<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Said> {
    let lengths = |words: &'w [&'t str]| date(words, here, true).map(|(date, rest)| (Said::date(date), rest));
    if let Some((days, rest)) = day_of_far(words, here) {
        return Some(at_hour((Said::days(days), rest)));
    }
    if let Some(found) = relative(words, here, &lengths) {
        return Some(at_hour(found));
    }
    if let Some(found) = same(words, here) {
        return Some(found);
    }
    if let Some((days, rest)) = counted(words, here) {
        return Some(at_hour((Said::days(days), rest)));
    }
    let said = words;
    let (announced, words) = match words {
        ["at" | "@", "about" | "around", rest @ ..] => (true, rest),
        ["at" | "@" | "around" | "about" | "approximately" | "by", rest @ ..] => (true, rest),
        ["on" | "in" | "during" | "for" | "over" | "of", rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    // "in May", "in 2025", "in the summer" are times wherever they stand
    let alone = alone || announced || matches!(said.first(), Some(&("in" | "during")));
    let words = match words {
        ["the", rest @ ..] if rest.first().is_some_and(|word| season(word).is_some()) => rest,
        words => words,
    };
    if let ["in", "the", rest @ ..] = said
        && let Some((hour, rest)) = part(rest)
    {
        let (announced, clock) = match rest {
            ["at", clock @ ..] => (true, clock),
            clock => (false, clock),
        };
        return Some(match hour_of(hour, clock, announced) {
            Some((clock, rest)) => (Said::hour(clock), rest),
            None => (Said::hour(hour), rest),
        });
    }
    match words {
        ["now", "and", "then", ..] => return None,
        ["now", rest @ ..] | ["right" | "just", "now", rest @ ..] => {
            return Some((Said::Known(Span::instant(here.utc(), Grain::Second)?), rest));
        }
        ["eod" | "cob", rest @ ..]
        | ["end", "of", "day", rest @ ..]
        | ["end", "of", "the", "day", rest @ ..]
        | ["close", "of", "business", rest @ ..] => {
            let on = rest.strip_prefix(&["on"]).or(rest.strip_prefix(&["of"])).unwrap_or(rest);
            return Some(match date(on, here, false).filter(|(date, _)| day_long(*date)) {
                Some((date, rest)) => (Said::date(date), rest),
                None => (Said::days(Days::one(here.today())?), rest),
            });
        }
        ["tonight", rest @ ..] => return tonight(rest, 0, here),
        ["last", "night", rest @ ..] => return tonight(rest, -1, here),
        ["this", rest @ ..] if part(rest).is_some() => {
            let (hour, rest) = part(rest)?;
            return with_clock(0, hour, rest, here);
        }
        _ => {}
    }
    if let Some(found) = small_units(words, here) {
        return Some(found);
    }
    if let Some(found) = relative(words, here, &lengths) {
        return Some(at_hour(found));
    }
    // "morning of the 15th of February"
    if let Some((hour, ["of", rest @ ..])) = part(words)
        && let Some((date, rest)) = date(rest, here, false)
    {
        return Some((Said::Point(Some(date), Some(hour)), rest));
    }
    if let Some((date, rest)) = date(words, here, alone) {
        return Some(at_hour((Said::date(date), ended(date, rest))));
    }
    let (hour, rest) = hour(words, announced)?;
    let bare = match rest {
        [",", "on", rest @ ..] | ["on" | "," | "in", rest @ ..] => rest,
        rest => rest,
    };
    match bare {
        ["tonight", rest @ ..] | ["this", "evening", rest @ ..] => {
            return Some((
                Said::Point(Some(Date::Fixed(Days::one(here.today())?)), hour.within(Hour::EVENING)),
                rest,
            ));
        }
        ["this", inner @ ..] if part(inner).is_some() => {
            let (of, rest) = part(inner)?;
            let today = Date::Fixed(Days::one(here.today())?);
            return Some((Said::Point(Some(today), Some(hour.within(of)?)), rest));
        }
        _ => {}
    }
    match date(bare, here, false) {
        Some((date, rest)) if day_long(date) => {
            let hour = match part(rest) {
                Some((of, after)) if of != hour => {
                    return Some((Said::Point(Some(date), hour.within(of).or(Some(hour))), after));
                }
                _ => hour,
            };
            Some((Said::Point(Some(date), Some(hour)), rest))
        }
        _ => {
            // a part of the day alone needs "in the"
            let is_part = matches!(hour, Hour::Part(..));
            (!is_part || alone).then_some((Said::hour(hour), rest))
        }
    }
}

/// With the clock time that stands behind a day: "two days ago at 9am".
fn at_hour<'w, 't>((said, rest): (Said, &'w [&'t str])) -> (Said, &'w [&'t str]) {
    match said {
        Said::Point(Some(date), None) => match timed(date, rest) {
            Some((hour, rest)) => (Said::Point(Some(date), Some(hour)), rest),
            None => (said, rest),
        },
        _ => (said, rest),
    }
}

/// "Friday EOD" is Friday.
fn ended<'w, 't>(date: Date, rest: &'w [&'t str]) -> &'w [&'t str] {
    match rest {
        ["eod" | "cob", after @ ..] | ["end", "of", "day", after @ ..] if day_long(date) => after,
        rest => rest,
    }
}

/// "this time last year", "same month last year", "same day next week".
fn same<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Said> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let (part, rest) = match words {
        ["this" | "same" | "about", "time", rest @ ..] => (None, rest),
        ["same", "period", rest @ ..] => (Some(Unit::Quarter), rest),
        ["same", name, rest @ ..] => (Some(unit(name)?.0), rest),
        _ => return None,
    };
    let rest = rest.strip_prefix(&["of"]).or(rest.strip_prefix(&["in"])).unwrap_or(rest);
    let (off, of, rest) = match rest {
        ["tomorrow", rest @ ..] => (1, Unit::Day, rest),
        ["yesterday", rest @ ..] => (-1, Unit::Day, rest),
        [side @ ("last" | "next"), name, rest @ ..] => {
            let (of, _) = unit(name).filter(|(of, times)| *times == 1 && *of != Unit::Weekend)?;
            (if *side == "last" { -1 } else { 1 }, of, rest)
        }
        _ => return None,
    };
    Some((crate::time::same::same(part, off, of, here)?, rest))
}

fn day_long(date: Date) -> bool {
    match date {
        Date::Fixed(days) => days.grain == Grain::Day,
        Date::Weekday(_) | Date::MonthDay(..) | Date::Day(..) => true,
        _ => false,
    }
}

/// A clock time behind a date: "at 5", "3pm", "morning", "afternoon at 5".
fn timed<'w, 't>(date: Date, rest: &'w [&'t str]) -> Read<'w, 't, Hour> {
    day_long(date).then_some(())?;
    let (announced, bare) = match rest {
        ["," | "-", "at" | "@", after @ ..]
        | ["at" | "@" | "around" | "about" | "for" | "by", after @ ..] => (true, after),
        ["in", "the", after @ ..] | ["," | "in", after @ ..] => (false, after),
        after => (false, after),
    };
    let (found, after) = hour(bare, announced)?;
    if let Hour::Part(..) = found {
        let inner = match after {
            ["at" | "around" | ",", inner @ ..] => inner,
            _ => return Some((found, after)),
        };
        if let Some((clock, after)) = hour(inner, true)
            && let Some(clock) = clock.within(found)
        {
            return Some((clock, after));
        }
        return Some((found, after));
    }
    match part(after) {
        Some((of, end)) if found.within(of).is_some() => Some((found.within(of)?, end)),
        _ => Some((found, after)),
    }
}

/// "in the evening *at eight*".
fn hour_of<'w, 't>(part: Hour, words: &'w [&'t str], announced: bool) -> Read<'w, 't, Hour> {
    announced.then_some(())?;
    let (clock, rest) = hour(words, announced)?;
    Some((clock.within(part)?, rest))
}

/// "tonight", "tonight at 8".
fn tonight<'w, 't>(rest: &'w [&'t str], off: i64, here: &Here) -> Read<'w, 't, Said> {
    with_clock(off, Hour::EVENING, rest, here)
}

fn with_clock<'w, 't>(off: i64, of: Hour, rest: &'w [&'t str], here: &Here) -> Read<'w, 't, Said> {
    let today = Date::Fixed(Days::one(plus_days(here.today(), off)?)?);
    let (announced, bare) = match rest {
        ["at" | "around" | "by", after @ ..] => (true, after),
        after => (false, after),
    };
    if let Some((clock, after)) = hour(bare, announced)
        && let Some(clock) = clock.within(of)
    {
        return Some((Said::Point(Some(today), Some(clock)), after));
    }
    Some((Said::Point(Some(today), Some(of)), rest))
}

/// "last 3 hours", "next hour", "this minute".
fn small_units<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Said> {
    if whole_units(words, here).is_some() {
        return None;
    }
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let (side, rest) = match words {
        ["next" | "coming" | "following", rest @ ..] => (1, rest),
        ["last" | "past" | "previous" | "trailing", rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (n, rest) = super::numbers::count(rest).unwrap_or((1, rest));
    let (word, rest) = rest.split_first()?;
    let (unit, _) = super::names::unit(word).filter(|_| word.len() > 1)?;
    matches!(unit, Unit::Second | Unit::Minute | Unit::Hour).then_some(())?;
    Some((durations::row(n, unit, side, here)?, rest))
}
