//! Two ends and what lies between: "from 1 May to 5 May", "8月17日から18日まで", "5月〜7月".
//!
//! What one end leaves out stands in the other: the month in "1 to 10 November", the year in 2025年5月から7月.

use chrono::{Days, Months, NaiveDate};

use super::{Now, Span, en, ja, span};

/// The first day and the first day after; `None` when the words are no range.
pub(super) fn read(words: &str, now: &Now) -> Option<(NaiveDate, NaiveDate)> {
    let words = ["from ", "between "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    let (first, last) = BETWEEN
        .iter()
        .find_map(|between| words.split_once(between))
        .map(|(first, last)| {
            (first.trim().to_owned(), last.trim().trim_end_matches("まで").trim().to_owned())
        })
        .or_else(|| hyphened(words))?;
    let (first, last) = completed(&first, &last, now)?;
    let ((from, _), (_, after)) = (days(&first, now)?, days(&last, now)?);
    if from < after {
        return Some((from, after));
    }
    // "from November to January": the first is the one before the last
    let from = if is_weekday(&first) && is_weekday(&last) {
        from.checked_sub_days(Days::new(7))?
    } else if !has_year(&first) && !has_year(&last) {
        from.checked_sub_months(Months::new(12))?
    } else {
        return None;
    };
    (from < after).then_some((from, after))
}

/// The first day after what is meant by "until yesterday", 5月まで; the first day of "before May", 5月より前.
pub(super) fn up_to(words: &str, now: &Now) -> Option<NaiveDate> {
    let with = ["until ", "till ", "up to "].iter().find_map(|lead| words.strip_prefix(lead));
    if let Some(words) = with.or_else(|| words.strip_suffix("まで")).or_else(|| words.strip_suffix("以前"))
    {
        return days(words.trim(), now).map(|(_, after)| after);
    }
    let words = words.strip_prefix("before ").or_else(|| words.strip_suffix("より前"))?;
    days(words.trim(), now).map(|(first, _)| first)
}

const BETWEEN: [&str; 8] = [" to ", " until ", " through ", " and ", "から", "〜", "~", "–"];

/// "november 1-10", "1-10 november", "may - july".
fn hyphened(words: &str) -> Option<(String, String)> {
    if let Some((first, last)) = words.split_once(" - ") {
        return Some((first.trim().to_owned(), last.trim().to_owned()));
    }
    let (before, after) = words.split_once('-')?;
    let digits = |word: &str| (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let (month, first) = before.rsplit_once(' ').map_or((None, before), |(month, day)| (Some(month), day));
    let (last, rest) = after.split_once(' ').map_or((after, None), |(day, rest)| (day, Some(rest)));
    (digits(first) && digits(last) && (month.is_some() || rest.is_some())).then(|| {
        let month = month.or(rest).unwrap_or_default();
        (format!("{month} {first}"), format!("{month} {last}"))
    })
}

/// Each end with what it takes from the other.
fn completed(first: &str, last: &str, now: &Now) -> Option<(String, String)> {
    let reads = |words: &str| days(words, now).is_some();
    let mut ends = (first.to_owned(), last.to_owned());
    if !reads(last) {
        // 11月1日から10日, "May 1 to 10"
        let month = first.split_once('月').map(|(month, _)| format!("{month}月{last}"));
        let name =
            first.split(' ').find(|word| en::month(word).is_some()).map(|name| format!("{name} {last}"));
        ends.1 = [month, name].into_iter().flatten().find(|words| reads(words))?;
    }
    if !reads(first) {
        // "1 to 10 November", 5月1〜10日
        let rest = last.split_once(' ').map(|(_, rest)| format!("{first} {rest}"));
        ends.0 = [rest, Some(format!("{first}日"))].into_iter().flatten().find(|words| reads(words))?;
    }
    if let Some((year, _)) = ends.0.split_once('年')
        && !ends.1.contains('年')
        && reads(&format!("{year}年{}", ends.1))
    {
        ends.1 = format!("{year}年{}", ends.1);
    }
    let year_at_end = |words: &str| {
        words.rsplit(' ').next().filter(|year| year.len() == 4 && has_year(year)).map(str::to_owned)
    };
    if let Some(year) = year_at_end(&ends.1)
        && !has_year(&ends.0)
        && reads(&format!("{} {year}", ends.0))
    {
        ends.0 = format!("{} {year}", ends.0);
    }
    Some(ends)
}

fn days(words: &str, now: &Now) -> Option<(NaiveDate, NaiveDate)> {
    match span(words, now)? {
        Span::Days(first, after) => Some((first, after)),
        Span::Hours(_) => None,
    }
}

fn is_weekday(words: &str) -> bool {
    words.parse::<chrono::Weekday>().is_ok() || ja::weekday(words).is_some()
}

fn has_year(words: &str) -> bool {
    words.contains('年') || words.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}
