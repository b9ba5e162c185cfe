//! Two stretches that follow one another in English: "yesterday and today", "last and this month".

use super::{Read, points::point, units::whole_units};
use crate::time::{
    Here,
    date::Date,
    days::Unit,
    said::{Said, both},
};

/// "yesterday *and today*", "this week *and next*": two that follow one another.
pub(super) fn pair<'w, 't>(first: Said, rest: &'w [&'t str], here: &Here) -> Read<'w, 't, Said> {
    let (_, rest) = rest.split_first().filter(|(word, _)| matches!(**word, "and" | "&" | "+"))?;
    if let ["next", after @ ..] = rest.strip_prefix(&["the"]).unwrap_or(rest)
        && point(rest, here, false).is_none()
        && let Said::Point(Some(Date::Fixed(days)), None) = first
    {
        let unit = [Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Fiscal]
            .into_iter()
            .find(|unit| unit.row(0, 1, here) == Some(days))?;
        return Some((both(first, Said::days(unit.row(1, 1, here)?), here)?, after));
    }
    let (last, rest) = point(rest, here, true)?;
    Some((both(first, last, here)?, rest))
}

/// "last and this month", "this and next week".
pub(super) fn sides<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Said> {
    let [first, "and", last, name, rest @ ..] = words.strip_prefix(&["the"]).unwrap_or(words) else {
        return None;
    };
    let days = |side: &'t str| Some(Said::days(whole_units(&[side, *name], here)?.0));
    matches!(*first, "last" | "this").then_some(())?;
    Some((both(days(first)?, days(last)?, here)?, rest))
}
