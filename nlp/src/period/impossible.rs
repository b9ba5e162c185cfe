//! Words that are written as a day or a year and are none: 30 February, 2999年1月1日.
//!
//! Whoever writes one is told what is wrong with it; the words are nothing else.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::YEARS;
use crate::time::english;

/// What is wrong with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// The calendar has no such day.
    Day,
    /// It is in no year that matters.
    Year,
}

/// In characters.
const LONGEST: usize = 40;

/// A leap year: without a year, 29 February is a day.
const LEAP: u32 = 2024;

/// What is wrong with words that are written as a day or a year; `None`: nothing, or they are not.
pub fn impossible(words: &str) -> Option<Impossible> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let mut bare = folded.trim();
    let announced = bare.starts_with("in ") || bare.ends_with('年');
    for lead in
        ["since ", "from ", "until ", "till ", "before ", "after ", "by ", "on ", "in ", "to ", "the "]
    {
        bare = bare.strip_prefix(lead).unwrap_or(bare);
    }
    for end in ["の", "に", "から", "まで", "以降", "以後", "以前", "付け", "付"] {
        bare = bare.strip_suffix(end).unwrap_or(bare);
    }
    if let Some(year) = bare.strip_suffix('年').or(Some(bare)).and_then(|year| number(year, 4)) {
        let stands_alone = announced && bare.trim_end_matches('年').len() == 4;
        return (stands_alone && !i32::try_from(year).is_ok_and(|year| YEARS.contains(&year)))
            .then_some(Impossible::Year);
    }
    let (year, month, day) = figures(bare).or_else(|| english(bare)).or_else(|| japanese(bare))?;
    let year = year.unwrap_or(LEAP);
    let Some(year) = i32::try_from(year).ok().filter(|year| YEARS.contains(year)) else {
        return Some(Impossible::Year);
    };
    NaiveDate::from_ymd_opt(year, month, day).is_none().then_some(Impossible::Day)
}

type Written = (Option<u32>, u32, u32);

fn number(digits: &str, most: usize) -> Option<u32> {
    let sound = (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| digits.parse().ok())?
}

/// 2026-02-30, 2026/2/30.
fn figures(words: &str) -> Option<Written> {
    let mut parts = words.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let sound = parts.next().is_none() && year.len() == 4;
    sound.then(|| Some((Some(number(year, 4)?), number(month, 2)?, number(day, 2)?)))?
}

/// "30 february", "feb 30th, 2026", "the 30th of february".
fn english(words: &str) -> Option<Written> {
    let parts: Vec<&str> =
        words.split([' ', ',']).filter(|part| !part.is_empty() && *part != "of" && *part != "the").collect();
    let (a, b, year) = match parts.as_slice() {
        [a, b] => (a, b, None),
        [a, b, year] if year.len() == 4 => (a, b, Some(number(year, 4)?)),
        _ => return None,
    };
    let (name, day) = if english::month(a).is_some() { (a, b) } else { (b, a) };
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    Some((year, english::month(name)?, number(digits, 2)?))
}

/// 2月30日, 2999年1月1日.
fn japanese(words: &str) -> Option<Written> {
    let rest = words.strip_suffix('日')?;
    let (year, rest) = match rest.split_once('年') {
        Some((year, rest)) => (Some(number(year, 4)?), rest),
        None => (None, rest),
    };
    let (month, day) = rest.split_once('月')?;
    Some((year, number(month, 2)?, number(day, 2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_none() {
        let (day, year) = (Some(Impossible::Day), Some(Impossible::Year));
        for (words, want) in [
            ("2026-02-30", day),
            ("2026/13/1", day),
            ("30 February", day),
            ("on Feb 30th, 2026", day),
            ("since the 31st of April", day),
            ("2月30日", day),
            ("２月３０日", day),
            ("2月30日以降", day),
            ("2999-01-01", year),
            ("1 Jan 2999", year),
            ("2999年1月1日", year),
            ("2999年", year),
            ("in 2999", year),
            ("1066年", year),
            ("29 February", None),
            ("2026-02-29", day),
            ("2026-02-28", None),
            ("2月29日", None),
            ("2999", None),
            ("5000円", None),
            ("yesterday", None),
            ("1.2.3", None),
            ("may day", None),
            ("", None),
        ] {
            assert_eq!(impossible(words), want, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,40}", mixed in "[0-9年月日/ -]{0,20}(feb|of|th)?") {
            let _ = (impossible(&words), impossible(&mixed));
        }
    }
}
