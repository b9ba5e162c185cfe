//! English stems: "limits", "limited" and "limit" are one term.
//!
//! Not lemmas: a stem need not be a word. Japanese passes through unchanged.

use tantivy::tokenizer::{RawTokenizer, Stemmer, TextAnalyzer};

/// Stems folded words.
pub(crate) struct Stems(TextAnalyzer);

impl Stems {
    pub(crate) fn new() -> Self {
        Self(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::default()).build())
    }

    /// The stem of one folded word.
    pub(crate) fn stem(&mut self, word: &str) -> String {
        let mut stem = String::new();
        self.0.token_stream(word).process(&mut |token| stem.push_str(&token.text));
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::Stems;

    #[test]
    fn one_stem_for_the_forms_of_a_word() {
        let mut stems = Stems::new();
        let words = ["limits", "limited", "limit"].map(|word| stems.stem(word));
        assert!(words.iter().all(|stem| stem == "limit"));
        assert_eq!(stems.stem("見積"), "見積");
    }
}
