//! `task restore`: a task out of the trash.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::{self, Change},
    tasks,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    tasks::meant::{label, may_change, noted},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskRestore;

static SPEC: Spec = Spec {
    name: "task restore",
    about: words("Bring a deleted task back", "削除したタスクを元に戻します"),
    arguments: &[Argument {
        name: "task",
        kind: SlotKind::Task,
        required: true,
        about: words("the code it had, such as T-4", "元のコード。T-4 など"),
    }],
    phrases: Phrases {
        en: &["(restore|undelete|bring back) [the] [task] {task:code}"],
        ja: &["[タスク]{task:code}[を](復元|復活)[させて|<して>]"],
    },
    examples: Phrases { en: &["restore T-4"], ja: &["T-4を復元して"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = ctx.required(call, "task")?.to_owned();
        let found = match Code::parse(&words) {
            Some(Code { kind: CodeKind::Task, number }) => tasks::deleted(&mut ctx.tx, number).await?,
            _ => None,
        };
        let Some(task) = found else {
            return Err(Stop::Refused(say!(
                lang,
                "There is no task {words} in the trash. Say the code it had, as in “restore T-4”.",
                "{words} というタスクはゴミ箱にありません。「T-4を復元」のように元のコードで指定してください。"
            )));
        };
        may_change(ctx, &task)?;
        tasks::restore(&mut ctx.tx, task.id, ctx.now.at).await?;
        ctx.looked_at(task.code());
        let (shown, code) = (label(&task), task.code().to_string());
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** is back, as before.",
            "**{shown}** を元どおりに戻しました。"
        ));
        let this = Call::new(SPEC.name, [("task", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: None,
            after: Some(noted(&task)),
            reversal: Some(json!(Call::new("task delete", [("task", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
