//! Dates in Japanese: a stretch, and what of it is meant.

use chrono::{Datelike, Weekday};

use super::{
    Read, after,
    numbers::whole,
    of,
    words::{bracketed, named, season, weekday},
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit, number, plus_days, plus_months},
    figures,
    hour::Hour,
};

/// A date, perhaps with the part of the day that its word says (今朝).
pub(super) fn date<'t>(text: &'t str, here: &Here) -> Read<'t, (Date, Option<Hour>)> {
    if let Some((named, rest)) = named(text) {
        let days = named.unit.row(named.off, 1, here)?;
        if named.part.is_some() {
            return Some(((Date::Fixed(days), named.part), rest));
        }
        let rest = rest.strip_prefix('中').filter(|_| named.unit != Unit::Day).unwrap_or(rest);
        let (days, rest) = narrowed(days, rest, here);
        let rest = bracketed(rest).map_or(rest, |(_, rest)| rest);
        return Some(((Date::Fixed(days), None), rest));
    }
    let (date, rest) = bare(text, here)?;
    let (date, rest) = match date {
        Date::Fixed(days) => {
            let (days, rest) = narrowed(days, rest, here);
            (Date::Fixed(days), rest)
        }
        Date::Month(_) => match inner(date.days(Lean::Ahead, here)?, of(rest), here) {
            Some((days, rest)) => (Date::Fixed(days), rest),
            None => (date, rest),
        },
        other => (other, rest),
    };
    let spaced = rest.trim_start_matches([' ', '、']);
    let (date, rest) = match bracketed(rest).or_else(|| weekday(rest)).or_else(|| bracketed(spaced)) {
        Some((day, rest)) if !matches!(date, Date::Weekday(_) | Date::Month(_)) => (date.on(day), rest),
        _ => (date, rest),
    };
    Some(((date, None), rest))
}

/// The part of a stretch that the text goes on with, as long as it does: 来年の3月の第2火曜.
fn narrowed<'t>(days: Days, rest: &'t str, here: &Here) -> (Days, &'t str) {
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
fn inner<'t>(days: Days, text: &'t str, here: &Here) -> Read<'t, Days> {
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
    if days.grain == Grain::Week {
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
        return after(of(rest), &["週目", "週間目", "週"]).and_then(|rest| Some((days.week(n)?, rest)));
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
        let (month, rest) = month(text)?;
        // within a fiscal year it may be the next one of the calendar
        let year = if month < days.from.month() { days.from.year() + 1 } else { days.from.year() };
        let found = Days::month(year, month)?;
        return Some(match day_of(rest) {
            Some((n, rest)) => (found.day(n)?, rest),
            None => (found, rest),
        });
    }
    let (n, rest) = day_of(text)?;
    Some((days.day(n)?, rest))
}

/// The year whose quarters are counted: of the calendar as the quarters begin, or the fiscal one itself.
fn quarters(days: Days, here: &Here) -> Option<Days> {
    if days.grain == Grain::Year && days.from.month() == 1 && here.quarters_from != 1 {
        let from = chrono::NaiveDate::from_ymd_opt(days.from.year(), here.quarters_from, 1)?;
        return Days::new(from, plus_months(from, 12)?, Grain::Year);
    }
    Some(days)
}

/// 第2, 最初の, 最後の, 最終, 2番目の.
fn ordinal(text: &str) -> Read<'_, u32> {
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
fn quarter_letter(text: &str) -> Read<'_, u32> {
    let (n, rest) = match text.strip_prefix('q') {
        Some(rest) => whole(rest)?,
        None => {
            let (n, rest) = whole(text)?;
            (n, rest.strip_prefix('q')?)
        }
    };
    (1..=4).contains(&n).then_some((n, rest))
}

/// 3月, さんがつ; no length of time (3か月), no name (月).
fn month(text: &str) -> Read<'_, u32> {
    for (name, n) in KANA_MONTHS {
        if let Some(rest) = text.strip_prefix(name) {
            return Some((*n, rest));
        }
    }
    let (n, rest) = whole(text).filter(|(n, _)| (1..=12).contains(n))?;
    Some((n, after(rest, &["月", "がつ"]).filter(|rest| !rest.starts_with(['間', '曜']))?))
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

