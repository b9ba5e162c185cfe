//! Conditions that are typed among the words of a search for people, organizations or deals:
//! `rust org:Acme score>70 seen<30d -tag:speaker`, 「rust 組織:青空 スコア70以上 最終接触<30日」.
//!
//! A condition is a name, a sign (`:`, `=`, `<`, `>`, `<=`, `>=`, full-width ones as well, or 以上, 以下, 未満, 超 behind
//! a number) and a value right after it, in quotation marks where it has blanks; `-` in front of it turns it
//! round, and `|` between values asks for either. Everything else stays words: `http://x`, `10:30`, `"in: quotes"`.
//!
//! Not here: which names there are and what the values mean.

mod spoken;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

pub(crate) use self::spoken::EITHER;
pub use self::spoken::{About, says, written};
use crate::text::fold;

/// How a value is held to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `:` or `=`
    Is,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A condition as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// It is not to hold.
    pub not: bool,
    /// What it is about, as typed but for width and case.
    pub name: String,
    /// How.
    pub sign: Sign,
    /// Its value, without quotation marks; never empty.
    pub value: String,
    /// The values of which one is enough: `tag:speaker|champion` has two. A `|` in quotation marks parts none.
    pub values: Vec<String>,
}

impl Condition {
    /// The conditions of which one is enough: `tag:speaker|champion` is two.
    pub fn either(&self) -> Vec<Self> {
        self.values.iter().map(|value| Self { value: value.clone(), ..self.clone() }).collect()
    }
}

const QUOTES: [(char, char); 4] = [('"', '"'), ('「', '」'), ('『', '』'), ('“', '”')];

/// Behind a number that a name stands right before.
const BEHIND: [(&str, Sign); 6] = [
    ("以上", Sign::AtLeast),
    ("以下", Sign::AtMost),
    ("未満", Sign::Less),
    ("より大きい", Sign::More),
    ("より小さい", Sign::Less),
    ("超", Sign::More),
];

/// Parts a text into words and conditions, each in its order. `known`: is this the name of something? It is asked
/// only where the writing alone does not tell.
pub fn read(text: &str, known: impl Fn(&str) -> bool) -> (String, Vec<Condition>) {
    let text: String = text.nfkc().collect();
    let (mut words, mut conditions) = (Vec::new(), Vec::new());
    let mut parts = parts(&text).into_iter().peekable();
    while let Some(part) = parts.next() {
        // "org: Acme"
        let glued = part
            .strip_suffix(':')
            .filter(|name| known(&fold(name.trim_start_matches('-'))))
            .and_then(|_| parts.peek())
            .map(|value| format!("{part}{value}"));
        match glued.as_deref().and_then(|glued| condition(glued, &known)) {
            Some(condition) => {
                parts.next();
                conditions.push(condition);
            }
            None => match condition(part, &known) {
                Some(condition) => conditions.push(condition),
                None => words.push(part),
            },
        }
    }
    (words.join(" "), conditions)
}

/// What stands before the colon of an account or an address, and is no condition: `github:taro`.
const NO_NAMES: [&str; 11] = [
    "github",
    "gitlab",
    "slack",
    "discord",
    "telegram",
    "lineworks",
    "x",
    "twitter",
    "mailto",
    "http",
    "https",
];

/// Where in a text conditions stand, as far as their writing tells, in bytes.
pub fn places(text: &str) -> Vec<Range<usize>> {
    parts(text)
        .into_iter()
        .filter(|part| {
            let part: String = part.nfkc().collect();
            condition(&part, |_| true).is_some_and(|it| !NO_NAMES.contains(&it.name.as_str()))
        })
        .map(|part| {
            let from = part.as_ptr() as usize - text.as_ptr() as usize;
            from..from + part.len()
        })
        .collect()
}

/// Between blanks and commas outside of quotation marks.
fn parts(text: &str) -> Vec<&str> {
    parted(text, |c| c.is_whitespace() || c == '、').into_iter().filter(|part| !part.is_empty()).collect()
}

/// Between `|` outside of quotation marks.
fn sides(text: &str) -> Vec<&str> {
    parted(text, |c| c == '|')
}

fn parted(text: &str, at: impl Fn(char) -> bool) -> Vec<&str> {
    let mut close = None;
    text.split(|c: char| {
        match close {
            Some(end) if c == end => close = None,
            Some(_) => {}
            None => close = QUOTES.iter().find(|(open, _)| *open == c).map(|(_, end)| *end),
        }
        close.is_none() && at(c)
    })
    .collect()
}

fn condition(part: &str, known: impl Fn(&str) -> bool) -> Option<Condition> {
    let (not, rest) = match part.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, part),
    };
    let (name, sign, value) = signed(rest).or_else(|| behind(rest, &known))?;
    let folded = fold(name);
    let is_name = folded.chars().any(char::is_alphabetic)
        && folded
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | 'ー' | '・' | '/' | ' '));
    let value = value.trim();
    let mut values: Vec<String> = sides(value)
        .into_iter()
        .map(|side| unquoted(side.trim()).to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    let value = unquoted(value).to_owned();
    // an address, or the rest of a sentence
    if !is_name || value.is_empty() || value.starts_with("//") {
        return None;
    }
    if values.is_empty() {
        values.push(value.clone());
    }
    Some(Condition { not, name: folded, sign, value, values })
}

