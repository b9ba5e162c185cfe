//! Intervals in English: "from A to B", "since", "until", "by", "between", "3-4pm".

use chrono::Datelike;

use super::{
    Read,
    dates::{date, of_month},
    names::month,
    numbers::ordinal,
    pairs::{pair, sides},
    points::point,
    relative::duration,
    zones::zoned,
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit},
    hour::Hour,
    said::{Said, between},
    span::{Edge, Span},
};

/// The longest expression at the beginning of the words. `alone`: there is nothing else in the text.
pub(in crate::time) fn span<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Span> {
    let left =
        |words: &[&'t str], there: &Here| plain(words, there, alone).map(|(span, rest)| (span, rest.len()));
    zoned(words, here, left).or_else(|| plain(words, here, alone))
}

/// The same, by the clocks here.
fn plain<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Span> {
    opened(words, here).or_else(|| ranged(words, here, alone)).or_else(|| {
        let (said, rest) = sides(words, here).or_else(|| point(words, here, alone))?;
        let rest = match rest {
            ["so", "far", after @ ..] => return Some((until_now(said, here)?, after)),
            ["onwards" | "onward", after @ ..]
            | ["or", "later", after @ ..]
            | ["and", "later", after @ ..] => {
                let from = said.span(Lean::Ahead, here)?;
                return Some((Span { end: None, ..from }, after));
            }
            rest => rest,
        };
        if let Some((said, rest)) = pair(said, rest, here) {
            return Some((said.span(Lean::Ahead, here)?, rest));
        }
        Some((said.span(Lean::Ahead, here)?, rest))
    })
}

fn until_now(said: Said, here: &Here) -> Option<Span> {
    let from = said.span(Lean::Back, here)?;
    Some(Span { end: Some(Edge::Exact(here.utc())), ..from })
}

/// "since Monday", "until Friday", "by 2pm", "before May", "after lunch", "within two weeks", "year to date".
fn opened<'w, 't>(words: &'w [&'t str], here: &Here) -> Read<'w, 't, Span> {
    let now = Some(Edge::Exact(here.utc()));
    let inner = |rest| point(rest, here, true).or_else(|| at_hour(rest));
    match words {
        ["since", rest @ ..] | ["ever", "since", rest @ ..] => {
            // "since 2 weeks": for so long; "since a second ..." goes on
            if !matches!(rest, ["a" | "an", "second" | "minute", ..])
                && let Some((length, rest)) = duration(rest)
                && !matches!(rest.first(), Some(&("ago" | "before" | "after" | "from" | "earlier" | "back")))
            {
                return Some((Span { end: None, ..length.up_to_now(here)? }, rest));
            }
            let (said, rest) = inner(rest)?;
            let from = said.span(Lean::Back, here)?;
            Some((Span { end: None, ..from }, rest))
        }
        ["until" | "till" | "untill" | "til" | "through" | "thru", rest @ ..]
        | ["up", "to" | "until", rest @ ..] => {
            let (said, rest) = inner(rest)?;
            let to = said.span(Lean::Ahead, here)?;
            Some((Span { start: None, end: said.until(Lean::Ahead, here), grain: to.grain }, rest))
        }
        ["by" | "due", rest @ ..] | ["no", "later", "than", rest @ ..] => {
            let rest = rest.strip_prefix(&["by"]).unwrap_or(rest);
            let (said, rest) = inner(rest)?;
            let to = said.span(Lean::Ahead, here)?;
            Some((Span { start: now, end: said.until(Lean::Ahead, here), grain: to.grain }, rest))
        }
        ["older" | "earlier" | "longer" | "more", "than", rest @ ..] if duration(rest).is_some() => {
            let (length, after) = duration(rest)?;
            let after = match after {
                ["ago" | "old", after @ ..] => after,
                // "more than 90 days" is only a length
                after if matches!(words[0], "older" | "earlier") => after,
                _ => return None,
            };
            let to = length.counted(-1, here)?.span(Lean::Back, here)?;
            Some((Span { start: None, end: to.start, grain: to.grain }, after))
        }
        ["before", rest @ ..] | ["prior", "to", rest @ ..] | ["earlier", "than", rest @ ..] => {
            let (said, rest) = inner(rest)?;
            let to = said.span(Lean::Ahead, here)?;
            Some((Span { start: None, end: to.start, grain: to.grain }, rest))
        }
        ["after", rest @ ..] | ["later", "than", rest @ ..] => {
            if let Some((length, rest)) = duration(rest) {
                let from = length.counted(1, here)?.span(Lean::Ahead, here)?;
                return Some((Span { end: None, ..from }, rest));
            }
            let (said, rest) = inner(rest)?;
            let from = said.span(Lean::Ahead, here)?;
            Some((Span { start: said.after(Lean::Ahead, here), end: None, grain: from.grain }, rest))
        }
        ["later", rest @ ..] => {
            let (said, rest) =
                point(rest, here, false).filter(|_| matches!(rest.first(), Some(&("today" | "this"))))?;
            let to = said.span(Lean::Ahead, here)?;
            Some((Span { start: now, ..to }, rest))
        }
        ["from", "now", "on", rest @ ..] => {
            Some((Span { start: now, end: None, grain: Grain::Second }, rest))
        }
        ["starting" | "beginning", rest @ ..] if rest.first() != Some(&"of") => {
            let bare = rest.strip_prefix(&["from"]).or(rest.strip_prefix(&["on"])).unwrap_or(rest);
            let (said, rest) = inner(bare)?;
            Some((Span { end: None, ..said.span(Lean::Ahead, here)? }, rest))
        }
        ["within" | "inside", rest @ ..] => {
            let rest = rest.strip_prefix(&["the", "next"]).or(rest.strip_prefix(&["the"])).unwrap_or(rest);
            let (length, rest) = duration(rest)?;
            Some((length.counted_on(here)?, rest))
        }
        ["for", rest @ ..] => {
            let (length, rest) = duration(rest)?;
            let rest = match rest {
                ["from" | "starting" | "beginning", rest @ ..] => rest,
                _ => return None,
            };
            let (said, rest) = point(rest, here, true)?;
            Some((length.starting(said.span(Lean::Ahead, here)?, here)?, rest))
        }
        ["year" | "month" | "week" | "quarter", "to", "date", rest @ ..] => {
            let (unit, _) = super::names::unit(words[0])?;
            Some((until_now(Said::days(unit.row(0, 1, here)?), here)?, rest))
        }
        ["qtd", rest @ ..] => {
            let quarter = Unit::Quarter.row(0, 1, here)?;
            Some((until_now(Said::days(quarter), here)?, rest))
        }
        ["ytd", rest @ ..] => {
            let year = Unit::Year.row(0, 1, here)?;
            Some((until_now(Said::days(year), here)?, rest))
        }
        ["mtd", rest @ ..] => {
            let month = Unit::Month.row(0, 1, here)?;
            Some((until_now(Said::days(month), here)?, rest))
        }
        _ => None,
    }
}