/// 5月1〜10日: the first and the last day.
pub(super) fn days_of_month(text: &str) -> Read<'_, (Date, Date)> {
    let (month, rest) = month(text)?;
    let (first, rest) = whole(rest).filter(|(n, _)| (1..=31).contains(n))?;
    let rest = after(rest, &["〜", "~", "-", "–", "から"])?;
    let (last, rest) = day_of(rest)?;
    Some(((Date::MonthDay(month, first, None), Date::MonthDay(month, last, None)), rest))
}

/// 15日; no length of time (15日間, 15日後).
fn day_of(text: &str) -> Read<'_, u32> {
    let (n, rest) = whole(text).filter(|(n, _)| (1..=31).contains(n))?;
    let rest = rest.strip_prefix('日')?;
    let length = ["間", "後", "前", "以内", "目", "分", "ぶり"].iter().any(|end| rest.starts_with(end));
    // 15日前後 is about the 15th
    (!length || rest.starts_with("前後")).then_some((n, rest))
}

/// What begins with a number, an era, a weekday or a word that needs none beside it.
fn bare<'t>(text: &'t str, here: &Here) -> Read<'t, Date> {
    let fixed = |days: Option<Days>, rest: &'t str| Some((Date::Fixed(days?), rest));
    if let Some(rest) = after(text, &["年末年始"]) {
        return fixed(new_year(here), rest);
    }
    for (words, unit, off, last) in ENDS {
        if let Some(rest) = after(text, words) {
            let days = unit.row(*off, 1, here)?;
            return fixed(days.day(if *last { 0 } else { 1 }), rest);
        }
    }
    if let Some(rest) = after(text, &["今度の週末", "次の週末", "この週末", "週末", "しゅうまつ"])
    {
        return fixed(Unit::Weekend.row(0, 1, here), rest);
    }
    if let Some((n, rest)) =
        after(text, &["上半期", "上期"])
            .map(|rest| (1, rest))
            .or(after(text, &["下半期", "下期"]).map(|rest| (2, rest)))
    {
        return fixed(Unit::Fiscal.row(0, 1, here)?.part(n, 6), rest);
    }
    for (words, lean) in [
        (&["次の", "今度の", "来たる", "こんどの"][..], Lean::From(here.today().succ_opt()?)),
        (&["この前の", "前回の", "先日の", "前の"], Lean::Before(here.today())),
        (&["この"], Lean::Ahead),
    ] {
        if let Some((day, rest)) = after(text, words).and_then(weekday) {
            return fixed(Date::Weekday(day).days(lean, here), rest);
        }
        if let Some((index, rest)) = after(text, words).and_then(season) {
            return fixed(Date::Season(index).days(lean, here), rest);
        }
    }
    for (lead, off) in [('昨', -1), ('今', 0), ('来', 1)] {
        if let Some((index, rest)) = text.strip_prefix(lead).and_then(season) {
            return fixed(Days::season(index, here.today().year() + off), rest);
        }
    }
    if let Some(rest) = text.strip_prefix("年内") {
        let year = Unit::Year.row(0, 1, here)?;
        return fixed(Days::new(here.today(), year.to, Grain::Day), rest);
    }
    if let Some((day, rest)) = weekday(text) {
        return Some((Date::Weekday(day), rest));
    }
    if let Some((n, rest)) = ordinal(text).filter(|_| text.starts_with('第')) {
        if let Some(rest) = rest.strip_prefix("四半期") {
            return (1..=4).contains(&n).then_some((Date::Quarter(n), rest));
        }
        let (day, rest) = weekday(rest)?;
        return fixed(Unit::Month.row(0, 1, here)?.weekday(n, day), rest);
    }
    if let Some((year, rest)) = era(text) {
        if let Some(rest) = rest.strip_prefix('度') {
            return fixed(Days::fiscal(year, here), rest);
        }
        return fixed(Days::year(year), rest);
    }
    if let Some((n, rest)) = quarter_letter(text).filter(|(_, rest)| !latin(rest)) {
        return Some((Date::Quarter(n), rest));
    }
    if let Some(rest) = text.strip_prefix("fy") {
        let (n, rest) = whole(rest)?;
        let year =
            if n < 100 { figures::short_year(i32::try_from(n).ok()?) } else { i32::try_from(n).ok()? };
        return fixed(Days::fiscal(year, here), rest);
    }
    figured(text).or_else(|| counted(text, here))
}

