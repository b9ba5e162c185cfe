//! `history`: the changes that were made, each with the code by which it can be taken back.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    audit, conversations,
    persons::Found,
};
use nlp::{Lang, understand::SlotKind};

use super::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    audit::{differences, door},
};
use crate::{
    say,
    words::{actor, count, day_and_time, excerpt, words},
};

/// The command.
pub(super) struct History;

/// So many changes at a time.
const MOST: i64 = 100;

static SPEC: Spec = Spec {
    name: "history",
    about: words("Changes you made, each with its code", "自分が行った変更の履歴をコードつきで表示します"),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 100", "件数（100まで）"),
        },
        Argument {
            name: "whose",
            kind: SlotKind::Choice(&[
                ("mine", &["mine", "my", "me", "own", "自分", "私"]),
                ("all", &["all", "everybody", "everyone", "全員", "全部", "みんな", "すべて"]),
            ]),
            required: false,
            about: words("“all”: everybody's (administrators)", "「全員」で全員分（管理者）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [my] [last] [{count}] (history|changes|change history|recent changes)",
            "what (did|have) i (change|changed|do|done) [today|recently|lately|so far]",
            "[<show>] [the] (history|changes) of {whose}",
            "[<show>] ({whose} changes|everybody's changes|everyone's changes)",
            "what did {whose} change",
        ],
        ja: &[
            "[私の|自分の](操作履歴|変更履歴|操作|変更の履歴|履歴)[を][{count}件][<見せて>]",
            "{whose}の(操作履歴|変更履歴|変更|履歴)[を][{count}件][<見せて>]",
            "[私|自分](は|が)[今日|最近]何を(変更|変えた|した|変更した|操作した)[した|しました|っけ|か]",
        ],
    },
    examples: Phrases {
        en: &["what did I change today?", "history 20"],
        ja: &["私の操作履歴", "変更履歴を20件見せて"],
    },
    right: Right::TakeBackOwn,
    effect: Effect::Read,
};

#[async_trait]
impl Command for History {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let all = call.arguments.get("whose").is_some_and(|whose| whose == "all");
        if all && !access::may(ctx.tx.actor(), Right::SeeAllChanges) {
            return Err(Stop::Refused(say!(
                lang,
                "Everybody's changes are for administrators. Say “history” for your own.",
                "全員の履歴は管理者のみご覧いただけます。ご自分の分は「私の操作履歴」でご覧ください。"
            )));
        }
        let user = if all { None } else { ctx.tx.actor().user_id() };
        let limit = ctx.limit(call, 10, MOST);
        let entries = audit::history(&mut ctx.tx, user, limit).await?;
        if entries.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "No changes yet. Whatever you change will stand here, with a code to take it back by.",
                    "変更はまだありません。変更を行うと、取り消し用のコードとともにここに表示されます。"
                ))
                .into());
        }
        ctx.showed(entries.iter().map(|entry| vec![entry.code()]).collect());
        let mut rows = Vec::new();
        for entry in &entries {
            let state = match (entry.reversed_by, entry.reverses) {
                (Some(by), _) => {
                    let by = Code::new(CodeKind::Change, by);
                    say!(lang, "taken back by {by}", "{by} で取消済み")
                }
                (None, Some(_)) => say!(lang, "took a change back", "取り消し操作"),
                (None, None) => String::new(),
            };
            let mut row = vec![
                entry.code().to_string(),
                day_and_time(lang, entry.at, zone),
                excerpt(&said(ctx, entry).await?, 60),
                match &entry.object {
                    Some(object) => named(ctx, object).await?,
                    None => String::new(),
                },
                excerpt(&differences(entry), 60),
                door(lang, entry),
                state,
            ];
            if all {
                row.insert(2, actor(lang, &entry.actor));
            }
            rows.push(row);
        }
        let mut columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "When", "日時")),
            Column::left(say!(lang, "What", "操作")),
            Column::left(say!(lang, "On", "対象")),
            Column::left(say!(lang, "Before → after", "変更内容")),
            Column::left(say!(lang, "Through", "経路")),
            Column::left(say!(lang, "State", "状態")),
        ];
        if all {
            columns.insert(2, Column::left(say!(lang, "Who", "操作者")));
        }
        let code = entries[0].code();
        let mut reply = ctx.reply().table(columns, rows);
        let total = audit::count(&mut ctx.tx, user).await?;
        let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        if total > shown {
            reply = reply.text(rest(lang, (shown, total), all));
        }
        Ok(reply
            .text(say!(
                lang,
                "Say “undo {code}” to take one back, where it can be, or “audit {code}” for everything noted of it.",
                "「{code}を取り消して」で取り消せます（取り消せるものに限ります）。「audit {code}」で詳細を表示します。"
            ))
            .into())
    }
}

/// How many changes are not shown, and how to see them.
fn rest(lang: Lang, (shown, total): (i64, i64), all: bool) -> String {
    let (more, next) = (count(total - shown), total.min(MOST));
    let whose = if all { " all" } else { "" };
    let total = count(total);
    if shown >= MOST {
        return say!(
            lang,
            "These are the latest {shown} of {total}, as many as are shown at a time.",
            "全{total}件のうち最新の{shown}件です（一度に表示できるのは{MOST}件までです）。"
        );
    }
    say!(
        lang,
        "{more} earlier ones are not shown. Say “history {next}{whose}” to see them.",
        "ほかに{more}件あります。「history {next}{whose}」でご覧いただけます。"
    )
}

/// A change as it would be typed: words in the command's order, rooms by their names.
pub(super) async fn said(ctx: &mut Context<'_>, entry: &audit::Entry) -> Outcome<String> {
    let mut said = entry.command.clone();
    let Some(spec) = ctx.app.registry.spec(&entry.command) else { return Ok(said) };
    for argument in spec.arguments {
        let Some(words) = entry.arguments.get(argument.name).and_then(|words| words.as_str()) else {
            continue;
        };
        said.push(' ');
        said.push_str(&match argument.kind {
            SlotKind::Room => named(ctx, words).await?,
            _ => words.to_owned(),
        });
    }
    Ok(said)
}

/// What a room is called, where these words are its id; other words as they are.
pub(super) async fn named(ctx: &mut Context<'_>, words: &str) -> Outcome<String> {
    if !words.contains(':') {
        return Ok(words.to_owned());
    }
    Ok(match conversations::refer(&mut ctx.tx, words).await? {
        Found::One(room) => room.label(),
        Found::Many(_) | Found::None(_) => words.to_owned(),
    })
}
