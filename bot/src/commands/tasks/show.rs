//! `task show`: a task on one card.

use adapters::Reply;
use async_trait::async_trait;
use crm::{access::Right, notes::Object, tasks::Task};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    notes::list::notes_block,
    tasks::{meant, when},
};
use crate::{
    say,
    words::{day_and_time, words},
};

/// The command.
pub(crate) struct TaskShow;

static SPEC: Spec = Spec {
    name: "task show",
    about: words("A task on one card", "タスクの情報を表示します"),
    arguments: &[Argument {
        name: "task",
        kind: SlotKind::Task,
        required: true,
        about: words("T-4", "T-4 のようなコード"),
    }],
    phrases: Phrases {
        en: &["{task:code}", "<show> [the] [task] {task:code}", "task {task:code}"],
        ja: &["{task:code}[の(詳細|情報)][<見せて>]", "タスク[ ]{task:code}[の(詳細|情報)][<見せて>]"],
    },
    examples: Phrases { en: &["show task T-4", "T-4"], ja: &["T-4の詳細", "タスクT-4を見せて"] },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for TaskShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let task = meant::task(ctx, call).await?;
        let reply = ctx.reply().heading(format!("{} {}", task.code(), task.text));
        let reply = fields(ctx, reply, &task);
        let code = task.code();
        let (lang, done) = (ctx.lang, task.done_at.is_some());
        let reply = notes_block(ctx, reply, Object::Task(task.id), code).await?;
        Ok(if done {
            reply.text(say!(
                lang,
                "“reopen {code}” takes it up again.",
                "「{code}を再開」で未完了に戻せます。"
            ))
        } else {
            reply.text(say!(
                lang,
                "“done {code}”, “snooze {code} until Monday”.",
                "「{code}完了」「{code}を月曜に延期」が使えます。"
            ))
        }
        .into())
    }
}

/// The facts of a task; what is empty is left out by whoever shows it.
pub(crate) fn fields(ctx: &Context<'_>, reply: Reply, task: &Task) -> Reply {
    let lang = ctx.lang;
    let about = task
        .about_code()
        .map(|code| format!("{code} {}", task.about_name.as_deref().unwrap_or_default()))
        .unwrap_or_default();
    let mut due = task.due().map(|due| when::shown(ctx, due)).unwrap_or_default();
    if task.is_overdue(ctx.now.at) {
        due = say!(lang, "{due} (overdue)", "{due}（期限切れ）");
    }
    let done = task.done_at.map(|at| day_and_time(lang, at, ctx.zone())).unwrap_or_default();
    reply.fields([
        (say!(lang, "Due", "期限"), due),
        (say!(lang, "For", "担当"), task.assignee.clone().unwrap_or_default()),
        (say!(lang, "About", "対象"), about),
        (say!(lang, "Done", "完了"), done),
    ])
}
