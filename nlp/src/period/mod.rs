//! Periods as people say them: "since Monday", "last 30 days", "先月", "第2四半期", "5月以降".
//!
//! Not a general time parser: it reads a stretch of past time, the kind a report is asked for.

mod calendar;
mod en;
mod ja;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

/// A stretch of time; an end that is `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first moment in it.
    pub from: Option<DateTime<Utc>>,
    /// The first moment after it.
    pub until: Option<DateTime<Utc>>,
}

/// What "today" and "this fiscal year" mean to the asker.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The moment of asking.
    pub at: DateTime<Utc>,
    /// The asker's time zone.
    pub zone: Tz,
    /// First month of the fiscal year, 1-12.
    pub fiscal_start_month: u32,
}

impl Now {
    /// The asker's date.
    pub fn today(&self) -> NaiveDate {
        self.at.with_timezone(&self.zone).date_naive()
    }
}

/// Days, half open; what the two languages read a phrase into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Days(NaiveDate, NaiveDate),
    Hours(i64),
}

/// Reads a period; `None` when the words are none.
pub fn read(text: &str, now: &Now) -> Option<Period> {
    let folded = text.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let words = folded.trim().trim_end_matches(['の', '分', '.', '?', '。']);
    if let Some(period) = range(words, now) {
        return Some(period);
    }
    let (words, open) = without_since(words);
    let span = en::read(words, now).or_else(|| ja::read(words, now))?;
    Some(match span {
        Span::Hours(hours) => {
            Period { from: now.at.checked_sub_signed(chrono::TimeDelta::try_hours(hours)?), until: None }
        }
        Span::Days(first, after) => Period {
            from: Some(midnight(first, now.zone)?),
            until: if open { None } else { Some(midnight(after, now.zone)?) },
        },
    })
}

/// Two periods and what lies between: "from 1 May to 5 May", "8月17日から18日まで", "5月〜7月".
fn range(words: &str, now: &Now) -> Option<Period> {
    let words = ["from ", "between "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    let (first, last) = [" to ", " until ", " and ", "から", "〜", "~", "–", " - "]
        .iter()
        .find_map(|between| words.split_once(between))
        .map(|(first, last)| (first.trim(), last.trim().trim_end_matches("まで").trim()))?;
    let side = |words| match en::read(words, now).or_else(|| ja::read(words, now))? {
        Span::Days(first, after) => Some((first, after)),
        Span::Hours(_) => None,
    };
    let ((from, _), (_, after)) = (side(first)?, side(last)?);
    (from < after).then_some(())?;
    Some(Period { from: Some(midnight(from, now.zone)?), until: Some(midnight(after, now.zone)?) })
}

/// Could these words be a period? Says nothing about which.
pub fn reads(text: &str) -> bool {
    let zone = Tz::UTC;
    read(
        text,
        &Now {
            at: Utc.timestamp_opt(1_750_000_000, 0).single().unwrap_or_default(),
            zone,
            fiscal_start_month: 4,
        },
    )
    .is_some()
}

/// Could these words be a period, be it one that cannot be read: "last 9999999999 days"? Then whoever asked
/// is told so; the words are nothing else.
pub fn resembles(text: &str) -> bool {
    reads(text) || counts(&text.nfkc().flat_map(char::to_lowercase).collect::<String>()).is_some()
}

/// `last 30 days`, 直近30日間, whatever the number.
fn counts(words: &str) -> Option<()> {
    let words = without_since(words.trim()).0;
    let rest = LEADS.iter().find_map(|lead| words.strip_prefix(lead))?.trim_start();
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = (unit.len() < rest.len()).then(|| unit.trim_start().trim_end_matches(['の', '間', 's']))?;
    UNITS.contains(&unit).then_some(())
}

/// Do these words, lower-cased, begin as only a period does?
pub(crate) fn begins_like_one(words: &str) -> bool {
    let counted = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    LEADS.iter().filter_map(|lead| words.strip_prefix(lead)).any(counted)
        || ["since ", "last week", "last month", "last year", "past week", "past month"]
            .iter()
            .any(|lead| words.starts_with(lead))
}

const LEADS: [&str; 5] = ["last ", "past ", "previous ", "直近", "過去"];

const UNITS: [&str; 15] = [
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "時",
    "日",
    "週",
    "月",
    "か月",
    "ヶ月",
    "カ月",
    "四半期",
    "年",
];

/// The words without "since" or 以降, and whether they had it.
fn without_since(words: &str) -> (&str, bool) {
    for before in ["since ", "from ", "after "] {
        if let Some(rest) = words.strip_prefix(before) {
            return (rest.trim(), true);
        }
    }
    for after in ["以降", "以後", "からの", "から今まで", "から"] {
        if let Some(rest) = words.strip_suffix(after) {
            return (rest.trim(), true);
        }
    }
    for before in ["in ", "during ", "for ", "over ", "of "] {
        if let Some(rest) = words.strip_prefix(before) {
            return (rest.trim(), false);
        }
    }
    (words, false)
}

/// The start of a day where the asker is; the first moment that exists when clocks jump over midnight.
fn midnight(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    (0..=3)
        .filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        .find_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest())
        .map(|at| at.with_timezone(&Utc))
}

