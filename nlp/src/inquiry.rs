//! What kind of inquiry a customer's message is: billing, trouble, a request …
//!
//! Words that speak for a kind from the beginning, and likeness to messages of which people said what they are. Not sure of any: none.

use std::collections::HashMap;

use crate::text::fold;

/// The kinds: name, and the words that speak for it before anybody taught anything.
pub const CATEGORIES: &[(&str, &[&str])] = &[
    (
        "billing",
        &[
            "invoice",
            "bill",
            "billing",
            "charge",
            "charged",
            "payment",
            "refund",
            "receipt",
            "credit card",
            "請求",
            "支払",
            "料金",
            "課金",
            "返金",
            "領収",
            "決済",
            "引き落とし",
        ],
    ),
    (
        "trouble",
        &[
            "error",
            "bug",
            "crash",
            "fail",
            "broken",
            "not work",
            "doesn't work",
            "outage",
            "down",
            "timeout",
            "slow",
            "エラー",
            "不具合",
            "障害",
            "動かな",
            "動きませ",
            "できませ",
            "できない",
            "落ち",
            "壊れ",
            "表示されな",
            "遅い",
        ],
    ),
    (
        "question",
        &[
            "how do",
            "how can",
            "how to",
            "where",
            "what is",
            "is there",
            "can i",
            "does it",
            "tutorial",
            "example",
            "使い方",
            "方法",
            "どうすれば",
            "教えて",
            "でしょうか",
            "ですか",
            "どこ",
            "手順",
        ],
    ),
    (
        "request",
        &[
            "feature request",
            "would be nice",
            "would be great",
            "please add",
            "support for",
            "wish",
            "could you add",
            "要望",
            "追加して",
            "対応して",
            "ほしい",
            "欲しい",
            "希望",
            "実装して",
        ],
    ),
    (
        "account",
        &[
            "password",
            "log in",
            "login",
            "sign in",
            "sign up",
            "account",
            "permission",
            "two-factor",
            "access denied",
            "パスワード",
            "ログイン",
            "アカウント",
            "権限",
            "登録",
            "サインイン",
            "招待",
        ],
    ),
    (
        "contract",
        &[
            "contract",
            "cancel",
            "renew",
            "upgrade",
            "plan",
            "quote",
            "estimate",
            "license",
            "trial",
            "discount",
            "契約",
            "解約",
            "更新",
            "見積",
            "プラン",
            "ライセンス",
            "試用",
            "割引",
            "導入",
        ],
    ),
];

/// So sure it must be, as a share of all likelihood.
const FLOOR: f64 = 0.3;
/// What a word of the beginning counts.
const WORD: f64 = 2.5;
/// Texts share letter pairs whatever they say: only likeness above this counts.
const USUAL: f64 = 0.25;
/// What full likeness to an example counts.
const LIKE: f64 = 6.0;

/// What was learned from examples.
#[derive(Debug, Default)]
pub struct Kinds {
    /// Letter pair → the examples that have it.
    pairs: HashMap<(char, char), Vec<usize>>,
    /// Kind of each example, and how many letter pairs it has.
    examples: Vec<(usize, f64)>,
}

impl Kinds {
    /// From texts and the names of their kinds; unknown names are left out.
    pub fn learned<'a>(examples: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut kinds = Self::default();
        for (text, name) in examples {
            let Some(kind) = place(name) else { continue };
            let found = pairs(&fold(text));
            for pair in &found {
                kinds.pairs.entry(*pair).or_default().push(kinds.examples.len());
            }
            kinds.examples.push((kind, found.len() as f64));
        }
        kinds
    }

    /// The kind of a text, and how likely it is; `None`: of none that is likely enough.
    pub fn kind(&self, text: &str) -> Option<(&'static str, f64)> {
        let folded = fold(text);
        let mut scores: Vec<f64> = CATEGORIES
            .iter()
            .map(|(_, words)| WORD * words.iter().filter(|word| folded.contains(**word)).count() as f64)
            .collect();
        let found = pairs(&folded);
        let mut shared = vec![0.0; self.examples.len()];
        for example in found.iter().filter_map(|pair| self.pairs.get(pair)).flatten() {
            shared[*example] += 1.0;
        }
        let mut nearest = vec![0.0_f64; CATEGORIES.len()];
        for ((kind, length), shared) in self.examples.iter().zip(shared) {
            // the cosine of the angle between both, as sets of pairs
            let likeness = shared / (length * found.len() as f64).sqrt().max(1.0);
            nearest[*kind] = nearest[*kind].max(likeness);
        }
        for (score, likeness) in scores.iter_mut().zip(nearest) {
            *score += LIKE * (likeness - USUAL).max(0.0);
        }
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        (most > 0.3).then_some(())?;
        let sum: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let kind = scores.iter().position(|score| *score >= most)?;
        (1.0 / sum >= FLOOR).then_some((CATEGORIES[kind].0, 1.0 / sum))
    }
}

fn place(name: &str) -> Option<usize> {
    CATEGORIES.iter().position(|(known, _)| *known == name)
}

/// Pairs of neighbouring letters, words' ends included.
fn pairs(folded: &str) -> Vec<(char, char)> {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let firsts: Vec<char> = std::iter::once(' ').chain(folded.chars().map(letters)).collect();
    let mut pairs: Vec<(char, char)> =
        firsts.windows(2).filter(|pair| pair != &[' ', ' ']).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_kind_before_anybody_taught() {
        let kinds = Kinds::default();
        for (text, want) in [
            ("I was charged twice, please send a refund", "billing"),
            ("先月の請求書を送ってください", "billing"),
            ("The export fails with an error", "trouble"),
            ("エラーが出て動きません", "trouble"),
            ("Please add dark mode, it would be nice", "request"),
            ("パスワードを忘れてログインできません", "account"),
            ("契約のプランを変更したい", "contract"),
        ] {
            assert_eq!(kinds.kind(text).map(|(name, _)| name), Some(want), "{text}");
        }
        assert_eq!(kinds.kind("hello there"), None);
        assert_eq!(kinds.kind(""), None);
    }

    #[test]
    fn examples_teach() {
        let taught = [
            ("the conveyor stops after ten boxes", "trouble"),
            ("conveyor stopped again", "trouble"),
            ("コンベアが止まりました", "trouble"),
            ("which conveyor fits small boxes?", "question"),
        ];
        let kinds = Kinds::learned(taught.into_iter());
        assert_eq!(kinds.kind("our conveyor stopped").map(|(name, _)| name), Some("trouble"));
        assert_eq!(kinds.kind("またコンベアが止まりました").map(|(name, _)| name), Some("trouble"));
        // as likely as others at most
        assert!(kinds.kind("コンベアが止まりました").is_some_and(|(_, likely)| likely <= 1.0));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}", other in "\\PC{0,30}") {
            let kinds = Kinds::learned([(other.as_str(), "billing")].into_iter());
            let _ = kinds.kind(&text);
        }
    }
}
