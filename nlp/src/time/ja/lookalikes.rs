//! Words that only look like a day or month: 一日一善, 三日坊主, 十日町, 五月雨, 1日3回.

use super::{after, numbers::whole};
use crate::text::script::is_hiragana;

/// Is a number with 日, without its month, no day of one, by what follows it? `said` is the number.
pub(super) fn is_no_day(said: &str, rest: &str) -> bool {
    // 3日連続, 二日も; 15日も is the 15th, too
    let length = after(rest, &["ほど", "続", "連続", "以上", "余り", "あまり", "がかり", "掛かり"]).is_some();
    if length || !said.is_ascii() && rest.starts_with('も') {
        return true;
    }
    // 1日3回, 一日に8時間: how often
    if matches!(said, "1" | "一")
        && let Some((_, unit)) = whole(after(rest, &["に", "あたり", "当たり"]).unwrap_or(rest))
        && after(
            unit,
            &[
                "時間", "分", "回", "度", "個", "杯", "本", "件", "枚", "人", "名", "円", "食", "歩", "錠",
                "%",
            ],
        )
        .is_some()
    {
        return true;
    }
    // in kanji it is mostly part of another word, unless a time goes on
    let Some(next) = rest.chars().next().filter(|_| !said.is_ascii()) else { return false };
    let ends = is_hiragana(next) || next.is_ascii() || !next.is_alphanumeric();
    !ends && after(rest, TIMES).is_none()
}

/// Is a number with 月 no month, by what follows it? 五月雨, 5月病.
pub(super) fn is_no_month(rest: &str) -> bool {
    after(rest, &["雨", "晴", "病", "人形", "うさぎ", "ウサギ", "兎"]).is_some()
}

/// What a time goes on with behind a day.
const TIMES: &[&str] = &[
    "午前", "午後", "正午", "朝", "早朝", "昼", "夕", "夜", "晩", "深夜", "未明", "頃", "前後", "以降",
    "以後", "以前", "現在", "付", "締", "〆", "開催", "開始", "終了", "時点", "当日", "零時",
];