/// `name:value`, `name>=value`.
fn signed(part: &str) -> Option<(&str, Sign, &str)> {
    let (name, rest) = if let Some(quoted) = part.strip_prefix(['"', '「']) {
        // a name with blanks
        let end = quoted.find(['"', '」'])?;
        let rest = &quoted[end..];
        (&quoted[..end], rest.strip_prefix(['"', '」'])?)
    } else {
        part.split_at(part.find([':', '=', '<', '>', '≤', '≥', '≦', '≧'])?)
    };
    let (sign, value) = sign(rest)?;
    match sign {
        // score:>70
        Sign::Is => match self::sign(value) {
            Some((inner, value)) if inner != Sign::Is => Some((name, inner, value)),
            _ => Some((name, Sign::Is, value)),
        },
        _ => Some((name, sign, value)),
    }
}

fn sign(text: &str) -> Option<(Sign, &str)> {
    for (written, sign) in [
        ("<=", Sign::AtMost),
        (">=", Sign::AtLeast),
        ("≤", Sign::AtMost),
        ("≥", Sign::AtLeast),
        ("≦", Sign::AtMost),
        ("≧", Sign::AtLeast),
        ("<", Sign::Less),
        (">", Sign::More),
        (":", Sign::Is),
        ("=", Sign::Is),
    ] {
        if let Some(rest) = text.strip_prefix(written) {
            return Some((sign, rest));
        }
    }
    None
}

/// スコア70以上
fn behind(part: &str, known: impl Fn(&str) -> bool) -> Option<(&str, Sign, &str)> {
    let (rest, sign) = BEHIND.iter().find_map(|(end, sign)| Some((part.strip_suffix(end)?, *sign)))?;
    let (name, value) = rest.split_at(rest.find(|c: char| c.is_ascii_digit())?);
    let name = name.trim_end_matches(['が', 'は']);
    known(&fold(name)).then_some((name, sign, value))
}

fn unquoted(value: &str) -> &str {
    QUOTES
        .iter()
        .find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close))
        .map_or(value, str::trim)
}

/// A stretch of time in days: `30d`, `2w`, `3m`, `1y`, 30日, 2週間, 3か月, 1年; months count 30 days, years 365.
pub fn days(value: &str) -> Option<i64> {
    let folded = fold(value).replace(' ', "");
    let end = folded.find(|c: char| !c.is_ascii_digit())?;
    let n: i64 = folded[..end].parse().ok()?;
    let each = match &folded[end..] {
        "d" | "day" | "days" | "日" | "日間" | "日前" => 1,
        "w" | "week" | "weeks" | "週" | "週間" | "週間前" => 7,
        "m" | "mo" | "month" | "months" | "か月" | "ヶ月" | "ケ月" | "カ月" | "ヵ月" | "箇月" | "月"
        | "か月前" | "ヶ月前" => 30,
        "y" | "year" | "years" | "年" | "年間" | "年前" => 365,
        _ => return None,
    };
    n.checked_mul(each).filter(|days| *days <= 40_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let (words, conditions) = read(text, |name| fold("スコア") == name || name == "score");
        let conditions: Vec<String> = conditions
            .iter()
            .map(|it| format!("{}{} {:?} {}", if it.not { "-" } else { "" }, it.name, it.sign, it.value))
            .collect();
        format!("{words}|{}", conditions.join(","))
    }

    #[test]
    fn conditions_are_taken_out_of_the_words() {
        let score = fold("スコア");
        for (text, want) in [
            ("rust org:Acme", "rust|org Is Acme".to_owned()),
            ("org:\"Aozora Inc\" x -tag:speaker", "x|org Is Aozora Inc,-tag Is speaker".to_owned()),
            ("score>70 score>=70 score<5", "|score More 70,score AtLeast 70,score Less 5".to_owned()),
            ("score:>70 Score＞７０", "|score More 70,score More 70".to_owned()),
            ("score: 70 スコア： ７０ x: y", format!("x: y|score Is 70,{score} Is 70")),
            ("スコア70以上", format!("|{score} AtLeast 70")),
            ("スコア：７０", format!("|{score} Is 70")),
            ("seen<30d 最終接触<30日", "|seen Less 30d,最終接触 Less 30日".to_owned()),
            ("利用言語:Rust タグ:「登壇 者」", "|利用言語 Is Rust,タグ Is 登壇 者".to_owned()),
            ("\"OSS licence\":MIT", "|oss licence Is MIT".to_owned()),
            ("has:email x", "x|has Is email".to_owned()),
            ("http://a.example 10:30 a: :b - x", "http://a.example 10:30 a: :b - x|".to_owned()),
            ("「a:b」 \"c:d\"", "「a:b」 \"c:d\"|".to_owned()),
            ("18歳以上の人", "18歳以上の人|".to_owned()),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn stretches_of_time() {
        for (value, want) in [
            ("30d", Some(30)),
            ("２週間", Some(14)),
            ("3か月", Some(90)),
            ("3ヶ月", Some(90)),
            ("1 year", Some(365)),
            ("30", None),
            ("d", None),
            ("99999999999y", None),
            ("2026-05-01", None),
        ] {
            assert_eq!(days(value), want, "{value}");
        }
    }

    #[test]
    fn conditions_are_known_by_their_writing() {
        for (text, want) in [
            ("org:acme 利用言語:Rust rust seen<30d", vec!["org:acme", "利用言語:Rust", "seen<30d"]),
            ("スコア80以上", vec!["スコア80以上"]),
            ("tag:「登壇 者」、x", vec!["tag:「登壇 者」"]),
            ("github:taro http://a.example 10:30 note: x", vec![]),
            ("18歳以上", vec![]),
        ] {
            let found: Vec<&str> = places(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}", mixed in "[a:<>=\"「」、 -以上0-9ス]{0,40}") {
            for text in [text, mixed] {
                let (_, conditions) = read(&text, |_| true);
                prop_assert!(conditions.iter().all(|it| !it.value.is_empty()));
                prop_assert!(places(&text).into_iter().all(|range| text.get(range).is_some()));
                let _ = days(&text);
            }
        }
    }
}
