use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::{Found, Here, Look, read, whole};

const CORPUS: &str = include_str!("../../corpus/time.tsv");

fn here() -> Here {
    at("2026-11-18T10:00:00+09:00", chrono_tz::Asia::Tokyo)
}

fn at(moment: &str, zone: Tz) -> Here {
    let at = DateTime::parse_from_rfc3339(moment).unwrap().with_timezone(&zone);
    Here { at, fiscal_start: 4, quarters_from: 4, look: Look::Ahead }
}

/// As the corpus writes it.
fn written(cell: &str) -> NaiveDateTime {
    let full = if cell.as_bytes()[4..5] == *b"-" { cell.to_owned() } else { format!("2026-{cell}") };
    let (day, time) = full.split_once('T').unwrap_or((&full, "00:00"));
    let time = NaiveTime::parse_from_str(time, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"))
        .unwrap();
    NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap().and_time(time)
}

/// Does what was found fit a line, which may allow several?
fn fits(found: Option<&Found>, start: &str, end: &str, grain: &str) -> bool {
    let Some(found) = found else { return end == "-" };
    if end == "-" {
        return false;
    }
    let edge = |moment: Option<DateTime<Tz>>, cell: &str| {
        cell.split('|').any(|cell| match moment {
            None => cell == "..",
            Some(at) => cell != ".." && at.naive_local() == written(cell),
        })
    };
    let ends = edge(found.end, end) || grain.contains('|') && found.end > found.start;
    edge(found.start, start) && ends && grain.split('|').any(|name| name == found.grain.name())
}

/// Right, all, and the words that were read wrongly.
fn score(aside: bool) -> (usize, usize, Vec<String>) {
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    let lines = CORPUS.lines().filter(|line| !line.starts_with('#'));
    for (n, line) in lines.enumerate() {
        if (n % 5 == 4) != aside {
            continue;
        }
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.resize(5, "");
        let [en, ja, start, end, grain] = cells[..] else { unreachable!() };
        for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
            all += 1;
            let found = read(words, &here());
            if fits(found.as_ref(), start, end, grain) {
                right += 1;
            } else {
                let said = found.map(|found| (found.start, found.end, found.grain));
                wrong.push(format!("{words}: {said:?}"));
            }
        }
    }
    (right, all, wrong)
}

#[test]
fn most_of_the_corpus_is_read_right() {
    let (right, all, wrong) = score(false);
    println!("tuned on: {right} of {all}");
    assert!(right * 100 >= all * 95, "{right} of {all}\n{}", wrong.join("\n"));
    let (right, all, _) = score(true);
    println!("aside: {right} of {all}");
    assert!(right * 100 >= all * 80, "aside: {right} of {all}");
}

#[test]
fn both_languages_mean_the_same() {
    for (en, ja, start, end, grain) in [
        ("older than 90 days", "90日以上前", "..", "08-20", "day"),
        ("two quarters ago", "2四半期前", "04-01", "07-01", "quarter"),
        ("trailing 7 days", "", "11-12", "11-19", "day"),
        ("the last 3 business days", "直近3営業日", "11-13", "11-18", "day"),
        ("in 3 business days", "3営業日後", "11-23", "11-24", "day"),
        ("from 9 to 5 tomorrow", "明日の9時から17時まで", "11-19T09:00", "11-19T17:00", "hour"),
        ("tomorrow from 2 to 4", "明日の14時から16時まで", "11-19T14:00", "11-19T16:00", "hour"),
        ("20 minutes past 4", "", "11-18T16:20", "11-18T16:21", "minute"),
        ("1800h", "", "11-18T18:00", "11-18T18:01", "minute"),
        ("ytd", "年初来", "01-01", "11-18T10:00", "year"),
        ("", "年末年始", "12-29", "2027-01-04", "day"),
        ("", "直近の四半期", "07-01", "10-01", "quarter"),
        ("this fiscal year", "通期", "04-01", "2027-04-01", "year"),
        ("in half an hour", "30分後", "11-18T10:30", "11-18T10:30:01", "second"),
        ("first half of last month", "先月前半", "10-01", "10-16", "day"),
        ("support 24/7", "24/7で対応", "-", "-", ""),
    ] {
        for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
            let found = read(words, &here());
            assert!(fits(found.as_ref(), start, end, grain), "{words}: {found:?}");
        }
    }
}

