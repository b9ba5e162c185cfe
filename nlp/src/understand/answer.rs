//! Short answers to a question the bot asked.

use unicode_normalization::UnicodeNormalization;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go ahead.
    Yes,
    /// Leave it.
    No,
    /// The one with this number, from 1.
    Number(usize),
}

/// Reads "yes", "はい", "2", "2番で"; `None` for everything else.
pub fn answer(text: &str) -> Option<Answer> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let said = folded.trim().trim_end_matches(['.', '!', '。', '、', '~', '〜']);
    if YES.contains(&said) {
        return Some(Answer::Yes);
    }
    if NO.contains(&said) {
        return Some(Answer::No);
    }
    let number = said.trim_start_matches(['#', '(', '第']);
    let number = ["番目で", "番目", "番です", "番で", "番", "つ目", "です", "で", ")"]
        .iter()
        .find_map(|end| number.strip_suffix(end))
        .unwrap_or(number);
    number.trim().parse().ok().filter(|n| (1..=99).contains(n)).map(Answer::Number)
}

const YES: &[&str] = &[
    "yes",
    "y",
    "yep",
    "yeah",
    "ok",
    "okay",
    "sure",
    "go ahead",
    "do it",
    "confirm",
    "yes please",
    "はい",
    "うん",
    "ええ",
    "お願いします",
    "おねがいします",
    "お願い",
    "いいよ",
    "いいです",
    "オーケー",
    "了解",
    "実行",
    "実行して",
    "続けて",
    "統合して",
];

const NO: &[&str] = &[
    "no",
    "n",
    "nope",
    "cancel",
    "stop",
    "never mind",
    "nevermind",
    "don't",
    "no thanks",
    "いいえ",
    "いや",
    "やめて",
    "やめる",
    "キャンセル",
    "中止",
    "取り消し",
    "だめ",
    "ダメ",
    "違う",
    "違います",
    "やっぱりいい",
    "やめておく",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_answers() {
        for (text, want) in [
            ("Yes!", Some(Answer::Yes)),
            ("はい。", Some(Answer::Yes)),
            ("キャンセル", Some(Answer::No)),
            ("2", Some(Answer::Number(2))),
            ("２番で", Some(Answer::Number(2))),
            ("3つ目", Some(Answer::Number(3))),
            ("yes but later", None),
            ("0", None),
            ("P-2", None),
        ] {
            assert_eq!(answer(text), want, "{text}");
        }
    }
}
