//! Periods in Japanese, NFKC-folded, without 以降 and から.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Now, Span, YEARS,
    calendar::{self, Unit},
    day,
};
use crate::{number, time::japanese};

pub(super) fn read(words: &str, now: &Now) -> Option<Span> {
    let unit = |unit, ago| calendar::unit(unit, ago, now);
    match words {
        "今日" | "本日" | "きょう" | "今朝" | "今" | "現在" => unit(Unit::Day, 0),
        "昨日" | "きのう" => unit(Unit::Day, 1),
        "昨晩" | "昨夜" => unit(Unit::Day, 1),
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
        "一昨年" | "おととし" => unit(Unit::Year, 2),
        "今期" | "当期" | "今年度" => unit(Unit::FiscalYear, 0),
        "前期" | "先期" | "昨年度" | "前年度" => unit(Unit::FiscalYear, 1),
        "上期" | "上半期" => calendar::part_of_fiscal_year(1, 6, None, now),
        "下期" | "下半期" => calendar::part_of_fiscal_year(2, 6, None, now),
        "週末" | "先週末" | "この週末" => calendar::weekend(now),
        _ => counted(words, now).or_else(|| dated(words, now)).or_else(|| weekday_said(words, now)),
    }
}

/// 直近30日, 過去2週間, 3日前.
fn counted(words: &str, now: &Now) -> Option<Span> {
    let ago = words.strip_suffix('前');
    let rest = ["直近", "過去", "この", "ここ", "最近"].iter().find_map(|lead| words.strip_prefix(lead));
    let rest = rest.or(ago)?.trim_end_matches('間').trim();
    if matches!(rest, "半年") {
        return calendar::last(6, Unit::Month, now).filter(|_| ago.is_none());
    }
    let (n, unit) = match rest.strip_prefix('数') {
        Some(unit) => (3, unit),
        None => number::leading(rest)?,
    };
    let unit = match unit {
        "時間" | "時" => {
            return (1..=10_000).contains(&n).then(|| Span::Hours(i64::from(n)));
        }
        "日" => Unit::Day,
        "週" => Unit::Week,
        "か月" | "ヶ月" | "カ月" | "ケ月" | "月" => Unit::Month,
        "四半期" => Unit::Quarter,
        "年" => Unit::Year,
        _ => return None,
    };
    match ago {
        Some(_) => calendar::unit(unit, Some(n).filter(|n| *n <= 10_000)?, now),
        None => calendar::last(u64::from(n), unit, now),
    }
}

/// 2025年, 2025年度, 去年の5月, 2025年5月3日, 5月, 5月3日, 5月上旬, 第2四半期.
fn dated(words: &str, now: &Now) -> Option<Span> {
    for (third, name) in ["上旬", "中旬", "下旬"].into_iter().enumerate() {
        if let Some(month) = words.strip_suffix(name) {
            return calendar::third_of(read(month, now)?, u32::try_from(third).ok()?);
        }
    }
    if let Some(year) = words.strip_suffix("年度") {
        return calendar::fiscal_year_of(year.parse().ok()?, now);
    }
    let this = now.today().year();
    let (year, rest) = match words.split_once('年') {
        Some(("今" | "本", rest)) => (Some(this), rest),
        Some(("去" | "昨", rest)) => (Some(this - 1), rest),
        Some((year, rest)) => (Some(year.parse::<i32>().ok().filter(|year| YEARS.contains(year))?), rest),
        None => (None, words),
    };
    let rest = rest.strip_prefix("度").filter(|_| year.is_some()).unwrap_or(rest);
    let rest = rest.strip_prefix('の').filter(|_| year.is_some()).unwrap_or(rest);
    if let Some(n) = rest.strip_prefix('第').and_then(|rest| rest.strip_suffix("四半期")) {
        let n = number::small(n).filter(|n| (1..=4).contains(n))?;
        return calendar::part_of_fiscal_year(n, 3, year, now);
    }
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

/// 月曜, 先週の月曜日.
fn weekday_said(words: &str, now: &Now) -> Option<Span> {
    for (lead, weeks) in [("今週の", 0), ("先週の", -1), ("先々週の", -2)] {
        if let Some(name) = words.strip_prefix(lead) {
            return calendar::day(day::of_week(weekday(name)?, weeks, now)?);
        }
    }
    calendar::weekday(weekday(words.strip_prefix("この前の").unwrap_or(words))?, now)
}

/// 月曜, 月曜日.
pub(super) fn weekday(words: &str) -> Option<Weekday> {
    japanese::weekday(words).filter(|(_, rest)| rest.is_empty()).map(|(day, _)| day)
}
