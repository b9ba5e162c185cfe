//! A moment to come, as people name it: "tomorrow at 3pm", 明日の15時, "in two hours", 来週の金曜 夕方, "Friday".
//!
//! A [`day()`](super::day()) with or without a time of day. What only a day was said of is left a day: whoever is
//! asked for a moment decides what that means.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

use super::{Now, ahead, clock, day, read, wider};

/// A day, and a time of it where one was said; in the asker's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// The time of day.
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// The instant of it in a time zone, at `time` where only a day was said. Where clocks jump over it, the first
    /// moment after that.
    pub fn at(self, time: NaiveTime, zone: Tz) -> Option<DateTime<Utc>> {
        let local = self.day.and_time(self.time.unwrap_or(time));
        (0..=3)
            .filter_map(|hours| local.checked_add_signed(TimeDelta::try_hours(hours)?))
            .find_map(|local| zone.from_local_datetime(&local).earliest())
            .map(|at| at.with_timezone(&Utc))
    }
}

/// In characters.
const LONGEST: usize = 40;

/// Reads a moment; `None` when the words are none. A time alone is the next one; one with a day that is over by then
/// is read as it stands.
pub fn moment(words: &str, now: &Now) -> Option<Moment> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let words = stripped(&folded);
    if let Some(ahead) = clock::ahead(words) {
        let local = now.at.checked_add_signed(ahead)?.with_timezone(&now.zone);
        return Some(Moment {
            day: local.date_naive(),
            time: local.time().with_second(0)?.with_nanosecond(0),
        });
    }
    // "15" alone is no time, "at 15" is
    let bare = words.bytes().all(|b| b.is_ascii_digit()) && !folded.trim().starts_with("at ");
    if let Some(time) = clock::time(words).filter(|_| !bare) {
        return next(time, now);
    }
    if let Some(day) = within(words, now).or_else(|| day(words, now)) {
        return Some(Moment { day, time: clock::within(words) });
    }
    // "for two days"
    let counted = |unit: &str| matches!(unit.trim_end_matches('s'), "day" | "week" | "month");
    if words.split_once(' ').is_some_and(|(_, unit)| counted(unit)) {
        return Some(Moment { day: day(&format!("in {words}"), now)?, time: None });
    }
    // 1時間, 3日間, as of 「1時間延ばして」; 3日 alone is a day, 2027年 a year
    if is_stretch(words) && !words.is_ascii() && !words.ends_with(['日', '年']) {
        let behind = words.strip_suffix("日間").map_or_else(|| words.to_owned(), |days| format!("{days}日"));
        return moment(&format!("{behind}後"), now);
    }
    split(words, now).or_else(|| wider::moment(words, now))
}

/// 今週中, 来週中: by the end of it, which is that of the working week while it lasts.
fn within(words: &str, now: &Now) -> Option<NaiveDate> {
    let week = words.strip_suffix("中").filter(|it| it.ends_with("週"))?;
    let first = read(week, now).or_else(|| ahead(week, now))?.from?.with_timezone(&now.zone).date_naive();
    let monday = first - TimeDelta::days(i64::from(first.weekday().num_days_from_monday()));
    let (friday, sunday) = (monday + TimeDelta::days(4), monday + TimeDelta::days(6));
    Some(if friday >= now.today() { friday } else { sunday })
}

/// Do the words say how long, and not when: "two hours", 3日?
pub fn is_stretch(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default().trim_end_matches('s').to_lowercase();
    let is_number =
        |n: &str| !n.is_empty() && n.chars().all(|c| c.is_numeric() || "一二三四五六七八九十".contains(c));
    let counted = |unit: &str| words.strip_suffix(unit).is_some_and(is_number);
    words.contains(' ') && ["minute", "min", "hour", "day", "week", "month", "year"].contains(&last.as_str())
        || ["分", "分間", "時間", "日", "日間", "週間", "か月", "ヶ月", "年"].into_iter().any(counted)
}

/// Without what says only that a moment follows.
fn stripped(folded: &str) -> &str {
    let mut words = folded.trim().trim_end_matches(['.', '。', '!', '、', ',']).trim();
    for lead in ["by ", "on ", "until ", "till ", "due ", "at ", "for "] {
        words = words.strip_prefix(lead).unwrap_or(words);
    }
    for end in ["までに", "まで", "に", "ごろ", "頃"] {
        words = words.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(words);
    }
    words.trim()
}

/// The next time that it is so late.
fn next(time: NaiveTime, now: &Now) -> Option<Moment> {
    let local = now.at.with_timezone(&now.zone);
    let day = if time > local.time() {
        local.date_naive()
    } else {
        local.date_naive().checked_add_days(Days::new(1))?
    };
    Some(Moment { day, time: Some(time) })
}

