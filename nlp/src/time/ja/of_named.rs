//! What is meant of a stretch beside now: 昨年同月, 去年の今頃, 年度内.

use super::{Read, after, of};
use crate::time::{
    Grain, Here,
    date::Date,
    days::{Days, Unit},
    said::Said,
    same::same,
};

/// 内 behind a stretch: 年度内, 今月内; no 内容.
pub(super) fn within(rest: &str) -> Option<&str> {
    rest.strip_prefix('内').filter(|rest| !rest.starts_with(['容', '部', '訳', '側', '定', '科', '外', '線']))
}

/// What is left of a stretch, from today; all of it for whoever looks back.
pub(super) fn left(days: Days, here: &Here) -> Option<Days> {
    if here.looks_back() {
        return Some(days);
    }
    Days::new(days.from.max(here.today()), days.to, Grain::Day)
}

/// 昨年同月, 先月の今日, 去年の今頃: the same of another stretch.
pub(super) fn same_part<'t>(of_unit: Unit, off: i64, rest: &'t str, here: &Here) -> Read<'t, Days> {
    let (part, rest) =
        SAME.iter().find_map(|(words, part)| Some((*part, after(of(rest), words)?))).filter(|_| off != 0)?;
    match same(Some(part), off, of_unit, here)? {
        Said::Point(Some(Date::Fixed(days)), None) => Some((days, rest)),
        _ => None,
    }
}

const SAME: &[(&[&str], Unit)] = &[
    (&["同月", "同じ月"], Unit::Month),
    (&["同週", "同じ週"], Unit::Week),
    (&["同期", "同四半期"], Unit::Quarter),
    (
        &["同日", "同じ日", "同曜日", "同じ曜日", "今日", "今頃", "今ごろ", "いまごろ", "同時期", "同じ時期"],
        Unit::Day,
    ),
];
