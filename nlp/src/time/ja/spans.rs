//! Points and intervals in Japanese: 明日の午後3時, AからBまで, A以降, B以前.

use chrono::Datelike;

use super::{
    Read, after,
    dates::date,
    hours::{hour, hours, part},
    months::{days_of_month, months},
    of,
    parts::inner as part_of,
    relative::{duration, relative, rows},
};
use crate::{
    text::script,
    time::{
        Grain, Here,
        date::{Date, Lean},
        days::{Days, Unit},
        figures,
        hour::Hour,
        said::{Said, between, both},
        span::{Edge, Span},
        zone::zone,
    },
};

/// The longest expression at the beginning of the text.
pub(in crate::time) fn span<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    let (span, rest) = plain(text, here)?;
    // 15時UTC
    let word = rest.trim_start();
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    // 15時PT会議 is a meeting, 10時PTから is Pacific time
    let named = end > 2 || !word[end..].starts_with(script::is_han);
    if let Some(zone) = zone(&word[..end]).filter(|_| named && span.grain <= Grain::Hour) {
        let there = here.within(zone);
        return Some((plain(text, &there)?.0.exact(&there)?, &word[end..]));
    }
    Some((span, rest))
}

/// The same, by the clocks here.
fn plain<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    if let Some((span, rest)) = rows(text, here).or_else(|| to_date(text, here)) {
        return Some((span, ended(rest)));
    }
    // 90日以上前
    if let Some((length, rest)) = duration(text)
        && let Some(rest) = after(rest, &["以上前", "より前", "よりも前", "より古い", "以上古い"])
    {
        let to = length.counted(-1, here)?.span(Lean::Back, here)?;
        return Some((Span { start: None, end: to.start, grain: to.grain }, rest));
    }
    if let Some(((first, last), rest)) = months(text) {
        // those that go on are the coming ones, too
        let last = Date::Month(last).days(Lean::Ahead, here)?;
        let first = Date::Month(first).days(Lean::Before(last.to), here)?;
        let said = Said::days(Days::new(first.from, last.to, Grain::Month)?);
        return Some((said.span(Lean::Ahead, here)?, ended(rest)));
    }
    if let Some(((first, last), rest)) = hours(text) {
        return Some((between(Said::hour(first), Said::hour(last), here)?, ended(rest)));
    }
    if let Some(((first, last), rest)) = days_of_month(text) {
        return Some((between(Said::date(first), Said::date(last), here)?, ended(rest)));
    }
    let (first, rest) = point(text, here)?;
    // 明日10〜12時
    if let Said::Point(Some(date), None) = first
        && let Some(((from, to), end)) = hours(of(rest.trim_start()))
    {
        return Some((between(Said::Point(Some(date), Some(from)), Said::hour(to), here)?, ended(end)));
    }
    if let Some(inner) = after(rest, JOINS) {
        let inner = inner.trim_start();
        // 今日から3日間
        if let Some((length, after_length)) = duration(inner)
            && (inner[..inner.len() - after_length.len()].ends_with('間') || after_length.starts_with("以内"))
        {
            let from = first.span(Lean::Ahead, here)?;
            return Some((length.starting(from, here)?, after_length));
        }
        if let Some((last, end)) = point(inner, here)
            && let Some(span) = between(first, last, here)
                .filter(|span| span.moments(here).is_some())
                .or_else(|| between(first, seen_from(first, inner, here)?, here))
        {
            let end = after(end, &["までの間", "まで", "にかけて", "いっぱい", "以前", "の間", "間"])
                .unwrap_or(end);
            return Some((span, end));
        }
    }
    // 先月と今月
    if let Some(inner) = after(rest, &["と", "および", "及び", "&"])
        && let Some((last, end)) = point(inner.trim_start(), here)
        && let Some(said) = both(first, last, here)
    {
        return Some((said.span(Lean::Ahead, here)?, ended(end)));
    }
    // 9月上旬から中旬
    if let (Said::Point(Some(Date::Fixed(days)), None), Some(inner)) = (first, after(rest, JOINS))
        && let Some((part, end)) = part_of(Days::month(days.from.year(), days.from.month())?, inner, here)
        && part.from >= days.to
    {
        let end = after(end, &["にかけて", "まで"]).unwrap_or(end);
        return Some((Said::days(Days::new(days.from, part.to, days.grain)?).span(Lean::Ahead, here)?, end));
    }
    let said = |lean| first.span(lean, here);
    if let Some(end) = after(rest, &["以来", "からこれまで", "から今まで", "から現在まで"])
    {
        return Some((Span { end: None, ..said(Lean::Back)? }, end));
    }
    if let Some(end) = after(rest, &["より後", "よりも後", "より後ろ", "の後"]) {
        let from = said(Lean::Ahead)?;
        return Some((Span { start: first.after(Lean::Ahead, here), end: None, grain: from.grain }, end));
    }
    if let Some(end) =
        after(rest, &["以降", "以後", "に入ってから", "からの", "から", "より先", "〜", "~", "～"])
    {
        return Some((Span { end: None, ..said(Lean::Ahead)? }, end));
    }
    if let Some(end) = after(rest, &["よりも前", "より前", "になる前", "の前までに", "の前まで"])
    {
        let to = said(Lean::Ahead)?;
        return Some((Span { start: None, end: to.start, grain: to.grain }, end));
    }
    if let Some(end) = after(rest, &["いっぱいまで", "までに", "まで", "以前", "締め切り", "締切", "〆切"])
    {
        let to = said(Lean::Ahead)?;
        return Some((Span { start: None, end: first.until(Lean::Ahead, here), grain: to.grain }, end));
    }
    Some((said(Lean::Ahead)?, ended(rest)))
}