/// "since 9", "until 6".
fn at_hour<'w, 't>(words: &'w [&'t str]) -> Read<'w, 't, Said> {
    let (hour, rest) = super::hours::hour(words, true)?;
    Some((Said::hour(hour), rest))
}

const TO: &[&str] = &["to", "-", "–", "~", "〜", "until", "till", "untill", "til", "through", "thru"];

/// Two ends.
fn ranged<'w, 't>(words: &'w [&'t str], here: &Here, alone: bool) -> Read<'w, 't, Span> {
    let (led, between_them, bare) = match words {
        ["from", rest @ ..] => (true, false, rest),
        ["in", "between", rest @ ..] | ["between", rest @ ..] => (true, true, rest),
        ["around", rest @ ..] => (false, false, rest),
        rest => (false, false, rest),
    };
    let joins = |word: &&str| TO.contains(word) || between_them && *word == "and";
    // Thursday from 9:30 to 11, tomorrow between 1 and 2
    if let Some((day, rest)) = date(bare, here, alone || led)
        && let Some((_, inner)) =
            rest.split_first().filter(|(word, _)| matches!(**word, "from" | "between" | "," | "in"))
        && let bare = inner.strip_prefix(&["between"]).or(inner.strip_prefix(&["from"])).unwrap_or(inner)
        && let Some((Said::Point(None, time), Said::Point(None, last), rest)) =
            two_hours(bare, matches!(rest[0], "from" | "between") || bare.len() < inner.len())
    {
        let span = between(Said::Point(Some(day), time), Said::Point(None, last), here)?;
        return Some((span, rest));
    }
    if let Some((day, rest)) = date(bare, here, false)
        && let Some((Said::Point(None, time), Said::Point(None, last), rest)) = two_hours(rest, false)
    {
        let span = between(Said::Point(Some(day), time), Said::Point(None, last), here)?;
        return Some((span, rest));
    }
    // days: "13 to 15 July", "July 13-15"
    if let Some(found) = days_of_month(bare, here, &joins) {
        return Some(found);
    }
    if let Some((first, last, rest)) = two_hours(bare, led) {
        let on = match rest {
            ["on" | ",", rest @ ..] => date(rest, here, false),
            rest => date(rest, here, false),
        };
        if let (Said::Point(None, a), Some((day, rest))) = (first, on) {
            return Some((between(Said::Point(Some(day), a), last, here)?, rest));
        }
        if two_hours(bare, false).is_some() {
            return Some((between(first, last, here)?, rest));
        }
    }
    // "9 to 5 on Monday"
    if let Some((Said::Point(None, time), last, rest)) = two_hours(bare, true)
        && let Some((day, rest)) = date(rest.strip_prefix(&["on"]).unwrap_or(rest), here, false)
        && day.resolved(Lean::Ahead, here).is_some_and(|days| days.grain == Grain::Day)
    {
        // "3 to 1 on Monday" is a score
        let span = between(Said::Point(Some(day), time), last, here)?;
        let (Some(Edge::Local(from)), Some(Edge::Local(to))) = (span.start, span.end) else { return None };
        if from.date() == to.date() {
            return Some((span, rest));
        }
    }
    let joined = |rest: &'w [&'t str]| rest.first().is_some_and(joins);
    // "May to July": where two ends stand, "may" is no verb
    let (first, rest) = point(bare, here, true)
        .filter(|(_, rest)| alone || led || joined(rest))
        .or_else(|| point(bare, here, false))?;
    let Some((_, inner)) = rest.split_first().filter(|(word, _)| joins(word)) else {
        // "from Monday"
        return (led && !between_them).then(|| {
            let from = first.span(Lean::Ahead, here)?;
            // a report "from last week" is one of last week
            let closed = here.looks_back()
                && matches!(
                    bare.strip_prefix(&["the"]).unwrap_or(bare),
                    ["last" | "this" | "past" | "today" | "yesterday", ..]
                );
            Some((if closed { from } else { Span { end: None, ..from } }, rest))
        })?;
    };
    let inner =
        inner.strip_prefix(&["the"]).filter(|rest| point(rest, here, true).is_some()).unwrap_or(inner);
    // 8/20-22
    let in_figures = |date: Date| match date {
        Date::MonthDay(_, day, _) => Some(day),
        Date::Fixed(days) if days.grain == Grain::Day && bare[0].contains('/') => Some(days.from.day()),
        _ => None,
    };
    if let (Said::Point(Some(date), None), [digits, after @ ..]) = (first, inner)
        && let Some(day) = in_figures(date)
        && let Ok(n @ 1..=31) = digits.parse::<u32>()
        && n > day
        && !matches!(after.first(), Some(&("am" | "pm" | "o'clock" | ":" | "h")))
    {
        return Some((between(first, Said::date(Date::Day(n, None)), here)?, after));
    }
    let (last, rest) = point(inner, here, true).or_else(|| at_hour(inner)).or_else(|| {
        // May 1 to 10
        let (n, rest) = ordinal(inner)?;
        Some((Said::date(Date::Day(n, None)), rest))
    })?;
    Some((between(first, last, here)?, rest))
}

