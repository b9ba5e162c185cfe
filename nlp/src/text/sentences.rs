//! Sentences: the pieces of a message that can be read alone.
//!
//! Not a grammar: Unicode's sentence rules and line breaks.

use icu_segmenter::SentenceSegmenter;

/// The sentences of a text, trimmed, in order. A line break ends a sentence; empty ones are left out.
///
/// ```
/// assert_eq!(nlp::text::sentences("v2.1を出しました。確認お願いします！\nThanks. Bye"),
///            ["v2.1を出しました。", "確認お願いします！", "Thanks.", "Bye"]);
/// ```
pub fn sentences(text: &str) -> Vec<&str> {
    let segmenter = SentenceSegmenter::new(icu_segmenter::options::SentenceBreakInvariantOptions::default());
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        for border in segmenter.segment_str(line).skip(1) {
            let sentence = line.get(start..border).unwrap_or_default().trim();
            if !sentence.is_empty() {
                sentences.push(sentence);
            }
            start = border;
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn borders() {
        assert!(sentences(" \n\n").is_empty());
        assert_eq!(sentences("one line"), ["one line"]);
        assert_eq!(sentences("本当？はい！"), ["本当？", "はい！"]);
        assert_eq!(sentences("See fcrepo-867. It is v3.5."), ["See fcrepo-867.", "It is v3.5."]);
    }
}