#[test]
fn whoever_looks_back_means_the_latest() {
    let here = here().looking_back();
    for (en, ja, start, end) in [
        ("Monday", "月曜", "11-16", "11-17"),
        ("Wednesday", "水曜", "11-18", "11-19"),
        ("December", "12月", "2025-12-01", "2026-01-01"),
        ("from November to January", "11月から1月まで", "2025-11-01", "2026-02-01"),
        ("from Monday to Friday", "月曜から金曜まで", "11-09", "11-14"),
        ("May 1 to 10", "5月1日から10日まで", "05-01", "05-11"),
        ("mid-July", "7月中旬", "07-11", "07-21"),
        ("last 2 weeks", "過去2週間", "11-05", "11-19"),
        ("the past week", "この1週間", "11-12", "11-19"),
        ("last week", "先週", "11-09", "11-16"),
        ("two weeks ago", "2週間前", "11-02", "11-09"),
        ("last 3 business days", "過去3営業日", "11-16", "11-19"),
        ("since Friday", "金曜以降", "11-13", ".."),
        ("before May", "5月より前", "..", "05-01"),
        ("weekend", "週末", "11-14", "11-16"),
        ("", "年末年始", "2025-12-29", "2026-01-04"),
        ("the past week", "1週間", "11-12", "11-19"),
        ("the last 7 days", "7日間", "11-12", "11-19"),
        ("the last 3 months", "3か月", "08-19", "11-19"),
        ("beginning of October", "10月上旬", "10-01", "10-11"),
        ("", "土日", "11-14", "11-16"),
        ("", "年度内", "04-01", "2027-04-01"),
        ("", "年始", "01-01", "01-02"),
    ] {
        for words in [en, ja].into_iter().filter(|words| !words.is_empty()) {
            let found = whole(words, &here);
            let grain = found.as_ref().map_or("", |found| found.grain.name());
            assert!(fits(found.as_ref(), start, end, grain), "{words}: {found:?}");
        }
    }
}

#[test]
fn what_is_found_in_all_of_a_text_is_read_as_one() {
    let texts =
        CORPUS.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split('\t').take(2));
    let mut all = 0;
    // figures alone are not taken for a time, and R8.3.4 is a version, too
    let plain = |text: &&str| {
        text.contains(|c: char| !c.is_ascii_digit()) && !text.starts_with('R') && !text.contains("-20T")
    };
    for text in texts.filter(plain) {
        let found = read(text, &here()).filter(|found| found.said == (0..text.len()));
        all += usize::from(found.is_some());
        assert!(found.is_none() || whole(text, &here()).is_some(), "{text}");
    }
    assert!(all > 200, "{all}");
}

#[test]
fn a_whole_text_is_a_time_and_nothing_else() {
    for text in ["", "tomorrow we ship", "明日出荷", "1.2.3", "2026", "r2.1.0", "15", "summer meetup", "last"]
    {
        assert_eq!(whole(text, &here()), None, "{text}");
    }
}

#[test]
fn clocks_that_jump() {
    // 2026-03-08: New York jumps from 2:00 to 3:00; 2026-11-01: back from 2:00 to 1:00
    let zone = chrono_tz::America::New_York;
    let before = at("2026-03-07T12:00:00-05:00", zone);
    let text = |moment: Option<DateTime<Tz>>| moment.map(|at| at.to_rfc3339()).unwrap_or_default();
    let found = read("tomorrow at 2:30am", &before).unwrap();
    assert_eq!(text(found.start), "2026-03-08T03:00:00-04:00");
    assert!(found.end > found.start);
    let found = read("tomorrow", &before).unwrap();
    assert_eq!((found.end.unwrap() - found.start.unwrap()).num_hours(), 23);
    let found = read("in 24 hours", &before).unwrap();
    assert_eq!(text(found.start), "2026-03-08T13:00:00-04:00");
    let found = read("in a day", &before).unwrap();
    assert_eq!(text(found.start), "2026-03-08T00:00:00-05:00");
    let autumn = at("2026-10-31T12:00:00-04:00", zone);
    let found = read("tomorrow at 1:30am", &autumn).unwrap();
    assert_eq!(text(found.start), "2026-11-01T01:30:00-04:00");
    // a zone that jumps over midnight, and a day that never was
    let cairo = at("2026-04-23T12:00:00+02:00", chrono_tz::Africa::Cairo);
    assert_eq!(text(read("tomorrow", &cairo).unwrap().start), "2026-04-24T01:00:00+03:00");
    let apia = at("2011-12-29T12:00:00-10:00", chrono_tz::Pacific::Apia);
    assert!(read("tomorrow", &apia).is_none_or(|found| found.start <= found.end));
}

