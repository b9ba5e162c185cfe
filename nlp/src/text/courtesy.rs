//! Greetings and thanks: nothing is asked, and a friendly word is all that is expected.

use unicode_normalization::UnicodeNormalization;

/// Nothing but a greeting or thanks, such as "hello!", こんにちは, "thanks a lot".
pub(crate) fn is_courtesy(line: &str) -> bool {
    let folded: String = line.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return false;
    }
    let mut parts = folded
        .split([',', '、', '。', '.', '!', '~', '〜', '♪', '…'])
        .map(str::trim)
        .filter(|part| !part.is_empty() && !matches!(*part, "enishi" | "@enishi" | "縁"))
        .peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let part = [" enishi", " @enishi", " there", " all", " everyone"]
                .iter()
                .find_map(|end| part.strip_suffix(end))
                .unwrap_or(part);
            COURTESIES.contains(&part)
        })
}

/// In characters.
const LONGEST: usize = 60;

const COURTESIES: &[&str] = &[
    "hello",
    "hi",
    "hey",
    // "who's there"
    "who's",
    "anybody",
    "anyone",
    "誰かいますか",
    "good morning",
    "good afternoon",
    "good evening",
    "good night",
    "nice to meet you",
    "thanks",
    "thx",
    "thank you",
    "thanks a lot",
    "many thanks",
    "thank you so much",
    "thank you very much",
    "great",
    "nice",
    "bye",
    "goodbye",
    "こんにちは",
    "こんにちわ",
    "こんばんは",
    "おはよう",
    "おはようございます",
    "はじめまして",
    "初めまして",
    "よろしく",
    "よろしくお願いします",
    "よろしくおねがいします",
    "よろしくお願いいたします",
    "よろしくお願い致します",
    "宜しくお願いします",
    "宜しくお願いいたします",
    "宜しくお願い致します",
    "どうぞよろしくお願いします",
    "どうぞよろしくお願いいたします",
    "引き続きよろしくお願いします",
    "引き続きよろしくお願いいたします",
    "お疲れ様です",
    "お疲れさまです",
    "お疲れ様でした",
    "お疲れさまでした",
    "ありがとう",
    "ありがとうございます",
    "ありがとうございました",
    "どうも",
    "どうもありがとう",
    "どうもありがとうございます",
    "助かりました",
    "助かります",
    "さようなら",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_and_thanks_ask_for_nothing() {
        for said in [
            "hello",
            "Hi!",
            "hi there",
            "Hey, Enishi!",
            "thanks",
            "ありがとう！",
            "こんにちは、縁",
            "おはようございます。",
        ] {
            assert!(is_courtesy(said), "{said}");
        }
        for said in ["", "enishi", "help", "thanks, now undo that", "hello world", "ok"] {
            assert!(!is_courtesy(said), "{said}");
        }
    }
}
