//! `task done`: a task is done; nobody is reminded of it any more.

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
pub(crate) struct TaskDone;

static SPEC: Spec = Spec {
    name: "task done",
    about: words("A task is done", "タスクを完了にします"),
    arguments: &[Argument {
        name: "task",
        kind: SlotKind::Task,
        required: true,
        about: words("T-4, or its number in the last list", "T-4、または直前の一覧の番号"),
    }],
    phrases: Phrases {
        en: &[
            "(done|finish|finished|complete|completed|close|tick off|check off) [with] [the] [task] {task:code}",
            "[task] {task:code} [is|has been] [now] (done|finished|complete|completed)",
            "(mark|set) [the] [task] {task:code} [as|to] (done|finished|complete|completed)",
            "(mark|set) [the] task {task} [as|to] (done|finished|complete|completed)",
            "(i|we) (did|finished|completed) {task:code}",
            "(complete|finish|close) [the] task {task}",
        ],
        ja: &[
            "[タスク]{task:code}[を|は|が|の][完了|終了|済み|済|終わり|終わった|終わりました|やった|やりました|できた|できました|片付けた|片付いた|済んだ|済ませた](に[<して>]|[<して>]|です|しました|した|)",
            "タスク{task}を(完了|終了|済み)[に][<して>]",
        ],
    },
    examples: Phrases { en: &["done T-4", "T-4 is done"], ja: &["T-4完了", "T-4を完了にして"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskDone {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let task = meant::task(ctx, call).await?;
        may_change(ctx, &task)?;
        let (shown, code) = (label(&task), task.code().to_string());
        if !tasks::done(&mut ctx.tx, task.id, ctx.now.at).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is done already; nothing was changed.",
                "{code} はすでに完了しています。何も変更していません。"
            )));
        }
        let reply = ctx.reply().text(say!(lang, "Done: **{shown}**.", "完了しました：**{shown}**"));
        let this = Call::new(SPEC.name, [("task", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "task": code, "done": false })),
            after: Some(json!({ "task": code, "done": true })),
            reversal: Some(json!(Call::new("task reopen", [("task", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
