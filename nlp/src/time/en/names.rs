//! Names of weekdays, months, seasons and units in English.

use chrono::Weekday;

use super::typos::spelled;
use crate::{
    number,
    time::{days::Unit, zone::zone},
};

pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.trim_end_matches("'s") {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" | "weds" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    })
}

/// Several of a weekday: "two *Sundays* ago".
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    weekday(word.strip_suffix('s').filter(|day| day.len() > 3).unwrap_or(word))
}

/// Which month, from 1, a lower-case word names: "march", "mar", "sept".
pub fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches("'s");
    let known = |name: &&str| *name == word || (word.len() == 3 && name.starts_with(word));
    let place = if word == "sept" { Some(8) } else { NAMES.iter().position(known) };
    u32::try_from(place?).ok().map(|place| place + 1)
}

pub(super) fn season(word: &str) -> Option<u32> {
    Some(match word.trim_end_matches("'s") {
        "spring" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    })
}

/// A unit, and how many of it the word stands for.
pub(super) fn unit(word: &str) -> Option<(Unit, u32)> {
    let word = word.trim_end_matches("'s").trim_end_matches('\'');
    Some(match word {
        "second" | "seconds" | "sec" | "secs" | "s" => (Unit::Second, 1),
        "minute" | "minutes" | "min" | "mins" => (Unit::Minute, 1),
        "hour" | "hours" | "hr" | "hrs" | "h" => (Unit::Hour, 1),
        "day" | "days" | "d" => (Unit::Day, 1),
        "week" | "weeks" | "wk" | "wks" | "w" => (Unit::Week, 1),
        "fortnight" | "fortnights" => (Unit::Week, 2),
        "month" | "months" | "mth" | "mo" => (Unit::Month, 1),
        "quarter" | "quarters" | "qtr" | "qtrs" => (Unit::Quarter, 1),
        "year" | "years" | "yr" | "yrs" | "y" => (Unit::Year, 1),
        "decade" | "decades" => (Unit::Year, 10),
        "weekend" | "weekends" => (Unit::Weekend, 1),
        "workday" | "workdays" | "weekday" | "weekdays" => (Unit::Workday, 1),
        _ => return None,
    })
}

/// Cheaply: may this be a time and nothing else? It ends with a word that a time ends with, and says one.
pub(in crate::time) fn may_be_time(text: &str) -> bool {
    let names = |word: &str| {
        let word = spelled(word);
        word.contains(|c: char| c.is_ascii_digit())
            || unit(word).is_some()
            || weekdays(word).is_some()
            || month(word).is_some()
            || season(word).is_some()
            || OTHERS.contains(&word)
            || number::small(word).is_some()
            || number::ordinal(word).is_some()
    };
    let mut words = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    names(last) || (ENDS.contains(&last) || zone(last).is_some()) && words.any(names)
}

/// What else a time ends with: "2 weeks *ago*", "year to *date*".
const ENDS: &[&str] = &[
    "ago", "earlier", "back", "hence", "later", "out", "date", "far", "onwards", "onward", "old", "next",
    "last", "am", "pm", "m", "clock", "oclock", "on", "time", "ish", "sharp", "twenty", "thirty", "forty",
    "fifty",
];

/// Neither units nor names.
const OTHERS: &[&str] = &[
    "today",
    "todays",
    "tomorrow",
    "tomorrows",
    "tmrw",
    "tmr",
    "yesterday",
    "tonight",
    "now",
    "eod",
    "eom",
    "eow",
    "eoq",
    "eoy",
    "ytd",
    "mtd",
    "qtd",
    "noon",
    "midday",
    "midnight",
    "morning",
    "mornings",
    "afternoon",
    "afternoonish",
    "evening",
    "night",
    "lunch",
    "lunchtime",
    "half",
    "fiscal",
    "q",
    "fy",
    "cob",
];
