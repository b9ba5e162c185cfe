//! The kinds of inquiries a tenant has, and what they are called.

use crm::inquiries;
use nlp::{
    Lang,
    inquiry::{self, CATEGORIES, Kind},
    understand::Choices,
};

use crate::commands::{Context, Outcome, Stop};
use crate::say;

/// What people say for the usual kinds; the last takes back what was said.
pub(crate) const KINDS: Choices = &[
    ("billing", &["billing", "invoice", "payment", "請求", "料金", "支払い", "支払", "請求・支払い"]),
    (
        "trouble",
        &["trouble", "bug", "a bug", "an error", "outage", "障害", "不具合", "トラブル", "障害・不具合"],
    ),
    ("question", &["question", "how-to", "how to", "usage", "使い方", "質問", "操作方法"]),
    (
        "request",
        &["request", "feature request", "a request", "a feature request", "要望", "機能要望", "改善要望"],
    ),
    ("account", &["account", "login", "access", "アカウント", "ログイン", "権限"]),
    (
        "contract",
        &["contract", "sales", "renewal", "cancellation", "契約", "営業", "更新", "解約", "見積もり"],
    ),
    ("automatic", &["automatic", "auto", "自動", "自動判定"]),
];

/// What takes back what was said of a message.
pub(crate) const AUTOMATIC: &str = "automatic";

/// The kinds of a tenant.
pub(crate) struct Known {
    /// In the order in which they are shown.
    kinds: Vec<Kind>,
    /// What the tenant said of kinds.
    said: Vec<inquiries::Kind>,
}

impl Known {
    /// Reads them.
    pub(crate) async fn of(ctx: &mut Context<'_>) -> Outcome<Self> {
        let said = inquiries::kinds(&mut ctx.tx).await?;
        let stays = |kind: &Kind| !said.iter().any(|it| it.key == kind.key && it.removed);
        let own = said.iter().filter(|it| !it.removed).filter_map(|it| Some((&it.key, it.name.as_ref()?)));
        let kinds = Kind::usual().filter(stays).chain(own.map(|(key, name)| Kind::own(key, name))).collect();
        Ok(Self { kinds, said })
    }

    /// As they are learned for.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Is something filed under it?
    pub(crate) fn has(&self, key: &str) -> bool {
        self.kinds.iter().any(|kind| kind.key == key)
    }

    /// A kind as the reader calls it; of no kind that there is: other.
    pub(crate) fn name(&self, lang: Lang, key: Option<&str>) -> String {
        match key.filter(|key| self.has(key)) {
            Some(key) => self.called(lang, key),
            None => say!(lang, "Other", "その他"),
        }
    }

    /// A kind as the reader calls it, be it one that was removed.
    pub(crate) fn called(&self, lang: Lang, key: &str) -> String {
        let own = self.said.iter().find(|it| it.key == key).and_then(|it| it.name.clone());
        own.or_else(|| usual_name(lang, key)).unwrap_or_else(|| key.to_owned())
    }

    /// The key of the kind that words name; a refusal with the kinds there are otherwise.
    pub(crate) fn meant(&self, lang: Lang, words: &str) -> Outcome<String> {
        let key = key_of(words);
        if self.has(&key) {
            return Ok(key);
        }
        let list: Vec<String> = self.kinds.iter().map(|kind| self.called(lang, &kind.key)).collect();
        let (list, shown) = (list.join(lang.pick(", ", "、")), adapters::markdown::escape(words));
        Err(Stop::Refused(say!(
            lang,
            "There is no kind of inquiry “{shown}”. There are: {list}. Add one with “inquiry kind add {shown}”.",
            "「{shown}」という問い合わせの種類はありません。現在の種類：{list}。追加するには「問い合わせの種類に{shown}を追加」と書いてください。"
        )))
    }
}

/// What examples name the kind by that is called so.
pub(crate) fn key_of(words: &str) -> String {
    let key = inquiry::key(bare(words));
    let usual = KINDS.iter().find(|(usual, said)| *usual == key || said.contains(&key.as_str()));
    usual.map_or(key, |(usual, _)| (*usual).to_owned())
}

/// A name without quotation marks around it.
pub(crate) fn bare(words: &str) -> &str {
    words.trim().trim_matches(['"', '“', '”', '「', '」', '『', '』']).trim()
}

/// Is it one of those that everybody begins with?
pub(crate) fn is_usual(key: &str) -> bool {
    CATEGORIES.iter().any(|(usual, _)| *usual == key)
}

fn usual_name(lang: Lang, key: &str) -> Option<String> {
    let (en, ja) = match key {
        "billing" => ("Billing", "請求・支払い"),
        "trouble" => ("Trouble", "障害・不具合"),
        "question" => ("How-to", "使い方"),
        "request" => ("Request", "要望"),
        "account" => ("Account", "アカウント"),
        "contract" => ("Contract", "契約"),
        _ => return None,
    };
    Some(lang.pick(en, ja).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_people_say_mean_the_usual_kinds() {
        for (words, key) in [
            ("Invoice", "billing"),
            ("請求・支払い", "billing"),
            ("バグ報告", "バグ報告"),
            ("ＢＩＬＬＩＮＧ", "billing"),
        ] {
            assert_eq!(key_of(words), key, "{words}");
        }
    }

    #[test]
    fn every_usual_kind_has_a_name() {
        for (key, _) in CATEGORIES {
            assert!(
                usual_name(Lang::Ja, key).is_some() && KINDS.iter().any(|(kind, _)| kind == key),
                "{key}"
            );
        }
    }
}