/// 年初来, 期初来, 月初来: from the beginning up to now; 年初から goes on.
fn to_date<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    let (unit, rest) = BEGINNINGS.iter().find_map(|(words, unit)| Some((*unit, after(text, words)?)))?;
    let from = Said::days(unit.row(0, 1, here)?).span(Lean::Back, here)?;
    if let Some(rest) = rest.strip_prefix('来') {
        return Some((Span { end: Some(Edge::Exact(here.utc())), ..from }, rest));
    }
    let rest = after(rest, &["以来", "以降", "からの", "から"])?;
    Some((Span { end: None, grain: Grain::Day, ..from }, rest))
}

const BEGINNINGS: &[(&[&str], Unit)] = &[
    (&["年初"], Unit::Year),
    (&["期初", "期首", "年度初め", "年度頭", "年度当初"], Unit::Fiscal),
    (&["月初め", "月初"], Unit::Month),
];

/// Between two ends.
const JOINS: &[&str] = &["から", "以降", "より", "〜", "~", "～", " - ", "-", "–", "・", " 〜 ", " ~ "];

/// The last end as said at the first one: 2020年6月頭から7月末まで.
fn seen_from(first: Said, last: &str, here: &Here) -> Option<Said> {
    let at = first.span(Lean::Ahead, here)?.start?.moment(here)?;
    Some(point(last, &Here { at, ..*here })?.0)
}

/// Words that belong to the expression and change nothing.
fn ended(rest: &str) -> &str {
    after(rest, &["いっぱい", "の間", "中に", "全体", "を通して", "を通じて"]).unwrap_or(rest)
}

/// A date, a clock time, both, or what lies so far from now.
fn point<'t>(text: &'t str, here: &Here) -> Read<'t, Said> {
    if let Some((said, length)) = figures::timestamp(text) {
        return Some((said, &text[length..]));
    }
    if let Some((said, rest)) = relative(text, here) {
        // 2日前の午前9時
        return Some(match (said, hour(of(rest)).or_else(|| whole_part(of(rest)))) {
            (Said::Point(Some(date), None), Some((time, rest))) => {
                (Said::Point(Some(date), Some(literal(time))), rest)
            }
            _ => (said, rest),
        });
    }
    if let Some(rest) =
        after(text, &["今すぐ", "ただいま", "ただ今", "たった今", "いますぐ", "現在", "現時点"])
    {
        return Some((Said::Known(Span::instant(here.utc(), Grain::Second)?), rest));
    }
    if let Some(((date, part_said), rest)) = date(text, here) {
        if let Some(of_day) = part_said {
            let inner = of(rest).trim_start_matches(['、', ' ']);
            return Some(match hour(inner).and_then(|(hour, rest)| Some((hour.within(of_day)?, rest))) {
                Some((hour, rest)) => (Said::Point(Some(date), Some(hour)), rest),
                None => (Said::Point(Some(date), Some(of_day)), rest),
            });
        }
        let spaced = rest.trim_start_matches([' ', '、', ',', 't']);
        let inner = of(spaced);
        let day_long = !matches!(date, Date::Month(_) | Date::Season(_) | Date::Quarter(_))
            && date.resolved(Lean::Ahead, here).is_some_and(|days| days.grain == Grain::Day);
        if day_long && let Some((time, rest)) = hour(inner).or_else(|| part(inner)) {
            return Some((Said::Point(Some(date), Some(literal(time))), rest));
        }
        return Some((Said::date(date), rest));
    }
    if let Some((time, rest)) = hour(text) {
        return Some((Said::hour(time), rest));
    }
    if part(text).is_some() {
        return whole_part(text).map(|(time, rest)| (Said::hour(time), rest));
    }
    let rest = after(text, &["今", "いま", "即"])?;
    let ends =
        rest.is_empty() || ["から", "まで", "は", "、", "も", "戻"].iter().any(|end| rest.starts_with(end));
    ends.then(|| Some((Said::Known(Span::instant(here.utc(), Grain::Second)?), rest)))?
}

/// A part of the day; 昼 within another word is none.
fn whole_part(text: &str) -> Read<'_, Hour> {
    let (time, rest) = part(text)?;
    let ends = rest.is_empty()
        || ["に", "は", "の", "から", "まで", "、", "。", " "].iter().any(|end| rest.starts_with(end));
    ends.then_some((time, rest))
}

/// In Japanese 3時 beside a date is 3:00, where nothing else tells.
fn literal(hour: Hour) -> Hour {
    match hour {
        Hour::At { second, grain, .. } => Hour::At { second, grain, sure: true },
        part => part,
    }
}
