//! Words for days, weeks, months and years in Japanese.

use chrono::Weekday;

use super::{Read, after};
use crate::time::{days::Unit, hour::Hour};

/// What such a word says: a unit, how far off it is, and perhaps a part of the day.
pub(super) struct Named {
    pub(super) unit: Unit,
    pub(super) off: i64,
    pub(super) part: Option<Hour>,
}

/// 明日, 再来週, 先々月, 去年, 今期, 今朝.
pub(super) fn named(text: &str) -> Read<'_, Named> {
    for (words, unit, off, part) in NAMES {
        if let Some(rest) = after(text, words) {
            // 前日比, 今年度
            if *unit == Unit::Year && rest.starts_with('度') {
                return Some((Named { unit: Unit::Fiscal, off: *off, part: None }, &rest['度'.len_utf8()..]));
            }
            return Some((Named { unit: *unit, off: *off, part: *part }, rest));
        }
    }
    None
}

/// Longer ones before those they begin with.
const NAMES: &[(&[&str], Unit, i64, Option<Hour>)] = &[
    (&["今朝", "けさ"], Unit::Day, 0, Some(Hour::MORNING)),
    (&["今晩", "今夜", "今夕", "こんばん", "こんや"], Unit::Day, 0, Some(Hour::EVENING)),
    (&["昨晩", "昨夜", "ゆうべ"], Unit::Day, -1, Some(Hour::EVENING)),
    (&["明朝", "翌朝", "あすの朝"], Unit::Day, 1, Some(Hour::MORNING)),
    (&["明晩", "翌晩"], Unit::Day, 1, Some(Hour::EVENING)),
    (&["明々後日", "明明後日", "しあさって"], Unit::Day, 3, None),
    (&["明後日", "あさって", "みょうごにち", "翌々日", "翌翌日"], Unit::Day, 2, None),
    (&["明日", "あした", "あす", "みょうにち", "翌日"], Unit::Day, 1, None),
    (&["今日", "本日", "きょう", "ほんじつ", "当日"], Unit::Day, 0, None),
    (&["一昨々日", "さきおととい"], Unit::Day, -3, None),
    (&["一昨日", "おととい", "おとつい", "前々日"], Unit::Day, -2, None),
    (&["昨日", "きのう", "さくじつ", "前日"], Unit::Day, -1, None),
    (&["再来週", "さらいしゅう", "翌々週"], Unit::Week, 2, None),
    (&["来週", "らいしゅう", "翌週", "次週"], Unit::Week, 1, None),
    (&["今週", "こんしゅう", "当週", "この週", "現在の週"], Unit::Week, 0, None),
    (&["先々週", "先先週", "前々週", "せんせんしゅう"], Unit::Week, -2, None),
    (&["先週", "せんしゅう", "前週", "昨週", "前の週", "先の週"], Unit::Week, -1, None),
    (&["再来月", "さらいげつ", "翌々月"], Unit::Month, 2, None),
    (&["来月", "らいげつ", "翌月", "次月"], Unit::Month, 1, None),
    (&["今月", "こんげつ", "当月", "この月"], Unit::Month, 0, None),
    (&["先々月", "先先月", "前々月", "せんせんげつ"], Unit::Month, -2, None),
    (&["先月", "せんげつ", "前月", "昨月", "前の月"], Unit::Month, -1, None),
    (&["前々四半期", "先々四半期"], Unit::Quarter, -2, None),
    (
        &["来四半期", "次の四半期", "翌四半期", "次四半期", "来期四半期", "来qtr", "次qtr"],
        Unit::Quarter,
        1,
        None,
    ),
    (
        &[
            "今四半期",
            "当四半期",
            "この四半期",
            "現四半期",
            "本四半期",
            "現在の四半期",
            "今の四半期",
            "現行四半期",
            "今qtr",
            "当qtr",
        ],
        Unit::Quarter,
        0,
        None,
    ),
    (
        &["前四半期", "先四半期", "前の四半期", "直前の四半期", "昨四半期", "先の四半期", "先qtr", "前qtr"],
        Unit::Quarter,
        -1,
        None,
    ),
    (&["再来年", "さらいねん", "翌々年"], Unit::Year, 2, None),
    (&["来年", "らいねん", "翌年"], Unit::Year, 1, None),
    (&["今年", "ことし", "本年", "当年"], Unit::Year, 0, None),
    (&["一昨年", "おととし", "先々年", "前々年"], Unit::Year, -2, None),
    (&["去年", "昨年", "きょねん", "さくねん", "前年", "前の年", "先の年", "先年"], Unit::Year, -1, None),
    (&["来期", "次期", "翌期", "次年度"], Unit::Fiscal, 1, None),
    (&["今期", "当期", "本期", "本年度", "当年度", "通期"], Unit::Fiscal, 0, None),
    (&["前々期", "先々期", "一昨年度"], Unit::Fiscal, -2, None),
    (&["前期", "先期", "昨期"], Unit::Fiscal, -1, None),
];

