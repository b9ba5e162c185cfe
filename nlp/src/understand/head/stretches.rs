//! The stretches of a text that may be an argument: they begin and end where words do.

use std::ops::Range;

use crate::text::script;

/// Most places where a stretch may begin or end.
const MOST_EDGES: usize = 120;

/// Where stretches may begin and end, in bytes.
#[derive(Debug)]
pub(super) struct Stretches {
    starts: Vec<usize>,
    ends: Vec<usize>,
    /// Characters before each byte that an edge may be at.
    chars: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Latin,
    Han,
    Katakana,
    Hiragana,
    Open,
    Close,
    Other,
}

fn class(c: char) -> Class {
    match c {
        ' ' => Class::Blank,
        '「' | '『' | '(' => Class::Open,
        '」' | '』' | ')' => Class::Close,
        // inside of names, codes, addresses, amounts
        c if c.is_ascii_alphanumeric() || "-_@.#/:'+=&%?$¥".contains(c) => Class::Latin,
        _ if script::is_han(c) || c == '々' => Class::Han,
        'ー' => Class::Katakana,
        _ if script::is_katakana(c) => Class::Katakana,
        _ if script::is_hiragana(c) => Class::Hiragana,
        _ => Class::Other,
    }
}

/// Particles that part what stands before them from what follows.
const PARTICLES: &[&str] = &[
    "について",
    "として",
    "という",
    "から",
    "まで",
    "って",
    "の",
    "を",
    "に",
    "は",
    "で",
    "と",
    "が",
    "へ",
    "も",
    "や",
];

/// Begin and end a word, whatever stands beside them: 結局先週, 昨日休んで.
const TIMES: &[&str] = &[
    "再来週",
    "再来月",
    "再来年",
    "昨日",
    "今日",
    "明日",
    "一昨日",
    "先週",
    "今週",
    "来週",
    "先月",
    "今月",
    "来月",
    "去年",
    "昨年",
    "今年",
    "来年",
    "今朝",
    "今期",
    "前期",
    "来期",
    "先々週",
    "先々月",
    "最近",
];

const HONORIFICS: &[&str] = &["さん", "さま", "くん", "ちゃん"];

impl Stretches {
    pub(super) fn of(text: &str) -> Self {
        let mut edges = vec![0];
        let mut chars = vec![0; text.len() + 1];
        let mut last: Option<Class> = None;
        let mut quoted = false;
        // where the last time ends: 来週 of 再来週 is none
        let mut told = 0;
        for (n, (i, c)) in text.char_indices().enumerate() {
            chars[i] = n;
            // inside of example.com, at the end of a sentence
            let ends =
                ".:?,".contains(c) && !text[i + c.len_utf8()..].starts_with(|c: char| c.is_ascii_graphic());
            let here = if ends { Class::Other } else { class(c) };
            let was_quoted = quoted;
            if c == '"' {
                quoted = !quoted;
            }
            if (last != Some(here) && !(quoted && was_quoted)) || c == '"' {
                edges.push(i);
                if c == '"' && was_quoted {
                    edges.push(i + 1);
                }
            }
            // Ben's
            if c == '\'' && last == Some(Class::Latin) {
                edges.push(i);
            }
            // 30万円追加, 30万使った
            if matches!(c, '円' | '万' | '千' | '億') {
                edges.push(i + c.len_utf8());
            }
            if here == Class::Han
                && i >= told
                && let Some(time) = TIMES.iter().find(|time| text[i..].starts_with(**time))
            {
                told = i + time.len();
                edges.extend([i, told]);
            }
            if here == Class::Hiragana && last != Some(here) {
                edges.extend(within_hiragana(text, i));
            }
            last = Some(here);
        }
        chars[text.len()] = text.chars().count();
        edges.push(text.len());
        edges.sort_unstable();
        edges.dedup();
        edges.truncate(MOST_EDGES);
        let starts =
            edges.iter().copied().filter(|at| text[*at..].chars().next().is_some_and(|c| c != ' ')).collect();
        let ends = edges
            .iter()
            .copied()
            .filter(|at| text[..*at].chars().next_back().is_some_and(|c| c != ' '))
            .collect();
        Self { starts, ends, chars }
    }

    /// The stretches between one edge and the next.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts.iter().filter_map(|from| {
            let to = self.ends.iter().find(|to| *to > from)?;
            Some(*from..*to)
        })
    }

    /// Every stretch of at most so many characters, and two more for quotes.
    pub(super) fn up_to(&self, most: usize) -> impl Iterator<Item = Range<usize>> {
        self.starts.iter().flat_map(move |from| {
            self.ends
                .iter()
                .filter(move |to| *to > from && self.chars[**to] - self.chars[*from] <= most + 2)
                .map(move |to| *from..*to)
        })
    }
}

