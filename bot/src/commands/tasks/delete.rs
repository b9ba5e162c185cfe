//! `task delete`: a task into the trash; nobody is reminded of it.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, housekeeping::TRASH_DAYS, tasks};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    tasks::meant::{self, label, may_change, noted},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskDelete;

static SPEC: Spec = Spec {
    name: "task delete",
    about: words("Delete a task", "タスクを削除します"),
    arguments: &[Argument {
        name: "task",
        kind: SlotKind::Task,
        required: true,
        about: words("T-4", "T-4 のようなコード"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|drop|cancel|bin) [the] [task|reminder] {task:code}",
            "(delete|remove|drop|cancel|bin) [the] (task|reminder) {task}",
        ],
        ja: &["[タスク|リマインダー]{task:code}を(削除|消して|消す|キャンセル|ゴミ箱に入れて)[<して>]"],
    },
    examples: Phrases { en: &["delete task T-4"], ja: &["T-4を削除して"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let task = meant::task(ctx, call).await?;
        may_change(ctx, &task)?;
        let (shown, code) = (label(&task), task.code().to_string());
        if !tasks::delete(&mut ctx.tx, task.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is in the trash already.",
                "{code} はすでにゴミ箱に入っています。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "Deleted **{shown}**. For {TRASH_DAYS} days, “restore {code}” brings it back.",
            "**{shown}** を削除しました。{TRASH_DAYS}日以内なら「{code}を復元」で戻せます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(noted(&task)),
            after: None,
            reversal: Some(json!(Call::new("task restore", [("task", code)]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
