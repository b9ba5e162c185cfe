//! A text that is nothing but one expression: what stands for a time in a command.

use super::{Found, Here, en, figures, find::found, ja};
use crate::text::fold;

/// Longest text that is read so, in characters.
const LONGEST: usize = 60;

/// Reads a text that says a time and nothing else.
pub(crate) fn whole(text: &str, here: &Here) -> Option<Found> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let folded = if text.is_ascii() { text.to_ascii_lowercase() } else { fold(text) };
    let words = folded.trim().trim_end_matches(['.', '。', '?', '!', '、', ',']);
    // figures alone are a number, a version or a code
    let figures_alone =
        words.bytes().all(|b| b.is_ascii_digit() || b == b'.') && words.split('.').count() < 3;
    if words.is_empty() || figures_alone || is_era(words) || is_day_first(words) {
        return None;
    }
    let in_english = || {
        let tokens = en::Tokens::of(words);
        en::span(&tokens.words, here, true).filter(|(_, rest)| rest.is_empty()).map(|(span, _)| span)
    };
    let span = if words.is_ascii() {
        // most texts are turned away here
        en::may_be_time(words).then(in_english).flatten()
    } else {
        let in_japanese = || ja::span(words, here).filter(|(_, rest)| rest.is_empty()).map(|(span, _)| span);
        let japanese = ja::may_be_time(words).then(in_japanese).flatten();
        japanese.or_else(|| en::may_be_time(words).then(in_english).flatten())
    }?;
    found(span, 0..text.len(), here)
}

/// R8.3.4 is a date on a form, and in talk more often the version of something.
fn is_era(words: &str) -> bool {
    let bare = words.trim_start_matches(['r', 'h', 's', 't', 'm']);
    bare.len() + 1 == words.len() && figures::run(bare) == bare.len()
}

/// 13/1 is a date where days come first; alone it is rather a part of something.
fn is_day_first(words: &str) -> bool {
    let number = |digits: &str| digits.parse::<u32>().ok();
    words
        .split_once('/')
        .is_some_and(|(a, b)| number(a).is_some_and(|a| (13..100).contains(&a)) && number(b).is_some())
}
