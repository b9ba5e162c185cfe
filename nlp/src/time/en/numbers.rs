//! Numbers in English words.

use super::Read;
use crate::number;

const TENS: [&str; 5] = ["twenty", "thirty", "forty", "fifty", "sixty"];

/// A whole number: "12", "twelve", "twenty one", "a", "a couple of", "few".
pub(super) fn count<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, u32> {
    match words {
        ["a", "couple", "of", rest @ ..]
        | ["couple", "of", rest @ ..]
        | ["a", "pair", "of", rest @ ..]
        | ["a", "couple", rest @ ..]
        | ["couple", rest @ ..] => Some((2, rest)),
        ["a", "few", rest @ ..] | ["few", rest @ ..] | ["several", rest @ ..] => Some((3, rest)),
        ["a" | "an", rest @ ..] => Some((1, rest)),
        ["a dozen" | "dozen", rest @ ..] => Some((12, rest)),
        _ => whole(words),
    }
}

/// The same without "a" and the like.
pub(super) fn whole<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, u32> {
    let (first, rest) = words.split_first()?;
    if let Some(place) = TENS.iter().position(|tens| tens == first) {
        let tens = 10 * (u32::try_from(place).ok()? + 2);
        let after = rest.strip_prefix(&["-"]).unwrap_or(rest);
        if let Some((one, after)) = after.split_first()
            && !one.starts_with(|c: char| c.is_ascii_digit())
            && let Some(one @ 1..=9) = number::small(one)
        {
            return Some((tens + one, after));
        }
        return Some((tens, rest));
    }
    if *first == "zero" || !first.is_ascii() {
        return None;
    }
    Some((number::small(first)?, rest))
}

/// "first", "1st", "21st", "twenty first".
pub(super) fn ordinal<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, u32> {
    match words {
        [digits, "st" | "nd" | "rd" | "th", rest @ ..] if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some((digits.parse().ok()?, rest))
        }
        ["twenty", "-", one, rest @ ..] | ["twenty", one, rest @ ..] if number::ordinal(one).is_some() => {
            Some((20 + number::ordinal(one)?, rest))
        }
        ["thirty", "-", "first", rest @ ..] | ["thirty", "first", rest @ ..] => Some((31, rest)),
        [word, rest @ ..] => {
            let more = [
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
                "twentieth",
            ];
            let place = more.iter().position(|known| known == word);
            let n = match place {
                Some(place) => u32::try_from(place).ok()? + 11,
                None if *word == "thirtieth" => 30,
                None => number::ordinal(word)?,
            };
            Some((n, rest))
        }
        [] => None,
    }
}

/// A year in four digits, or after an apostrophe in two.
pub(super) fn year<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, i32> {
    match words {
        [digits, rest @ ..] if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            let year: i32 = digits.parse().ok()?;
            (1868..=2200).contains(&year).then_some((year, rest))
        }
        ["'" | "’", digits, rest @ ..] if digits.len() == 2 => {
            Some((crate::time::figures::short_year(digits.parse().ok()?), rest))
        }
        _ => None,
    }
}
