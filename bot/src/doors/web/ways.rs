//! What can be written in the search field beside words, one line each.

use crate::words::{Words, words};

/// A way to say what is looked for.
pub(super) struct Way {
    /// As it is typed.
    pub(super) typed: Words,
    pub(super) about: Words,
    /// Can be tried as it stands: nobody need be called so.
    pub(super) anywhere: bool,
}

/// All of them.
pub(super) const WAYS: &[Way] = &[
    way("\"rate limit\"", "「レート制限」", "these words as they stand", "この語句のとおりに含むもの")
        .anywhere(),
    way("pricing -beta", "料金 -ベータ", "without a word", "言葉を除く").anywhere(),
    way("pricing last 30 days", "料金 直近30日", "from a period", "期間内のもの").anywhere(),
    way("pricing in:#support", "料金 部屋:#support", "said in this room", "このルームでの発言"),
    way("pricing from:Tanaka", "料金 投稿者:田中", "written by them", "この人が書いたもの"),
    way(
        "person:P-12",
        "人:P-12",
        "by a person, on any of their accounts",
        "この人のもの（どのアカウントでも）",
    ),
    way(
        "org:\"Aozora Systems\"",
        "組織:青空システムズ",
        "by people who work there",
        "この組織の人が書いたもの",
    ),
    way("pricing after:2026-05", "料金 以降:2026-05", "from that day or month on", "その日・その月から後")
        .anywhere(),
    way(
        "pricing before:2026-05",
        "料金 より前:2026-05",
        "from before that day or month",
        "その日・その月より前",
    )
    .anywhere(),
    way("pricing until:yesterday", "料金 まで:昨日", "up to that day, with it", "その日まで（当日を含む）")
        .anywhere(),
    way("pricing lang:ja", "料金 言語:英語", "in this language (en, ja)", "この言語のもの（日本語・英語）")
        .anywhere(),
];

const fn way(en: &'static str, ja: &'static str, about_en: &'static str, about_ja: &'static str) -> Way {
    Way { typed: words(en, ja), about: words(about_en, about_ja), anywhere: false }
}

impl Way {
    const fn anywhere(self) -> Self {
        Self { anywhere: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use nlp::{
        Lang,
        search::filters::{
            self,
            FilterKind::{After, Author, Before, Language, Organization, Person, Room, Until},
        },
    };

    use super::*;

    #[test]
    fn every_filter_is_taught_in_both_languages() {
        for lang in [Lang::En, Lang::Ja] {
            let taught: Vec<_> = WAYS
                .iter()
                .flat_map(|way| filters::read(way.typed.of(lang)).1)
                .map(|filter| filter.kind)
                .collect();
            assert_eq!(taught, [Room, Author, Person, Organization, After, Before, Until, Language]);
        }
    }
}
