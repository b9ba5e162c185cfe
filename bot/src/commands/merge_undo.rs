//! `merge undo`: takes a merge back, exactly; what was changed since is listed and left alone.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::{self, Change},
    merges::{self, Conflict, MergeRecord, RowKind, Undone},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use super::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    merge::{field_name, label, refusal, value},
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(super) struct MergeUndo;

static SPEC: Spec = Spec {
    name: "merge undo",
    about: words("Take a merge back, exactly", "統合を元どおりに取り消します"),
    arguments: &[Argument {
        name: "merge",
        kind: SlotKind::Merge,
        required: true,
        about: words("the merge, such as M-31", "統合の番号。M-31 など"),
    }],
    phrases: Phrases {
        en: &["undo [the] merge {merge}", "(split|unmerge) {merge}", "take back merge {merge}"],
        ja: &[
            "統合{merge}[を](取り消して|取り消す|取消|元に戻して|解除して|解除)",
            "{merge}の統合[を](取り消して|取り消す|取消|元に戻して|解除して|解除)",
        ],
    },
    examples: Phrases {
        en: &["merge undo M-31", "undo merge M-31"],
        ja: &["統合M-31を取り消して", "M-31の統合を元に戻して"],
    },
    right: Right::MergePersons,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for MergeUndo {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let merge = find(ctx, call).await?;
        let undone = merges::undo_preview(&mut ctx.tx, merge.id).await?.map_err(|r| refusal(lang, &r))?;
        let code = merge.code();
        let (into, from) = (label(&undone.into), label(&undone.from));
        let reply = ctx.reply().text(say!(
            lang,
            "Take back **{code}**? {from} becomes a person of its own again, beside {into}.",
            "**{code}** を取り消しますか？ {from} は {into} から分かれ、元どおり独立します。"
        ));
        let pinned = Call::new(SPEC.name, [("merge", code.to_string())]);
        Ok(Preview { reply: details(reply, lang, &undone), pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let merge = find(ctx, call).await?;
        let code = merge.code().to_string();
        let reverses = audit::reversible_of(&mut ctx.tx, &code).await?.map(|entry| entry.id);
        let undone = merges::undo(&mut ctx.tx, merge.id).await?.map_err(|r| refusal(lang, &r))?;
        let (into, from) = (label(&undone.into), label(&undone.from));
        let reply = ctx.reply().text(say!(
            lang,
            "Taken back **{code}**: {from} and {into} are two persons again.",
            "**{code}** を取り消しました。{from} と {into} は別々の人に戻りました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "merge": code })),
            after: Some(
                json!({ "into": undone.into.code().to_string(), "from": undone.from.code().to_string() }),
            ),
            reversal: None,
            reverses,
        };
        Ok(Done { reply: details(reply, lang, &undone), change: Some(change) })
    }
}

async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<MergeRecord> {
    let lang = ctx.lang;
    let words = ctx.required(call, "merge")?.to_owned();
    let found = match Code::parse(&words) {
        Some(Code { kind: CodeKind::Merge, number }) => merges::by_number(&mut ctx.tx, number).await?,
        _ => None,
    };
    found.ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "There is no merge {words}. Merges are named like M-31.",
            "{words} という統合はありません。統合は M-31 のように指定します。"
        ))
    })
}

fn details(reply: Reply, lang: Lang, undone: &Undone) -> Reply {
    let reply = reply.fields([
        (say!(lang, "Accounts that go back", "戻るアカウント"), count(undone.returned.accounts)),
        (say!(lang, "Identifiers", "識別子"), count(undone.returned.identifiers)),
        (say!(lang, "Employments", "所属歴"), count(undone.returned.employments)),
    ]);
    if undone.conflicts.is_empty() {
        return reply;
    }
    reply
        .text(say!(
            lang,
            "Changed since the merge, and left as it is now:",
            "統合後に変更されたため、現在のまま残すもの："
        ))
        .list(undone.conflicts.iter().map(|c| Item::new(conflict(lang, c))).collect())
}

fn conflict(lang: Lang, conflict: &Conflict) -> String {
    match conflict {
        Conflict::Moved { kind, name, owner } => {
            let what = match kind {
                RowKind::Account => words("account", "アカウント"),
                RowKind::Identifier => words("identifier", "識別子"),
                RowKind::Employment => words("employment", "所属歴"),
                RowKind::Activity => words("activity", "アクティビティ"),
            }
            .of(lang);
            say!(
                lang,
                "The {what} {name} now belongs to {owner}.",
                "{what} {name} は現在 {owner} のものです。"
            )
        }
        Conflict::Edited { person, field, present, .. } => {
            let (field, present) = (field_name(field, lang), value(present));
            say!(
                lang,
                "{field} of {person} now says “{present}”.",
                "{person} の{field}は現在「{present}」です。"
            )
        }
    }
}
