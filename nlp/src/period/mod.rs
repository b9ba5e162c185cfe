//! Periods as people say them: "since Monday", "last 30 days", "先月", "第2四半期", "5月以降".
//!
//! Not a general time parser: that is [`crate::time`], which is asked for what is not read here. This reads a stretch
//! of past time, the kind a report is asked for ([`read()`]), or one that may lie ahead, in which something is due
//! ([`ahead()`]), and single days ([`day()`]) and moments ([`moment()`]), the kind a task is due at.

mod before;
mod calendar;
mod clock;
mod day;
mod day_en;
mod day_ja;
mod en;
mod impossible;
mod ja;
mod moment;
mod wider;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

pub use before::{Step, before};
pub use day::day;
pub use impossible::{Impossible, impossible};
pub use moment::{Moment, is_stretch, moment};

/// The years that matter: the oldest birthday in a calendar with era names to the end of any plan.
pub const YEARS: std::ops::RangeInclusive<i32> = 1868..=2200;

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

/// Longest words that are read, in characters.
const LONGEST: usize = 60;

/// Reads a period; `None` when the words are none.
pub fn read(text: &str, now: &Now) -> Option<Period> {
    let folded = folded(text)?;
    let words = bare(&folded);
    common(words, now).or_else(|| wider::period(words, now))
}

/// Reads a period of somebody who plans, as of what is due: it may lie ahead, and what is left open in it is the coming
/// one. "Friday", 来月, "by the end of May".
pub fn ahead(text: &str, now: &Now) -> Option<Period> {
    let folded = folded(text)?;
    let words = bare(&folded);
    // "due Friday" is on that day, "due by Friday" at any time before
    let words = words.strip_prefix("due ").unwrap_or(words);
    let coming = wider::ahead(words, now);
    let lies_ahead = |period: &Period| period.from.is_some_and(|from| from > now.at);
    coming.filter(lies_ahead).or_else(|| common(words, now)).or(coming)
}

/// Folded; `None` when that is too long.
fn folded(text: &str) -> Option<String> {
    let folded = text.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect::<String>();
    folded.chars().nth(LONGEST).is_none().then_some(folded)
}

/// Without what belongs to the sentence.
fn bare(folded: &str) -> &str {
    let words = folded.trim().trim_end_matches(['の', '分', '.', '?', '。']);
    words.strip_suffix("の間").unwrap_or(words)
}

/// What most periods are said in.
fn common(words: &str, now: &Now) -> Option<Period> {
    if matches!(words, "all time" | "全期間" | "これまで" | "今まで") {
        return Some(Period { from: None, until: None });
    }
    let (words, open) = without_since(words);
    match span(words, now)? {
        Span::Hours(hours) => Some(Period {
            from: now.at.checked_sub_signed(chrono::TimeDelta::try_hours(hours)?),
            until: None,
        }),
        Span::Days(first, after) => Some(Period {
            from: Some(midnight(first, now.zone)?),
            until: if open { None } else { Some(midnight(after, now.zone)?) },
        }),
    }
}

/// One stretch, in either language.
fn span(words: &str, now: &Now) -> Option<Span> {
    let said = |words| en::read(words, now).or_else(|| ja::read(words, now));
    said(words).or_else(|| said(words.strip_suffix('中')?))
}

/// Could these words be a period? Says nothing about which.
pub fn reads(text: &str) -> bool {
    may_be_time(text) && read(text, &some_time_later()).is_some()
}

/// Could these words be a period that may lie ahead, be it one that cannot be read? "due" before one says what is in it
/// and is no part of it.
pub(crate) fn resembles_ahead(text: &str) -> bool {
    let due = text.get(..4).is_some_and(|lead| lead.eq_ignore_ascii_case("due "));
    !due && (resembles(text) || may_be_time(text) && ahead(text, &some_now()).is_some())
}

/// Could these words be a day, be it one that is none, as 30 February? Says nothing about which.
pub(crate) fn reads_as_day(text: &str) -> bool {
    may_be_time(text) && (day(text, &some_now()).is_some() || impossible(text).is_some())
}

/// Could these words be a moment to come? Says nothing about which.
pub(crate) fn reads_as_moment(text: &str) -> bool {
    (may_be_time(text) || text.contains(['昼', '夕', '夜', '晩', '時', '分']))
        && (moment(text, &some_now()).is_some() || impossible(text).is_some())
}

/// For what mostly lies ahead.
fn some_now() -> Now {
    now_at(1_750_000_000)
}

/// For what lies behind: after any day that somebody asks about.
fn some_time_later() -> Now {
    now_at(4_102_200_000)
}

fn now_at(seconds: i64) -> Now {
    Now {
        at: Utc.timestamp_opt(seconds, 0).single().unwrap_or_default(),
        zone: Tz::UTC,
        fiscal_start_month: 4,
    }
}

