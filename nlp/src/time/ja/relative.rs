//! Lengths of time in Japanese, what lies so far away, and rows of units.

use super::{
    Read, after,
    months::day_of,
    numbers::count,
    of,
    words::{unit, weekday},
};
use crate::time::{
    Here,
    days::{Days, Unit, number, plus_days},
    durations::{self, Duration},
    said::Said,
    span::Span,
};

/// 2時間半, 1年3か月, 半年, 30分間.
pub(super) fn duration(text: &str) -> Read<'_, Duration> {
    let (mut sum, mut rest) = one(text)?;
    while let Some((more, after)) = one(rest).filter(|_| !rest.starts_with('半')) {
        (sum, rest) = (sum.plus(more), after);
    }
    Some((sum, rest))
}

fn one(text: &str) -> Read<'_, Duration> {
    for (lead, halves, unit) in
        [("半年", 1, Unit::Year), ("半日", 1, Unit::Day), ("半月", 1, Unit::Month), ("半時間", 1, Unit::Hour)]
    {
        if let Some(rest) = text.strip_prefix(lead) {
            return Some((Duration::of_halves(halves, unit)?, between(rest)));
        }
    }
    for (lead, n) in [("ひと月", 1), ("一月", 1), ("ふた月", 2)] {
        if let Some(rest) = text.strip_prefix(lead).filter(|rest| rest.starts_with(['前', '後'])) {
            return Some((Duration::of(n, Unit::Month)?, rest));
        }
    }
    let (n, rest) = count(text)?;
    let (unit, rest) = unit(rest)?;
    let rest = between(rest);
    // a length, no name of a month or day of it
    if let Some(rest) = rest.strip_prefix('半').filter(|rest| !rest.starts_with(['ば', '期', '分'])) {
        return Some((Duration::of_halves(2 * i64::from(n) + 1, unit)?, between(rest)));
    }
    Some((Duration::of(n, unit)?, rest))
}

/// 間 says only that it is a length.
fn between(rest: &str) -> &str {
    rest.strip_prefix('間').unwrap_or(rest)
}

/// 2時間後, 3日前, 半年前, 2分経ったら, 2週間以内.
pub(super) fn relative<'t>(text: &'t str, here: &Here) -> Read<'t, Said> {
    let text = after(text, &["今から", "いまから", "これから", "あと"]).unwrap_or(text);
    let (length, rest) = duration(text)?;
    if let Some(rest) = after(rest, &["以内に", "以内"]) {
        return Some((Said::Known(length.counted_on(here)?), rest));
    }
    if let Some(rest) = after(
        rest,
        &[
            "経過したら",
            "経過してから",
            "経過後",
            "経ったら",
            "経ってから",
            "たったら",
            "過ぎたら",
            "過ぎに",
            "してから",
            "後に",
            "後",
            "のち",
            "先",
        ],
    ) {
        if let Some((day, rest)) = day_of_far(length, 1, rest, here) {
            return Some((Said::days(day), rest));
        }
        return Some((length.counted(1, here)?, rest));
    }
    let rest = after(rest, &["ほど", "くらい", "ぐらい"]).unwrap_or(rest);
    let rest = after(rest, &["前", "まえ"])?;
    if let Some((day, rest)) = day_of_far(length, -1, rest, here) {
        return Some((Said::days(day), rest));
    }
    Some((length.counted(-1, here)?, rest))
}

/// 3週間後の金曜, 2か月後の5日: a day in the week or month that is so far.
fn day_of_far<'t>(length: Duration, sign: i64, rest: &'t str, here: &Here) -> Read<'t, Days> {
    let rest = rest.strip_prefix('の')?;
    let (unit, days) = length.whole(sign, here)?;
    let (day, rest) = match unit {
        Unit::Week => {
            let (day, rest) = weekday(rest)?;
            (plus_days(days.from, i64::from(number(day)))?, rest)
        }
        _ => {
            let (day, rest) = day_of(rest)?;
            (days.day_or_last(day)?, rest)
        }
    };
    Some((Days::one(day)?, rest))
}

/// 直近7日間, 過去2四半期, 今後3週間, この3か月.
pub(super) fn rows<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    let (side, rest) = if let Some(rest) =
        after(text, &["直近", "過去", "直在", "最後", "最近", "前の", "前回", "先の"])
    {
        (-1, of(rest))
    } else if let Some(rest) =
        after(text, &["今後", "向こう", "むこう", "これから", "この先", "次の", "来る", "今から"])
    {
        (1, of(rest))
    } else if let Some(rest) = after(text, &["この", "ここ"]) {
        (0, rest)
    } else {
        return length_back(text, here);
    };
    // 直近の四半期: the last that is over
    if text.starts_with("直近の")
        && let Some((unit, after_unit)) = unit(rest)
        && matches!(unit, Unit::Week | Unit::Quarter | Unit::Fiscal | Unit::Year)
        && !after_unit.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((known(Said::days(unit.row(-1, 1, here)?), here)?, after_unit));
    }
    if side == 0
        && here.looks_back()
        && let Some(rest) = rest.strip_prefix("半年").filter(|rest| !rest.starts_with(['前', '後']))
    {
        return Some((known(durations::trailing(6, Unit::Month, here)?, here)?, between(rest)));
    }
    if side == 0 {
        // この1週間, この3か月: up to now
        let (length, rest) = duration(rest)?;
        let ends = !rest.starts_with(['前', '後', '以']);
        return ends.then(|| {
            let span = match length.in_units().filter(|_| here.looks_back()) {
                Some((n, unit)) => known(durations::trailing(n, unit, here)?, here)?,
                None => length.up_to_now(here)?,
            };
            Some((span, rest))
        })?;
    }
    for (lead, n, unit) in [("半年", 6, Unit::Month), ("一週間", 1, Unit::Week)] {
        if let Some(rest) = rest.strip_prefix(lead) {
            return Some((known(durations::row(n, unit, side, here)?, here)?, between(rest)));
        }
    }
    let (n, rest) = count(rest)?;
    let (unit, rest) = unit(rest)?;
    let rest = between(rest);
    // 次の3日 is a row, 次の3月 is March
    (!rest.starts_with(['前', '後', '目'])).then_some(())?;
    Some((known(durations::row(n, unit, side, here)?, here)?, rest))
}

/// 7日間, 3か月: for whoever looks back, the last ones.
fn length_back<'t>(text: &'t str, here: &Here) -> Read<'t, Span> {
    here.looks_back().then_some(())?;
    if let Some(rest) =
        text.strip_prefix("半年").filter(|rest| !rest.starts_with(['前', '後', '先', '以', 'ほ']))
    {
        return Some((known(durations::trailing(6, Unit::Month, here)?, here)?, between(rest)));
    }
    let (length, rest) = duration(text)?;
    let said = &text[..text.len() - rest.len()];
    // 3日 and 5月 are dates
    let announced = said.ends_with(['間', '半']) || said.ends_with('月');
    let goes_on = ["前", "まえ", "後", "以", "目", "ぶり", "ほど", "先", "より", "くらい", "ぐらい"];
    (announced && !goes_on.iter().any(|end| rest.starts_with(end))).then_some(())?;
    let span = match length.in_units() {
        Some((n, unit)) => known(durations::trailing(n, unit, here)?, here)?,
        None => length.up_to_now(here)?,
    };
    Some((span, rest))
}

fn known(said: Said, here: &Here) -> Option<Span> {
    said.span(crate::time::date::Lean::Ahead, here)
}
