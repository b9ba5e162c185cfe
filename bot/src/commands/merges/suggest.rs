//! `merge suggest`: pairs that may be one person, with the reasons.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    access::Right,
    merges::{Suggestion, standing},
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    merges::{
        likelihood::{self, THRESHOLDS},
        reasons::reason,
    },
};
use crate::{
    say,
    words::{count, likelihood, words},
};

/// The command.
pub(crate) struct MergeSuggest;

/// Lines in one answer, and at most.
const PAGE: i64 = 10;
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
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page, from 1", "ページ番号（1から）"),
        },
        Argument {
            name: "min",
            kind: SlotKind::Choice(THRESHOLDS),
            required: false,
            about: words("how likely at least: 0.8, or 80 %", "可能性の下限。0.8、80% など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|find|list] [all] [possible|the] [{count}] (duplicates|duplicate people|duplicate persons|merge suggestions|merge candidates|possible duplicates) [(of|for) {person}] [to review]",
            "[are there|do we have|have we] any (duplicates|duplicate people|merge suggestions) [(of|for) {person}]",
            "who could be {person} [too|as well|twice]",
            "who might be the same [person] [as {person}]",
            "[<show>|find|list] [all] [possible|the] (duplicates|duplicate people|merge suggestions|merge candidates|possible duplicates) (above|over|from|with|at) [at least] {min} [or more] [for {person}]",
        ],
        ja: &[
            "[{person}の](名寄せ|統合|マージ)[の]候補[を|は][{count}件][<見せて>]",
            "名寄せ[<して>][<見せて>]",
            "重複(して|し)(そう|てそう)な人[は|が|を][いる|います|<見せて>]",
            "[{person}の]重複[している人|候補][<見せて>]",
            "[{person}の][可能性|確率|スコア][が]{min}以上の(名寄せ候補|統合候補|重複候補|候補|重複)[を|は][<見せて>]",
            "同じ人かもしれない人[<見せて>]",
            "(同じ人|同一人物|重複)(は|が)(いる|います|ある|あります)[の]",
        ],
    },
    examples: Phrases {
        en: &["duplicates to review", "find duplicates of P-12", "duplicates above 90%"],
        ja: &["名寄せ候補を見せて", "P-12の統合候補", "90%以上の名寄せ候補を見せて"],
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
            true => Some(ctx.person(call, "person").await?),
            false => None,
        };
        let person = about.as_ref().map(|person| person.id);
        let limit = ctx.limit(call, PAGE, MOST);
        let page: i64 = call.arguments.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
        let before = (page - 1).saturating_mul(limit);
        let least = call.arguments.get("min").map(|words| likelihood::least(lang, words)).transpose()?;
        let least = least.unwrap_or_default();
        let whole = standing::catch_up(&mut ctx.tx).await?;
        let suggestions = standing::open(&mut ctx.tx, person, least, before, limit).await?;
        let total = standing::count(&mut ctx.tx, person, least).await?;
        if suggestions.is_empty() && page > 1 {
            return Err(Stop::Refused(say!(
                lang,
                "There is no page {page}: the list ended before.",
                "{page}ページ目はありません。一覧はその前で終わっています。"
            )));
        }
        if suggestions.is_empty() && !whole {
            return Ok(unless(whole, ctx.reply(), lang).into());
        }
        if suggestions.is_empty() {
            let percent = format!("{:.0}", (least * 100.0).floor());
            let reply = ctx.reply().text(if least > 0.0 {
                say!(
                    lang,
                    "No pair is {percent} % likely or more. “duplicates to review” shows all there are.",
                    "可能性が {percent} % 以上の候補はありません。「名寄せ候補を見せて」ですべての候補を確認できます。"
                )
            } else { say!(
                lang,
                "I see no pair that looks like one person. Pairs that somebody rejected are left out.",
                "同一人物と思われる組み合わせはありません（「別人」とされた組み合わせは除いています）。"
            ) });
            return Ok(reply.into());
        }
        let items = suggestions.iter().map(|s| item(s, lang)).collect();
        ctx.showed(suggestions.iter().map(|s| vec![s.a.code(), s.b.code()]).collect());
        let shown = before + i64::try_from(suggestions.len()).unwrap_or(0);
        if shown < total {
            let mut next = call.clone();
            next.arguments.insert("page".to_owned(), (page + 1).to_string());
            if let Some(about) = &about {
                next.arguments.insert("person".to_owned(), about.code().to_string());
            }
            ctx.more(next);
        }
        let mut reply = ctx.reply().numbered(items);
        if total > limit {
            let (first, shown, total) = (count(before + 1), count(shown), count(total));
            reply = reply.text(say!(
                lang,
                "{first}–{shown} of {total}, the likeliest first.",
                "{total}組中{first}〜{shown}組目（可能性の高い順）です。"
            ));
        }
        let reply = unless(whole, reply, lang);
        Ok(reply
            .text(say!(
                lang,
                "“accept 1” merges a pair (I ask first), “reject 1” says that they are two, “1” shows why they may be one.",
                "「1番を統合して」で統合（実行前に確認します）、「1番は別人」で候補から外し、「1」で理由を表示します。"
            ))
            .into())
    }
}

/// With a word that there may be more, where not everybody has been compared yet.
fn unless(whole: bool, reply: Reply, lang: Lang) -> Reply {
    if whole {
        return reply;
    }
    reply.text(say!(
        lang,
        "Many people were added or changed just now and are still being compared; ask again in a minute for all pairs.",
        "追加・変更された人が多いため、まだ照合中です。1分ほどしてからもう一度お試しください。"
    ))
}

pub(crate) fn item(suggestion: &Suggestion, lang: Lang) -> Item {
    let person = |p: &crm::persons::Person| {
        let org = p.organization.as_ref().map(|org| format!(" ({org})")).unwrap_or_default();
        format!("{} {}{org}", p.code(), p.name)
    };
    let reasons: Vec<String> = suggestion.reasons.iter().map(|it| reason(&it.reason, lang)).collect();
    let likely = likelihood(lang, suggestion.score);
    Item::new(format!("{}  =  {}", person(&suggestion.a), person(&suggestion.b)))
        .detail(format!("{likely}  ·  {}", reasons.join(lang.pick("; ", "、"))))
}
