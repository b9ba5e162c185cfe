//! Months and days of them in Japanese: 3月, さんがつ, 15日, 5月1〜10日.

use super::{Read, TO, after, lookalikes::is_no_month, numbers::whole};
use crate::time::date::Date;

/// 3月, さんがつ; no length of time (3か月), no name (月).
pub(super) fn month(text: &str) -> Read<'_, u32> {
    for (name, n) in KANA_MONTHS {
        if let Some(rest) = text.strip_prefix(name) {
            return Some((*n, rest));
        }
    }
    let (n, rest) = whole(text).filter(|(n, _)| (1..=12).contains(n))?;
    let rest = after(rest, &["月", "がつ"])?;
    (!rest.starts_with(['間', '曜']) && !is_no_month(rest)).then_some((n, rest))
}

const KANA_MONTHS: &[(&str, u32)] = &[
    ("じゅういちがつ", 11),
    ("じゅうにがつ", 12),
    ("じゅうがつ", 10),
    ("いちがつ", 1),
    ("にがつ", 2),
    ("さんがつ", 3),
    ("しがつ", 4),
    ("ごがつ", 5),
    ("ろくがつ", 6),
    ("しちがつ", 7),
    ("はちがつ", 8),
    ("くがつ", 9),
];

/// 4〜6月, 10-12月期: the first and the last month.
pub(super) fn months(text: &str) -> Read<'_, (u32, u32)> {
    let (first, rest) = whole(text).filter(|(n, _)| (1..=12).contains(n))?;
    let (last, rest) = month(after(rest, TO)?).filter(|(_, rest)| day_of(rest).is_none())?;
    Some(((first, last), after(rest, &["期", "まで"]).unwrap_or(rest)))
}

/// 5月1〜10日, 20〜22日: the first and the last day.
pub(super) fn days_of_month(text: &str) -> Read<'_, (Date, Date)> {
    if let Some((first, rest)) = whole(text)
        && let Some(rest) = after(rest, TO)
    {
        let (last, rest) = day_of(rest)?;
        let length = after(rest, &["か", "ほど", "程", "くらい", "ぐらい", "で"]).is_some();
        // 2〜3日お待ちください: two or three days, unless it goes on as a date does
        let few = last == first + 1 && first < 10;
        let date = rest.is_empty()
            || rest.starts_with(['の', 'に', '(', '（', ' ', '開'])
            || rest.starts_with("まで")
            // from four on hardly anybody counts so loosely
            || first > 3 && rest.starts_with(['は', 'が', '、', '。', 'を', '頃']);
        return (first < last && !length && (date || !few))
            .then_some(((Date::Day(first, None), Date::Day(last, None)), rest));
    }
    let (month, rest) = month(text)?;
    let (first, rest) = whole(rest).filter(|(n, _)| (1..=31).contains(n))?;
    let rest = after(rest, TO)?;
    let (last, rest) = day_of(rest)?;
    Some(((Date::MonthDay(month, first, None), Date::MonthDay(month, last, None)), rest))
}

/// 15日; no length of time (15日間, 15日後).
pub(super) fn day_of(text: &str) -> Read<'_, u32> {
    let (n, rest) = whole(text).filter(|(n, _)| (1..=31).contains(n))?;
    let rest = rest.strip_prefix('日')?;
    let length = ["間", "後", "前", "以内", "目", "分", "ぶり"].iter().any(|end| rest.starts_with(end));
    // 15日前後 is about the 15th
    (!length || rest.starts_with("前後")).then_some((n, rest))
}
