//! `task snooze`: another time for a task and its reminder.

use async_trait::async_trait;
use crm::{access::Right, tasks::Edit};
use nlp::{period, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    tasks::{
        meant::{self, may_change},
        set::changed,
        when,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskSnooze;

static SPEC: Spec = Spec {
    name: "task snooze",
    about: words("Move a task and its reminder to another time", "タスクの期限とリマインドを変更します"),
    arguments: &[
        Argument {
            name: "task",
            kind: SlotKind::Task,
            required: true,
            about: words("T-4, or its number in the last list", "T-4、または直前の一覧の番号"),
        },
        Argument {
            name: "due",
            kind: SlotKind::Moment,
            required: false,
            about: words("when: tomorrow at 3pm, in an hour, Monday", "いつ。明日の15時、1時間後、月曜 など"),
        },
        Argument {
            name: "by",
            kind: SlotKind::Moment,
            required: false,
            about: words(
                "by how much, from when it is due: 3 days",
                "今の期限からどれだけ延ばすか。3日 など",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(snooze|postpone|push|move|delay|reschedule|defer) [the] [task|reminder] {task:code} [until|till|to|for] {due}",
            "(snooze|postpone|push|move|delay|reschedule|defer) [the] (task|reminder) {task} [until|till|to|for] {due}",
            "(snooze|postpone|push [back]|move back|delay|defer|extend) [the] [task|reminder] {task:code} by {by}",
            "remind me (of|about) {task:code} [again] {due}",
            "(snooze|postpone) [the] [task] {task:code}",
        ],
        ja: &[
            "[タスク]{task:code}を{due}(に|まで|へ)[延期|先送り|スヌーズ|移動|変更|リスケ|ずらして|後回し][に][<して>]",
            "[タスク]{task:code}は{due}(に|まで|へ)(延期|先送り|スヌーズ|リスケ|ずらして|後回し)[に][<して>]",
            "[タスク]{task:code}[を|は]{due}[に|で][もう一度|また|再度][リマインド|通知|知らせて|教えて][<して>]",
            "[タスク]{task:code}[の期限|の締切|の締め切り]を{by}[だけ|ほど](延ばして|延ばす|のばして|延長[<して>]|延期[<して>]|先延ばし[に][<して>]|後ろ倒し[に][<して>]|遅らせて)",
            "[タスク]{task:code}を(延期|先送り|スヌーズ|後回し)[に][<して>]",
        ],
    },
    examples: Phrases {
        en: &["snooze T-4 until Monday", "task snooze T-4 in an hour"],
        ja: &["T-4を月曜に延期", "T-4を1時間後にもう一度リマインド"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskSnooze {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let task = meant::task(ctx, call).await?;
        may_change(ctx, &task)?;
        if task.done_at.is_some() {
            let code = task.code();
            return Err(Stop::Refused(say!(
                lang,
                "{code} is done. “reopen {code}” takes it up again.",
                "{code} は完了しています。「{code}を再開」で未完了に戻せます。"
            )));
        }
        let due = match call.arguments.get("by") {
            Some(by) => when::later(ctx, by, task.due())?,
            None => {
                let words = ctx.required(call, "due")?;
                // "postpone it one week": later than it was; "in an hour" is from now on
                let by = words.trim();
                let by = by.strip_prefix("for ").unwrap_or(by);
                // 25日 is a day, as 2027年 is a year
                let is_stretch =
                    period::is_stretch(by) && !by.starts_with("in ") && !by.ends_with(['日', '年']);
                match task.due() {
                    Some(was) if is_stretch => when::later(ctx, by, Some(was))?,
                    was => when::moved(ctx, words, was)?,
                }
            }
        };
        let before = Edit::of(&task);
        let after = Edit { due: Some(due), ..before.clone() };
        changed(ctx, &task, before, after, call).await
    }
}
