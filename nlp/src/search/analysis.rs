//! How texts and queries are cut into terms; the same cuts serve index, query and snippet.
//!
//! Letters are always whole words, stemmed as English (once more as they are spelt, to find slips of the
//! pen by). Han, kana and hangul are cut twice:
//! into dictionary words for good ranking, and into characters and pairs of neighbours so that
//! nothing the dictionary cuts wrongly is lost.
//!
//! Whatever changes the terms of a text must raise [`super::schema::FORMAT`].

use std::sync::LazyLock;

use tantivy::tokenizer::{Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::{Kind, Run, runs, words_of_run};

/// A way of cutting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Words.
    Words,
    /// Letters as words; single characters and pairs of the rest, at the same positions.
    Grams,
    /// The fewest grams that pin a text down: pairs, and a single only where it stands alone.
    Cover,
    /// Words of letters as they are spelt; nothing else.
    Spelt,
}

impl Cut {
    /// The engine's form of this cut.
    pub(super) fn analyzer(self) -> TextAnalyzer {
        let cuts = TextAnalyzer::builder(Cutter { cut: self, tokens: Vec::new() });
        if self == Self::Spelt { cuts.build() } else { cuts.filter(Stemmer::default()).build() }
    }

    /// The terms of a text, with positions and with offsets into the text as it was given.
    pub(super) fn terms(self, text: &str) -> Vec<Token> {
        static ANALYZERS: LazyLock<[TextAnalyzer; 4]> =
            LazyLock::new(|| [Cut::Words, Cut::Grams, Cut::Cover, Cut::Spelt].map(Cut::analyzer));
        let mut analyzer = ANALYZERS[self as usize].clone();
        let mut terms = Vec::new();
        analyzer.token_stream(text).process(&mut |token| terms.push(token.clone()));
        terms
    }

    fn cut(self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut position = 0;
        for run in runs(text) {
            position = self.cut_run(&run, position, &mut tokens);
        }
        tokens
    }

    /// Cuts one run that begins at `position`; returns the position after it.
    fn cut_run(self, run: &Run, position: usize, tokens: &mut Vec<Token>) -> usize {
        let mut push = |position, chars: std::ops::Range<usize>| {
            let origin = run.origin(chars.clone());
            tokens.push(Token {
                offset_from: origin.start,
                offset_to: origin.end,
                position,
                text: run.text_of(chars).to_owned(),
                position_length: 1,
            });
        };
        if self == Self::Spelt {
            if is_spelt(run) {
                push(position, 0..run.len());
            }
            return position + 1;
        }
        if run.kind != Kind::Cjk {
            push(position, 0..run.len());
            return position + 1;
        }
        if self == Self::Words {
            let words = words_of_run(run);
            let after = position + words.len();
            (position..).zip(words).for_each(|(at, word)| push(at, word));
            return after;
        }
        for at in 0..run.len() {
            if self == Self::Grams || run.len() == 1 {
                push(position + at, at..at + 1);
            }
            if at + 1 < run.len() {
                push(position + at, at..at + 2);
            }
        }
        position + run.len()
    }
}

/// A word that can be misspelt: letters alone, neither so short that anything is near it nor so long that
/// it is no word.
pub(super) fn is_spelt(run: &Run) -> bool {
    run.kind == Kind::Letters && (3..=32).contains(&run.len()) && run.text.chars().all(char::is_alphabetic)
}

/// A cut as the engine wants it.
#[derive(Clone)]
struct Cutter {
    cut: Cut,
    tokens: Vec<Token>,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cuts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cuts<'a> {
        self.tokens = self.cut.cut(text);
        Cuts { tokens: &mut self.tokens, next: 0 }
    }
}

struct Cuts<'a> {
    tokens: &'a mut [Token],
    next: usize,
}

impl TokenStream for Cuts<'_> {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    // The engine reads a token only after `advance` said there is one.
    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cut: Cut, text: &str) -> Vec<String> {
        cut.terms(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_are_dictionary_words_and_stems() {
        assert_eq!(texts(Cut::Words, "Rate Limitsの確認"), ["rate", "limit", "の", "確認"]);
    }

    #[test]
    fn grams_share_positions() {
        let grams: Vec<_> = Cut::Grams.terms("API東京").into_iter().map(|t| (t.position, t.text)).collect();
        let expected = [(0, "api"), (1, "東"), (1, "東京"), (2, "京")];
        assert_eq!(grams, expected.map(|(at, text)| (at, text.to_owned())));
    }

    #[test]
    fn a_cover_has_no_needless_single() {
        assert_eq!(texts(Cut::Cover, "東京都 車 running"), ["東京", "京都", "車", "run"]);
    }

    #[test]
    fn spelling_is_kept_of_words_alone() {
        assert_eq!(texts(Cut::Spelt, "Rate Limitsの確認 v2 is a4f6 don't"), ["rate", "limits"]);
    }

    #[test]
    fn stemming_leaves_japanese_alone() {
        let text = "顧客から見積書の依頼がありましたサーバ";
        let joined: String = texts(Cut::Words, text).concat();
        assert_eq!(joined, text);
    }
}
