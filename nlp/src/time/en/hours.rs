//! Clock times and parts of a day in English.

use super::{Read, numbers::whole};
use crate::time::{Grain, figures, hour::Hour};

/// "3pm", "at 15:30", "half past three", "a quarter to noon", "8 in the evening", "tomorrow *morning*".
/// `alone` figures ("at 5") are a time only where something says so.
pub(super) fn hour<'w, 't>(words: &'w [&'t str], announced: bool) -> Read<'w, 't, Hour> {
    let (hour, rest) = past(words)
        .or_else(|| named(words))
        .or_else(|| clock(words, announced))
        .or_else(|| part(words).filter(|(_, rest)| rest.len() < words.len()))?;
    if matches!(hour, Hour::Part(..)) {
        return Some((hour, rest));
    }
    // "3 in the afternoon", "3:30 this evening" without the day
    match rest {
        ["in", "the", inner @ ..] | ["in", inner @ ..] | ["at", inner @ ..] => match inner {
            ["am", rest @ ..] => Some((hour.meridiem(false)?, rest)),
            ["pm", rest @ ..] => Some((hour.meridiem(true)?, rest)),
            _ => match part(inner) {
                Some((of, rest)) if !matches!(of, Hour::At { .. }) => Some((hour.within(of)?, rest)),
                _ => Some((hour, rest)),
            },
        },
        _ => Some((hour, rest)),
    }
}

fn meridiem<'w, 't>(hour: Hour, rest: &'w [&'t str]) -> Option<(Hour, &'w [&'t str])> {
    match rest {
        ["am", rest @ ..] | ["a", "m", rest @ ..] => Some((hour.meridiem(false)?, rest)),
        ["pm", rest @ ..] | ["p", "m", rest @ ..] => Some((hour.meridiem(true)?, rest)),
        ["a", rest @ ..] if rest.first().is_none_or(|next| ["to", "-", "till", "until"].contains(next)) => {
            Some((hour.meridiem(false)?, rest))
        }
        ["p", rest @ ..] => Some((hour.meridiem(true)?, rest)),
        _ => None,
    }
}

fn named<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Hour> {
    match words {
        ["noon" | "midday", rest @ ..] => Some((Hour::NOON, rest)),
        ["midnight", rest @ ..] => Some((Hour::MIDNIGHT, rest)),
        _ => None,
    }
}

/// "half past three pm", "20 to five", "half three".
fn past<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Hour> {
    let (minutes, rest, said) = match words {
        ["half", rest @ ..] => (30, rest, true),
        ["a", "quarter", rest @ ..] | ["quarter", rest @ ..] => (15, rest, true),
        _ => {
            let (n, rest) = whole(words).filter(|(n, _)| (1..60).contains(n))?;
            match rest {
                ["minutes" | "minute" | "mins" | "min", rest @ ..] => (i64::from(n), rest, true),
                rest => (i64::from(n), rest, false),
            }
        }
    };
    let (sign, rest) = match rest {
        ["past" | "after", rest @ ..] => (1, rest),
        ["to" | "before" | "till" | "of", rest @ ..] => (-1, rest),
        rest if words[0] == "half" => (1, rest),
        _ => return None,
    };
    let (hour, rest) = named(rest).or_else(|| {
        let (n, rest) = whole(rest).filter(|(n, _)| (1..=12).contains(n))?;
        let hour = Hour::at(n, 0, 0, Grain::Hour, false)?;
        let rest = rest.strip_prefix(&["o'clock"]).unwrap_or(rest);
        match meridiem(hour, rest) {
            Some(found) => Some(found),
            // "ten to five people" is no time, "3 to 4" is a stretch
            None if !said && words[0].starts_with(|c: char| c.is_ascii_digit()) => None,
            None => rest
                .first()
                .is_none_or(|next| {
                    !next.starts_with(|c: char| c.is_ascii_alphabetic()) || ENDS.contains(next)
                })
                .then_some((hour, rest)),
        }
    })?;
    Some((hour.moved(sign * minutes)?, rest))
}

/// What may follow a time of day.
const ENDS: &[&str] =
    &["on", "in", "at", "today", "tomorrow", "tonight", "this", "and", "or", "to", "until", "till", "for"];

