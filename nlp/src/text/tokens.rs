//! Words: what a text is made of once spaces and punctuation are gone.
//!
//! Japanese is cut by the Unicode dictionary segmenter, which is good on nouns and rough on
//! inflected endings. Not stemmed and not filtered: the caller decides what counts.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::{Kind, Run, runs};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, folded.
    pub text: String,
    /// Where it stands: bytes of the text that was given.
    pub range: Range<usize>,
}

/// The words of a text, in order. White space and punctuation are skipped; an emoji is a word.
///
/// ```
/// let words: Vec<String> = nlp::text::tokens("東京の顧客へ Rate Limits を連絡！").into_iter().map(|t| t.text).collect();
/// assert_eq!(words, ["東京", "の", "顧客", "へ", "rate", "limits", "を", "連絡"]);
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        for chars in words_of_run(&run) {
            tokens.push(Token { text: run.text_of(chars.clone()).to_owned(), range: run.origin(chars) });
        }
    }
    tokens
}

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> = LazyLock::new(|| {
    WordSegmenter::new_dictionary(icu_segmenter::options::WordBreakInvariantOptions::default())
});

/// The words of one run, as ranges of its characters.
pub(crate) fn words_of_run(run: &Run) -> Vec<Range<usize>> {
    if run.kind != Kind::Cjk {
        return std::iter::once(0..run.len()).collect();
    }
    let mut words = Vec::new();
    let (mut byte, mut char) = (0, 0);
    for border in SEGMENTER.segment_str(&run.text).skip(1) {
        let length = run.text.get(byte..border).unwrap_or_default().chars().count();
        words.push(char..char + length);
        (byte, char) = (border, char + length);
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_text_no_words() {
        assert!(tokens("").is_empty());
        assert!(tokens("、。!? \n\u{200B}").is_empty());
    }

    #[test]
    fn a_word_points_at_the_text_it_came_from() {
        let text = "ＡＰＩの見積書🎉";
        let shown: Vec<&str> = tokens(text).into_iter().map(|token| &text[token.range]).collect();
        assert_eq!(shown, ["ＡＰＩ", "の", "見積", "書", "🎉"]);
    }

    proptest! {
        #[test]
        fn words_stand_in_order_and_never_overlap_wrongly(text in "(\\PC|[ﾊﾟ髙㌔ー\u{301}\u{200B}]){0,40}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(!token.text.is_empty());
                prop_assert!(token.range.start >= last && text.get(token.range.clone()).is_some());
                last = token.range.start;
            }
        }
    }
}
