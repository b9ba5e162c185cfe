//! Words and what they say of a mood.

use std::{collections::HashMap, sync::LazyLock};

/// English: words, and phrases by their first word, longer ones first.
pub(super) struct English {
    pub(super) words: HashMap<&'static str, f32>,
    pub(super) phrases: HashMap<&'static str, Vec<(Vec<&'static str>, f32)>>,
}

/// Japanese: by the first character, longer ones first.
pub(super) struct Japanese(pub(super) HashMap<char, Vec<(&'static str, f32)>>);

/// Lines of a value and its words.
fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, f32)> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let (value, words) = line.split_once(' ').unwrap_or(("0", ""));
        let value: f32 = value.parse().unwrap_or(0.0);
        words.split_whitespace().map(move |word| (word, value))
    })
}

pub(super) static ENGLISH: LazyLock<English> = LazyLock::new(|| {
    let mut english = English { words: HashMap::new(), phrases: HashMap::new() };
    for (entry, value) in entries(include_str!("words/en.txt")) {
        if entry.contains('_') {
            let parts: Vec<&str> = entry.split('_').collect();
            english.phrases.entry(parts[0]).or_default().push((parts, value));
        } else {
            // the first that is said of a word counts
            english.words.entry(entry).or_insert(value);
        }
    }
    for phrases in english.phrases.values_mut() {
        phrases.sort_by_key(|(parts, _)| std::cmp::Reverse(parts.len()));
    }
    english
});

pub(super) static JAPANESE: LazyLock<Japanese> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<(&'static str, f32)>> = HashMap::new();
    for (entry, value) in entries(include_str!("words/ja.txt")) {
        if let Some(first) = entry.chars().next().filter(|c| !c.is_ascii()) {
            by_first.entry(first).or_default().push((entry, value));
        }
    }
    for entries in by_first.values_mut() {
        entries.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.len()));
    }
    Japanese(by_first)
});

/// Words and phrases looked for by themselves.
pub(super) type List = LazyLock<Vec<&'static str>>;

/// The parts of a list, parted by `|`.
pub(super) fn each(list: &'static str) -> Vec<&'static str> {
    list.split('|').map(str::trim).collect()
}
