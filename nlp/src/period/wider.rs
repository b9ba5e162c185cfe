//! What only [`crate::time`] reads, as a period, a day or a moment: "mid-July", 年末年始, "2 weeks from Friday".
//!
//! The commonest words are read here, cheaply; these are asked for where they are none of them.

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;

use super::{Moment, Now, Period, midnight};
use crate::{
    number,
    time::{Found, Grain, Here, whole},
};

/// A stretch of time that has begun; what is left open in it is the latest.
pub(super) fn period(words: &str, now: &Now) -> Option<Period> {
    if is_season(words) || place(words).is_some() {
        return None;
    }
    let here = Here::from(now).looking_back();
    let found = whole(words, &here)?;
    // up to now: today is part of it
    let up_to_now = found.end.is_some_and(|end| end == now.at)
        && found.start.is_none_or(|start| start.time() == NaiveTime::MIN);
    let hours = found.grain < Grain::Day && found.end.is_some() && !up_to_now;
    if hours && !names_a_day(words, &here) || found.start.is_some_and(|start| start > now.at) {
        return None;
    }
    let until = match found.end {
        Some(_) if up_to_now => Some(midnight(now.today().succ_opt()?, now.zone)?),
        end => end.map(|end| end.to_utc()),
    };
    Some(Period { from: found.start.map(|start| start.to_utc()), until })
}

/// A stretch of time, of days or longer, that may lie ahead; what is left open in it is the coming one.
pub(super) fn ahead(words: &str, now: &Now) -> Option<Period> {
    if is_season(words) || place(words).is_some() {
        return None;
    }
    let found = whole(words, &Here::from(now)).filter(|found| found.grain >= Grain::Day)?;
    Some(Period { from: found.start.map(|start| start.to_utc()), until: found.end.map(|end| end.to_utc()) })
}

/// One day, mostly to come.
pub(super) fn day(words: &str, now: &Now) -> Option<NaiveDate> {
    let mut words = words;
    for lead in ["by ", "on ", "until ", "till ", "due ", "from ", "to ", "the "] {
        words = words.strip_prefix(lead).unwrap_or(words);
    }
    for end in ["までに", "まで", "に"] {
        words = words.strip_suffix(end).unwrap_or(words);
    }
    let found = whole(words, &Here::from(now)).filter(|found| found.grain == Grain::Day)?;
    let (first, after) = days(&found)?;
    (first.succ_opt() == Some(after)).then_some(first)
}

/// A moment to come: of a stretch the day it begins, of one that goes on its last; of a part of the day the time at
/// which somebody is reminded in it.
pub(super) fn moment(words: &str, now: &Now) -> Option<Moment> {
    // "the first" is of a list, "the 15th" may be a day
    if place(words).is_some_and(|place| place.bytes().all(|b| b.is_ascii_alphabetic())) {
        return None;
    }
    let here = Here::from(now);
    let found = whole(words, &here)?;
    let (start, end) = (found.start?, found.end?);
    let word = !words.contains(' ') && words.is_ascii();
    match found.grain {
        Grain::Day | Grain::Week | Grain::Month | Grain::Quarter | Grain::Year => {
            // "may", "summer"
            if word && found.grain > Grain::Day || is_season(words) {
                return None;
            }
            let (first, after) = days(&found)?;
            let goes_on = first < now.today() && now.today() < after;
            Some(Moment { day: if goes_on { after.pred_opt()? } else { first }, time: None })
        }
        // "now", 25時
        Grain::Second if end - start <= chrono::TimeDelta::seconds(1) && start.to_utc() <= now.at => None,
        _ if beyond_midnight(words) => None,
        _ => {
            // a part of the day that is over is tomorrow's
            let over = start <= here.at && !names_a_day(words, &here);
            let day = start.date_naive();
            Some(Moment { day: if over { day.succ_opt()? } else { day }, time: reminded(start, end) })
        }
    }
}

