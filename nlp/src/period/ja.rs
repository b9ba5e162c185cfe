//! Periods in Japanese, NFKC-folded, without 以降 and から.

use chrono::{NaiveDate, Weekday};

use super::{
    Now, Span,
    calendar::{self, Unit},
};

pub(super) fn read(words: &str, now: &Now) -> Option<Span> {
    let unit = |unit, ago| calendar::unit(unit, ago, now);
    match words {
        "今日" | "本日" | "きょう" => unit(Unit::Day, 0),
        "昨日" | "きのう" => unit(Unit::Day, 1),
        "一昨日" | "おととい" => unit(Unit::Day, 2),
        "今週" => unit(Unit::Week, 0),
        "先週" | "前週" => unit(Unit::Week, 1),
        "先々週" => unit(Unit::Week, 2),
        "今月" | "当月" => unit(Unit::Month, 0),
        "先月" | "前月" => unit(Unit::Month, 1),
        "先々月" => unit(Unit::Month, 2),
        "今四半期" | "当四半期" | "この四半期" => unit(Unit::Quarter, 0),
        "前四半期" | "先四半期" => unit(Unit::Quarter, 1),
        "今年" | "本年" => unit(Unit::Year, 0),
        "去年" | "昨年" | "前年" => unit(Unit::Year, 1),
        "今期" | "当期" | "今年度" => unit(Unit::FiscalYear, 0),
        "前期" | "先期" | "昨年度" => unit(Unit::FiscalYear, 1),
        _ => counted(words, now).or_else(|| dated(words, now)).or_else(|| weekday(words, now)),
    }
}

/// 直近30日, 過去2週間, 3日前.
fn counted(words: &str, now: &Now) -> Option<Span> {
    let ago = words.strip_suffix('前');
    let rest = ["直近", "過去", "この", "ここ", "最近"].iter().find_map(|lead| words.strip_prefix(lead));
    let rest = rest.or(ago)?.trim_end_matches('間').trim();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let n: u64 = rest[..digits].parse().ok()?;
    let unit = match &rest[digits..] {
        "時間" | "時" => {
            return Some(Span::Hours(i64::try_from(n).ok().filter(|n| (1..=10_000).contains(n))?));
        }
        "日" => Unit::Day,
        "週" => Unit::Week,
        "か月" | "ヶ月" | "カ月" | "ケ月" | "月" => Unit::Month,
        "四半期" => Unit::Quarter,
        "年" => Unit::Year,
        _ => return None,
    };
    match ago {
        Some(_) => calendar::unit(unit, u32::try_from(n).ok().filter(|n| *n <= 10_000)?, now),
        None => calendar::last(n, unit, now),
    }
}

/// 2025年, 2025年5月, 2025年5月3日, 5月, 5月3日, 第2四半期.
fn dated(words: &str, now: &Now) -> Option<Span> {
    if let Some(n) = words.strip_prefix('第').and_then(|rest| rest.strip_suffix("四半期")) {
        return calendar::quarter(n.parse().ok()?, now);
    }
    let (year, rest) = match words.split_once('年') {
        Some((year, rest)) => {
            (Some(year.parse::<i32>().ok().filter(|year| (1970..=2200).contains(year))?), rest)
        }
        None => (None, words),
    };
    if rest.is_empty() {
        return calendar::year(year?);
    }
    let (month, rest) = rest.split_once('月')?;
    let month: u32 = month.parse().ok()?;
    match (year, rest.strip_suffix('日')) {
        (Some(year), Some(day)) => calendar::day(NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?),
        (None, Some(day)) => calendar::day_of_year(month, day.parse().ok()?, now),
        (Some(year), None) if rest.is_empty() => calendar::month_of(year, month),
        (None, None) if rest.is_empty() => calendar::month(month, now),
        _ => None,
    }
}

/// 月曜, 月曜日.
fn weekday(words: &str, now: &Now) -> Option<Span> {
    let words = words.strip_prefix("先週の").or_else(|| words.strip_prefix("この前の")).unwrap_or(words);
    let day = match words.strip_suffix("曜日").or_else(|| words.strip_suffix("曜"))? {
        "月" => Weekday::Mon,
        "火" => Weekday::Tue,
        "水" => Weekday::Wed,
        "木" => Weekday::Thu,
        "金" => Weekday::Fri,
        "土" => Weekday::Sat,
        "日" => Weekday::Sun,
        _ => return None,
    };
    calendar::weekday(day, now)
}