/// Cheaply: words with neither a digit, a Latin letter nor any of these are no time.
fn may_be_time(text: &str) -> bool {
    text.nfkc().any(|c| {
        c.is_ascii_alphanumeric() || "日月年期週曜昨今先全降半朝後前末て明本翌去おきあしす".contains(c)
    })
}

/// Could these words be a period, be it one that cannot be read: "last 9999999999 days", "since Blursday"?
/// Then whoever asked is told so; the words are nothing else.
pub fn resembles(text: &str) -> bool {
    if !may_be_time(text) {
        return false;
    }
    let folded = text.nfkc().flat_map(char::to_lowercase).take(LONGEST).collect::<String>();
    counts(&folded).is_some()
        || is_since_something(folded.trim())
        || impossible(text).is_some()
        || reads(text)
}

/// "since Blursday", 某日以降: what stands there is meant to be a time.
fn is_since_something(words: &str) -> bool {
    if let Some(rest) = words.strip_prefix("since ") {
        let parts: Vec<&str> = rest.split_whitespace().collect();
        let clause = ["i", "you", "we", "they", "he", "she", "it", "there", "nobody", "everyone"];
        return (1..=3).contains(&parts.len())
            && !words.contains(',')
            && !parts.iter().any(|part| clause.contains(part));
    }
    let since = words.strip_suffix("以降").or_else(|| words.strip_suffix("以後"));
    since.is_some_and(|rest| {
        (1..=6).contains(&rest.chars().count()) && !rest.contains(['の', 'は', 'を', ' ', '#'])
    })
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
    // "from last week" is what was said then; "from May" goes on
    if let Some(then) = words.strip_prefix("from ").map(|then| then.strip_prefix("the ").unwrap_or(then))
        && ["last ", "this ", "past ", "today", "yesterday"].iter().any(|lead| then.starts_with(lead))
    {
        return (then, false);
    }
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
    for before in ["in ", "during ", "for ", "over ", "of ", "on ", "within ", "throughout "] {
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
            ("from 1 to 10 November", "11月1日から10日まで", "2026-11-01 2026-11-11"),
            ("November 1-10", "11月1日〜10日", "2026-11-01 2026-11-11"),
            ("from May 1 to 10", "5月1〜10日", "2026-05-01 2026-05-11"),
            ("from November to January", "11月から1月まで", "2025-11-01 2026-02-01"),
            ("May to July 2025", "2025年5月から7月", "2025-05-01 2025-08-01"),
            ("from Monday to Friday", "月曜から金曜まで", "2026-11-09 2026-11-14"),
            ("from May to today", "5月から今日まで", "2026-05-01 2026-11-19"),
            ("last spring", "今年の春", "2026-03-01 2026-06-01"),
            ("summer 2025", "去年の夏", "2025-06-01 2025-09-01"),
            ("the last two weeks", "この二週間", "2026-11-05 2026-11-19"),
            ("the past week", "この1週間", "2026-11-12 2026-11-19"),
            ("past few days", "ここ数日", "2026-11-16 2026-11-19"),
            ("two weeks ago", "2週間前", "2026-11-02 2026-11-09"),
            ("last weekend", "週末", "2026-11-14 2026-11-16"),
            ("Q2 2025", "2025年度第2四半期", "2025-07-01 2025-10-01"),
            ("2025-Q2", "2025年第2四半期", "2025-07-01 2025-10-01"),
            ("H1", "上半期", "2026-04-01 2026-10-01"),
            ("FY2025", "2025年度", "2025-04-01 2026-04-01"),
            ("May 2025", "去年の5月", "2025-05-01 2025-06-01"),
            ("until yesterday", "昨日まで", "… 2026-11-18"),
            ("before May", "5月より前", "… 2026-05-01"),
            ("all time", "全期間", "… …"),
            ("on Monday", "今週の月曜", "2026-11-16 2026-11-17"),
            ("11/3", "11月3日", "2026-11-03 2026-11-04"),
            ("this year so far", "今年", "2026-01-01 2027-01-01"),
            ("from 1 to 10 May", "5月上旬", "2026-05-01 2026-05-11"),
        ] {
            assert_eq!((days(en), days(ja)), (want.to_owned(), want.to_owned()), "{en} {ja}");
        }
    }

    #[test]
    fn whoever_plans_looks_ahead() {
        let days = |text: &str| {
            let Some(Period { from, until }) = ahead(text, &now()) else { return "-".to_owned() };
            let day = |at: Option<DateTime<Utc>>| {
                at.map_or("…".to_owned(), |at| {
                    at.with_timezone(&Tz::Asia__Tokyo).format("%Y-%m-%d").to_string()
                })
            };
            format!("{} {}", day(from), day(until))
        };
        for (en, ja, want) in [
            ("next week", "来週", "2026-11-23 2026-11-30"),
            ("due next week", "来週", "2026-11-23 2026-11-30"),
            ("next month", "来月", "2026-12-01 2027-01-01"),
            ("tomorrow", "明日", "2026-11-19 2026-11-20"),
            ("Friday", "金曜", "2026-11-20 2026-11-21"),
            ("by Friday", "", "2026-11-18 2026-11-21"),
            ("this week", "今週", "2026-11-16 2026-11-23"),
            ("this month", "今月", "2026-11-01 2026-12-01"),
            ("last month", "先月", "2026-10-01 2026-11-01"),
            ("in May 2030", "2030年5月", "2030-05-01 2030-06-01"),
            ("May", "5月", "2027-05-01 2027-06-01"),
        ] {
            for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
                assert_eq!(days(words), want, "{words}");
                assert_eq!(resembles_ahead(words), !words.starts_with("due "), "{words}");
            }
        }
        for words in ["", "rust", "soon", "3pm", "15時", "summer", "the second"] {
            assert_eq!(days(words), "-", "{words}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "",
            "rust",
            "the sdk",
            "may be",
            "日本",
            "2025-02-30",
            "13月",
            "last 0 days",
            "since",
            "から",
            "まで",
            "spring",
            "春",
            "the fall",
            "q5",
            "h3",
            "from me to you",
            "1 to 10",
            "人から人まで",
            "until",
            "ago",
        ] {
            assert_eq!(days(text), "-", "{text}");
        }
    }

    #[test]
    fn a_period_that_cannot_be_read_is_one_all_the_same() {
        for text in [
            "last 9999999999 days",
            "last 0 days",
            "past 99999999 weeks",
            "過去9999999999日間",
            "today",
            "since Blursday",
            "since the fall",
            "某日以降",
        ] {
            assert!(resembles(text), "{text}");
        }
        for text in [
            "",
            "last",
            "last samurai",
            "last 3 wishes",
            "過去",
            "過去の話",
            "9999999999",
            "since",
            "since you left",
            "以降",
            "#supportの昨々日以降",
        ] {
            assert!(!resembles(text), "{text}");
        }
    }

    #[test]
    fn days_in_both_languages() {
        for (en, ja, want) in [
            ("today", "今日", "2026-11-18"),
            ("tomorrow", "明日", "2026-11-19"),
            ("the day after tomorrow", "明後日", "2026-11-20"),
            ("yesterday", "昨日", "2026-11-17"),
            ("Friday", "金曜", "2026-11-20"),
            ("by Friday", "金曜までに", "2026-11-20"),
            ("Wednesday", "水曜日", "2026-11-25"),
            ("next Friday", "来週の金曜", "2026-11-27"),
            ("this Friday", "今週の金曜日", "2026-11-20"),
            ("in two weeks", "2週間後", "2026-12-02"),
            ("in 3 days", "3日後", "2026-11-21"),
            ("a month from now", "1か月後", "2026-12-18"),
            ("3 days ago", "３日前", "2026-11-15"),
            ("October 30", "10月30日", "2026-10-30"),
            ("May 3", "5月3日", "2027-05-03"),
            ("3 May 2026", "2026年5月3日", "2026-05-03"),
            ("3rd of May, 2026", "2026/5/3", "2026-05-03"),
            ("2026-12-01", "2026年12月1日", "2026-12-01"),
            ("12/1", "12/1(火)", "2026-12-01"),
            ("end of the month", "月末", "2026-11-30"),
            ("end of next month", "来月末", "2026-12-31"),
            ("end of May", "5月末", "2027-05-31"),
            ("end of the year", "年末", "2026-12-31"),
            ("end of the quarter", "四半期末", "2026-12-31"),
            ("end of the fiscal year", "年度末", "2027-03-31"),
            ("next week", "来週", "2026-11-23"),
            ("next month", "来月", "2026-12-01"),
            ("Monday, 7 December", "12月7日", "2026-12-07"),
            ("29 February", "2月29日", "2028-02-29"),
        ] {
            let day = |text| day(text, &now()).map_or("-".to_owned(), |day| day.to_string());
            assert_eq!(day(en), want, "{en}");
            assert_eq!(day(ja), want, "{ja}");
        }
        for text in [
            "",
            "may",
            "soon",
            "13/1",
            "2026-02-30",
            "5",
            "next time",
            "来",
            "日",
            "99日",
            "in 99999999 days",
            "の",
        ] {
            assert_eq!(day(text, &now()), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}", n in proptest::num::u64::ANY) {
            let _ = resembles(&text);
            let _ = read(&text, &now());
            let _ = read(&format!("last {n} months"), &now());
            let _ = read(&format!("過去{n}年"), &now());
            let _ = day(&text, &now());
            let _ = day(&format!("in {n} years"), &now());
            let _ = day(&format!("{n}か月後"), &now());
        }
    }
}
