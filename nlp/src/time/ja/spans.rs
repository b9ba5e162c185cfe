//! Points and intervals in Japanese: 明日の午後3時, AからBまで, A以降, B以前.

use super::{
    Read, after,
    dates::date,
    hours::{hour, part},
    months::days_of_month,
    of,
    relative::{duration, relative, rows},
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::Unit,
    figures,
    hour::Hour,
    said::{Said, between},
    span::{Edge, Span},
};

/// The longest expression at the beginning of the text.
pub(in crate::time) fn span<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
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
    if let Some(((first, last), rest)) = days_of_month(text) {
        return Some((between(Said::date(first), Said::date(last), here)?, ended(rest)));
    }
    let (first, rest) = point(text, here)?;
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
    let said = |lean| first.span(lean, here);
    if let Some(end) = after(rest, &["以来", "からこれまで", "から今まで", "から現在まで"])
    {
        return Some((Span { end: None, ..said(Lean::Back)? }, end));
    }
    if let Some(end) = after(rest, &["より後", "よりも後", "より後ろ", "の後"]) {
        let from = said(Lean::Ahead)?;
        return Some((Span { start: first.after(Lean::Ahead, here), end: None, grain: from.grain }, end));
    }
    if let Some(end) = after(rest, &["以降", "以後", "からの", "から", "より先", "〜", "~", "～"])
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

/// 年初来, 期初来, 月初来: from the beginning up to now.
fn to_date<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    let (unit, rest) = [("年初来", Unit::Year), ("期初来", Unit::Fiscal), ("月初来", Unit::Month)]
        .iter()
        .find_map(|(word, unit)| Some((*unit, text.strip_prefix(word)?)))?;
    let from = Said::days(unit.row(0, 1, here)?).span(Lean::Back, here)?;
    Some((Span { end: Some(Edge::Exact(here.utc())), ..from }, rest))
}

/// Between two ends.
const JOINS: &[&str] = &["から", "以降", "より", "〜", "~", "～", " - ", "-", "–", "・", " 〜 ", " ~ "];

/// The last end as said at the first one: 2020年6月頭から7月末まで.
fn seen_from(first: Said, last: &str, here: &Here) -> Option<Said> {
    let at = first.span(Lean::Ahead, here)?.start?.moment(here)?;
    Some(point(last, &Here { at, ..*here })?.0)
}

/// Words that belong to the expression and change nothing.
fn ended(rest: &str) -> &str {
    after(rest, &["いっぱい", "の間", "中に"]).unwrap_or(rest)
}

/// A date, a clock time, both, or what lies so far from now.
fn point<'t>(text: &'t str, here: &Here) -> Read<'t, Said> {
    if let Some((said, length)) = figures::timestamp(text) {
        return Some((said, &text[length..]));
    }
    if let Some(found) = relative(text, here) {
        return Some(found);
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
    if let Some((time, rest)) = part(text) {
        // 昼 within another word is none
        let ends = rest.is_empty()
            || ["に", "は", "の", "から", "まで", "、", "。", " "].iter().any(|end| rest.starts_with(end));
        return ends.then_some((Said::hour(time), rest));
    }
    let rest = after(text, &["今", "いま", "即"])?;
    let ends =
        rest.is_empty() || ["から", "まで", "は", "、", "も", "戻"].iter().any(|end| rest.starts_with(end));
    ends.then(|| Some((Said::Known(Span::instant(here.utc(), Grain::Second)?), rest)))?
}

/// In Japanese 3時 beside a date is 3:00, where nothing else tells.
fn literal(hour: Hour) -> Hour {
    match hour {
        Hour::At { second, grain, .. } => Hour::At { second, grain, sure: true },
        part => part,
    }
}
