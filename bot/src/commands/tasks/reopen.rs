//! `task reopen`: a task that was done is to be done again.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::{self, Change},
    tasks,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    tasks::meant::{self, label, may_change},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskReopen;

static SPEC: Spec = Spec {
    name: "task reopen",
    about: words("Take up a task again that was done", "完了したタスクを未完了に戻します"),
    arguments: &[Argument {
        name: "task",
        kind: SlotKind::Task,
        required: true,
        about: words("T-4", "T-4 のようなコード"),
    }],
    phrases: Phrases {
        en: &[
            "(reopen|re-open|uncheck) [the] [task] {task:code}",
            "[task] {task:code} is not (done|finished) [yet]",
            "[task] {task:code} isn't (done|finished) [yet]",
        ],
        ja: &[
            "[タスク]{task:code}を(再開|未完了に(戻して|<して>)|やり直し)[<して>]",
            "[タスク]{task:code}は(まだ|未完了)[終わっていない|終わってない|です]",
        ],
    },
    examples: Phrases { en: &["reopen T-4"], ja: &["T-4を再開して"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskReopen {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let task = meant::task(ctx, call).await?;
        may_change(ctx, &task)?;
        let (shown, code) = (label(&task), task.code().to_string());
        if !tasks::reopen(&mut ctx.tx, task.id, ctx.now.at).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is not done; nothing was changed.",
                "{code} は完了していません。何も変更していません。"
            )));
        }
        let reply =
            ctx.reply().text(say!(lang, "To be done again: **{shown}**.", "未完了に戻しました：**{shown}**"));
        let this = Call::new(SPEC.name, [("task", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "task": code, "done": true })),
            after: Some(json!({ "task": code, "done": false })),
            reversal: Some(json!(Call::new("task done", [("task", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
