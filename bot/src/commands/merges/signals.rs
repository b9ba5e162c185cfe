//! What the resolver saw in two records, in words.

use crm::{
    merges,
    resolve::{Mark, Reason},
};
use nlp::Lang;

use super::reasons::reason;
use crate::say;

/// What was seen in half a sentence.
pub(crate) fn signal(seen: &Reason, lang: Lang) -> String {
    let known = match seen.clone() {
        Reason::SameEmail { value, verified } => merges::Reason::SameEmail { value, verified },
        Reason::SameHandle { value, providers } => merges::Reason::SameHandle { value, providers },
        Reason::SimilarHandle { a, b } => merges::Reason::SimilarHandle { a, b },
        Reason::SameName { value } => merges::Reason::SameName { value },
        Reason::SimilarName { a, b } => merges::Reason::SimilarName { a, b },
        Reason::SameOrganization { name } => merges::Reason::SameOrganization { name },
        Reason::SameDomain { value } => merges::Reason::SameDomain { value },
        Reason::ReadDifferently { a, b } => merges::Reason::ReadDifferently { a, b },
        Reason::TwoAccountsOnOneProvider { provider } => {
            merges::Reason::TwoAccountsOnOneProvider { provider }
        }
        other => return in_lists(&other, lang),
    };
    reason(&known, lang)
}

/// What only lists show.
fn in_lists(seen: &Reason, lang: Lang) -> String {
    match seen {
        Reason::SameLogin { value } => say!(lang, "same login {value}", "ログイン名が同じ（{value}）"),
        Reason::LoginOfName { login, name } => {
            say!(
                lang,
                "login {login} is made of the name {name}",
                "ログイン名 {login} は名前から作られている（{name}）"
            )
        }
        Reason::SameReading { a, b } => {
            say!(lang, "one name in two scripts ({a} / {b})", "名前の読みが同じ（{a} / {b}）")
        }
        Reason::NameForm { a, b } => {
            say!(lang, "forms of one name ({a} / {b})", "同じ名前の別の書き方（{a} / {b}）")
        }
        Reason::SamePhone { value } => say!(lang, "same phone number {value}", "電話番号が同じ（{value}）"),
        Reason::SameMark { mark: Mark::Link, value } => {
            say!(lang, "both lead to {value}", "同じページを案内している（{value}）")
        }
        Reason::SameMark { mark: Mark::Trace, value } => {
            say!(lang, "both came by one link ({value})", "同じリンクから来ている（{value}）")
        }
        Reason::SameMark { mark: Mark::Event, value } => {
            say!(lang, "both were at {value}", "同じイベントに参加している（{value}）")
        }
        Reason::SameField { field, value } => {
            say!(lang, "same {field} ({value})", "{field} が同じ（{value}）")
        }
        Reason::SimilarField { field, a, b } => {
            say!(lang, "nearly the same {field} ({a} / {b})", "{field} がほぼ同じ（{a} / {b}）")
        }
        Reason::OtherName { a, b } => {
            say!(lang, "but the names differ ({a} / {b})", "ただし名前が違う（{a} / {b}）")
        }
        Reason::OtherOrganization { a, b } => {
            say!(lang, "but they work at two places ({a} / {b})", "ただし所属が違う（{a} / {b}）")
        }
        Reason::OtherField { field, a, b } => {
            say!(lang, "but {field} differs ({a} / {b})", "ただし {field} が違う（{a} / {b}）")
        }
        // said in the same words as elsewhere
        _ => String::new(),
    }
}
