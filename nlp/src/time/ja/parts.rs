//! Parts of a longer stretch in Japanese: 来年の3月, 9月上旬, 今月の第2火曜.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Read, after,
    months::{day_of, month, months},
    numbers::whole,
    of,
    words::{season, unit, weekday, weekdays},
};
use crate::time::{
    Grain, Here,
    days::{Days, number, plus_days, plus_months},
};

/// The part of a stretch that the text goes on with, as long as it does: 来年の3月の第2火曜.
pub(super) fn narrowed<'t>(days: Days, rest: &'t str, here: &Here) -> (Days, &'t str) {
    let (mut days, mut rest) = (days, rest);
    for _ in 0..3 {
        let spaced = rest.trim_start_matches(' ');
        match inner(days, of(spaced), here) {
            Some((part, after)) => (days, rest) = (part, after),
            None => break,
        }
    }
    (days, rest)
}

/// A part of a year, quarter, month or week.
pub(super) fn inner<'t>(days: Days, text: &'t str, here: &Here) -> Read<'t, Days> {
    let length = (days.to - days.from).num_days();
    if days.grain == Grain::Day && length == 1 {
        return None;
    }
    for (words, index) in
        [(&["上旬", "初旬"][..], 0), (&["中旬", "半ば", "なかば", "中頃", "中ごろ"], 1), (&["下旬"], 2)]
    {
        if let Some(rest) = after(text, words) {
            return Some((days.third(index)?, rest));
        }
    }
    for (words, index) in [(&["前半"][..], 0), (&["後半"], 1)] {
        if let Some(rest) = after(text, words) {
            return Some((days.half(index)?, rest));
        }
    }
    for (words, n) in [
        (&["初日", "初め", "始め", "はじめ", "頭", "あたま", "初頭", "年始", "年初"][..], 1),
        (&["末日", "末尾", "年末", "末", "終わり", "最終日", "おわり"], 0),
    ] {
        if let Some(rest) = after(text, words) {
            if words[0] == "末日" && days.grain == Grain::Week {
                let saturday = plus_days(days.from, 5)?;
                // looking back, この週末 has begun
                let ahead = here.looks_back() && saturday > here.today();
                let saturday = if ahead { plus_days(saturday, -7)? } else { saturday };
                return Some((Days::new(saturday, plus_days(saturday, 2)?, Grain::Day)?, rest));
            }
            return Some((if n == 1 { days.day(1)? } else { days.day(0)? }, rest));
        }
    }
    if let Some(found) = counted(days, text) {
        return Some(found);
    }
    if days.grain == Grain::Week {
        if let Some(((first, last), rest)) = weekdays(text).or_else(|| working(text)) {
            let day = |weekday| plus_days(days.from, i64::from(number(weekday)));
            return Some((Days::new(day(first)?, day(last)?.succ_opt()?, Grain::Day)?, rest));
        }
        let (day, rest) = weekday(text)?;
        return Some((Days::one(plus_days(days.from, i64::from(number(day)))?)?, rest));
    }
    if let Some((n, rest)) = ordinal(text) {
        if let Some(rest) = after(rest, &["四半期", "クォーター"]) {
            return Some((quarters(days, here)?.part(n, 3)?, rest));
        }
        if let Some((day, rest)) = weekday(of(rest)) {
            return Some((days.weekday(n, day)?, rest));
        }
        let rest = after(of(rest), &["週目", "週間目", "週"])?;
        let year = days.from.year();
        let of_year = Days::year(year) == Some(days);
        return Some((if of_year { Days::week_of_year(year, n)? } else { days.week(n)? }, rest));
    }
    if let Some((n, rest)) = quarter_letter(text) {
        return Some((quarters(days, here)?.part(n, 3)?, rest));
    }
    if days.grain == Grain::Year {
        for (words, n) in [(&["上半期", "上期"][..], 1), (&["下半期", "下期"], 2)] {
            if let Some(rest) = after(text, words) {
                let fiscal = Days::fiscal(days.from.year(), here)?;
                return Some((fiscal.part(n, 6)?, rest));
            }
        }
        if let Some((index, rest)) = season(text) {
            return Some((Days::season(index, days.from.year())?, rest));
        }
        // within a fiscal year it may be the next one of the calendar
        let of_year = |month: u32| {
            let next = i32::from(month < days.from.month());
            Days::month(days.from.year() + next, month)
        };
        if let Some(((first, last), rest)) = months(text) {
            return Some((Days::new(of_year(first)?.from, of_year(last)?.to, Grain::Month)?, rest));
        }
        let (month, rest) = month(text)?;
        let found = of_year(month)?;
        return Some(match day_of(rest) {
            Some((n, rest)) => (found.day(n)?, rest),
            None => (found, rest),
        });
    }
    let (n, rest) = day_of(text)?;
    Some((days.day(n)?, rest))
}

