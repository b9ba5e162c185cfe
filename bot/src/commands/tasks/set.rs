//! `task set`: changes what is said of a task: words, due time, who does it, what it is about.

use async_trait::async_trait;
use crm::{
    MergeId,
    access::Right,
    audit::Change,
    merges::Given,
    tasks::{self, Edit, Task},
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind, fields},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    tasks::{
        meant::{self, about, label, may_change, noted},
        when,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskSet;

/// Its name, by which changes are taken back.
const NAME: &str = "task set";

/// Canonical names of fields, each with what people say for it.
const NAMES: Choices = &[
    ("text", &["title", "name", "words", "内容", "本文", "名前", "タイトル"]),
    (
        "due",
        &["due date", "deadline", "date", "time", "期限", "締切", "締め切り", "期日", "日時", "リマインド"],
    ),
    ("for", &["assignee", "owner", "who", "担当", "担当者"]),
    ("on", &["about", "object", "subject", "対象", "相手"]),
];

/// What empties a field that may be empty.
const NOTHING: [&str; 7] = ["", "-", "none", "nobody", "nothing", "なし", "無し"];

static SPEC: Spec = Spec {
    name: NAME,
    about: words("Change a task's words, due time or assignee", "タスクの内容・期限・担当・対象を変更します"),
    arguments: &[
        Argument {
            name: "task",
            kind: SlotKind::Task,
            required: true,
            about: words("T-4, or its number in the last list", "T-4、または直前の一覧の番号"),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words("field=value: text, due, for, on", "項目=値（内容・期限・担当・対象）"),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words("one field", "変更する項目"),
        },
        Argument {
            name: "for",
            kind: SlotKind::User,
            required: false,
            about: words("who does it", "担当者"),
        },
        Argument {
            name: "value",
            kind: SlotKind::Text,
            required: false,
            about: words("what it should say", "設定する内容"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update|edit) [the] [task] {task:code} {fields}",
            "(set|change|update|edit|move) [the] {field} of [the] [task] {task:code} to {value}",
            "(set|change|update|edit|move) [task] {task:code}['s] {field} to {value}",
            "[task] {task:code}['s] {field} [is|should be|to|:] {value}",
            "[task] {task:code} is [now] due [on|by|at] {value}",
            "(assign|give|hand [over]) [the] [task] {task:code} to {for}",
        ],
        ja: &[
            "[タスク]{task:code}[の|を|に]{fields}[に(変更|設定|更新)[<して>]]",
            "[タスク]{task:code}の{field}を{value}に[変更|更新|修正|設定|<して>][<して>]",
            "[タスク]{task:code}の{field}(は|:){value}",
            "[タスク]{task:code}の担当[者]を{for}に[変更|設定|お願い|<して>][<して>]",
            "[タスク]{task:code}を{for}(に|へ)(任せて|お願い|割り当て[て]|アサイン|引き継いで|振って)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["assign T-4 to Sato", "set T-4 due=Friday"],
        ja: &["T-4の期限を金曜に", "T-4の担当を佐藤さんに変更"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
struct Back {
    before: Edit,
    after: Edit,
    /// The merges that had brought it to the person whose it was.
    #[serde(default)]
    by: Vec<MergeId>,
}

#[async_trait]
impl Command for TaskSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let task = meant::task(ctx, call).await?;
        let before = Edit::of(&task);
        let after = match back::of::<Back>(call)? {
            Some(known) => before.without(&known.before, &known.after).ok_or_else(|| {
                let code = task.code();
                Stop::Refused(say!(
                    lang,
                    "{code} was changed again since; it stays as it is.",
                    "{code} はその後も変更されているため、そのままにしました。"
                ))
            })?,
            None => {
                may_change(ctx, &task)?;
                said(ctx, call, &before).await?
            }
        };
        changed(ctx, &task, before, after, call).await
    }
}

/// Changes a task, and says so; what takes it back is `task set` whatever the command.
pub(crate) async fn changed(
    ctx: &mut Context<'_>,
    task: &Task,
    before: Edit,
    after: Edit,
    call: &Call,
) -> Outcome {
    let lang = ctx.lang;
    let code = task.code().to_string();
    if before == after {
        return Err(Stop::Refused(say!(
            lang,
            "{code} says so already; nothing would change.",
            "{code} はすでにその内容です。変更する点はありません。"
        )));
    }
    let known: Option<Back> = back::of(call)?;
    let given = known.as_ref().map_or(Given::ByHand, |known| Given::Back(&known.by));
    let by = tasks::set(&mut ctx.tx, task.id, &after, given, ctx.now.at).await?;
    let now = tasks::by_number(&mut ctx.tx, task.number)
        .await?
        .ok_or_else(|| anyhow::anyhow!("what was just changed is gone"))?;
    let shown = label(&now);
    let changes = changes(ctx, task, &now);
    let reply =
        ctx.reply().text(say!(lang, "Changed **{shown}**.", "**{shown}** を変更しました。")).fields(changes);
    let reversal = Call::new(NAME, [("task", code.clone())]);
    let change = Change {
        command: call.command.clone(),
        arguments: json!(back::without(call).arguments),
        object: Some(code),
        before: Some(noted(task)),
        after: Some(noted(&now)),
        reversal: Some(json!(back::with(reversal, &Back { before, after, by }))),
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// What somebody said it is to say.
async fn said(ctx: &mut Context<'_>, call: &Call, before: &Edit) -> Outcome<Edit> {
    let mut edit = before.clone();
    let argument = |name: &str| call.arguments.get(name).map(String::as_str);
    if let Some(user) = argument("for") {
        set(ctx, &mut edit, ("for", user)).await?;
        return Ok(edit);
    }
    match (argument("fields"), argument("field"), argument("value")) {
        (Some(words), _, _) => {
            for (field, value) in fields(words).unwrap_or_default() {
                set(ctx, &mut edit, (&field, &value)).await?;
            }
        }
        (None, Some(field), Some(value)) => set(ctx, &mut edit, (field, value)).await?,
        // "T-4 is due Friday"
        (None, None, Some(value)) => set(ctx, &mut edit, ("due", value)).await?,
        (None, Some(_), None) => return Err(Stop::Missing("value")),
        (None, None, None) => return Err(Stop::Missing("fields")),
    }
    Ok(edit)
}

/// Sets `field` of a task to what was said.
async fn set(ctx: &mut Context<'_>, edit: &mut Edit, (field, said): (&str, &str)) -> Outcome<()> {
    let lang = ctx.lang;
    let folded = field.trim().to_lowercase();
    let known = NAMES.iter().find(|(word, all)| *word == folded || all.contains(&folded.as_str()));
    let said = said.trim();
    let empties = NOTHING.contains(&said.to_lowercase().as_str());
    let named = |name: &'static str| Call::new(NAME, [(name, said.to_owned())]);
    match known.map(|(word, _)| *word) {
        Some("text") if said.chars().any(char::is_alphanumeric) => edit.text = said.to_owned(),
        Some("due") if empties => edit.due = None,
        Some("due") => edit.due = Some(when::moved(ctx, said, edit.due)?),
        Some("for") if empties => edit.assignee = None,
        Some("for") => edit.assignee = Some(ctx.staff(&named("for"), "for").await?),
        Some("on") if empties => edit.about = None,
        Some("on") => edit.about = Some(about(ctx, &named("on"), "on").await?.0),
        _ => {
            return Err(Stop::Refused(say!(
                lang,
                "I cannot set “{field}” of a task to “{said}”. There are: text, due, for (who does it) and on (what it is about).",
                "「{field}」に「{said}」は設定できません。設定できるのは、内容・期限・担当・対象です。"
            )));
        }
    }
    Ok(())
}

/// Before → after, a field a line.
fn changes(ctx: &Context<'_>, before: &Task, after: &Task) -> Vec<(String, String)> {
    let lang: Lang = ctx.lang;
    let rows = |task: &Task| {
        let dash = || "–".to_owned();
        [
            (words("Task", "内容"), task.text.clone()),
            (words("Due", "期限"), task.due().map_or_else(dash, |due| when::shown(ctx, due))),
            (words("For", "担当"), task.assignee.clone().unwrap_or_else(dash)),
            (words("About", "対象"), task.about_code().map_or_else(dash, |code| code.to_string())),
        ]
    };
    rows(before)
        .into_iter()
        .zip(rows(after))
        .filter(|((_, was), (_, is))| was != is)
        .map(|((label, was), (_, is))| (label.of(lang).to_owned(), format!("{was} → {is}")))
        .collect()
}
