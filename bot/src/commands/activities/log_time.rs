//! When something that is logged happened: "yesterday at 15:00", 昨日15時.
//!
//! Not a reader of days: that is [`period::day`]; here an hour may follow one.

use chrono::{NaiveDate, NaiveTime};
use nlp::{
    period::{self, Now},
    text::fold,
};

/// Longest words that are read as a time, in characters.
const LONGEST: usize = 40;

/// A day, and the hour where one was said.
pub(crate) type Time = (NaiveDate, Option<NaiveTime>);

/// What the words before a colon are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lead<'a> {
    /// A time, and the text after it.
    Time(Time, &'a str),
    /// They look like a time that is none: 2026-11-31.
    Unreadable(&'a str),
    /// Part of the text.
    Text,
}

/// Reads the time that a text begins with: "yesterday at 15:00: discussed pricing".
pub(crate) fn lead<'a>(text: &'a str, now: &Now) -> Lead<'a> {
    let colon = text.char_indices().find(|(at, c)| {
        let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let hours = digit(text[..*at].chars().next_back()) && digit(text[at + c.len_utf8()..].chars().next());
        matches!(c, ':' | '：') && !hours
    });
    let Some((at, colon)) = colon else { return Lead::Text };
    let (said, rest) = (text[..at].trim(), text[at + colon.len_utf8()..].trim());
    if said.chars().count() > LONGEST || rest.is_empty() {
        return Lead::Text;
    }
    match read(said, now) {
        Some(time) => Lead::Time(time, rest),
        None if looks_like_one(said) => Lead::Unreadable(said),
        None => Lead::Text,
    }
}

/// Reads a day, an hour of today, or a day with an hour.
pub(crate) fn read(words: &str, now: &Now) -> Option<Time> {
    let folded = fold(words);
    let words = without_preposition(folded.trim());
    if words.chars().count() > LONGEST {
        return None;
    }
    if let Some(day) = period::day(words, now) {
        return Some((day, None));
    }
    words.char_indices().find_map(|(at, _)| {
        let (before, after) = words.split_at(at);
        if before.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let time = hour(after)?;
        let day = before.trim().trim_end_matches([',', '、', 'の']);
        let day = day.strip_suffix(" at").unwrap_or(day).trim();
        let day = if day.is_empty() { now.today() } else { period::day(day, now)? };
        Some((day, Some(time)))
    })
}

/// 15:00, 3pm, 3:30 pm, 15時, 15時半, 午後3時20分; folded.
fn hour(words: &str) -> Option<NaiveTime> {
    let words = words.trim_end_matches(['に', '頃']).trim_end_matches("ごろ");
    let halves = [("午前", "am", 0), ("午後", "pm", 12)];
    let half = halves.iter().find_map(|(ja, en, hours)| {
        let rest = words.strip_prefix(ja).or_else(|| words.strip_suffix(en));
        Some((rest?.trim(), *hours))
    });
    let (words, later) = half.map_or((words, None), |(rest, hours)| (rest, Some(hours)));
    let (hours, minutes) = match words.split_once(':').or_else(|| words.split_once('時')) {
        Some((hours, "")) if words.ends_with('時') => (hours, "0"),
        Some((hours, "半")) => (hours, "30"),
        Some((hours, minutes)) => (hours, minutes.trim_end_matches('分')),
        None => (later.is_some().then_some(words)?, "0"),
    };
    let number = |digits: &str| {
        let sound = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| digits.parse::<u32>().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let hours = match later {
        Some(later) => (1..=12).contains(&hours).then_some(hours % 12 + later)?,
        None => hours,
    };
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

/// Would anybody take these words for a time: 2026-11-31, Nov 31, "in 1850", "last week"?
fn looks_like_one(words: &str) -> bool {
    let folded = fold(words);
    let bare = without_preposition(folded.trim());
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let figures = bare.chars().all(|c| c.is_ascii_digit() || "-/.:年月日時分 ".contains(c));
    let parted = bare.contains(['-', '/', ':', '年', '月', '日', '時']);
    let month = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    (figures && digits > 0 && (parted || digits == 4 && bare.len() < folded.trim().len()))
        || period::resembles(bare)
        || (digits > 0 && period::resembles(month))
}

fn without_preposition(words: &str) -> &str {
    ["at ", "on ", "in "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words).trim()
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    /// Saturday 2026-11-21, noon in Tokyo.
    fn now() -> Now {
        Now {
            at: Utc.with_ymd_and_hms(2026, 11, 21, 3, 0, 0).unwrap(),
            zone: chrono_tz::Tz::Asia__Tokyo,
            fiscal_start_month: 4,
        }
    }

    #[test]
    fn a_day_and_an_hour() {
        for (words, wanted) in [
            ("yesterday", "2026-11-20"),
            ("yesterday at 15:00", "2026-11-20 15:00"),
            ("on 2026-11-03 at 3:30 pm", "2026-11-03 15:30"),
            ("at 9am", "2026-11-21 09:00"),
            ("昨日15時", "2026-11-20 15:00"),
            ("１１月３日の午後３時半", "2026-11-03 15:30"),
            ("at 12 am", "2026-11-21 00:00"),
            ("2026-11-31", "-"),
            ("yesterday at 25:00", "-"),
            ("November 15:00", "-"),
            ("the ship", "-"),
            ("", "-"),
        ] {
            let read = read(words, &now()).map_or("-".to_owned(), |(day, time)| {
                time.map_or(day.to_string(), |time| format!("{day} {}", time.format("%H:%M")))
            });
            assert_eq!(read, wanted, "{words}");
        }
    }

    #[test]
    fn only_a_time_leads() {
        for text in ["in 1850: past", "on 2026-11-31: x", "Nov 31: x", "11月31日：x", "at 25:00: x"] {
            assert!(matches!(lead(text, &now()), Lead::Unreadable(_)), "{text}");
        }
        for text in
            ["SSO: wanted", "plan B 2: x", "wants 3: a, b, c", "1: first", "at 15:00 we met", "today:"]
        {
            assert_eq!(lead(text, &now()), Lead::Text, "{text}");
        }
        let time = lead("昨日15:00：価格: 相談", &now());
        assert!(matches!(time, Lead::Time((_, Some(_)), "価格: 相談")), "{time:?}");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}", n in proptest::num::u32::ANY) {
            let _ = lead(&text, &now());
            let _ = lead(&format!("{n}時：{text}"), &now());
            let _ = read(&format!("昨日{text}{n}時"), &now());
        }
    }
}
