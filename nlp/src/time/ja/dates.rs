//! Dates in Japanese: a stretch, and what of it is meant.

use chrono::{Datelike, Weekday};

use super::{
    Read, after,
    lookalikes::is_no_day,
    months::{day_of, month, months},
    numbers::whole,
    of,
    of_named::{left, same_part, within},
    parts::{inner, narrowed, ordinal, quarter_letter, some_units},
    words::{bracketed, named, season, weekday},
};
use crate::time::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, Unit, plus_days},
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
        if let Some((same, rest)) = same_part(named.unit, named.off, rest, here) {
            return Some(((Date::Fixed(same), None), rest));
        }
        if let Some(rest) = within(rest).filter(|_| named.unit != Unit::Day) {
            return Some(((Date::Fixed(left(days, here)?), None), rest));
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
        Date::Month(_) => {
            let (back, ahead) = (date.days(Lean::Back, here)?, date.days(Lean::Ahead, here)?);
            // of a month without its year, the nearest
            let found = some_units(back.nearer(ahead, here.today()), of(rest));
            match found.or_else(|| inner(ahead, of(rest), here)) {
                Some((days, rest)) => (Date::Fixed(days), rest),
                None => (date, rest),
            }
        }
        other => (other, rest),
    };
    let spaced = rest.trim_start_matches([' ', '、']);
    let (date, rest) = match bracketed(rest).or_else(|| weekday(rest)).or_else(|| bracketed(spaced)) {
        Some((day, rest)) if !matches!(date, Date::Weekday(_) | Date::Month(_)) => (date.on(day), rest),
        _ => (date, rest),
    };
    Some(((date, None), rest))
}

/// What begins with a number, an era, a weekday or a word that needs none beside it.
fn bare<'t>(text: &'t str, here: &Here) -> Read<'t, Date> {
    let fixed = |days: Option<Days>, rest: &'t str| Some((Date::Fixed(days?), rest));
    if let Some(rest) = after(text, &["年末年始"]) {
        return fixed(new_year(here), rest);
    }
    for (words, unit, off, last) in ENDS {
        if let Some(rest) = after(text, words) {
            // whoever looks back means the present year's beginning
            let off = if here.looks_back() && !last { 0 } else { *off };
            let days = unit.row(off, 1, here)?;
            return fixed(days.day(if *last { 0 } else { 1 }), rest);
        }
    }
    if let Some(rest) = after(
        text,
        &[
            "今度の週末",
            "次の週末",
            "この週末",
            "週末",
            "しゅうまつ",
            "今度の土日",
            "次の土日",
            "この土日",
            "土日",
        ],
    ) {
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
        (
            &["この前の", "こないだの", "このあいだの", "この間の", "前回の", "先日の", "前の"],
            Lean::Before(here.today()),
        ),
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
    for (word, unit) in [
        ("年度", Unit::Fiscal),
        ("四半期", Unit::Quarter),
        ("年", Unit::Year),
        ("月", Unit::Month),
        ("週", Unit::Week),
    ] {
        if let Some(rest) = text.strip_prefix(word).and_then(within) {
            return fixed(left(unit.row(0, 1, here)?, here), rest);
        }
    }
    if let Some((day, rest)) = weekday(text) {
        return Some((Date::Weekday(day), rest));
    }
    if let Some((n, rest)) = ordinal(text).filter(|_| text.starts_with('第')) {
        if let Some(rest) = rest.strip_prefix("四半期") {
            return (1..=4).contains(&n).then_some((Date::Quarter(n), rest));
        }
        if let Some(rest) = after(rest, &["週目", "週"]).filter(|rest| !rest.starts_with('間')) {
            let week = match n {
                0..=5 => Unit::Month.row(0, 1, here)?.week(n),
                _ => Days::week_of_year(here.today().year(), n),
            };
            return fixed(week, rest);
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

/// 2026年; 25年, where it goes on as a year does: 25年3月, '25年度, 90年代.
fn year(text: &str) -> Read<'_, i32> {
    let text = text.strip_prefix(['\'', '’']).unwrap_or(text);
    let (n, rest) = whole(text)?;
    let rest = rest.strip_prefix('年')?;
    let year = i32::try_from(n).ok()?;
    if n >= 1868 {
        return Some((year, rest));
    }
    (text.len() - rest.len() == "00年".len() && n < 100).then_some(())?;
    if rest.starts_with('代') {
        return (n >= 20 && n % 10 == 0).then_some((1900 + year, rest));
    }
    let goes_on = rest.starts_with(['度', '春', '夏', '秋', '冬', '末', '上', '下', 'q'])
        || rest.starts_with("第")
        || month(of(rest)).is_some()
        || months(of(rest)).is_some();
    (goes_on && !rest.starts_with("度目")).then_some((figures::short_year(year), rest))
}

/// 2026年, 2026年度, 3月, 3月4日, 15日.
fn counted<'t>(text: &'t str, here: &Here) -> Read<'t, Date> {
    if let Some((year, rest)) = year(text) {
        if let Some(rest) = rest.strip_prefix('度') {
            return Some((Date::Fixed(Days::fiscal(year, here)?), rest));
        }
        if let Some(rest) = rest.strip_prefix('代') {
            return Some((Date::Fixed(Days::decade(year)?), rest));
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
    if is_no_day(&text[..text.len() - rest.len() - "日".len()], rest) {
        return None;
    }
    let weekday: Option<(Weekday, &str)> = bracketed(rest);
    Some(match weekday {
        Some((name, rest)) => (Date::Day(day, Some(name)), rest),
        None => (Date::Day(day, None), rest),
    })
}
