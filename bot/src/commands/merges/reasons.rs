//! Why two persons may be one, in words.

use crm::merges::Reason;
use nlp::Lang;

use crate::{say, words::actions};

/// A reason in half a sentence.
pub(crate) fn reason(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::SameEmail { value, verified: true } => {
            say!(lang, "same verified e-mail {value}", "確認済みのメールが同じ（{value}）")
        }
        Reason::SameEmail { value, verified: false } => {
            say!(lang, "same e-mail {value}", "メールが同じ（{value}）")
        }
        Reason::SameHandle { value, providers } => {
            let on: Vec<&str> = providers.iter().map(|p| actions::platform(p, lang)).collect();
            let on = on.join(lang.pick(" and ", "と"));
            say!(lang, "same handle @{value} on {on}", "{on}のハンドルが同じ（@{value}）")
        }
        Reason::SimilarHandle { a, b } => {
            say!(lang, "nearly the same handle @{a} / @{b}", "ハンドルがほぼ同じ（@{a} / @{b}）")
        }
        Reason::SameName { value } => say!(lang, "same name {value}", "名前が同じ（{value}）"),
        Reason::SimilarName { a, b } => say!(lang, "similar names {a} / {b}", "名前が似ている（{a} / {b}）"),
        Reason::SameOrganization { name } => say!(lang, "same organization {name}", "所属が同じ（{name}）"),
        Reason::SameDomain { value } => {
            say!(lang, "same e-mail domain {value}", "メールのドメインが同じ（{value}）")
        }
        Reason::ReadDifferently { a, b } => {
            say!(
                lang,
                "but the names are read differently ({a} / {b})",
                "ただし名前の読みが違う（{a} / {b}）"
            )
        }
        Reason::TwoAccountsOnOneProvider { provider } => {
            let provider = actions::platform(provider, lang);
            say!(lang, "but two accounts on {provider}", "ただし{provider}に別々のアカウントがある")
        }
    }
}
