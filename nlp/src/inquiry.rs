//! What kind of inquiry a customer's message is: billing, trouble, a request …
//!
//! Words that speak for a kind from the beginning, and likeness to messages of which people said what they are. Not sure of any: none.

use std::collections::HashMap;

use crate::text::fold;

/// The usual kinds: key, and the words that speak for each before anybody taught anything.
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

/// In letters.
const SHORT: usize = 5;
const ENDINGS: &[&str] = &["", "s", "es", "d", "ed", "ing", "ped", "ping"];
/// Examples of a kind that are compared with a text: the nearest, whole, a half, a quarter.
const NEAREST: usize = 3;

/// A kind to file under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What examples name it by.
    pub key: String,
    /// Words that speak for it, folded.
    pub words: Vec<String>,
}

impl Kind {
    /// The kinds that everybody begins with.
    pub fn usual() -> impl Iterator<Item = Self> {
        CATEGORIES.iter().map(|(key, words)| Self {
            key: (*key).to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        })
    }

    /// A kind of somebody's own: its name is the first word that speaks for it.
    pub fn own(key: &str, name: &str) -> Self {
        Self { key: key.to_owned(), words: vec![fold(name)] }
    }
}

/// What examples name a kind by that is called so.
pub fn key(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was learned from examples.
#[derive(Debug, Default)]
pub struct Kinds {
    kinds: Vec<Kind>,
    /// Letter pair → the examples that have it.
    pairs: HashMap<(char, char), Vec<usize>>,
    /// Kind of each example, and the length of its vector.
    examples: Vec<(usize, f64)>,
}

impl Kinds {
    /// From the kinds there are, and texts with the keys of theirs; keys of other kinds are left out.
    pub fn learned<'a>(kinds: Vec<Kind>, examples: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut learned = Self { kinds, ..Self::default() };
        let mut found = Vec::new();
        for (text, key) in examples {
            let Some(kind) = learned.kinds.iter().position(|kind| kind.key == key) else { continue };
            let pairs = pairs(&fold(text));
            for pair in &pairs {
                learned.pairs.entry(*pair).or_default().push(found.len());
            }
            found.push((kind, pairs));
        }
        learned.examples =
            found.iter().map(|(kind, pairs)| (*kind, learned.length(pairs, found.len()))).collect();
        learned
    }

    /// The key of a text's kind, and how likely it is; `None`: of none that is likely enough.
    pub fn kind(&self, text: &str) -> Option<(&str, f64)> {
        let folded = fold(text);
        let mut scores: Vec<f64> = self.kinds.iter().map(|kind| WORD * hits(kind, &folded)).collect();
        let found = pairs(&folded);
        let mut shared = vec![0.0; self.examples.len()];
        for pair in &found {
            let Some(examples) = self.pairs.get(pair) else { continue };
            let tells = rarity(examples.len(), self.examples.len()).powi(2);
            examples.iter().for_each(|example| shared[*example] += tells);
        }
        let length = self.length(&found, self.examples.len());
        let mut near: Vec<Vec<f64>> = vec![Vec::new(); self.kinds.len()];
        for ((kind, of), shared) in self.examples.iter().zip(shared) {
            // the cosine of the angle between both
            near[*kind].push(shared / (of * length).max(1.0));
        }
        for (score, mut near) in scores.iter_mut().zip(near) {
            near.sort_by(|a, b| b.total_cmp(a));
            let alike = near.iter().take(NEAREST).map(|likeness| (likeness - USUAL).max(0.0));
            *score +=
                LIKE * alike.zip([1.0, 0.5, 0.25]).map(|(likeness, counts)| likeness * counts).sum::<f64>();
        }
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        (most > 0.3).then_some(())?;
        let sum: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let kind = scores.iter().position(|score| *score >= most)?;
        (1.0 / sum >= FLOOR).then_some((self.kinds[kind].key.as_str(), 1.0 / sum))
    }

    /// The length of a text's vector, in which pairs count by their rarity.
    fn length(&self, pairs: &[(char, char)], examples: usize) -> f64 {
        let tells = |pair| rarity(self.pairs.get(pair).map_or(0, Vec::len), examples).powi(2);
        pairs.iter().map(tells).sum::<f64>().sqrt()
    }
}

/// How many words of a kind a text has.
fn hits(kind: &Kind, folded: &str) -> f64 {
    kind.words.iter().filter(|word| !word.is_empty() && has(folded, word)).count() as f64
}

/// Short words of Latin letters count only whole, be it with an ending: no plan is in an explanation.
fn has(folded: &str, word: &str) -> bool {
    if !word.is_ascii() || word.len() > SHORT {
        return folded.contains(word);
    }
    folded.match_indices(word).any(|(at, _)| {
        let before = folded[..at].chars().next_back();
        let rest = &folded[at + word.len()..];
        let ending = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
        before.is_none_or(|c| !c.is_ascii_alphanumeric()) && ENDINGS.contains(&ending)
    })
}

/// ln((1 + texts) / (1 + texts with it)) + 1, as in TF-IDF.
fn rarity(with: usize, texts: usize) -> f64 {
    ((1.0 + texts as f64) / (1.0 + with as f64)).ln() + 1.0
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
        let kinds = Kinds::learned(Kind::usual().collect(), std::iter::empty());
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
        let kinds = Kinds::learned(Kind::usual().collect(), taught.into_iter());
        assert_eq!(kinds.kind("our conveyor stopped").map(|(name, _)| name), Some("trouble"));
        assert_eq!(kinds.kind("またコンベアが止まりました").map(|(name, _)| name), Some("trouble"));
        // as likely as others at most
        assert!(kinds.kind("コンベアが止まりました").is_some_and(|(_, likely)| likely <= 1.0));
    }

    #[test]
    fn a_kind_of_ones_own_is_learned_and_a_removed_one_is_not() {
        let taught = [
            ("荷物がまだ届きません", "配送"),
            ("the parcel has not arrived yet", "配送"),
            ("届いた箱がつぶれていました", "配送"),
            ("my parcel arrived open", "配送"),
            ("先月の請求書を送ってください", "billing"),
        ];
        let own = || Kind::usual().filter(|kind| kind.key != "contract").chain([Kind::own("配送", "配送")]);
        let kinds = Kinds::learned(own().collect(), taught.into_iter());
        let kind = |text: &str| kinds.kind(text).map(|(key, _)| key.to_owned());
        for text in ["荷物が届きません", "where is the parcel? it has not arrived", "配送について"]
        {
            assert_eq!(kind(text).as_deref(), Some("配送"), "{text}");
        }
        assert_eq!(kind("契約のプラン"), None);
        assert_eq!(kind("請求書をください").as_deref(), Some("billing"));
        // taught under a kind that is gone
        let without = Kinds::learned(Kind::usual().collect(), taught.into_iter());
        assert_ne!(without.kind("荷物が届きません").map(|(key, _)| key), Some("配送"));
    }

    #[test]
    fn short_words_count_whole() {
        let kinds = Kinds::learned(Kind::usual().collect(), std::iter::empty());
        assert_eq!(kinds.kind("the explanation is downstairs"), None);
        assert_eq!(kinds.kind("which plans are there").map(|(key, _)| key), Some("contract"));
    }

    #[test]
    fn a_key_is_the_folded_name() {
        assert_eq!(key("  Ｓhipping  Delay "), "shipping delay");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}", other in "\\PC{0,30}") {
            let kinds = Kinds::learned(Kind::usual().collect(), [(other.as_str(), "billing")].into_iter());
            let _ = kinds.kind(&text);
        }
    }
}