/// 月曜日, 月曜, げつようび, (月).
pub(crate) fn weekday(text: &str) -> Read<'_, Weekday> {
    for (kanji, kana, day) in WEEKDAYS {
        if let Some(rest) = text.strip_prefix(kanji)
            && let Some(rest) = after(rest, &["曜日", "曜"])
        {
            return Some((*day, rest));
        }
        if let Some(rest) = text.strip_prefix(kana) {
            return Some((*day, after(rest, &["び"]).unwrap_or(rest))).filter(|(_, rest)| {
                rest.is_empty()
                    || text[kana.len()..].starts_with('び')
                    || rest.starts_with(['に', 'は', 'で', 'の'])
            });
        }
    }
    bracketed(text)
}

/// 土日, 月火: the first and the last of two or more that follow one another.
pub(super) fn weekdays(text: &str) -> Read<'_, (Weekday, Weekday)> {
    let place = |text: &str| WEEKDAYS.iter().position(|(kanji, ..)| text.starts_with(kanji));
    let first = place(text)?;
    let (mut last, mut rest) = (first, &text["月".len()..]);
    while place(rest) == Some(last + 1) {
        (last, rest) = (last + 1, &rest["月".len()..]);
    }
    let rest = after(rest, &["曜日", "曜"]).unwrap_or(rest);
    (last > first).then_some(((WEEKDAYS[first].2, WEEKDAYS[last].2), rest))
}

/// (水), （水曜日）: NFKC makes the brackets plain.
pub(super) fn bracketed(text: &str) -> Read<'_, Weekday> {
    let rest = text.strip_prefix('(')?;
    let (day, rest) = WEEKDAYS.iter().find_map(|(kanji, _, day)| Some((*day, rest.strip_prefix(kanji)?)))?;
    let rest = after(rest, &["曜日", "曜"]).unwrap_or(rest);
    // (月・祝)
    let rest = after(rest, &["・祝", "祝"]).unwrap_or(rest);
    Some((day, rest.strip_prefix(')')?))
}

const WEEKDAYS: &[(&str, &str, Weekday)] = &[
    ("月", "げつよう", Weekday::Mon),
    ("火", "かよう", Weekday::Tue),
    ("水", "すいよう", Weekday::Wed),
    ("木", "もくよう", Weekday::Thu),
    ("金", "きんよう", Weekday::Fri),
    ("土", "どよう", Weekday::Sat),
    ("日", "にちよう", Weekday::Sun),
];

/// 春 is 0.
pub(super) fn season(text: &str) -> Read<'_, u32> {
    ["春", "夏", "秋", "冬"]
        .iter()
        .zip(0..)
        .find_map(|(name, index)| Some((index, text.strip_prefix(name)?)))
        .filter(|(_, rest)| !rest.starts_with(['休', '期', '祭', '分', '至', '日']))
}

/// 時間, 日, 週間, か月 …, without 間.
pub(super) fn unit(text: &str) -> Read<'_, Unit> {
    for (words, unit) in UNITS {
        if let Some(rest) = after(text, words) {
            return Some((*unit, rest));
        }
    }
    None
}

const UNITS: &[(&[&str], Unit)] = &[
    (&["秒"], Unit::Second),
    (&["分"], Unit::Minute),
    (&["時間"], Unit::Hour),
    (&["営業日"], Unit::Workday),
    (&["日"], Unit::Day),
    (&["週"], Unit::Week),
    (&["四半期", "クォーター"], Unit::Quarter),
    (&["か月", "ヶ月", "カ月", "ケ月", "ヵ月", "箇月", "ヵ月", "ヶ月"], Unit::Month),
    (&["年度"], Unit::Fiscal),
    (&["年"], Unit::Year),
];

/// Cheaply: may this be a time and nothing else? It ends with a character that a time ends with.
pub(in crate::time) fn may_be_time(text: &str) -> bool {
    const ENDS: &str = "日月年期週曜末初頭始旬半終尾目前後内降来先間分秒時刻朝昼夕夜晩方明頃度春夏秋冬代今在点即中切午過古内一番体～〜)";
    text.chars().next_back().is_some_and(|last| {
        ENDS.contains(last)
            || last.is_ascii_alphanumeric()
            || crate::text::script::is_hiragana(last)
            || "チトー".contains(last)
    })
}