/// The `n` days before and with today.
fn last_days(n: u64, now: &Now) -> Option<Span> {
    let after = now.today().succ_opt()?;
    Some(Span::Days(after.checked_sub_days(Days::new(n))?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday 2026-11-18, 10:00 in Tokyo.
    fn now() -> Now {
        Now {
            at: Utc.with_ymd_and_hms(2026, 11, 18, 1, 0, 0).unwrap(),
            zone: Tz::Asia__Tokyo,
            fiscal_start_month: 4,
        }
    }

    fn days(text: &str) -> String {
        let Some(Period { from, until }) = read(text, &now()) else { return "-".to_owned() };
        let day = |at: Option<DateTime<Utc>>| {
            at.map_or("…".to_owned(), |at| {
                at.with_timezone(&Tz::Asia__Tokyo).format("%Y-%m-%d").to_string()
            })
        };
        format!("{} {}", day(from), day(until))
    }

    #[test]
    fn both_languages_mean_the_same() {
        for (en, ja, want) in [
            ("today", "今日", "2026-11-18 2026-11-19"),
            ("yesterday", "昨日", "2026-11-17 2026-11-18"),
            ("since yesterday", "昨日から", "2026-11-17 …"),
            ("this week", "今週", "2026-11-16 2026-11-23"),
            ("last week", "先週", "2026-11-09 2026-11-16"),
            ("since Monday", "月曜日から", "2026-11-16 …"),
            ("since Friday", "金曜以降", "2026-11-13 …"),
            ("this month", "今月", "2026-11-01 2026-12-01"),
            ("last month", "先月", "2026-10-01 2026-11-01"),
            ("last 30 days", "直近30日間", "2026-10-20 2026-11-19"),
            ("past 2 weeks", "過去２週間", "2026-11-05 2026-11-19"),
            ("in May", "5月", "2026-05-01 2026-06-01"),
            ("since May", "５月以降", "2026-05-01 …"),
            ("since December", "12月以降", "2025-12-01 …"),
            ("May 2025", "2025年5月", "2025-05-01 2025-06-01"),
            ("2025", "2025年", "2025-01-01 2026-01-01"),
            ("last year", "去年", "2025-01-01 2026-01-01"),
            ("this fiscal year", "今期", "2026-04-01 2027-04-01"),
            ("last fiscal year", "前期", "2025-04-01 2026-04-01"),
            ("this quarter", "今四半期", "2026-10-01 2027-01-01"),
            ("Q2", "第2四半期", "2026-07-01 2026-10-01"),
            ("2026-05-03", "2026年5月3日", "2026-05-03 2026-05-04"),
            ("since 2026-05-03", "5月3日以降", "2026-05-03 …"),
            ("from 3 May to May 5", "5月3日から5月5日まで", "2026-05-03 2026-05-06"),
            ("between May and July", "5月〜7月", "2026-05-01 2026-08-01"),
            ("2025-10-01 to 2025-10-15", "2025年10月1日～2025年10月15日", "2025-10-01 2025-10-16"),
            ("1 May 2013", "2013年5月1日", "2013-05-01 2013-05-02"),
        ] {
            assert_eq!(days(en), want, "{en}");
            assert_eq!(days(ja), want, "{ja}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in
            ["", "rust", "the sdk", "may be", "日本", "2025-02-30", "13月", "last 0 days", "since", "から"]
        {
            assert_eq!(days(text), "-", "{text}");
        }
    }

    #[test]
    fn a_period_that_cannot_be_read_is_one_all_the_same() {
        for text in
            ["last 9999999999 days", "last 0 days", "past 99999999 weeks", "過去9999999999日間", "today"]
        {
            assert!(resembles(text), "{text}");
        }
        for text in ["", "last", "last samurai", "last 3 wishes", "過去", "過去の話", "9999999999"] {
            assert!(!resembles(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}", n in proptest::num::u64::ANY) {
            let _ = resembles(&text);
            let _ = read(&text, &now());
            let _ = read(&format!("last {n} months"), &now());
            let _ = read(&format!("過去{n}年"), &now());
        }
    }
}