/// Of a part of the day; a clock time is meant as it stands.
fn reminded(start: DateTime<Tz>, end: DateTime<Tz>) -> Option<NaiveTime> {
    let hours = (end - start).num_hours();
    let hour = match (start.hour(), hours) {
        (_, ..=1) => return start.time().with_second(0)?.with_nanosecond(0),
        (0, 12) | (4, _) => 9,
        (12, 3..) => 14,
        (15, 4) => 17,
        (hour, _) => hour,
    };
    NaiveTime::from_hms_opt(hour, 0, 0)
}

/// The first day and the first after it, where it begins and ends with a day.
fn days(found: &Found) -> Option<(NaiveDate, NaiveDate)> {
    let (start, end) = (found.start?, found.end?);
    // where clocks jump over midnight, a day begins at one
    let begins = |at: DateTime<Tz>| at.hour() <= 1 && at.minute() == 0;
    (begins(start) && begins(end)).then(|| (start.date_naive(), end.date_naive()))
}

/// A season alone is more often part of a name.
fn is_season(words: &str) -> bool {
    let bare = words.strip_prefix("the ").unwrap_or(words);
    matches!(bare, "spring" | "summer" | "autumn" | "fall" | "winter")
}

/// "second" of "the second": more often of a list than of the month.
fn place(words: &str) -> Option<&str> {
    let bare = words.strip_prefix("the ").unwrap_or(words);
    number::ordinal(bare).map(|_| bare)
}

/// "yesterday" in "yesterday afternoon".
fn names_a_day(words: &str, here: &Here) -> bool {
    let is_day = |words: &str| whole(words.trim(), here).is_some_and(|found| found.grain == Grain::Day);
    words.char_indices().skip(1).any(|(at, _)| is_day(&words[..at]) || is_day(&words[at..]))
}