/// Edges after the honorific and the particles that a run of hiragana begins with.
fn within_hiragana(text: &str, from: usize) -> Vec<usize> {
    let mut edges = Vec::new();
    let mut at = from;
    if let Some(honorific) = HONORIFICS.iter().find(|word| text[at..].starts_with(**word)) {
        at += honorific.len();
        edges.push(at);
    }
    let run = &text[from..from + text[from..].find(|c| !script::is_hiragana(c)).unwrap_or(text.len() - from)];
    for honorific in HONORIFICS {
        edges.extend(run.match_indices(honorific).map(|(i, _)| from + i + honorific.len()));
    }
    for particle in ["について", "という", "って", "から", "まで", "なら", "だと"] {
        edges.extend(run.match_indices(particle).flat_map(|(i, _)| [from + i, from + i + particle.len()]));
    }
    while let Some(particle) = PARTICLES.iter().find(|word| text[at..].starts_with(**word)) {
        at += particle.len();
        edges.push(at);
    }
    edges
}

/// Does one of the particles begin here?
pub(super) fn leading_particle(text: &str) -> bool {
    PARTICLES.iter().any(|particle| text.starts_with(particle))
}

/// Where each run of characters of one kind stands.
pub(super) fn runs_of(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, c) in text.char_indices() {
        let (here, end) = (class(c), at + c.len_utf8());
        match runs.last_mut().filter(|_| last == Some(here)) {
            Some(run) => run.end = end,
            None => runs.push(at..end),
        }
        last = Some(here);
    }
    runs
}

/// The words of a text that say something: Latin ones, and runs of two and more kanji or katakana.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    let runs = std::iter::from_fn(move || {
        let of = class(rest.chars().next()?);
        let (run, tail) = rest.split_at(rest.find(|c| class(c) != of).unwrap_or(rest.len()));
        rest = tail;
        Some((of, run))
    });
    runs.filter(|(of, run)| match of {
        Class::Latin => run.chars().any(char::is_alphanumeric),
        Class::Han | Class::Katakana => run.chars().nth(1).is_some(),
        _ => false,
    })
    .map(|(_, run)| run.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
}

/// The word that ends a text: `^` when there is none.
pub(super) fn before(text: &str) -> String {
    let text = text.trim_end();
    let Some(last) = text.chars().next_back() else { return "^".to_owned() };
    let of = class(last);
    if of == Class::Hiragana
        && let Some(particle) = PARTICLES.iter().find(|word| text.ends_with(**word))
    {
        return (*particle).to_owned();
    }
    let from =
        text.rfind(|c| class(c) != of).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    text[from..].to_lowercase()
}

/// The word that begins a text: `$` when there is none.
pub(super) fn after(text: &str) -> String {
    let text = text.trim_start();
    let Some(first) = text.chars().next() else { return "$".to_owned() };
    let of = class(first);
    if of == Class::Hiragana
        && let Some(particle) = PARTICLES.iter().find(|word| text.starts_with(**word))
    {
        return (*particle).to_owned();
    }
    let to = text.find(|c| class(c) != of).unwrap_or(text.len());
    text[..to].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(text: &str) -> Vec<&str> {
        Stretches::of(text).up_to(40).map(|range| &text[range]).collect()
    }

    #[test]
    fn stretches_begin_and_end_where_words_do() {
        let english = stretches("roi of Kyoto Meetup");
        assert!(english.contains(&"Kyoto Meetup") && !english.contains(&"yoto"));
        let japanese = stretches("田中さんの予算について「春の 祭典」");
        for want in ["田中さん", "田中さんの", "予算", "「春の 祭典」"] {
            assert!(japanese.contains(&want), "{want}: {japanese:?}");
        }
        assert!(stretches("say \"a b\" now").contains(&"\"a b\""));
    }

    #[test]
    fn neighbours() {
        assert_eq!((before("roi of "), after(" please")), ("of".to_owned(), "please".to_owned()));
        assert_eq!((before("施策"), after("の予算")), ("施策".to_owned(), "の".to_owned()));
        assert_eq!((before(""), after("")), ("^".to_owned(), "$".to_owned()));
        assert_eq!(after("についてです"), "について");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,60}", mixed in "[a-z\"「」さんのを ]{0,40}") {
            for text in [text, mixed] {
                for range in Stretches::of(&text).up_to(30) {
                    let _ = (before(&text[..range.start]), after(&text[range.end..]), &text[range]);
                }
            }
        }
    }
}
