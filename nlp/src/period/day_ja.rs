//! Days in Japanese, NFKC-folded.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Now,
    day::{self, Step},
    ja::weekday,
};
use crate::number;

pub(super) fn read(words: &str, now: &Now) -> Option<NaiveDate> {
    let words =
        ["までに", "まで", "に"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words).trim();
    // 12月1日(火)
    let words = match words.split_once('(') {
        Some((date, name))
            if weekday(&format!("{}曜", name.trim_end_matches([')', '曜', '日']))).is_some() =>
        {
            date
        }
        _ => words,
    };
    let words =
        words.strip_suffix('中').filter(|rest| matches!(*rest, "今日" | "本日" | "明日")).unwrap_or(words);
    let today = now.today();
    match words {
        "今日" | "本日" | "きょう" | "今晩" | "今夜" | "今夕" => Some(today),
        "明日" | "あした" | "あす" | "翌日" => today.succ_opt(),
        "明後日" | "あさって" => day::after(2, Step::Days(1), now),
        "明々後日" | "しあさって" => day::after(3, Step::Days(1), now),
        "昨日" | "きのう" => today.pred_opt(),
        "一昨日" | "おととい" => day::before(2, Step::Days(1), now),
        "来週" | "来週頭" | "来週の頭" | "週明け" => day::of_week(Weekday::Mon, 1, now),
        "再来週" => day::of_week(Weekday::Mon, 2, now),
        "来月" | "来月頭" | "来月初め" => day::first_of_month(1, now),
        "来年" => day::sane(today.year() + 1, 1, 1),
        "週末" | "今週末" => day::of_week(Weekday::Sat, 0, now),
        "来週末" => day::of_week(Weekday::Sat, 1, now),
        "月末" | "今月末" | "今月の末" => day::end_of_month(0, now),
        "来月末" | "来月の末" => day::end_of_month(1, now),
        "年末" | "今年末" => day::sane(today.year(), 12, 31),
        "四半期末" | "今四半期末" => day::end_of_quarters(1, now),
        "年度末" | "期末" | "今期末" | "今年度末" => day::end_of_quarters(4, now),
        _ => counted(words, now)
            .or_else(|| dated(words, now))
            .or_else(|| of_week(words, now))
            .or_else(|| day::slashed(words, now)),
    }
}

/// 3日後, 2週間後, 3日前.
fn counted(words: &str, now: &Now) -> Option<NaiveDate> {
    let later = words.strip_suffix('後');
    let (n, unit) = number::leading(later.or_else(|| words.strip_suffix('前'))?)?;
    let unit = match unit.trim_end_matches('間') {
        "日" => Step::Days(1),
        "週" => Step::Days(7),
        "か月" | "ヶ月" | "カ月" | "ケ月" | "ヵ月" => Step::Months(1),
        "年" => Step::Months(12),
        _ => return None,
    };
    if later.is_some() { day::after(n, unit, now) } else { day::before(n, unit, now) }
}

/// 2026年5月3日, 5月3日, 来月1日, 15日, 5月末.
fn dated(words: &str, now: &Now) -> Option<NaiveDate> {
    let today = now.today();
    if let Some(month) = words.strip_suffix("月末").or_else(|| words.strip_suffix("月の末")) {
        return day::end_of(month.parse().ok()?, now);
    }
    let rest = words.strip_suffix('日')?;
    for (lead, months) in [("今月", 0), ("来月", 1)] {
        if let Some(n) = rest.strip_prefix(lead) {
            return day::first_of_month(months, now)?.with_day(n.trim_start_matches('の').parse().ok()?);
        }
    }
    let (year, rest) = match rest.split_once('年') {
        Some(("来", rest)) => (Some(today.year() + 1), rest),
        Some(("今", rest)) => (Some(today.year()), rest),
        Some((year, rest)) => (Some(year.parse().ok()?), rest),
        None => (None, rest),
    };
    match (year, rest.split_once('月')) {
        (Some(year), Some((month, n))) => day::sane(year, month.parse().ok()?, n.parse().ok()?),
        (None, Some((month, n))) => day::of_year(month.parse().ok()?, n.parse().ok()?, now),
        (None, None) => {
            let n: u32 = rest.parse().ok()?;
            let this = today.with_day(n).filter(|date| *date >= today);
            this.or_else(|| day::first_of_month(1, now)?.with_day(n))
        }
        (Some(_), None) => None,
    }
}

/// 金曜, 来週の金曜日, 今週金曜.
fn of_week(words: &str, now: &Now) -> Option<NaiveDate> {
    for (lead, weeks) in [("再来週", 2), ("来週", 1), ("今週", 0), ("先週", -1)] {
        if let Some(name) = words.strip_prefix(lead) {
            return day::of_week(weekday(name.trim_start_matches('の'))?, weeks, now);
        }
    }
    let name = ["次の", "今度の"].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    day::coming(weekday(name)?, now)
}
