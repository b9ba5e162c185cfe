//! Short answers to a question the bot asked.
//!
//! Strict on purpose: a yes may change data, so an acknowledgement ("ok", 了解) or a word that also means
//! "no, thanks" (いいです) is no answer at all, and the question stays as it is.

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

/// Longest text that can be a short answer, in characters.
const LONGEST: usize = 40;

/// Reads "yes, please", "はい、お願いします", "2", "2番で"; `None` for everything else.
///
/// Every part between commas and full stops must belong to the same answer; "yes, but later" is none.
pub fn answer(text: &str) -> Option<Answer> {
    let folded: String = text
        .trim()
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .take(LONGEST + 1)
        .collect();
    let said = folded.trim();
    if said.chars().nth(LONGEST).is_some() {
        return None;
    }
    let mut answer = None;
    for part in said.split([',', '、', '.', '。', '!', '~', '〜', '\n']) {
        let part = bare(part);
        if part.is_empty() || COURTESIES.contains(&part) {
            continue;
        }
        let means = if YES.contains(&part) {
            Answer::Yes
        } else if NO.contains(&part) {
            Answer::No
        } else {
            Answer::Number(number(part)?)
        };
        if answer.replace(means).is_some_and(|before| before != means) {
            return None;
        }
    }
    answer
}

/// Does a text but acknowledge: "ok", "sure", 了解です? It answers nothing, and asks for nothing.
pub fn acknowledges(text: &str) -> bool {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return false;
    }
    let mut parts = folded
        .split([',', '、', '.', '。', '!', '~', '〜', '\n'])
        .map(bare)
        .filter(|part| !part.is_empty())
        .peekable();
    parts.peek().is_some() && parts.all(|part| ACKNOWLEDGEMENTS.contains(&part) || COURTESIES.contains(&part))
}

/// A part without blanks and the politeness at its end.
fn bare(part: &str) -> &str {
    let part = part.trim();
    [" please", "ください", "下さい"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part).trim()
}

/// 2, #2, 2番で, 2つ目.
fn number(part: &str) -> Option<usize> {
    let number = ["number ", "option ", "#", "(", "第", "上から"]
        .iter()
        .find_map(|start| part.strip_prefix(start))
        .unwrap_or(part);
    let number = [
        "番でお願いします",
        "番お願いします",
        "でお願いします",
        "番目です",
        "番目で",
        "番目",
        "番です",
        "番で",
        "番",
        "つ目で",
        "つ目です",
        "つ目",
        "です",
        "で",
        ")",
    ]
    .iter()
    .find_map(|end| number.strip_suffix(end))
    .unwrap_or(number);
    number.trim().parse().ok().filter(|n| (1..=99).contains(n))
}

/// Says nothing either way.
const COURTESIES: &[&str] = &[
    "please",
    "thanks",
    "thank you",
    "ok",
    "okay",
    "了解",
    "了解です",
    "すみません",
    "ありがとう",
    "ありがとうございます",
];

/// Heard, and no more.
const ACKNOWLEDGEMENTS: &[&str] = &[
    "k",
    "okey",
    "sure",
    "alright",
    "all right",
    "fine",
    "got it",
    "i see",
    "いいです",
    "いいですよ",
    "大丈夫",
    "大丈夫です",
    "オッケー",
    "オーケー",
    "わかった",
    "分かった",
    "わかりました",
    "分かりました",
    "承知しました",
    "かしこまりました",
];

const YES: &[&str] = &[
    "yes",
    "y",
    "yep",
    "yeah",
    "yes please do",
    "please do",
    "yes do it",
    "go ahead",
    "yes go ahead",
    "do it",
    "confirm",
    "confirmed",
    "i confirm",
    "proceed",
    "はい",
    "はいはい",
    "うん",
    "はいお願いします",
    "お願いします",
    "おねがいします",
    "お願い",
    "お願いいたします",
    "お願い致します",
    "実行",
    "実行して",
    "実行する",
    "実行します",
    "続けて",
    "進めて",
    "確定",
    "確定して",
    "確定する",
    "確定します",
];

const NO: &[&str] = &[
    "no",
    "n",
    "nope",
    "cancel",
    "cancel that",
    "cancel it",
    "stop",
    "never mind",
    "nevermind",
    "forget it",
    "leave it",
    "don't",
    "don't do it",
    "don't do that",
    "do not",
    "no don't",
    "no thanks",
    "no thank you",
    "いいえ",
    "いや",
    "結構",
    "結構です",
    "けっこうです",
    "いいえ結構です",
    "やめて",
    "やめる",
    "やめます",
    "やめておく",
    "やめておきます",
    "やめといて",
    "しないで",
    "キャンセル",
    "キャンセルして",
    "キャンセルする",
    "キャンセルします",
    "キャンセルで",
    "キャンセルでお願いします",
    "中止",
    "中止して",
    "取り消し",
    "取り消して",
    "取り消す",
    "取消",
    "だめ",
    "ダメ",
    "違う",
    "違います",
    "不要",
    "不要です",
    "いらない",
    "いりません",
    "やっぱりいい",
    "やっぱりやめて",
    "やっぱりやめる",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_answers() {
        let (yes, no) = (Some(Answer::Yes), Some(Answer::No));
        for (text, want) in [
            ("Yes!", yes),
            ("yes, please", yes),
            ("yes please do", yes),
            ("Yes please.", yes),
            ("ok, do it", yes),
            ("はい。", yes),
            ("はい、お願いします", yes),
            ("お願いします。", yes),
            ("実行してください", yes),
            ("確定", yes),
            ("no, don't", no),
            ("No, don’t!", no),
            ("no thanks", no),
            ("cancel that", no),
            ("please, cancel that", no),
            ("キャンセル", no),
            ("キャンセルして", no),
            ("キャンセルしてください", no),
            ("いいえ、結構です", no),
            ("結構です", no),
            ("取り消して", no),
            ("やめて！", no),
            ("2", Some(Answer::Number(2))),
            ("２番で", Some(Answer::Number(2))),
            ("2, please", Some(Answer::Number(2))),
            ("2番でお願いします", Some(Answer::Number(2))),
            ("3つ目", Some(Answer::Number(3))),
        ] {
            assert_eq!(answer(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_not_clear_is_no_answer() {
        for text in [
            "yes but later",
            "yes, but later",
            "yes, no",
            "はい、結構です",
            "いいです",
            "大丈夫です",
            "統合して",
            "ok",
            "了解",
            "了解です",
            "sure",
            "thanks",
            "0",
            "1, 2",
            "P-2",
            "",
            "…",
        ] {
            assert_eq!(answer(text), None, "{text}");
        }
        assert_eq!(answer(&"yes,".repeat(100_000)), None);
    }

    #[test]
    fn what_only_acknowledges_asks_for_nothing() {
        for (text, want) in [
            ("ok", true),
            ("OK!", true),
            ("ok, thanks", true),
            ("sure", true),
            ("了解です。", true),
            ("わかりました、ありがとうございます", true),
            ("yes", false),
            ("ok 2", false),
            ("okayama", false),
            ("大丈夫な人", false),
            ("", false),
            ("。", false),
        ] {
            assert_eq!(acknowledges(text), want, "{text}");
        }
        assert!(!acknowledges(&"ok,".repeat(100_000)));
    }
}
