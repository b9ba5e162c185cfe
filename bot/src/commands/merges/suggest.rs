//! `merge suggest`: pairs that may be one person, with the reasons.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    access::Right,
    merges::{self, Suggestion},
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, merges::reasons::reason,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeSuggest;

/// Lines in one answer, at most.
const MOST: i64 = 50;

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
            "[<show>|find|list] [all] [possible|the] [{count}] (duplicates|duplicate people|duplicate persons|merge suggestions|merge candidates|possible duplicates) [(of|for) {person}] [to review]",
            "[are there|do we have|have we] any (duplicates|duplicate people|merge suggestions) [(of|for) {person}]",
            "who could be {person} [too|as well|twice]",
            "who might be the same [person] [as {person}]",
        ],
        ja: &[
            "[{person}の](名寄せ|統合|マージ)[の]候補[を|は][{count}件][<見せて>]",
            "名寄せ[<して>][<見せて>]",
            "重複(して|し)(そう|てそう)な人[は|が|を][いる|います|<見せて>]",
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
        let limit = ctx.limit(call, 8, MOST);
        let mut suggestions = merges::suggest(&mut ctx.tx, about, limit + 1).await?;
        let more = suggestions.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        suggestions.truncate(usize::try_from(limit).unwrap_or(0));
        if suggestions.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "I see no pair that looks like one person. Pairs that somebody rejected are left out.",
                    "同一人物と思われる組み合わせはありません（「別人」とされた組み合わせは除いています）。"
                ))
                .into());
        }
        let items = suggestions.iter().map(|s| item(s, lang)).collect();
        ctx.showed(suggestions.iter().map(|s| vec![s.a.code(), s.b.code()]).collect());
        if more && limit < MOST {
            let mut next = call.clone();
            next.arguments.insert("count".to_owned(), MOST.to_string());
            ctx.more(next);
        }
        Ok(ctx
            .reply()
            .numbered(items)
            .text(say!(
                lang,
                "“accept 1” merges a pair (I ask first), “reject 1” says that they are two, “1” shows why they may be one.",
                "「1番を統合して」で統合（実行前に確認します）、「1番は別人」で候補から外し、「1」で理由を表示します。"
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
