//! Seasons, quarters, halves and fiscal years in English.

use super::{
    Read,
    dates::said_year,
    names::season,
    numbers::{ordinal, year},
    units::whole_units,
};
use crate::time::{
    Here,
    date::{Date, Lean},
    days::Days,
    figures,
};

/// "last summer", "summer 2025", "this spring", "winter".
pub(super) fn seasonal<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Date> {
    use chrono::Datelike;
    let year_now = here.today().year();
    let fixed = |days: Option<Days>, rest| Some((Date::Fixed(days?), rest));
    match words {
        ["this" | "current", name, rest @ ..] if season(name).is_some() => {
            fixed(Days::season(season(name)?, year_now), rest)
        }
        ["last" | "past" | "previous", name, rest @ ..] if season(name).is_some() => {
            let over = |year: &i32| Days::season(season(name)?, *year).filter(|days| days.to <= here.today());
            fixed((year_now - 2..=year_now).rev().find_map(|year| over(&year)), rest)
        }
        ["next" | "coming", name, rest @ ..] if season(name).is_some() => {
            fixed(Date::Season(season(name)?).days(Lean::From(here.today().succ_opt()?), here), rest)
        }
        [name, rest @ ..] if season(name).is_some() => match said_year(rest, here) {
            Some((year, rest)) => fixed(Days::season(season(name)?, year), rest),
            None => (alone && *name != "fall").then_some((Date::Season(season(name)?), rest)),
        },
        _ => None,
    }
}

/// "Q2", "Q2 2026", "2026-Q2", "third quarter of 2026", "H1 2026", "FY2026", "fiscal 2026", "fiscal Q2".
pub(super) fn quarterly<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Date> {
    let fixed = |days: Option<Days>, rest| Some((Date::Fixed(days?), rest));
    let (fiscal, words) = match words {
        ["fiscal", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let start = |year: i32| {
        let first = if fiscal { here.fiscal_start } else { here.quarters_from };
        let from = chrono::NaiveDate::from_ymd_opt(year, first, 1)?;
        Days::new(from, crate::time::days::plus_months(from, 12)?, crate::time::Grain::Year)
    };
    let now = |months_first: u32| {
        use chrono::Datelike;
        let today = here.today();
        if today.month() >= months_first { today.year() } else { today.year() - 1 }
    };
    if let Some(found) = of_fiscal_year(words, here) {
        return Some(found);
    }
    match words {
        ["fy", rest @ ..] | ["year", rest @ ..] if fiscal || words[0] == "fy" => {
            let (year, rest) = year(rest).or_else(|| {
                let (digits, rest) = rest.split_first()?;
                (digits.len() == 2).then(|| Some((figures::short_year(digits.parse().ok()?), rest)))?
            })?;
            let whole = Days::fiscal(year, here)?;
            match rest {
                ["q", n, rest @ ..] => fixed(whole.part(n.parse().ok()?, 3), rest),
                ["h", n, rest @ ..] => fixed(whole.part(n.parse().ok()?, 6), rest),
                _ => Some((Date::Fixed(whole), rest)),
            }
        }
        ["q", n, rest @ ..] | [n, "q", rest @ ..] if is_part(n, 4) => {
            let n: u32 = n.parse().ok()?;
            let bare = match rest {
                ["of" | "," | "/" | "-", rest @ ..] => rest,
                rest => rest,
            };
            if let ["fy", after @ ..] = bare
                && let Some((year, rest)) = year(after)
            {
                return fixed(Days::fiscal(year, here)?.part(n, 3), rest);
            }
            match said_year(bare, here) {
                Some((year, rest)) => fixed(start(year)?.part(n, 3), rest),
                None if fiscal => fixed(start(now(here.fiscal_start))?.part(n, 3), rest),
                None => Some((Date::Quarter(n), rest)),
            }
        }
        ["h", n, rest @ ..] if is_part(n, 2) => {
            let (year, rest) = said_year(rest, here).unwrap_or((now(here.fiscal_start), rest));
            fixed(Days::fiscal(year, here)?.part(n.parse().ok()?, 6), rest)
        }
        [digits, rest @ ..] if year(&[*digits]).is_some() && !fiscal => {
            let (year, _) = year(&[*digits])?;
            match rest {
                ["-" | "/", "q", n, rest @ ..] | ["q", n, rest @ ..] if is_part(n, 4) => {
                    fixed(start(year)?.part(n.parse().ok()?, 3), rest)
                }
                _ => None,
            }
        }
        [digits, rest @ ..] if fiscal && year(&[*digits]).is_some() => {
            fixed(Days::fiscal(year(&[*digits])?.0, here), rest)
        }
        _ => {
            let bare = words.strip_prefix(&["the"]).unwrap_or(words);
            let (n, rest) = ordinal(bare).filter(|(n, _)| (1..=4).contains(n))?;
            let ["quarter" | "qtr", rest @ ..] = rest else { return None };
            match said_year(rest, here) {
                Some((year, rest)) => fixed(start(year)?.part(n, 3), rest),
                None if fiscal => fixed(start(now(here.fiscal_start))?.part(n, 3), rest),
                None => Some((Date::Quarter(n), rest)),
            }
        }
    }
}

/// "Q2 of last fiscal year", "H1 of FY2025", "second quarter of this fiscal year", "last fiscal year Q2".
pub(super) fn of_fiscal_year<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Date> {
    let year = |words: &'w [&'t str]| {
        let of = words.strip_prefix(&["of"]).or(words.strip_prefix(&["in"])).unwrap_or(words);
        let (year, rest) = match of {
            ["fy", ..] | ["fiscal", ..] => match quarterly(of, here)? {
                (Date::Fixed(days), rest) => (days, rest),
                _ => return None,
            },
            _ => whole_units(of, here)?,
        };
        let fiscal = Days::fiscal(chrono::Datelike::year(&year.from), here)?;
        (year == fiscal && year.grain == crate::time::Grain::Year).then_some((year, rest))
    };
    let part = |words: &'w [&'t str]| match words {
        ["q", n, rest @ ..] if is_part(n, 4) => Some((n.parse::<u32>().ok()?, 3, rest)),
        ["h", n, rest @ ..] if is_part(n, 2) => Some((n.parse::<u32>().ok()?, 6, rest)),
        _ => {
            let (n, rest) = ordinal(words.strip_prefix(&["the"]).unwrap_or(words))?;
            let (["quarter" | "qtr", rest @ ..], 1..=4) = (rest, n) else { return None };
            Some((n, 3, rest))
        }
    };
    if let Some((n, months, rest)) = part(words) {
        let (year, rest) = year(rest)?;
        return Some((Date::Fixed(year.part(n, months)?), rest));
    }
    let (year, rest) = match words {
        ["last" | "this" | "next" | "previous" | "current" | "the", ..] => year(words)?,
        _ => return None,
    };
    let (n, months, rest) = part(rest)?;
    Some((Date::Fixed(year.part(n, months)?), rest))
}

fn is_part(word: &str, most: u32) -> bool {
    word.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n))
}