/// 1週目, 最初の2週間.
fn counted(days: Days, text: &str) -> Read<'_, Days> {
    if let Some(found) = some_units(days, text) {
        return Some(found);
    }
    let (n, rest) = whole(text).filter(|(n, _)| (1..=53).contains(n))?;
    Some((days.week(n)?, after(rest, &["週目", "週間目"])?))
}

/// 最初の2週間, 最後の10日間.
pub(super) fn some_units(days: Days, text: &str) -> Read<'_, Days> {
    let rows =
        [(&["最初の", "はじめの", "初めの", "冒頭の"][..], true), (&["最後の", "終わりの", "末の"], false)];
    for (words, first) in rows {
        if let Some((n, rest)) = after(text, words).and_then(whole)
            && let Some((unit, rest)) = unit(rest).filter(|(_, rest)| !rest.starts_with('目'))
            && let Some(found) = if first { days.first(n, unit) } else { days.last(n, unit) }
        {
            return Some((found, rest.strip_prefix('間').unwrap_or(rest)));
        }
    }
    None
}

/// 平日.
fn working(text: &str) -> Read<'_, (Weekday, Weekday)> {
    Some(((Weekday::Mon, Weekday::Fri), text.strip_prefix("平日")?))
}

/// The year whose quarters are counted: of the calendar as the quarters begin, or the fiscal one itself.
fn quarters(days: Days, here: &Here) -> Option<Days> {
    if days.grain == Grain::Year && days.from.month() == 1 && here.quarters_from != 1 {
        let from = NaiveDate::from_ymd_opt(days.from.year(), here.quarters_from, 1)?;
        return Days::new(from, plus_months(from, 12)?, Grain::Year);
    }
    Some(days)
}

/// 第2, 最初の, 最後の, 最終, 2番目の.
pub(super) fn ordinal(text: &str) -> Read<'_, u32> {
    if let Some(rest) = after(text, &["最初の", "初回の"]) {
        return Some((1, rest));
    }
    if let Some(rest) = after(text, &["最後の", "最終"]) {
        return Some((0, rest));
    }
    if let Some(rest) = text.strip_prefix('第') {
        // 第三四半期 is no thirty-fourth
        if let Some(first) = rest.chars().next()
            && rest[first.len_utf8()..].starts_with("四半期")
        {
            return Some((whole(&rest[..first.len_utf8()])?.0, &rest[first.len_utf8()..]));
        }
        return whole(rest).filter(|(n, _)| (1..=53).contains(n));
    }
    let (n, rest) = whole(text)?;
    Some((n, after(rest, &["番目の"])?))
}

/// Q2, 2Q.
pub(super) fn quarter_letter(text: &str) -> Read<'_, u32> {
    let (n, rest) = match text.strip_prefix('q') {
        Some(rest) => whole(rest)?,
        None => {
            let (n, rest) = whole(text)?;
            (n, rest.strip_prefix('q')?)
        }
    };
    (1..=4).contains(&n).then_some((n, rest))
}