/// "3-4pm", "9:30 - 11:00", "8am until 6"; `announced`: also "9 to 5", of which nothing says that they are hours.
fn two_hours<'w, 't>(words: &'w [&'t str], announced: bool) -> Option<(Said, Said, &'w [&'t str])> {
    let words = words.strip_prefix(&["at"]).unwrap_or(words);
    let (first, rest) = super::hours::hour(words, true)?;
    let (_, rest) = rest.split_first().filter(|(word, _)| TO.contains(word) || **word == "and")?;
    let (last, rest) = super::hours::hour(rest, true)?;
    let sure = |hour: Hour| match hour {
        Hour::At { sure, grain, .. } => sure || grain <= Grain::Minute,
        Hour::Part(..) => false,
    };
    (announced || sure(first) || sure(last)).then_some((Said::hour(first), Said::hour(last), rest))
}

/// "July 13-15", "13 to 15 July", "March 3 - 5, 2026".
fn days_of_month<'w, 't>(
    words: &'w [&'t str],
    here: &Here,
    joins: &dyn Fn(&&str) -> bool,
) -> Read<'w, 't, Span> {
    let number = |words: &'w [&'t str]| {
        let words = words.strip_prefix(&["the"]).unwrap_or(words);
        ordinal(words).or_else(|| {
            let (first, rest) = words.split_first()?;
            (first.len() <= 2).then(|| Some((first.parse::<u32>().ok()?, rest)))?
        })
    };
    if let Some((name, rest)) = words.split_first()
        && month(name).is_some()
        && let Some((first, rest)) = number(rest)
        && let Some((_, inner)) = rest.split_first().filter(|(word, _)| joins(word))
        && let Some((last, after)) = number(inner)
        && !matches!(after.first(), Some(&("am" | "pm" | ":")))
    {
        let day = |n: u32| Date::MonthDay(month(name).unwrap_or(1), n, None);
        let after = after.strip_prefix(&[","]).unwrap_or(after);
        if let Some((year, after)) = super::numbers::year(after) {
            let fixed = |n| Some(Said::days(Days::date(year, month(name)?, n)?));
            return Some((between(fixed(first)?, fixed(last)?, here)?, after));
        }
        return Some((between(Said::date(day(first)), Said::date(day(last)), here)?, after));
    }
    let (first, rest) = number(words)?;
    let (_, inner) = rest.split_first().filter(|(word, _)| joins(word))?;
    number(inner)?;
    let (last, rest) = of_month(inner, here, false).filter(|(date, _)| !matches!(date, Date::Day(..)))?;
    Some((between(Said::date(Date::Day(first, None)), Said::date(last), here)?, rest))
}