fn latin(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Around New Year: 29 December to 3 January, the coming or present one, or the latest.
fn new_year(here: &Here) -> Option<Days> {
    let of = |year: i32| {
        let from = chrono::NaiveDate::from_ymd_opt(year, 12, 29)?;
        Days::new(from, plus_days(from, 6)?, Grain::Day)
    };
    let (today, year) = (here.today(), here.today().year());
    let fits = |days: &Days| if here.looks_back() { days.from <= today } else { days.to > today };
    let mut near = [of(year - 1), of(year)].into_iter().flatten().filter(fits);
    if here.looks_back() { near.next_back().or_else(|| of(year - 2)) } else { near.next() }
}

/// Words for the ends of the present stretches.
const ENDS: &[(&[&str], Unit, i64, bool)] = &[
    (&["月末", "げつまつ"], Unit::Month, 0, true),
    (&["月初", "月初め", "月頭"], Unit::Month, 0, false),
    (&["年末"], Unit::Year, 0, true),
    (&["年始", "年初", "年明け"], Unit::Year, 1, false),
    (&["四半期末"], Unit::Quarter, 0, true),
    (&["年度末", "期末"], Unit::Fiscal, 0, true),
    (&["年度初め", "期首", "期初", "新年度"], Unit::Fiscal, 1, false),
    (&["週明け"], Unit::Week, 1, false),
    (&["週初め", "週頭"], Unit::Week, 0, false),
];

/// 令和8年, 平成元年, R8年, R8.3.4 is for [`figured`].
fn era(text: &str) -> Read<'_, i32> {
    for (names, letter) in [
        (&["令和"][..], 'r'),
        (&["平成"], 'h'),
        (&["昭和"], 's'),
        (&["大正"], 't'),
        (&["明治"], 'm'),
        (&["r"], 'r'),
        (&["h"], 'h'),
        (&["s"], 's'),
    ] {
        if let Some(rest) = after(text, names) {
            let (year, rest) = match rest.strip_prefix('元') {
                Some(rest) => (1, rest),
                None => whole(rest)?,
            };
            let rest = rest.strip_prefix('年')?;
            return Some((figures::year_of_era(letter, i32::try_from(year).ok()?)?, rest));
        }
    }
    None
}

/// 2026/03/04, 3/4, 2021.3, R8.3.4.
fn figured(text: &str) -> Read<'_, Date> {
    if let Some(letter) = text.chars().next().filter(|c| "rhst".contains(*c)) {
        let run = figures::run(&text[1..]);
        return Some((figures::era(letter, &text[1..1 + run])?, &text[1 + run..]));
    }
    let run = figures::run(text);
    let said = text[..run].trim_end_matches('.');
    said.contains(['/', '.', '-']).then_some(())?;
    Some((figures::date(said)?, &text[said.len()..]))
}

/// 2026年, 2026年度, 3月, 3月4日, 15日.
fn counted<'t>(text: &'t str, here: &Here) -> Read<'t, Date> {
    if let Some((n, rest)) = whole(text)
        && let Some(rest) = rest.strip_prefix('年')
        && n >= 1868
    {
        let year = i32::try_from(n).ok()?;
        if let Some(rest) = rest.strip_prefix('度') {
            return Some((Date::Fixed(Days::fiscal(year, here)?), rest));
        }
        if let Some(rest) = rest.strip_prefix('代') {
            let to = Days::year(year + 9)?.to;
            return Some((Date::Fixed(Days::new(Days::year(year)?.from, to, Grain::Year)?), rest));
        }
        return Some((Date::Fixed(Days::year(year)?), rest));
    }
    if let Some((month, rest)) = month(text) {
        if let Some((day, rest)) = day_of(rest) {
            // any day that some year has
            chrono::NaiveDate::from_ymd_opt(2024, month, day)?;
            return Some((Date::MonthDay(month, day, None), rest));
        }
        return Some((Date::Month(month), rest));
    }
    let (day, rest) = day_of(text)?;
    let weekday: Option<(Weekday, &str)> = bracketed(rest);
    Some(match weekday {
        Some((name, rest)) => (Date::Day(day, Some(name)), rest),
        None => (Date::Day(day, None), rest),
    })
}
