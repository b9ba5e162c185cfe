//! Does a text say it? What a model writes is believed as far as its names and numbers stand in what it has read.
//!
//! Not whether a sentence is true: one that turns a yes into a no passes. It finds what comes from nowhere.

use crate::text::{fold, script, stop::is_stop};

/// Words in katakana that name nobody and nothing in particular.
const PLAIN_KATAKANA: &str = "ユーザー ユーザ メッセージ チーム メンバー エラー バグ リリース テスト コード サーバー サーバ データ \
    ファイル ページ リンク コメント スケジュール タスク プロジェクト ミーティング レビュー ドキュメント アップデート \
    デプロイ ビルド バージョン サポート アカウント ログ システム サービス イベント キャンペーン リクエスト パフォーマンス \
    マニュアル フィードバック アンケート オンライン プロダクト";

/// Number words, each with its digits.
const NUMBERS: &[(&str, &str)] = &[
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("hundred", "100"),
    ("thousand", "1000"),
    ("million", "1000000"),
];

/// Do these words stand in the text? Width, case, blanks and dashes make no difference; half a number is none.
pub(super) fn stands_in(words: &str, text: &str) -> bool {
    let (words, text) = (squeezed(words), squeezed(text));
    if words.is_empty() {
        return false;
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (first, last) = (words.chars().next(), words.chars().next_back());
    text.match_indices(&words).any(|(at, found)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + found.len()..].chars().next());
        !(digit(first) && digit(before) || digit(last) && digit(after))
    })
}

fn squeezed(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"-‐‑–—−_\"'“”‘’「」『』".contains(*c);
    fold(text).chars().filter(kept).collect()
}

/// What a sentence says that is not in its sources; `None`: nothing that can be told. `others` are names that occur
/// near them, and are inventions where the sources do not have them.
pub(super) fn invented(sentence: &str, sources: &[&str], others: &[&str]) -> Option<String> {
    let (said, source) = (fold(sentence), fold(&sources.join("\n")));
    if ["://", "www.", "](", "mailto:"].iter().any(|link| said.contains(link)) {
        return Some("a link".to_owned());
    }
    let known = figures(&source);
    let number = figures(&said).into_iter().find(|figure| !known.contains(figure));
    number
        .or_else(|| number_word(&said, &source, &known))
        .or_else(|| latin_name(sentence, &source))
        .or_else(|| katakana(&said, &source))
        .or_else(|| addressed(&said, &source))
        .or_else(|| {
            let of = |name: &&&str| {
                let name = fold(name);
                name.chars().count() >= 2 && said.contains(&name) && !source.contains(&name)
            };
            others.iter().find(of).map(|name| (*name).to_owned())
        })
}

/// Numbers as they stand there, without the commas in them.
fn figures(folded: &str) -> Vec<String> {
    folded
        .replace(',', "")
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|figure| figure.trim_matches('.').to_owned())
        .filter(|figure| !figure.is_empty())
        .collect()
}

fn number_word(said: &str, source: &str, known: &[String]) -> Option<String> {
    let has = |text: &str, word: &str| text.split(|c: char| !c.is_ascii_alphabetic()).any(|it| it == word);
    let of = |(word, digits): &&(&str, &str)| {
        has(said, word) && !has(source, word) && !known.iter().any(|figure| figure == digits)
    };
    NUMBERS.iter().find(of).map(|(word, _)| (*word).to_owned())
}

/// A word in Latin letters with a capital, a digit, a point or a mark in it.
fn latin_name(sentence: &str, source: &str) -> Option<String> {
    let mut begins = true;
    for word in
        sentence.split(|c: char| c.is_whitespace() || script::is_cjk(c) || "、。，,;；()（）「」".contains(c))
    {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"@#".contains(c));
        if bare.is_empty() {
            continue;
        }
        let first = std::mem::replace(&mut begins, word.ends_with(['.', '!', '?', ':']));
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let folded = fold(bare);
        let marked = bare.starts_with(['@', '#'])
            || bare.chars().any(char::is_uppercase)
            || bare.contains(['.', '/', '_', '@'])
            || bare.chars().any(|c| c.is_ascii_digit());
        let plain = first && (is_stop(&folded) || PLAIN_ENDS.iter().any(|end| folded.ends_with(end)));
        let small = matches!(folded.as_str(), "i" | "ok" | "a" | "an" | "the" | "no" | "all" | "it");
        // figures alone are looked at by themselves
        let marked = marked && bare.chars().any(char::is_alphabetic);
        if marked && !plain && !small && !source.contains(folded.trim_start_matches(['@', '#'])) {
            return Some(bare.to_owned());
        }
    }
    None
}

