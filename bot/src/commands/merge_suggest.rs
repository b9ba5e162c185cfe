//! `merge suggest`: pairs that may be one person, with the reasons.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    access::Right,
    merges::{self, Reason, Suggestion},
};
use nlp::{Lang, understand::SlotKind};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(super) struct MergeSuggest;

static SPEC: Spec = Spec {
    name: "merge suggest",
    about: words(
        "Pairs that may be one person, with reasons",
        "同一人物かもしれない組み合わせを理由つきで表示します",
    ),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 50", "件数（50まで）"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("only pairs with this person", "この人を含む組み合わせだけ"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|find|list] [all] [possible|the] [{count}] (duplicates|duplicate people|merge suggestions) [(of|for) {person}] [to review]",
            "[are there] any (duplicates|duplicate people) [(of|for) {person}]",
            "who might be the same [person] [as {person}]",
        ],
        ja: &[
            "[{person}の](名寄せ|統合)[の]候補[を|は][{count}件][<見せて>]",
            "[{person}の]重複[している人|候補][<見せて>]",
            "同じ人かもしれない人[<見せて>]",
            "(同じ人|同一人物|重複)(は|が)(いる|います|ある|あります)[の]",
        ],
    },
    examples: Phrases {
        en: &["duplicates to review", "find duplicates of P-12"],
        ja: &["名寄せ候補を見せて", "P-12の統合候補"],
    },
    right: Right::ReviewDuplicates,
    effect: Effect::Read,
};

#[async_trait]
impl Command for MergeSuggest {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let about = match call.arguments.contains_key("person") {
            true => Some(ctx.person(call, "person").await?.id),
            false => None,
        };
        let limit = ctx.limit(call, 8, 50);
        let suggestions = merges::suggest(&mut ctx.tx, about, limit).await?;
        if suggestions.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "I see no pair that looks like one person.",
                    "同一人物と思われる組み合わせはありません。"
                ))
                .into());
        }
        let (a, b) = (suggestions[0].a.code(), suggestions[0].b.code());
        let items = suggestions.iter().map(|s| item(s, lang)).collect();
        Ok(ctx
            .reply()
            .list(items)
            .text(say!(
                lang,
                "To merge a pair, say “merge {a} and {b}”.",
                "統合するには「{a}と{b}を統合して」のように入力してください。"
            ))
            .into())
    }
}

fn item(suggestion: &Suggestion, lang: Lang) -> Item {
    let person = |p: &crm::persons::Person| {
        let org = p.organization.as_ref().map(|org| format!(" ({org})")).unwrap_or_default();
        format!("{} {}{org}", p.code(), p.name)
    };
    let reasons: Vec<String> = suggestion.reasons.iter().map(|r| reason(r, lang)).collect();
    let percent = (suggestion.score * 100.0).round();
    Item::new(format!("{}  =  {}", person(&suggestion.a), person(&suggestion.b)))
        .detail(format!("{percent:.0} %  ·  {}", reasons.join(lang.pick("; ", "、"))))
}

fn reason(reason: &Reason, lang: Lang) -> String {
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
        Reason::SameName { value } => say!(lang, "same name {value}", "名前が同じ（{value}）"),
        Reason::SimilarName { a, b } => say!(lang, "similar names {a} / {b}", "名前が似ている（{a} / {b}）"),
        Reason::SameOrganization { name } => say!(lang, "same organization {name}", "所属が同じ（{name}）"),
        Reason::SameDomain { value } => {
            say!(lang, "same e-mail domain {value}", "メールのドメインが同じ（{value}）")
        }
        Reason::TwoAccountsOnOneProvider { provider } => {
            let provider = actions::platform(provider, lang);
            say!(lang, "but two accounts on {provider}", "ただし{provider}に別々のアカウントがある")
        }
    }
}
