//! A text as runs of one kind of writing: the ground that words and n-grams stand on.
//!
//! Runs are folded and remember where each character came from. White space, punctuation
//! and everything else between runs is dropped.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::{fold_pieces, script};

/// What a run is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One word of a script that parts its words: letters and digits.
    Letters,
    /// Han, kana or hangul without a break.
    Cjk,
    /// One emoji.
    Picture,
}

/// A stretch of folded text of one kind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) kind: Kind,
    /// The folded text.
    pub(crate) text: String,
    /// For each character of `text`: where it begins in `text`, and the bytes of the original
    /// it came from.
    chars: Vec<(usize, Range<usize>)>,
}

impl Run {
    /// How many characters the folded text has.
    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The characters `chars` of the folded text; empty where there are none.
    pub(crate) fn text_of(&self, chars: Range<usize>) -> &str {
        let byte = |at: usize| self.chars.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        self.text.get(byte(chars.start)..byte(chars.end)).unwrap_or_default()
    }

    /// The bytes of the original that the characters `chars` came from; empty for an empty range.
    pub(crate) fn origin(&self, chars: Range<usize>) -> Range<usize> {
        match self.chars.get(chars) {
            Some([(_, first), .., (_, last)]) => first.start..last.end,
            Some([(_, only)]) => only.clone(),
            _ => 0..0,
        }
    }
}

/// Letters kept of one word. Nobody searches for the 65th letter of a word; keys and blobs have more.
const WORD_LETTERS: usize = 64;

/// Splits a text into runs, in order.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let mut chars: Vec<(char, Range<usize>)> = Vec::with_capacity(text.len());
    fold_pieces(text, |piece, range| chars.extend(piece.chars().map(|c| (c, range.clone()))));

    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(kind) = kind_of(chars[at].0) else {
            at += 1;
            continue;
        };
        let end = match kind {
            Kind::Picture => at + 1,
            Kind::Cjk => at + chars[at..].iter().take_while(|(c, _)| script::is_cjk(*c)).count(),
            Kind::Letters => end_of_word(&chars, at),
        };
        runs.push(run(kind, &chars[at..end]));
        at = end;
    }
    runs
}

fn kind_of(c: char) -> Option<Kind> {
    if script::is_cjk(c) {
        Some(Kind::Cjk)
    } else if c.is_alphanumeric() {
        Some(Kind::Letters)
    } else {
        script::is_picture(c).then_some(Kind::Picture)
    }
}

/// A word runs on over letters, digits, marks and an inner apostrophe (`don't`); `c++`, `c#`
/// and their like keep their tail.
fn end_of_word(chars: &[(char, Range<usize>)], start: usize) -> usize {
    let is_letter = |at: usize| chars.get(at).is_some_and(|(c, _)| kind_of(*c) == Some(Kind::Letters));
    let mut end = start + 1;
    while let Some((c, _)) = chars.get(end) {
        let inner = matches!(c, '\'' | '’') && is_letter(end + 1);
        if !(is_letter(end) || is_combining_mark(*c) || inner) {
            break;
        }
        end += 1;
    }
    if end == start + 1 && chars[start].0.is_ascii_lowercase() {
        let tail = |text: &[char]| {
            let follows =
                text.iter().enumerate().all(|(i, t)| chars.get(end + i).is_some_and(|(c, _)| c == t));
            (follows && !is_letter(end + text.len())).then_some(end + text.len())
        };
        return tail(&['+', '+']).or_else(|| tail(&['#'])).unwrap_or(end);
    }
    end
}

fn run(kind: Kind, chars: &[(char, Range<usize>)]) -> Run {
    let mut run = Run { kind, text: String::new(), chars: Vec::new() };
    let limit = if kind == Kind::Letters { WORD_LETTERS } else { usize::MAX };
    for (at, (c, origin)) in chars.iter().take(limit).enumerate() {
        if *c == 'ー' && ends_long_katakana(chars, at) {
            // サーバー and サーバ are one word; the mark stays part of the letter before it.
            if let Some((_, last)) = run.chars.last_mut() {
                last.end = origin.end;
            }
            continue;
        }
        run.chars.push((run.text.len(), origin.clone()));
        run.text.push(if *c == '’' { '\'' } else { *c });
    }
    run
}

/// Is this long vowel mark the last of a katakana word of four characters or more?
fn ends_long_katakana(chars: &[(char, Range<usize>)], at: usize) -> bool {
    let katakana = |(c, _): &&(char, Range<usize>)| script::is_katakana(*c);
    let before = chars[..at].iter().rev().take(3).take_while(katakana).count();
    let doubled = at > 0 && chars[at - 1].0 == 'ー';
    let follows = chars.get(at + 1).is_some_and(|next| katakana(&next));
    before == 3 && !doubled && !follows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        runs(text).into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn runs_part_at_spaces_marks_and_scripts() {
        assert_eq!(texts("API連携（v2.1）は、OK？"), ["api", "連携", "v2", "1", "は", "ok"]);
        assert_eq!(texts("fcrepo-867 a_b don’t 'quoted'"), ["fcrepo", "867", "a", "b", "don't", "quoted"]);
        assert_eq!(texts("C++ and C#, not c+ or #c"), ["c++", "and", "c#", "not", "c", "or", "c"]);
        assert_eq!(texts("やった🎉🎉"), ["やった", "🎉", "🎉"]);
        assert!(texts(" !?。、…").is_empty());
    }

    #[test]
    fn a_last_long_vowel_is_dropped_from_long_katakana() {
        assert_eq!(
            texts("サーバーの サーバールーム コピー ｻｰﾊﾞｰ"),
            ["サーバの", "サーバールーム", "コピー", "サーバ"]
        );
    }

    #[test]
    fn characters_know_their_origin() {
        let text = "㈱ﾊﾞﾅﾅ";
        let runs = runs(text);
        assert_eq!(runs[1].text, "バナナ");
        assert_eq!(&text[runs[1].origin(0..1)], "ﾊﾞ");
        assert_eq!(&text[runs[0].origin(0..1)], "㈱");
        assert_eq!(runs[0].origin(0..0), 0..0);
    }
}
