//! Dates and clock times in figures, the same in both languages: 2026-03-04, 3/4, R8.3.4, 15:30.

use chrono::{DateTime, Datelike, NaiveDateTime};

use super::{
    Grain,
    date::Date,
    days::Days,
    hour::Hour,
    said::Said,
    span::{Edge, Span},
};

/// Figures and the signs between them, from the beginning of a text: as far as they go, in bytes. A dash behind 10/1
/// or 10:00 stands between two of them.
pub(super) fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        if *byte == b'-' && bytes[..end].iter().any(|sign| b"/:".contains(sign)) {
            break;
        }
        let joins = b"-/.:".contains(byte)
            && end > 0
            && bytes[end - 1].is_ascii_digit()
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(byte.is_ascii_digit() || joins) {
            break;
        }
        end += 1;
    }
    end
}

/// Days by figures alone, all of the run.
pub(super) fn date(run: &str) -> Option<Date> {
    let sign = run.chars().find(|c| !c.is_ascii_digit());
    let parts: Vec<&str> = run.split(['-', '/', '.']).collect();
    // round the clock
    if run == "24/7" {
        return None;
    }
    if run.contains(':') || parts.iter().any(|part| part.is_empty() || part.len() > 8) {
        return None;
    }
    let same_signs = run.chars().filter(|c| !c.is_ascii_digit()).all(|c| Some(c) == sign);
    let n = |part: &str| part.parse::<u32>().ok();
    let year = |part: &str| part.parse::<i32>().ok();
    match parts.as_slice() {
        [all] if all.len() == 8 => {
            let fixed = Days::date(year(&all[..4])?, n(&all[4..6])?, n(&all[6..])?)?;
            (1900..2200).contains(&fixed.from.year()).then_some(Date::Fixed(fixed))
        }
        [y, m, d] if same_signs && y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            Some(Date::Fixed(Days::date(year(y)?, n(m)?, n(d)?)?))
        }
        [a, b, y] if same_signs && (y.len() == 4 || y.len() == 2) && a.len() <= 2 && b.len() <= 2 => {
            // a version is no date
            (sign != Some('.') || y.len() == 4).then_some(())?;
            let year = if y.len() == 4 { year(y)? } else { short_year(year(y)?) };
            let (m, d) = if n(a)? > 12 { (n(b)?, n(a)?) } else { (n(a)?, n(b)?) };
            Some(Date::Fixed(Days::date(year, m, d)?))
        }
        [y, m] if y.len() == 4 && m.len() <= 2 && (1900..2200).contains(&year(y)?) => {
            Some(Date::Fixed(Days::month(year(y)?, n(m)?)?))
        }
        [m, y] if sign == Some('/') && y.len() == 4 && m.len() <= 2 => {
            Some(Date::Fixed(Days::month(year(y)?, n(m)?)?))
        }
        [a, b] if sign == Some('/') && a.len() <= 2 && b.len() <= 2 => {
            let (m, d) = if n(a)? > 12 { (n(b)?, n(a)?) } else { (n(a)?, n(b)?) };
            ((1..=12).contains(&m) && (1..=31).contains(&d)).then_some(Date::MonthDay(m, d, None))
        }
        _ => None,
    }
}

/// 26 is 2026, 74 is 1974.
pub(super) fn short_year(year: i32) -> i32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// 15:30, 3:20:15; how sure it is which half of the day is meant.
pub(super) fn clock(run: &str) -> Option<Hour> {
    let parts: Vec<&str> = run.split(':').collect();
    let n = |part: &str, most: usize| {
        ((1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    match parts.as_slice() {
        [h, m] if m.len() == 2 => Hour::at(n(h, 2)?, n(m, 2)?, 0, Grain::Minute, h.starts_with('0')),
        [h, m, s] if m.len() == 2 && s.len() >= 2 => {
            Hour::at(n(h, 2)?, n(m, 2)?, n(&s[..2], 2)?, Grain::Second, h.starts_with('0'))
        }
        _ => None,
    }
}

/// A letter and figures for a Japanese era: r8.3.4, s63/5/1.
pub(super) fn era(letter: char, run: &str) -> Option<Date> {
    let parts: Vec<&str> = run.split(['.', '/', '-']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let year = year_of_era(letter, year.parse().ok()?)?;
    (month.len() <= 2 && day.len() <= 2).then_some(())?;
    Some(Date::Fixed(Days::date(year, month.parse().ok()?, day.parse().ok()?)?))
}

/// The year of an era, by the first letter of its name.
pub(super) fn year_of_era(letter: char, year: i32) -> Option<i32> {
    let first = match letter {
        'r' => 2019,
        'h' => 1989,
        's' => 1926,
        't' => 1912,
        'm' => 1868,
        _ => return None,
    };
    (1..=99).contains(&year).then_some(first + year - 1)
}

/// A timestamp at the beginning of a text, lower-cased: 2026-03-04t15:30:00z; and how long it is.
pub(super) fn timestamp(text: &str) -> Option<(Said, usize)> {
    let bytes = text.as_bytes();
    let dated = bytes.len() >= 16
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && (bytes[10] == b't' || bytes[10] == b' ')
        && bytes[13] == b':';
    dated.then_some(())?;
    let end = text[..]
        .char_indices()
        .skip(11)
        .find(|(_, c)| !(c.is_ascii_digit() || ":.+-z".contains(*c)))
        .map_or(text.len(), |(at, _)| at);
    let written = text.get(..end)?.trim_end_matches(['.', '-', ':']);
    let upper = written.to_uppercase().replacen(' ', "T", 1);
    // without seconds, with an offset
    let whole = if upper.get(16..17).is_some_and(|sign| "Z+-".contains(sign)) {
        format!("{}:00{}", &upper[..16], &upper[16..])
    } else {
        upper.clone()
    };
    if let Ok(at) = DateTime::parse_from_rfc3339(&whole) {
        return Some((Said::Known(Span::instant(at.to_utc(), Grain::Second)?), written.len()));
    }
    let (format, grain) = match upper.len() {
        16 => ("%Y-%m-%dT%H:%M", Grain::Minute),
        _ => ("%Y-%m-%dT%H:%M:%S%.f", Grain::Second),
    };
    let at = NaiveDateTime::parse_from_str(&upper, format).ok()?;
    let length = chrono::TimeDelta::seconds(if grain == Grain::Minute { 60 } else { 1 });
    let span =
        Span { start: Some(Edge::Local(at)), end: Some(Edge::Local(at.checked_add_signed(length)?)), grain };
    Some((Said::Known(span), written.len()))
}
