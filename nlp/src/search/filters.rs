//! Conditions that are typed among the words of a search: `pricing in:#support from:tanaka after:2026-05`,
//! 「料金 部屋:support 投稿者:田中 5月以降」.
//!
//! A filter is one of a few known words, a colon (`：` as well) and a value right after it, in quotation
//! marks where it has blanks. Everything else stays words: `http://x`, `Error: foo`, `"in:here"`.
//!
//! Not here: what the values mean. That takes the database.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::query::phrase;

/// What a filter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// Where it was said: `in:`, 部屋.
    Room,
    /// Who wrote it, be it a person or a bot: `from:`, `by:`, 投稿者.
    Author,
    /// Who wrote it, on any account of theirs: `person:`, 人.
    Person,
    /// Where the writer works: `org:`, 組織.
    Organization,
    /// Before a day or a period begins: `before:`, より前.
    Before,
    /// Up to and with a day or a period: `until:`, まで, 以前.
    Until,
    /// From the beginning of a day or a period on: `after:`, `since:`, 以降, から.
    After,
    /// In which language: `lang:`, 言語.
    Language,
}

/// A condition with the words that say what it is held to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What it is about.
    pub kind: FilterKind,
    /// Its value as typed, without quotation marks; never empty.
    pub value: String,
}

/// The words in front of the colon, as they stand folded; the first of each kind in each language is the one
/// that is written back.
const NAMES: [(FilterKind, &[&str]); 8] = [
    (FilterKind::Room, &["in", "room", "channel", "部屋", "ルーム", "チャンネル"]),
    (FilterKind::Author, &["from", "by", "author", "投稿者", "発言者"]),
    (FilterKind::Person, &["person", "人", "人物"]),
    (FilterKind::Organization, &["org", "organization", "organisation", "company", "組織", "会社", "企業"]),
    (FilterKind::Before, &["before", "より前"]),
    (FilterKind::Until, &["until", "まで", "以前"]),
    (FilterKind::After, &["after", "since", "以降", "から"]),
    (FilterKind::Language, &["lang", "language", "言語"]),
];

const QUOTED: [(char, char); 5] = [('"', '"'), ('「', '」'), ('『', '』'), ('“', '”'), ('＂', '＂')];

impl FilterKind {
    fn named(name: &str) -> Option<Self> {
        let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
        NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(kind, _)| *kind)
    }

    /// The word in front of the colon, in English.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, names)| names[0])
    }
}

/// Parts a text into the words to search for and the filters, each in its order.
pub fn read(text: &str) -> (String, Vec<Filter>) {
    let mut words = String::new();
    let mut filters = Vec::new();
    for part in parts(text) {
        match filter(&text[part.clone()]) {
            Some(filter) => filters.push(filter),
            None => {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(&text[part]);
            }
        }
    }
    (words, filters)
}

/// A text that [`read`] parts like this: filters first, so that a quotation mark without its partner among
/// the words takes none of them in. A value that has every kind of quotation mark in it loses the plain ones.
pub fn write(words: &str, filters: &[Filter]) -> String {
    let mut parts: Vec<String> = filters
        .iter()
        .map(|Filter { kind, value }| {
            let name = kind.name();
            if !value.contains(|c: char| c.is_whitespace() || QUOTED.iter().any(|(a, b)| c == *a || c == *b))
            {
                return format!("{name}:{value}");
            }
            match QUOTED.iter().find(|(open, close)| !value.contains([*open, *close])) {
                Some((open, close)) => format!("{name}:{open}{value}{close}"),
                None => format!("{name}:\"{}\"", value.replace('"', "")),
            }
        })
        .collect();
    parts.extend((!words.is_empty()).then(|| words.to_owned()));
    parts.join(" ")
}

/// The parts between blanks; blanks inside of quotation marks do not part.
fn parts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].len() - text[at..].trim_start().len();
        let start = at;
        while let Some(c) = text[at..].chars().next().filter(|c| !c.is_whitespace()) {
            at = match phrase(&text[at..]) {
                Some((_, rest)) => text.len() - rest.len(),
                None => at + c.len_utf8(),
            };
        }
        (at > start).then_some(start..at)
    })
}

fn filter(part: &str) -> Option<Filter> {
    let (name, value) = part.split_once([':', '：'])?;
    let kind = FilterKind::named(name)?;
    let value = match phrase(value) {
        Some((inner, "")) => inner,
        _ => value,
    };
    let value = value.trim();
    (!value.is_empty()).then(|| Filter { kind, value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let (words, filters) = read(text);
        let filters: Vec<String> =
            filters.iter().map(|filter| format!("{:?}={}", filter.kind, filter.value)).collect();
        format!("{words}|{}", filters.join(","))
    }

    #[test]
    fn filters_are_taken_out_of_the_words() {
        for (text, expected) in [
            ("pricing in:#support", "pricing|Room=#support"),
            (
                "in:#support pricing from:tanaka by:\"Sato Hanako\"",
                "pricing|Room=#support,Author=tanaka,Author=Sato Hanako",
            ),
            ("person:P-12 org:\"Aozora Inc\" x", "x|Person=P-12,Organization=Aozora Inc"),
            ("before:2026-05 after:yesterday until:先月", "|Before=2026-05,After=yesterday,Until=先月"),
            ("LANG:ja Ｉｎ：general", "|Language=ja,Room=general"),
            ("料金　部屋：general　投稿者:田中さん", "料金|Room=general,Author=田中さん"),
            (
                "ルーム:「開発 チーム」 人:田中 会社：アオゾラ",
                "|Room=開発 チーム,Person=田中,Organization=アオゾラ",
            ),
            ("以降:先月 まで:昨日 言語:日本語 料金", "料金|After=先月,Until=昨日,Language=日本語"),
            ("in:slack:general", "|Room=slack:general"),
            ("\"in:general\" a", "\"in:general\" a|"),
            ("「from:x」", "「from:x」|"),
            ("http://x Error: foo a:b 10:30 in: x -in:y", "http://x Error: foo a:b 10:30 in: x -in:y|"),
            ("\"rate limit\" -slow", "\"rate limit\" -slow|"),
            ("in:\"\" in:", "in:\"\" in:|"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_parted_can_be_joined_again() {
        let filters = vec![
            Filter { kind: FilterKind::Author, value: "Sato Hanako".to_owned() },
            Filter { kind: FilterKind::Room, value: "slack:C1".to_owned() },
        ];
        assert_eq!(write("\"a b\" c", &filters), "from:\"Sato Hanako\" in:slack:C1 \"a b\" c");
        assert_eq!(write("", &filters[1..]), "in:slack:C1");
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_and_written_again(
            text in "(in:|from:|部屋：|「|」|\"|“|”|『|』|-|a|東|#| |\u{3000}|\\PC){0,20}",
        ) {
            let (words, filters) = read(&text);
            let (again, same) = read(&write(&words, &filters));
            // a value that uses up every kind of quotation mark cannot be written as it is
            if filters.iter().all(|filter| QUOTED.iter().any(|(open, close)| !filter.value.contains([*open, *close]))) {
                prop_assert_eq!((again, same), (words, filters));
            }
        }
    }
}