/// Clocks show no such hour.
fn beyond_midnight(words: &str) -> bool {
    words.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        digits.len() == 2 && digits.parse::<u32>().is_ok_and(|hour| (24..30).contains(&hour)) && {
            let after = words.find(digits).map_or("", |at| &words[at + 2..]);
            after.starts_with([':', '時'])
        }
    })
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::super::{day, moment, read};
    use super::*;

    /// Wednesday 2026-11-18, 10:00 in Tokyo.
    fn now() -> Now {
        Now {
            at: Utc.with_ymd_and_hms(2026, 11, 18, 1, 0, 0).unwrap(),
            zone: Tz::Asia__Tokyo,
            fiscal_start_month: 4,
        }
    }

    fn written(words: &str) -> String {
        let Some(Period { from, until }) = read(words, &now()) else { return "-".to_owned() };
        let edge = |at: Option<DateTime<Utc>>| {
            at.map_or("…".to_owned(), |at| {
                at.with_timezone(&Tz::Asia__Tokyo).format("%Y-%m-%d %H").to_string().replace(" 00", "")
            })
        };
        format!("{} {}", edge(from), edge(until))
    }

    #[test]
    fn periods_in_both_languages() {
        for (en, ja, want) in [
            ("ytd", "年初来", "2026-01-01 2026-11-19"),
            ("mtd", "月初来", "2026-11-01 2026-11-19"),
            ("week 42", "", "2026-10-12 2026-10-19"),
            ("", "年末年始", "2025-12-29 2026-01-04"),
            ("mid-July", "7月半ば", "2026-07-11 2026-07-21"),
            ("early 2024", "2024年初め", "2024-01-01 2024-05-01"),
            ("first half of last month", "先月の前半", "2026-10-01 2026-10-16"),
            ("trailing 7 days", "直近7日", "2026-11-12 2026-11-19"),
            ("last 3 business days", "直近3営業日", "2026-11-16 2026-11-19"),
            ("older than 90 days", "90日以上前", "… 2026-08-20"),
            ("last quarter", "直近の四半期", "2026-07-01 2026-10-01"),
            ("this fiscal year", "通期", "2026-04-01 2027-04-01"),
            ("two quarters ago", "2四半期前", "2026-04-01 2026-07-01"),
            ("yesterday afternoon", "昨日の午後", "2026-11-17 12 2026-11-17 19"),
            ("the last 90 minutes", "過去90分間", "2026-11-18 08 …"),
            ("", "昨日から今まで", "2026-11-17 …"),
            ("", "先週から今まで", "2026-11-09 …"),
            ("since last month", "先月から", "2026-10-01 …"),
            ("between last month and this month", "先月から今月まで", "2026-10-01 2026-12-01"),
            ("last two weeks of September", "9月の最後の2週間", "2026-09-17 2026-10-01"),
            ("first two weeks of October", "10月の最初の2週間", "2026-10-01 2026-10-15"),
            ("last 10 days of September", "9月下旬", "2026-09-21 2026-10-01"),
            ("Q2 of last fiscal year", "昨年度第2四半期", "2025-07-01 2025-10-01"),
            ("yesterday and today", "昨日と今日", "2026-11-17 2026-11-19"),
            ("last month and this month", "先月と今月", "2026-10-01 2026-12-01"),
            ("", "7日間", "2026-11-12 2026-11-19"),
            ("", "1週間", "2026-11-12 2026-11-19"),
            ("beginning of October", "", "2026-10-01 2026-10-11"),
            ("same month last year", "昨年同月", "2025-11-01 2025-12-01"),
            ("the month before last", "前々月", "2026-09-01 2026-10-01"),
            ("March '25", "25年3月", "2025-03-01 2025-04-01"),
            ("April to June", "4〜6月", "2026-04-01 2026-07-01"),
            ("", "年初から", "2026-01-01 …"),
            ("weekend", "土日", "2026-11-14 2026-11-16"),
            ("since 2 weeks", "", "2026-11-04 …"),
            ("", "9月の1週目", "2026-09-07 2026-09-14"),
            ("the whole of 2025", "2025年全体", "2025-01-01 2026-01-01"),
            ("2025-W33", "2025年第33週", "2025-08-11 2025-08-18"),
            ("since wednessday", "", "2026-11-18 …"),
            ("from 2026-09-30 to 2026-10-02", "2026/9/30-2026/10/2", "2026-09-30 2026-10-03"),
            ("between May and July", "5月から7月", "2026-05-01 2026-08-01"),
        ] {
            for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
                let want = if words.starts_with("2024") { "2024-01-01 2024-01-02" } else { want };
                assert_eq!(written(words), want, "{words}");
            }
        }
    }

    #[test]
    fn what_is_to_come_or_no_time_is_no_period() {
        for words in [
            "tomorrow",
            "next week",
            "来週",
            "3pm",
            "15時",
            "summer",
            "the fall",
            "24/7",
            "the second",
            "the 2nd",
            "r2.1.0",
            "this month and last month",
            "today to yesterday",
            "先月の話",
            "sunrise",
            "mon ami",
            "31 November",
            "2月30日",
            "13月1日",
            "一日一善",
            "三日坊主",
        ] {
            assert_eq!(written(words), "-", "{words}");
        }
    }

    #[test]
    fn days_and_moments_in_both_languages() {
        for (en, ja, want) in [
            ("2 weeks from Friday", "", "2026-12-04"),
            ("the third Thursday of December", "12月の第3木曜", "2026-12-17"),
            ("in 3 business days", "3営業日後", "2026-11-23"),
            ("two days before Christmas", "", "-"),
            ("week 50", "", "-"),
        ] {
            for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
                let day = day(words, &now()).map_or("-".to_owned(), |day| day.to_string());
                assert_eq!(day, want, "{words}");
            }
        }
        for (words, want) in [
            ("mid-December", "12-11"),
            ("week 50", "12-07"),
            ("rest of the week", "11-18"),
            ("from 9 to 5 tomorrow", "11-19 09:00"),
            ("20 minutes past 4", "11-18 16:20"),
            ("half past three tomorrow", "11-19 15:30"),
            ("late afternoon on Friday", "11-20 17:00"),
            ("now", "-"),
            ("may", "-"),
            ("summer", "-"),
            ("the first", "-"),
            ("明日の25時", "-"),
            ("12月の第3木曜の14時", "12-17 14:00"),
        ] {
            let moment = moment(words, &now()).map_or("-".to_owned(), |Moment { day, time }| match time {
                None => day.format("%m-%d").to_string(),
                Some(time) => day.and_time(time).format("%m-%d %H:%M").to_string(),
            });
            assert_eq!(moment, want, "{words}");
        }
    }
}