#[test]
fn what_no_calendar_has_is_not_read() {
    for text in ["2026-02-30", "30 February", "2月30日", "25:61", "13月40日", "2027年2月29日"] {
        let found = read(text, &here());
        let whole = found.as_ref().is_some_and(|found| found.said.len() == text.len());
        assert!(!whole, "{text}: {found:?}");
    }
    // nor is a part of it
    for text in [
        "see you on November 31st at 3pm",
        "the 31st of September, or the 1st",
        "Feb 29, 2027",
        "2月30日に会いましょう",
        "来年の2月30日から",
        "2026年13月",
        "2/30〜3/5",
    ] {
        assert_eq!(read(text, &here()), None, "{text}");
    }
    assert!(read("tomorrow, not on November 31", &here()).is_some());
}

#[test]
fn ordinary_words_are_no_times() {
    for text in [
        "I sat down",
        "mon cheri",
        "c'est mon ami",
        "it takes 90s",
        "10 hours of work",
        "the first two of them",
        "the whole team",
        "the same day delivery",
        "sundry things",
        "chapter 3 pt 2",
        "since a second bug appeared",
        "we won 3 to 1, on average",
        "一日に8時間働く",
        "二日酔いで休みます",
        "十日町に行く",
        "五月病かもしれない",
        "3年内に",
        "1-2日で終わります",
        "水木しげる",
    ] {
        assert_eq!(read(text, &here()), None, "{text}");
    }
}

#[test]
fn where_it_stands_is_told() {
    for (text, said) in [
        ("see you on Friday at 3pm, ok?", "Friday at 3pm"),
        ("では来週の火曜１５時に", "来週の火曜１５時"),
        ("ＷＥＥＫ：tomorrow!", "tomorrow"),
    ] {
        let found = read(text, &here()).unwrap();
        assert!(text[found.said.clone()].contains(said), "{text}: {}", &text[found.said]);
    }
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,60}", n in proptest::num::u64::ANY) {
        for words in [
            text.clone(),
            format!("in {n} days"),
            format!("{n}年{n}月{n}日"),
            format!("last {n} weeks {text}"),
            format!("{n}:{n}"),
            format!("{n}時間後"),
            format!("from {n} to {n}pm"),
        ] {
            if let Some(found) = read(&words, &here()) {
                assert!(words.get(found.said.clone()).is_some());
                assert!(found.start.is_none() || found.end.is_none() || found.start < found.end, "{words}");
            }
        }
    }

    #[test]
    fn made_of_its_own_words_it_never_panics(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..7),
        second in 0_i64..4_000_000_000,
        zone in proptest::sample::select(vec![chrono_tz::Asia::Tokyo, chrono_tz::America::New_York, chrono_tz::Pacific::Apia, chrono_tz::Australia::Lord_Howe]),
    ) {
        let at = DateTime::from_timestamp(second, 0).unwrap().with_timezone(&zone);
        let here = Here { at, fiscal_start: 10, quarters_from: 10, look: Look::Ahead };
        for words in [parts.join(" "), parts.concat()] {
            if let Some(found) = read(&words, &here) {
                assert!(found.start.is_none() || found.end.is_none() || found.start < found.end, "{words}");
            }
        }
    }
}

const PARTS: &[&str] = &[
    "next",
    "last",
    "monday",
    "march",
    "31",
    "29",
    "february",
    "3pm",
    "2:30",
    "from",
    "to",
    "until",
    "since",
    "in",
    "weeks",
    "ago",
    "tomorrow",
    "morning",
    "end of",
    "the",
    "first",
    "of",
    "year",
    "q2",
    "fy",
    "2026",
    "half",
    "past",
    "2000",
    "1/2",
    "2026-03-08",
    "at",
    "week",
    "-",
    ",",
    "and",
    "a",
    "99999",
    "15",
    "th",
    "am",
    "来週",
    "の",
    "月曜",
    "3月",
    "31日",
    "から",
    "まで",
    "以降",
    "後",
    "前",
    "時間",
    "午後",
    "半",
    "第2",
    "四半期",
    "年度",
    "令和",
    "元年",
    "末",
    "上旬",
    "直近",
    "日",
    "月",
    "分",
    "時",
    "夜",
    "〜",
    "29日",
    "2月",
    "火曜",
    "過去",
    "(水)",
];