/// A sentence begins with a capital whatever its first word is: with one of these ends it is hardly a name.
const PLAIN_ENDS: &[&str] = &["ed", "ing", "ion", "ions", "ers", "ment", "ments", "ity", "ly", "there"];

fn katakana(said: &str, source: &str) -> Option<String> {
    let plain: Vec<String> = PLAIN_KATAKANA.split_whitespace().map(fold).collect();
    said.split(|c: char| !script::is_katakana(c))
        .filter(|run| run.chars().count() >= 3)
        .find(|run| !source.contains(*run) && !plain.iter().any(|word| word == run))
        .map(str::to_owned)
}

/// 高橋さん, 林様: who is spoken of with respect has a name.
fn addressed(said: &str, source: &str) -> Option<String> {
    ["さん", "様", "氏", "くん", "ちゃん"].iter().find_map(|end| {
        said.match_indices(end).find_map(|(at, _)| {
            let name: Vec<char> = said[..at].chars().rev().take_while(|c| script::is_han(*c)).collect();
            let name: String = name.into_iter().rev().collect();
            (!name.is_empty()
                && !source.contains(&name)
                && !matches!(name.as_str(), "皆" | "客" | "仕" | "同" | "多"))
            .then_some(name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_were_said() {
        for (words, text, stands) in [
            ("P-12", "who is p12?", true),
            ("P-1", "who is P-12?", false),
            ("12", "P-12", true),
            ("２", "P-12", false),
            ("spring hackathon", "ROI of Spring  Hackathon please", true),
            ("30万円", "広告費３０万円", true),
            ("0万円", "広告費30万円", false),
            ("2026-05", "since May", false),
            ("Tanaka", "田中さんは？", false),
            ("", "anything", false),
            ("「 」", "anything", false),
        ] {
            assert_eq!(stands_in(words, text), stands, "{words} in {text}");
        }
    }

    #[test]
    fn what_comes_from_nowhere_is_found() {
        let sources = [
            "Anna",
            "the import fails with error 42 again, 1,200 rows",
            "Ben",
            "fix goes out Friday at 10:30",
        ];
        for fine in [
            "The import fails with error 42; Ben's fix goes out Friday.",
            "Discussed the failing import of 1200 rows.",
            "There is a fix; Anna waits until 10:30.",
        ] {
            assert_eq!(invented(fine, &sources, &["Carol"]), None, "{fine}");
        }
        for (wrong, what) in [
            ("The import fails with error 43.", "43"),
            ("Three imports fail.", "three"),
            ("Sandra fixes the import.", "Sandra"),
            ("Ben and Carol fix the import.", "Carol"),
            ("Fixed by @everyone on Friday.", "@everyone"),
            ("See https://evil.example/x", "a link"),
            ("It is on evil.example/collect", "evil.example/collect"),
            ("[click](/me)", "a link"),
        ] {
            assert_eq!(invented(wrong, &sources, &["Carol"]).as_deref(), Some(what), "{wrong}");
        }
        let sources = ["高橋", "請求書の件、来週の金曜までに林さんが直します", "サトウ", "了解です"];
        for fine in ["林さんが来週の金曜までに請求書を直す。", "エラーは高橋さんが連絡。"]
        {
            assert_eq!(invented(fine, &sources, &["小林"]), None, "{fine}");
        }
        for (wrong, what) in [
            ("鈴木さんが直す。", "鈴木"),
            ("小林が来週直す。", "小林"),
            ("来週の3日までに直す。", "3"),
            ("マイクロソフトに連絡する。", "マイクロソフト"),
        ] {
            assert_eq!(invented(wrong, &sources, &["小林"]).as_deref(), Some(what), "{wrong}");
        }
    }
}
