//! Why two persons may be one, in words, and how much each reason weighs.

use adapters::Item;
use crm::merges::{Reason, Suggestion};
use nlp::Lang;

use crate::{
    say,
    words::{Words, actions, words},
};

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

/// A reason with its weight: how likely it alone makes it.
pub(crate) fn weighed(it: &Reason, lang: Lang) -> Item {
    let item = Item::new(reason(it, lang));
    if it.is_against() {
        return item;
    }
    let (weight, strength) = (percent(it.weight()), strength(it.weight()).of(lang));
    item.detail(say!(lang, "{strength}: {weight} % by itself", "{strength}（これだけなら {weight} %）"))
}

fn strength(weight: f64) -> Words {
    match weight {
        w if w >= 0.8 => words("strong", "強い根拠"),
        w if w >= 0.5 => words("fair", "中程度の根拠"),
        _ => words("weak", "弱い根拠"),
    }
}

/// How the weights come to the score: independent signs leave as much doubt as the product of what each leaves.
pub(crate) fn sum(suggestion: &Suggestion, lang: Lang) -> Option<String> {
    let weights: Vec<f64> =
        suggestion.reasons.iter().filter(|it| !it.is_against()).map(Reason::weight).collect();
    let against = suggestion.reasons.iter().any(Reason::is_against);
    if weights.len() < 2 && !against {
        return None;
    }
    let together = percent(1.0 - weights.iter().map(|weight| 1.0 - weight).product::<f64>());
    let score = percent(suggestion.score);
    Some(match (against, together == score) {
        (false, _) => say!(
            lang,
            "Each leaves some doubt; all together leave less: **{score} %**.",
            "それぞれの根拠が互いに補い合い、全体では **{score} %** です。"
        ),
        (true, true) => say!(
            lang,
            "Together {together} %. What speaks against it does not outweigh that: **{score} %**.",
            "根拠を合わせると {together} % です。反する情報よりも根拠が強いため、**{score} %** としています。"
        ),
        (true, false) => say!(
            lang,
            "Together {together} %; what speaks against it brings that down to **{score} %**.",
            "根拠を合わせると {together} % ですが、反する情報があるため **{score} %** に下げています。"
        ),
    })
}

fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).round())
}
