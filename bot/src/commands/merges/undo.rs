//! `merge undo`: takes a merge back, exactly; what was changed since is listed and left alone.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    CodeKind,
    access::Right,
    audit::{self, Change},
    merges::{self, Conflict, MergeRecord, RowKind, Undone},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    merges::merge::{field_name, refusal, value, worded},
    persons::label,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct MergeUndo;

/// So many of the latest merges are looked through for one that stands.
const LOOKED_THROUGH: i64 = 200;

static SPEC: Spec = Spec {
    name: "merge undo",
    about: words("Take a merge back, exactly", "統合を元どおりに取り消します"),
    arguments: &[Argument {
        name: "merge",
        kind: SlotKind::Merge,
        required: false,
        about: words(
            "the merge, such as M-31; without it, the newest that stands",
            "統合の番号。M-31 など。省略すると最新の統合",
        ),
    }],
    phrases: Phrases {
        en: &[
            "(undo|revert|roll back|reverse) [the] merge {merge}",
            "(split|unmerge|revert|roll back) {merge}",
            "take back [the] merge {merge}",
            "(undo|revert|roll back|reverse|take back) (my|the|our) (last|latest|newest|most recent) merge",
        ],
        ja: &[
            "(最後|最新|直近|直前|さっき)の(統合|マージ)[を](取り消して|取り消す|取消|元に戻して|元に戻す|もとに戻して|解除して|解除)",
            "(統合|マージ){merge}[を|,](取り消して|取り消す|取消|元に戻して|元に戻す|解除して|解除)",
            "{merge}の(統合|マージ)[を|,](取り消して|取り消す|取消|元に戻して|元に戻す|解除して|解除)",
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
        let merges = find(ctx, call).await?;
        let mut reply = ctx.reply();
        for merge in &merges {
            let mut undone =
                merges::undo_preview(&mut ctx.tx, merge.id).await?.map_err(|r| refusal(lang, &r))?;
            worded(ctx, &mut undone).await?;
            let code = merge.code();
            let (into, from) = (label(&undone.into), label(&undone.from));
            reply = reply.text(say!(
                lang,
                "Take back **{code}**? {from} becomes a person of its own again, beside {into}.",
                "**{code}** を取り消しますか？ {from} は {into} から分かれ、元どおり独立します。"
            ));
            reply = details(reply, lang, &undone);
        }
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("merge", codes(&merges).join(", "))]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let merges = find(ctx, call).await?;
        let codes = codes(&merges);
        // a merge that was noted alone is taken back with this; of several noted as one change, one is not all
        let noted = match codes.as_slice() {
            [code] => audit::last_on(&mut ctx.tx, code).await?,
            _ => None,
        };
        let alone =
            |entry: &audit::Entry| entry.after.as_ref().is_some_and(|after| after["merge"] == codes[0]);
        let reverses = noted.filter(alone).map(|entry| entry.id);
        let mut reply = ctx.reply();
        let mut after = Vec::new();
        for merge in merges.iter().rev() {
            let mut undone = merges::undo(&mut ctx.tx, merge.id).await?.map_err(|r| refusal(lang, &r))?;
            worded(ctx, &mut undone).await?;
            let code = merge.code();
            let (into, from) = (label(&undone.into), label(&undone.from));
            reply = reply.text(say!(
                lang,
                "Taken back **{code}**: {from} and {into} are two persons again.",
                "**{code}** を取り消しました。{from} と {into} は別々の人に戻りました。"
            ));
            reply = details(reply, lang, &undone);
            after.push(
                json!({ "into": undone.into.code().to_string(), "from": undone.from.code().to_string() }),
            );
        }
        let one = after.len() == 1;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: codes.first().cloned(),
            before: Some(json!({ "merge": codes.join(", ") })),
            after: if one { after.pop() } else { Some(json!(after)) },
            reversal: None,
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

fn codes(merges: &[MergeRecord]) -> Vec<String> {
    merges.iter().map(|merge| merge.code().to_string()).collect()
}

/// The merges meant, oldest first; of several those that still stand.
pub(super) async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Vec<MergeRecord>> {
    let lang = ctx.lang;
    let words = match call.arguments.get("merge") {
        None => return newest(ctx).await,
        Some(words) => words.to_owned(),
    };
    let mut found = Vec::new();
    for part in words.split([',', '、']).map(str::trim).filter(|part| !part.is_empty()) {
        let merge = match ctx.pointed_at(part, CodeKind::Merge).await? {
            Some(code) => merges::by_number(&mut ctx.tx, code.number).await?,
            None => None,
        };
        found.push(merge.ok_or_else(|| {
            Stop::Refused(say!(
                lang,
                "There is no merge {part}. Merges are named like M-31.",
                "{part} という統合はありません。統合は M-31 のように指定します。"
            ))
        })?);
    }
    found.sort_by_key(|merge| merge.number);
    found.dedup_by_key(|merge| merge.number);
    if found.len() > 1 && found.iter().any(|merge| merge.undone_at.is_none()) {
        found.retain(|merge| merge.undone_at.is_none());
    }
    if found.is_empty() {
        return Err(Stop::Missing("merge"));
    }
    Ok(found)
}

/// The newest merge that stands.
async fn newest(ctx: &mut Context<'_>) -> Outcome<Vec<MergeRecord>> {
    let latest = merges::history(&mut ctx.tx, None, LOOKED_THROUGH).await?;
    let newest =
        latest.into_iter().filter(|merge| merge.undone_at.is_none()).max_by_key(|merge| merge.number);
    newest.map(|merge| vec![merge]).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "There is no merge that could be taken back. Say “merge history” for all of them.",
            "取り消せる統合はありません。「統合履歴」で一覧をご確認いただけます。"
        ))
    })
}

pub(super) fn details(reply: Reply, lang: Lang, undone: &Undone) -> Reply {
    let reply = reply.fields([
        (say!(lang, "Accounts that go back", "戻るアカウント"), count(undone.returned.accounts)),
        (say!(lang, "Identifiers", "識別子"), count(undone.returned.identifiers)),
        (say!(lang, "Employments", "所属歴"), count(undone.returned.employments)),
        (
            say!(lang, "Deals and tasks", "商談とタスク"),
            match undone.returned.deals + undone.returned.tasks {
                0 => String::new(),
                n => count(n),
            },
        ),
    ]);
    let reply =
        reply.fields(undone.fields.iter().map(|it| {
            (field_name(&it.field, lang), format!("{} → {}", value(&it.before), value(&it.after)))
        }));
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
                RowKind::Deal => words("deal", "商談"),
                RowKind::Task => words("task", "タスク"),
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
        Conflict::Redated { organization, from, until } => {
            let from = from.map_or(say!(lang, "an unknown day", "開始日不明"), |day| day.to_string());
            let until = until.map_or(say!(lang, "now", "現在"), |day| day.to_string());
            say!(
                lang,
                "Their time at {organization} is now from {from} until {until}.",
                "{organization}の所属期間は現在、{from}〜{until}です。"
            )
        }
        Conflict::Removed { value } => say!(
            lang,
            "{value} was removed since, so it is not restored.",
            "{value} は削除されたため、戻りません。"
        ),
    }
}