/// A day and a time, in either order.
fn split(words: &str, now: &Now) -> Option<Moment> {
    let both = |date: &str, time: &str| {
        let date = stripped(date.trim_end_matches(['の', ' ', ',', '、']).trim_end_matches(" at"));
        let time = time.trim_start_matches(['の', ' ', ',', '、']);
        let time = clock::time(time.strip_prefix("at ").unwrap_or(time))?;
        Some(Moment { day: day(date, now)?, time: Some(time) })
    };
    // the longest time at the end is meant: 12月1日 12時30分
    let cuts = words.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    cuts.clone().find_map(|at| both(&words[..at], &words[at..])).or_else(|| {
        cuts.filter(|at| words[*at..].starts_with(' ')).find_map(|at| both(&words[at..], &words[..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday 2026-11-18, 10:00 in Tokyo.
    fn now() -> Now {
        Now {
            at: Utc.with_ymd_and_hms(2026, 11, 18, 1, 0, 30).unwrap(),
            zone: Tz::Asia__Tokyo,
            fiscal_start_month: 4,
        }
    }

    fn said(words: &str) -> String {
        match moment(words, &now()) {
            None => "-".to_owned(),
            Some(Moment { day, time: None }) => day.format("%m-%d").to_string(),
            Some(Moment { day, time: Some(time) }) => day.and_time(time).format("%m-%d %H:%M").to_string(),
        }
    }

    #[test]
    fn both_languages_name_the_same_moments() {
        for (en, ja, want) in [
            ("tomorrow at 3pm", "明日の15時", "11-19 15:00"),
            ("tomorrow 3:30 pm", "明日15時半", "11-19 15:30"),
            ("3pm tomorrow", "明日の午後3時", "11-19 15:00"),
            ("tomorrow morning", "明日の朝", "11-19 09:00"),
            ("tomorrow", "明日", "11-19"),
            ("next friday", "来週の金曜", "11-27"),
            ("next Friday at 10", "来週の金曜10時", "11-27 10:00"),
            ("Friday 15:00", "金曜 15:00", "11-20 15:00"),
            ("in two weeks", "2週間後", "12-02"),
            ("in 3 days", "3日後", "11-21"),
            ("for 2 days", "明後日", "11-20"),
            ("at 10", "10時", "11-19 10:00"),
            ("end of month", "月末", "11-30"),
            ("end of month at noon", "月末の正午", "11-30 12:00"),
            ("in two hours", "2時間後", "11-18 12:00"),
            ("in 30 minutes", "30分後", "11-18 10:30"),
            ("in half an hour", "30分後に", "11-18 10:30"),
            ("in 1.5 hours", "1時間半後", "11-18 11:30"),
            ("at 3pm", "15時に", "11-18 15:00"),
            ("9am", "午前9時", "11-19 09:00"),
            ("tonight", "今夜", "11-18 19:00"),
            ("this evening", "今日の夕方", "11-18 17:00"),
            ("december 1 at 12:30", "12月1日 12時30分", "12-01 12:30"),
            ("2026-12-01 09:15", "2026-12-01 9時15分", "12-01 09:15"),
            ("by Friday 5pm", "金曜の17時までに", "11-20 17:00"),
            ("tomorrow at 3", "明日の3時", "11-19 15:00"),
        ] {
            let want_en = if en == "this evening" { "11-18 18:00" } else { want };
            assert_eq!(said(en), want_en, "{en}");
            assert_eq!(said(ja), want, "{ja}");
        }
    }

    #[test]
    fn other_words_are_no_moment() {
        for words in [
            "",
            "soon",
            "call P-12",
            "tomorrow at 25:00",
            "そのうち",
            "15",
            "at",
            "明日の25時",
            "の15時に電話",
        ] {
            assert_eq!(said(words), "-", "{words}");
        }
    }

    #[test]
    fn a_moment_that_clocks_jump_over_is_the_next_there_is() {
        let moment = Moment { day: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(), time: None };
        let at = moment.at(NaiveTime::from_hms_opt(2, 30, 0).unwrap(), Tz::Europe__Berlin).unwrap();
        assert_eq!(at, Utc.with_ymd_and_hms(2026, 3, 29, 1, 30, 0).unwrap());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,45}", mixed in "(明日|金曜|in )?(の|at )?[0-9]{0,9}(時|:|pm|分後)?[0-9]{0,3}(半|分)?") {
            let _ = (moment(&words, &now()), moment(&mixed, &now()));
        }
    }
}
