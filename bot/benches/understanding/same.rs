//! Are the arguments that were found those that the corpus wants? Written otherwise they may be the same.

use std::collections::BTreeMap;

use bot::commands::ALL;
use nlp::{
    amount, period,
    understand::{SlotKind, ordinals, zone},
};

/// What the corpus wants of a text.
pub(crate) struct Wanted<'a> {
    /// `-` for ordinary talk.
    pub(crate) command: &'a str,
    pub(crate) arguments: BTreeMap<&'a str, &'a str>,
}

/// Are all arguments of the corpus found, with the same value? Those that the command does not have are not
/// looked for, and what it says of itself (such as `kind=company`) may be there as well.
pub(crate) fn same_arguments(text: &Wanted<'_>, found: &BTreeMap<&'static str, String>) -> bool {
    let spec = ALL.iter().map(|command| command.spec()).find(|spec| spec.name == text.command);
    let has =
        |name: &str| spec.is_some_and(|spec| spec.arguments.iter().any(|argument| argument.name == name));
    let kind = |name: &str| {
        let arguments = spec.map_or(&[][..], |spec| spec.arguments);
        arguments.iter().find(|argument| argument.name == name).map(|argument| argument.kind)
    };
    text.arguments.iter().all(|(name, wanted)| match found.get(*name) {
        // スター is said for star
        Some(value) if matches!(kind(name), Some(SlotKind::Choice(_))) => {
            let Some(SlotKind::Choice(choices)) = kind(name) else { return false };
            let said = nlp::text::fold(wanted);
            choices.iter().any(|(word, said_for)| {
                word == value
                    && (*word == said || said_for.contains(&said.as_str()) || same_value(wanted, word))
            })
        }
        Some(value) => same_value(wanted, value),
        // `tags=-lead` said in a sentence is a tag to take away
        None if *name == "tags" => match (wanted.strip_prefix('-'), found.get("without")) {
            (Some(wanted), Some(found)) => same_value(wanted, found),
            _ => false,
        },
        // `fields=title=CTO` said in a sentence is a field and a value
        None if *name == "fields" => {
            let value = wanted.split_once('=').map_or(*wanted, |(_, value)| value);
            found.get("value").is_some_and(|found| same_value(value, found))
        }
        None => !has(name),
    })
}

fn same_value(wanted: &str, found: &str) -> bool {
    let bare = |text: &str| {
        let folded = nlp::text::fold(text);
        let quotes = |c: char| "\"'「」『』“”#@ ".contains(c);
        let bare = folded.trim_matches(quotes);
        ["さん", "様", "社", "番", "の"]
            .iter()
            .find_map(|end| bare.strip_suffix(end))
            .unwrap_or(bare)
            .to_owned()
    };
    let (one, other) = (bare(wanted), bare(found));
    let amounts = || Some(amount::read(wanted)?.value == amount::read(found)?.value);
    let lists = |text: &str| -> Vec<String> {
        let text = text.replace("」と「", "、");
        let parts = text.split([',', '、', ' ']).map(|part| part.trim_start_matches('+').to_owned());
        parts.filter(|part| !part.is_empty() && part != "and").collect()
    };
    let same = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
    let places = |text: &str| Some(format!("{:?}", ordinals(text)?));
    let period = |text: &str| {
        let at = chrono::DateTime::from_timestamp(1_790_000_000, 0)?;
        let now = period::Now { at, zone: chrono_tz::UTC, fiscal_start_month: 4 };
        Some(format!("{:?}", period::read(text, &now)?))
    };
    one == other
        || same_words(&one, &other)
        || amounts() == Some(true)
        || lists(&one) == lists(&other)
        || same(places(wanted), places(found))
        || same(zone(wanted).map(|zone| zone.to_string()), zone(found).map(|zone| zone.to_string()))
        || same(period(wanted), period(found))
}

/// Are the words that are looked for the same? Those that say who or where, such as "developers in", find nobody.
fn same_words(wanted: &str, found: &str) -> bool {
    const AROUND: &[&str] = &[
        "a",
        "an",
        "the",
        "in",
        "at",
        "of",
        "on",
        "for",
        "with",
        "from",
        "about",
        "around",
        "who",
        "and",
        "people",
        "developers",
        "developer",
        "engineers",
        "engineer",
        "folks",
        "contacts",
        "companies",
        "company",
        "firms",
        "messages",
        "someone",
    ];
    const AROUND_JA: &[&str] = &[
        "開発者",
        "エンジニア",
        "デベロッパー",
        "の",
        "人",
        "会社",
        "企業",
        "在住",
        "系",
        "で",
        "に",
        "を",
        "が",
        "まわり",
    ];
    let words = |text: &str| -> Vec<String> {
        let bare = AROUND_JA.iter().fold(text.to_owned(), |text, word| text.replace(word, " "));
        let words =
            bare.split([' ', '"', '「', '」']).filter(|word| !word.is_empty() && !AROUND.contains(word));
        words.map(str::to_owned).collect()
    };
    let wanted = words(wanted);
    !wanted.is_empty() && wanted == words(found)
}
