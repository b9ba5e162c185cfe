//! Times of day and short whiles, NFKC-folded and lower-cased: "3pm", 15時半, "noon", "in two hours", 30分後.

use chrono::{NaiveTime, TimeDelta};

use crate::number;

/// A time of day; `None` when the words are none. An hour from 1 to 6 of which nothing else is said is in the
/// afternoon: nobody is to be reminded at night unless they say so.
pub(super) fn time(words: &str) -> Option<NaiveTime> {
    let words = words.trim();
    if let Some((_, hour)) = NAMED.iter().find(|(name, _)| *name == words) {
        return NaiveTime::from_hms_opt(*hour, 0, 0);
    }
    english(words).or_else(|| japanese(words))
}

/// Words for a part of the day, and when a reminder for it comes.
const NAMED: &[(&str, u32)] = &[
    ("noon", 12),
    ("midday", 12),
    ("lunch", 12),
    ("lunchtime", 12),
    ("morning", 9),
    ("in the morning", 9),
    ("afternoon", 14),
    ("in the afternoon", 14),
    ("evening", 18),
    ("in the evening", 18),
    ("eod", 17),
    ("end of day", 17),
    ("朝", 9),
    ("朝一", 9),
    ("午前", 9),
    ("午前中", 9),
    ("昼", 12),
    ("お昼", 12),
    ("正午", 12),
    ("午後", 14),
    ("夕方", 17),
    ("夜", 19),
    ("晩", 19),
];

/// The time in words that are read as a day: tonight, 今夜.
pub(super) fn within(words: &str) -> Option<NaiveTime> {
    let hour = match words {
        "tonight" | "今夜" | "今晩" => 19,
        "今夕" => 17,
        _ => {
            let (_, part) = words.rsplit_once(' ')?;
            return ["morning", "afternoon", "evening"].contains(&part).then(|| time(part))?;
        }
    };
    NaiveTime::from_hms_opt(hour, 0, 0)
}

/// 3pm, 3:30 pm, 15:00, 10, 3 o'clock.
fn english(words: &str) -> Option<NaiveTime> {
    let (rest, half) = match words.strip_suffix("pm").or_else(|| words.strip_suffix("p.m")) {
        Some(rest) => (rest, Some(12)),
        None => match words.strip_suffix("am").or_else(|| words.strip_suffix("a.m")) {
            Some(rest) => (rest, Some(0)),
            None => (words.strip_suffix("o'clock").unwrap_or(words), None),
        },
    };
    let rest = rest.trim();
    let (hour, minute) = rest.split_once(':').unwrap_or((rest, "0"));
    let (spelt, minutes) = (rest.contains(':') || half.is_some() || words.ends_with("o'clock"), minute);
    // a bare number is an hour only beside a day, where it has few digits
    if hour.len() > 2 || minutes.len() > 2 || !spelt && hour.is_empty() {
        return None;
    }
    hours(digits(hour)?, digits(minutes)?, half, rest.contains(':'))
}

/// 15時, 午後3時15分, 3時半, 朝9時.
fn japanese(words: &str) -> Option<NaiveTime> {
    let (rest, half) = [("午前", 0), ("朝", 0), ("午後", 12), ("夕方", 12), ("夜", 12), ("昼", 12)]
        .iter()
        .find_map(|(lead, half)| Some((words.strip_prefix(lead)?, Some(*half))))
        .unwrap_or((words, None));
    let rest = rest.trim_start_matches('の');
    if half.is_some() && rest.contains(':') {
        let (hour, minute) = rest.split_once(':')?;
        return hours(digits(hour)?, digits(minute)?, half, true);
    }
    let (hour, minute) = rest.split_once('時')?;
    let minute = match minute {
        "" => 0,
        "半" => 30,
        minute => digits(minute.strip_suffix('分')?)?,
    };
    let hour = number::small(hour)?;
    hours(hour, minute, half, false)
}

fn digits(text: &str) -> Option<u32> {
    let sound = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| text.parse().ok())?
}

/// `half`: 0 before noon, 12 after it; `exact`: written as a clock shows it.
fn hours(hour: u32, minute: u32, half: Option<u32>, exact: bool) -> Option<NaiveTime> {
    let hour = match half {
        Some(half) if hour <= 12 => hour % 12 + half,
        Some(_) => hour,
        None if !exact && (1..=6).contains(&hour) => hour + 12,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// How long from now: "in two hours", "in half an hour", "30 minutes from now", 30分後, 1時間半後.
pub(super) fn ahead(words: &str) -> Option<TimeDelta> {
    let minutes = english_ahead(words).or_else(|| japanese_ahead(words))?;
    (1..=60 * 24 * 366).contains(&minutes).then(|| TimeDelta::try_minutes(minutes))?
}

fn english_ahead(words: &str) -> Option<i64> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (n, unit) = match parts.as_slice() {
        ["in", "half", "an", "hour"] | ["half", "an", "hour", "from", "now"] => return Some(30),
        ["in", "an" | "one", "hour", "and", "a", "half"] => return Some(90),
        ["in", n, unit] | [n, unit, "from", "now"] | [n, unit, "later"] => (*n, *unit),
        ["in", "a", "couple", "of", unit] => ("two", *unit),
        [n, unit] => (*n, *unit),
        _ => return None,
    };
    let minutes = match unit.strip_suffix('s').unwrap_or(unit) {
        "minute" | "min" => 1,
        "hour" | "hr" => 60,
        _ => return None,
    };
    if let Some((whole, "5")) = n.split_once('.') {
        return Some(minutes * i64::from(number::small(whole)?) + minutes / 2);
    }
    let n = if matches!(n, "a" | "an") { 1 } else { number::small(n)? };
    Some(minutes * i64::from(n))
}

fn japanese_ahead(words: &str) -> Option<i64> {
    let rest = words.strip_suffix('後').or_else(|| words.strip_suffix("したら"))?;
    let (n, unit) = number::leading(rest)?;
    let n = i64::from(n);
    match unit {
        "分" | "分間" => Some(n),
        "時間" => Some(60 * n),
        "時間半" => Some(60 * n + 30),
        _ => None,
    }
}
