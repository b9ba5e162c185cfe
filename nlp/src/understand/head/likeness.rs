//! Does a stretch of a text look like a name, or like a part of the sentence around it?

use std::ops::Range;

use crate::text::script;

use super::{concepts::concepts, stretches::words};

/// How much a stretch looks like a name: Capitalised Words are one, words that requests are made of and parts
/// of a sentence with its particles are none.
pub(super) fn name_likeness(text: &str, range: &Range<usize>) -> f64 {
    let said = &text[range.clone()];
    if said.starts_with(['"', '「', '『']) {
        return 0.0;
    }
    let vocabulary = |word: &String| !concepts(word).is_empty() || SMALL.contains(&word.as_str());
    let mut known = words(said).peekable();
    let plain = known.peek().is_some() && known.all(|word| vocabulary(&word));
    let particles = said.chars().filter(|c| "はがをにでと,".contains(*c)).count() as f64;
    let capital =
        |word: &str| word.starts_with(|c: char| c.is_uppercase()) && word != "I" && !word.starts_with("I'");
    let neighbour = |word: Option<&str>| word.is_some_and(capital);
    let is_title = said.is_ascii()
        && said.split(' ').all(|word| capital(word) || matches!(word, "of" | "the" | "and"))
        && !neighbour(text[range.end..].trim_start().split(' ').next())
        && !neighbour(text[..range.start].trim_end().rsplit(' ').next());
    // a sentence begins with a capital letter, whatever its first word
    let begins_sentence = range.start == 0 && !said.contains(' ') && plain;
    (if is_title && !begins_sentence { 2.5 } else { 0.0 })
        - (if plain && !is_title { 3.0 } else { 0.0 })
        - particles
}

/// The names in a text that its writing gives away: Capitalised Words within a sentence, 高瀬さん.
pub(in crate::understand) fn names_in(text: &str) -> Vec<&str> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut words = text.split_inclusive(' ').scan(0, |at, word| {
        *at += word.len();
        Some((*at - word.len(), word))
    });
    let mut goes_on = false;
    words.by_ref().for_each(|(at, word)| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").unwrap_or(bare);
        let lower = bare.to_lowercase();
        let capital = bare.is_ascii()
            && bare.starts_with(|c: char| c.is_ascii_uppercase())
            && bare.chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
        let is_name = capital && !SMALL.contains(&lower.as_str()) && concepts(&lower).is_empty();
        match found.last_mut().filter(|_| goes_on && capital) {
            Some(name) => name.end = at + bare.len(),
            None if is_name && at > 0 => found.push(at..at + bare.len()),
            None => {}
        }
        goes_on = capital && bare.len() == word.trim_end().len();
    });
    let honoured = text.match_indices("さん").filter_map(|(end, _)| {
        let before = &text[..end];
        let is_part = |c: char| script::is_han(c) || script::is_katakana(c) || matches!(c, '々' | 'ー');
        let from = before
            .rfind(|c| !is_part(c))
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        (from < end && !before.ends_with(['皆', '客'])).then_some(from..end)
    });
    let found: Vec<Range<usize>> = found.into_iter().chain(honoured).collect();
    found.into_iter().map(|range| &text[range]).collect()
}

/// What a name does not end with and a request does.
pub(super) const ENDS: &[&str] = &[
    "て", "で", "たい", "する", "した", "です", "ます", "ない", "ある", "いる", "か", "ね", "よ", "って",
    "は", "を", "が", "に", "の", "と", "探す", "も",
];

/// 1.5 for each end of a name at which a small word stands that belongs to the sentence around it.
pub(super) fn loose_ends(said: &str) -> f64 {
    let lower = said.to_lowercase();
    let mut words = lower.split(' ');
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    let loose = |word: &str| SMALL.contains(&word) || word.starts_with("here'");
    (if loose(first) { 1.5 } else { 0.0 }) + (if loose(last) { 1.5 } else { 0.0 })
}

pub(super) const SMALL: &[&str] = &[
    "a",
    "an",
    "the",
    "to",
    "of",
    "for",
    "from",
    "in",
    "into",
    "on",
    "at",
    "by",
    "about",
    "with",
    "and",
    "or",
    "is",
    "are",
    "was",
    "were",
    "be",
    "me",
    "my",
    "our",
    "we",
    "i",
    "you",
    "it",
    "its",
    "that",
    "this",
    "give",
    "show",
    "tell",
    "please",
    "any",
    "some",
    "there",
    "would",
    "great",
    "something",
    "anything",
    "as",
    "now",
    "out",
    "do",
    "does",
    "did",
    "have",
    "has",
    "who",
    "what",
    "which",
    "how",
    "when",
    "where",
];
