//! What nothing announces: a name that stands by itself once everything else is taken, as Bruno Tavares of
//! "new contact: Bruno Tavares, bruno@lumen.example", and conditions among words.

use std::{collections::HashSet, ops::Range};

use super::{concepts::concepts, likeness::SMALL, stretches::words};
use crate::{text::script, understand::names};

/// Words of a name, at most.
const MOST_WORDS: usize = 4;
/// Letters of a Japanese one, at most.
const MOST_LETTERS: usize = 12;

/// The stretch that may be a name: of those that are left between signs and what is `taken`, the one nearest to
/// something taken. `own` are words that requests are made of.
pub(super) fn name(text: &str, taken: &[Range<usize>], own: &HashSet<String>) -> Option<Range<usize>> {
    let free = |at: usize| taken.iter().all(|range| !range.contains(&at));
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ',')]) {
        if at < text.len() && free(at) && !",.:;()!?。".contains(c) && !text[at..].starts_with("- ") {
            from.get_or_insert(at);
        } else if let Some(from) = from.take() {
            parts.push(from..at);
        }
    }
    let distance = |part: &Range<usize>| {
        let gap = |range: &Range<usize>| part.start.abs_diff(range.end).min(range.start.abs_diff(part.end));
        taken.iter().map(gap).min().unwrap_or(part.start)
    };
    let likely = parts.into_iter().filter_map(|part| bare(text, part, own));
    likely.min_by_key(distance)
}

/// A part without the request's own words around it, where the rest can be a name.
fn bare(text: &str, part: Range<usize>, own: &HashSet<String>) -> Option<Range<usize>> {
    let is_own = |word: &str| {
        let word = word.to_lowercase();
        own.contains(&word) || SMALL.contains(&word.as_str()) || !concepts(&word).is_empty()
    };
    let mut said = text[part].trim();
    if !said.is_ascii() {
        let end = ["さんを", "さん", "様を", "様", "です", "という方", "を"].iter();
        said = end.fold(said, |said, end| said.strip_suffix(end).unwrap_or(said)).trim();
        let likely = (2..=MOST_LETTERS).contains(&said.chars().count())
            && !names::goes_through_hiragana(said)
            && !words(said).any(|word| is_own(&word));
        return likely.then(|| place(text, said));
    }
    while let Some((_, rest)) = said.split_once(' ').filter(|(first, _)| is_own(first)) {
        said = rest.trim_start();
    }
    while let Some((rest, _)) = said.rsplit_once(' ').filter(|(_, last)| is_own(last)) {
        said = rest.trim_end();
    }
    let mut count = 0;
    let likely = said.split(' ').all(|word| {
        count += 1;
        !is_own(word) && word.chars().all(|c| c.is_ascii_alphabetic() || "'-".contains(c))
    });
    let written_so = count > 1 || said.starts_with(|c: char| c.is_ascii_uppercase());
    (likely && written_so && said.len() > 1 && count <= MOST_WORDS).then(|| place(text, said))
}

/// Where a part of a text stands in it.
fn place(text: &str, part: &str) -> Range<usize> {
    let from = crate::understand::text::offset_in(text, part);
    from..from + part.len()
}

/// Where conditions stand that no sentence goes on behind, as it does in スコア>80の人を探して.
pub(super) fn conditions(text: &str) -> Vec<Range<usize>> {
    let mut places = crate::conditions::places(text);
    places.retain(|range| !text[range.clone()].chars().any(script::is_hiragana));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_by_itself_is_the_name() {
        let own: HashSet<String> =
            ["new", "contact", "add", "mail", "新規", "登録"].into_iter().map(str::to_owned).collect();
        for (text, taken, want) in [
            ("new contact leo wagner leo@wagner.example", "leo@wagner.example", Some("leo wagner")),
            ("新規でお願いします,北条あかり,akari@hojo.example", "akari@hojo.example", Some("北条あかり")),
            ("Bruno Tavares, bruno@lumen.example, new", "bruno@lumen.example", Some("Bruno Tavares")),
            ("add a new contact", "", None),
            ("add the contact with the mail a@b.example", "a@b.example", None),
        ] {
            let taken: Vec<Range<usize>> = text
                .find(taken)
                .filter(|_| !taken.is_empty())
                .map(|at| at..at + taken.len())
                .into_iter()
                .collect();
            assert_eq!(name(text, &taken, &own).map(|range| &text[range]), want, "{text}");
        }
    }
}
