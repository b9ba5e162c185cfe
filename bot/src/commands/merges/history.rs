//! `merge history`: which merges there were, by whom, and which were taken back.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    merges::{self, MergeRecord, standing},
};
use nlp::understand::SlotKind;

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, persons::label};
use crate::{
    say,
    words::{count, day_and_time, words},
};

/// The command.
pub(crate) struct MergeHistory;

/// Lines in one answer.
const PAGE: i64 = 20;
/// And at most.
const MOST: i64 = 100;

static SPEC: Spec = Spec {
    name: "merge history",
    about: words("Which merges there were, and which were undone", "統合の履歴を表示します"),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 100", "件数（100まで）"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("only those of this person", "この人の統合だけ"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [the] [last] [{count}] (merge history|history of merges|merges) [(of|for) {person}]",
            "[<show>] {person}'s merge history",
            "(which|what) merges were (done|made|there) [(on|to|for|of|with) {person}]",
            "who was merged [(with|into) {person}]",
        ],
        ja: &[
            "[いままでの|これまでの][{person}の][いままでの|これまでの](統合|マージ|名寄せ)[の]履歴[を|は][{count}件][<見せて>]",
            "{person}は[いままで|これまで](誰|だれ)と統合され(た|ました)[の|か]",
            "{person}に(統合|マージ)された人[は|を][誰|だれ|<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["merge history", "merge history of P-12"],
        ja: &["統合履歴", "P-12の統合履歴を見せて"],
    },
    right: Right::ReviewDuplicates,
    effect: Effect::Read,
};

#[async_trait]
impl Command for MergeHistory {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let person = match call.arguments.contains_key("person") {
            true => Some(ctx.person(call, "person").await?),
            false => None,
        };
        let limit = ctx.limit(call, PAGE, MOST);
        let mut found = merges::history(&mut ctx.tx, person.as_ref().map(|it| it.id), limit + 1).await?;
        let more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(limit).unwrap_or(0));
        if found.is_empty() {
            let reply = ctx.reply().text(match &person {
                Some(person) => {
                    let who = label(person);
                    say!(lang, "{who} was never merged with anybody.", "{who} が統合されたことはありません。")
                }
                None => say!(
                    lang,
                    "No merges yet. “duplicates to review” shows who may be one person.",
                    "まだ統合はありません。「名寄せ候補を見せて」で候補を確認できます。"
                ),
            });
            return Ok(reply.into());
        }
        ctx.showed(found.iter().map(|it| vec![it.code()]).collect());
        if more && limit < MOST {
            let mut next = call.clone();
            next.arguments.insert("count".to_owned(), MOST.to_string());
            ctx.more(next);
        }
        let rows = found.iter().map(|it| row(ctx, it)).collect();
        let columns = vec![
            Column::left(say!(lang, "Merge", "統合")),
            Column::left(say!(lang, "Stays", "残った人")),
            Column::left(say!(lang, "Merged into it", "統合された人")),
            Column::left(say!(lang, "When", "日時")),
            Column::left(say!(lang, "By", "実行者")),
            Column::left(say!(lang, "Undone", "取り消し")),
        ];
        let mut reply = ctx.reply().table(columns, rows);
        if more {
            let shown = count(limit);
            reply = reply.text(say!(lang, "The latest {shown}.", "新しいものから{shown}件です。"));
        }
        let stands = found.iter().find(|it| it.undone_at.is_none()).map(MergeRecord::code);
        if let Some(code) = stands {
            reply = reply.text(say!(
                lang,
                "“undo merge {code}” takes one back, exactly.",
                "「統合{code}を取り消して」で元どおりに戻せます。"
            ));
        }
        Ok(reply.into())
    }
}

fn row(ctx: &Context<'_>, it: &MergeRecord) -> Vec<String> {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let system = || lang.pick("system", "システム").to_owned();
    let undone = it.undone_at.map(|at| {
        let by = it.undone_by.clone().unwrap_or_else(system);
        format!("{} · {by}", day_and_time(lang, at, zone))
    });
    vec![
        it.code().to_string(),
        format!("{} {}", it.into.code(), it.into.name),
        format!("{} {}", it.from.code(), it.from.name),
        day_and_time(lang, it.merged_at, zone),
        match it.reason == standing::AUTOMATIC {
            true => lang.pick("by itself", "自動").to_owned(),
            false => it.merged_by.clone().unwrap_or_else(system),
        },
        undone.unwrap_or_default(),
    ]
}