/// "3pm", "3:20", "15h", "3 o'clock", "at 5", "at 1030", "ten thirty am".
fn clock<'w, 't>(words: &'w [&'t str], announced: bool) -> Read<'w, 't, Hour> {
    let (first, rest) = words.split_first()?;
    let ish = |rest: &'w [&'t str]| match rest {
        ["ish", rest @ ..] => rest,
        rest => rest,
    };
    if let Some(hour) = figures::clock(first) {
        let rest = ish(rest);
        return meridiem(hour, rest).or(Some((hour, rest)));
    }
    let figures = first.bytes().all(|b| b.is_ascii_digit());
    if figures && (3..=4).contains(&first.len()) {
        // 1030
        let (hour, minute) = first.split_at(first.len() - 2);
        let hour =
            Hour::at(hour.parse().ok()?, minute.parse().ok()?, 0, Grain::Minute, first.starts_with('0'))?;
        // 1800h, "1530 hours"; 1000 hours are rather a length
        let hours = match rest {
            ["hours", rest @ ..] => {
                let clock = announced || first.starts_with('0') || !first.ends_with("00");
                (clock && rest.first().is_none_or(|next| !is_word(next) || ENDS.contains(next)))
                    .then_some(rest)
            }
            ["h" | "hrs", rest @ ..] => Some(rest),
            _ => None,
        };
        if let (4, Hour::At { second, grain, .. }, Some(rest)) = (first.len(), hour, hours) {
            return (second < crate::time::hour::DAY)
                .then_some((Hour::At { second, grain, sure: true }, rest));
        }
        return meridiem(hour, rest).or_else(|| {
            let next = rest.first().is_none_or(|next| !next.starts_with(['-', '.', '%']));
            (announced && next && !first.starts_with("20")).then_some((hour, rest))
        });
    }
    if figures && first.len() > 2 {
        return None;
    }
    // 15h30
    if let ["h", minute, rest @ ..] = rest
        && (figures && minute.len() == 2)
        && let (Ok(hour), Ok(minute)) = (first.parse::<u32>(), minute.parse())
        && hour < 24
    {
        return Some((Hour::at(hour, minute, 0, Grain::Minute, true)?, rest));
    }
    let (n, rest) = whole(words).filter(|(n, _)| *n < 25)?;
    let hour = Hour::at(n % 24, 0, 0, Grain::Hour, n > 12)?;
    let rest = ish(rest);
    if let ["o'clock" | "o’clock" | "oclock", rest @ ..] = rest {
        return meridiem(hour, rest).or(Some((hour, rest)));
    }
    if let Some(found) = meridiem(hour, rest).filter(|_| (1..=12).contains(&n)) {
        return Some(found);
    }
    // "ten thirty am", "at 3 15"
    if let Some((minute @ 10..=59, after)) = whole(rest)
        && (!figures || announced && rest[0].len() == 2)
        && (1..=12).contains(&n)
    {
        let hour = Hour::at(n, minute, 0, Grain::Minute, false)?;
        let said = meridiem(hour, after);
        if said.is_some() || announced {
            return said.or(Some((hour, after)));
        }
    }
    let goes_on = rest.first().is_none_or(|next| {
        ENDS.contains(next)
            || matches!(*next, "," | "." | "?" | "!" | "-" | ")" | ";" | "sharp" | "gmt" | "utc")
    });
    // "8 tonight", "3 in the afternoon"
    let in_part = match rest {
        ["tonight", ..] | ["at", "night", ..] => true,
        ["in", "the", "am" | "pm", ..] => true,
        ["in", "the", inner @ ..] | ["this", inner @ ..] => part(inner).is_some(),
        _ => false,
    };
    (((announced && goes_on) || in_part) && figures_or_small(first, n)).then_some((hour, rest))
}

fn is_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn figures_or_small(first: &str, n: u32) -> bool {
    first.bytes().all(|b| b.is_ascii_digit()) || (1..=12).contains(&n)
}

/// "morning", "early in the morning", "late afternoon", "lunchtime".
pub(super) fn part<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Hour> {
    match words {
        ["early", "in", "the", "morning", rest @ ..]
        | ["early", "morning", rest @ ..]
        | ["the", "early", "hours", "of", "the", "morning", rest @ ..]
        | ["early", "hours", "of", "the", "morning", rest @ ..] => Some((Hour::EARLY, rest)),
        ["late", "morning", rest @ ..] => Some((Hour::Part(10, 12), rest)),
        ["late", "afternoon", rest @ ..] => Some((Hour::Part(15, 19), rest)),
        ["early", "afternoon", rest @ ..] => Some((Hour::Part(12, 15), rest)),
        ["late", "evening" | "night", rest @ ..] | ["late", "at", "night", rest @ ..] => {
            Some((Hour::Part(21, 24), rest))
        }
        ["morning" | "mornings", rest @ ..] => Some((Hour::MORNING, rest)),
        ["afternoon" | "afternoonish", rest @ ..] => Some((Hour::AFTERNOON, rest)),
        ["evening" | "night" | "tonight", rest @ ..] => Some((Hour::EVENING, rest)),
        ["lunch" | "lunchtime", rest @ ..] => Some((Hour::LUNCH, rest)),
        ["noon" | "midday", rest @ ..] => Some((Hour::NOON, rest)),
        _ => None,
    }
}
