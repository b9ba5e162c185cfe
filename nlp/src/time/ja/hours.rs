//! Clock times and parts of a day in Japanese.

use super::{Read, TO, after, numbers::whole, of};
use crate::time::{Grain, figures, hour::Hour};

/// 午後3時半, 15時30分, 15:30, 3:20 pm, 正午, 朝8時.
pub(super) fn hour(text: &str) -> Read<'_, Hour> {
    if let Some(rest) = after(text, &["正午", "お昼の12時", "昼の12時"]) {
        return Some((Hour::NOON, rest));
    }
    if let Some(rest) = after(text, &["真夜中", "夜中の12時", "零時"]) {
        return Some((Hour::MIDNIGHT, rest));
    }
    if let Some((of_day, rest)) = half(text) {
        let inner = of(rest.trim_start());
        return match clock(inner) {
            Some((hour, rest)) => Some((with(hour, of_day)?, ended(rest))),
            None => None,
        };
    }
    if let Some((part, rest)) = part(text)
        && let Some((hour, rest)) = clock(of(rest.trim_start()))
    {
        return Some((hour.within(part)?, ended(rest)));
    }
    let (hour, rest) = clock(text)?;
    let latin = rest.trim_start();
    for (leads, pm) in [(["pm", "p.m."], true), (["am", "a.m."], false)] {
        if let Some(rest) = after(latin, &leads) {
            return Some((hour.meridiem(pm)?, rest));
        }
    }
    Some((hour, ended(rest)))
}

/// 10〜12時, 午後3-5時: the first and the last.
pub(super) fn hours(text: &str) -> Read<'_, (Hour, Hour)> {
    let (of_day, rest) = half(text).map_or((None, text), |(pm, rest)| (Some(pm), of(rest)));
    let (first, rest) = whole(rest).filter(|(hour, _)| *hour < 30)?;
    let (last, rest) = clock(after(rest, TO)?)?;
    let half = |hour: Hour| of_day.map_or(Some(hour), |pm| with(hour, pm));
    Some(((half(Hour::at(first, 0, 0, Grain::Hour, false)?)?, half(last)?), rest))
}

fn with(hour: Hour, pm: bool) -> Option<Hour> {
    hour.meridiem(pm)
}

/// 午前, 午後, am, pm before the clock time: is it after noon?
fn half(text: &str) -> Read<'_, bool> {
    let found = after(text, &["午前", "ごぜん", "am"]).map(|rest| (false, rest));
    found.or_else(|| after(text, &["午後", "ごご", "pm"]).map(|rest| (true, rest)))
}

/// Without what says only that it is about then.
fn ended(rest: &str) -> &str {
    after(
        rest,
        &["ちょうど", "きっかり", "ぴったり", "ごろ", "頃", "くらい", "ぐらい", "過ぎ", "すぎ", "ジャスト"],
    )
    .unwrap_or(rest)
}

fn clock(text: &str) -> Read<'_, Hour> {
    let run = figures::run(text);
    if text[..run].contains(':') {
        return Some((figures::clock(&text[..run])?, &text[run..]));
    }
    let (hour, rest) = whole(text).filter(|(hour, _)| *hour < 30)?;
    let rest = rest.strip_prefix('時').filter(|rest| !rest.starts_with(['間', '代', '給', '期']))?;
    if let Some(rest) = rest.strip_prefix('半') {
        return Some((Hour::at(hour, 30, 0, Grain::Minute, false)?, rest));
    }
    if let Some((second, rest)) = whole(rest)
        && let Some(rest) = rest.strip_prefix('秒')
    {
        return Some((Hour::at(hour, 0, second, Grain::Second, false)?, rest));
    }
    if let Some((minute, after_minute)) = whole(rest)
        && let Some(rest) = after_minute.strip_prefix('分')
    {
        if let Some(rest) = rest.strip_prefix('前') {
            let whole = Hour::at(hour, 0, 0, Grain::Hour, false)?;
            return Some((whole.moved(-i64::from(minute))?, rest));
        }
        if let Some((second, rest)) = whole(rest)
            && let Some(rest) = rest.strip_prefix('秒')
        {
            return Some((Hour::at(hour, minute, second, Grain::Second, false)?, rest));
        }
        return Some((Hour::at(hour, minute, 0, Grain::Minute, false)?, rest));
    }
    Some((Hour::at(hour, 0, 0, Grain::Hour, false)?, rest))
}

/// 朝, 午前中, 夕方, 夜 …
pub(super) fn part(text: &str) -> Read<'_, Hour> {
    for (words, part) in PARTS {
        if let Some(rest) = after(text, words) {
            return Some((*part, rest));
        }
    }
    None
}

const PARTS: &[(&[&str], Hour)] = &[
    (&["早朝", "朝早く", "朝一番", "朝一", "朝イチ"], Hour::EARLY),
    (&["午後一番", "午後一", "午後イチ", "昼一番", "昼一", "昼イチ"], Hour::AFTER_LUNCH),
    (&["午前中", "午前", "ごぜん"], Hour::FORENOON),
    (&["昼前"], Hour::Part(10, 12)),
    (&["昼過ぎ", "昼すぎ"], Hour::Part(13, 15)),
    (&["お昼", "昼休み", "ランチ", "昼"], Hour::LUNCH),
    (&["午後", "ごご"], Hour::AFTERNOON),
    (&["夕方", "夕刻"], Hour::DUSK),
    (&["深夜", "夜中", "未明"], Hour::SMALL_HOURS),
    (&["朝方", "朝"], Hour::MORNING),
    (&["夜間", "夜", "晩"], Hour::EVENING),
];
