//! `task list`: what is to be done, by whom and by when.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    persons::Found,
    tasks::{self, Filter, Which},
    users,
};
use nlp::understand::{Choices, SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    organizations::find::{page, paged},
    tasks::{meant::about, when},
};
use crate::{
    say,
    words::{date, excerpt, words},
};

/// The command.
pub(crate) struct TaskList;

/// Tasks in one answer.
const PAGE: i64 = 20;

const WHICH: Choices = &[
    ("mine", &["my", "my open", "open", "私", "自分", "わたし", "僕", "未完了", "やるべき"]),
    (
        "all",
        &[
            "everybody's",
            "everyone's",
            "team",
            "all open",
            "全員",
            "全部",
            "全て",
            "すべて",
            "チーム",
            "みんな",
        ],
    ),
    (
        "done",
        &["finished", "completed", "closed", "完了", "完了した", "完了済み", "終わった", "済み", "済んだ"],
    ),
    (
        "overdue",
        &[
            "late",
            "past due",
            "missed",
            "期限切れ",
            "期限が切れた",
            "期限超過",
            "遅れている",
            "遅れてる",
            "遅延",
        ],
    ),
];

static SPEC: Spec = Spec {
    name: "task list",
    about: words("Tasks: yours, everybody's, done or overdue", "タスクの一覧（自分・全員・完了・期限切れ）"),
    arguments: &[
        Argument {
            name: "which",
            kind: SlotKind::Choice(WHICH),
            required: false,
            about: words("mine (unless said), all, done or overdue", "自分（省略時）・全員・完了・期限切れ"),
        },
        Argument {
            name: "on",
            kind: SlotKind::Object,
            required: false,
            about: words(
                "what they are about: P-12, O-3, D-9, C-7 or a name",
                "対象。P-12、O-3、D-9、C-7、または名前",
            ),
        },
        Argument {
            name: "for",
            kind: SlotKind::User,
            required: false,
            about: words("whose: a name, or me", "担当者の名前、または「私」"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Ahead,
            required: false,
            about: words("due then: this week, by Friday", "期限の期間。「今週」など"),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page", "ページ番号"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [the|our] [{which}] (tasks|todos|to-dos|todo list|to-do list|reminders)",
            "[<show>|list] [the|our] [{which}] (tasks|todos|to-dos|reminders) (on|for|about|of) {on:sure}",
            "[<show>|list] [the|our] [{which}] (tasks|todos|to-dos|reminders) (for|of) {on}",
            "[<show>|list] {for:sure}['s] (tasks|todos|to-dos|reminders)",
            "[<show>|list] {for}'s (tasks|todos|to-dos|reminders)",
            "(what|which) (tasks|todos|to-dos|reminders) (are|do i have|are there|have i got) [{which}]",
            "(what|which) (tasks|todos|to-dos|reminders) (are|do i have|are there|have i got) [due] {period}",
            "(what|which) of my (tasks|todos|to-dos|reminders) are due {period}",
            "[<show>|list] [the|our] [{which}] (tasks|todos|to-dos|reminders) [that are] [due|for] {period}",
            "what is due {period}",
            "what (do i have|is there|have i got) to do [next|now]",
            "what (do i have|is there|have i got) to do {period}",
            "what('s| is) on my (plate|todo list|to-do list|list)",
            "what is {which}",
        ],
        ja: &[
            "[{which}の|{which}](タスク|todo|やること|リマインダー)[の](一覧|リスト)[<見せて>]",
            "({which}の|{which})(タスク|todo|リマインダー)[<見せて>]",
            "(タスク|todo|やること|リマインダー)[は]",
            "(タスク|todo|やること|リマインダー)[を|の][全部|全て|すべて]<見せて>",
            "{on:sure}(の|に関する|についての)(タスク|todo|やること)[の][一覧|リスト][<見せて>]",
            "{for:sure}の(タスク|todo|やること)[の][一覧|リスト][<見せて>]",
            "{for}の(タスク|todo)[の][一覧|リスト][<見せて>]",
            "{period}(の|が(期限|締切|締め切り)の|(期限|締切|締め切り)の)[{which}の](タスク|todo|やること|リマインダー)[の][一覧|リスト][<見せて>]",
            "{period}中(の|が期限の)(タスク|todo|やること)[の][一覧|リスト][<見せて>]",
            "[次に|今](何|なに)を(すれば|したら|やれば|やったら)(いい|よい|良い)[の|ですか]",
            "{period}[は](何|なに)を(すれば|したら|やれば|やったら)(いい|よい|良い)[の|ですか]",
            "[今](やる|するべき|やるべき)(こと|事)は[何|なに]",
            "{period}(やる|するべき|やるべき)(こと|事)は[何|なに]",
        ],
    },
    examples: Phrases {
        en: &["my tasks", "overdue tasks", "tasks for D-9", "what tasks do I have due this week?"],
        ja: &["私のタスク一覧", "期限切れのタスクを見せて", "今週が期限のタスク"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for TaskList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let filter = filter(ctx, call).await?;
        let (page, now) = (page(call), ctx.now.at);
        let (found, total) =
            tasks::list(&mut ctx.tx, &filter, now, PAGE, (page - 1).saturating_mul(PAGE)).await?;
        if found.is_empty() {
            return Ok(ctx.reply().text(nothing(ctx, &filter, page)).into());
        }
        ctx.showed(found.iter().map(|task| vec![task.code()]).collect());
        let rows = found
            .iter()
            .map(|task| {
                let due = task.due().map(|due| when::shown(ctx, due)).unwrap_or_default();
                let due = match (task.done_at, task.is_overdue(now)) {
                    (Some(at), _) => {
                        let day = date(lang, at.with_timezone(&ctx.zone()).date_naive());
                        say!(lang, "done {day}", "{day} 完了")
                    }
                    (None, true) => say!(lang, "{due} (overdue)", "{due}（期限切れ）"),
                    (None, false) => due,
                };
                let about = task.about_code().map(|code| {
                    format!("{code} {}", excerpt(task.about_name.as_deref().unwrap_or_default(), 20))
                });
                vec![
                    task.code().to_string(),
                    excerpt(&task.text, 60),
                    due,
                    task.assignee.clone().unwrap_or_default(),
                    about.unwrap_or_default(),
                ]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "Task", "タスク")),
            Column::left(say!(lang, "Due", "期限")),
            Column::left(say!(lang, "For", "担当")),
            Column::left(say!(lang, "About", "対象")),
        ];
        let reply = ctx.reply().table(columns, rows);
        let reply = paged(ctx, reply, call, (page, PAGE, total));
        let code = found[0].code();
        Ok(match filter.which {
            Which::Done => reply,
            Which::Open | Which::Overdue => reply.text(say!(
                lang,
                "“done {code}” closes one, “snooze {code} until Monday” moves it.",
                "「{code}完了」で完了、「{code}を月曜に延期」で期限を変更できます。"
            )),
        }
        .into())
    }
}

async fn filter(ctx: &mut Context<'_>, call: &Call) -> Outcome<Filter> {
    let said = call.arguments.get("which").map_or("", String::as_str);
    let word = WHICH.iter().find(|(word, all)| *word == said || all.contains(&said)).map(|(word, _)| *word);
    // 「田所さんのタスク」: of one of us, before anybody else of that name
    let theirs = call.arguments.get("on").filter(|said| Code::parse(said).is_none());
    let colleague = match theirs.filter(|_| !call.arguments.contains_key("for") && word != Some("mine")) {
        Some(said) => match users::refer(&mut ctx.tx, said).await? {
            Found::One(user) => Some(user.id),
            _ => None,
        },
        None => None,
    };
    let about = match call.arguments.get("on") {
        Some(_) if colleague.is_none() => Some(about(ctx, call, "on").await?.0),
        _ => None,
    };
    let me = ctx.tx.actor().user_id();
    let assignee = match (call.arguments.get("for"), word) {
        (Some(_), _) => Some(ctx.staff(call, "for").await?),
        (None, _) if colleague.is_some() => colleague,
        (None, Some("all" | "overdue" | "done")) => None,
        // about something: whoever does it
        (None, None) if about.is_some() => None,
        (None, _) => me,
    };
    let which = match word {
        Some("done") => Which::Done,
        Some("overdue") => Which::Overdue,
        _ => Which::Open,
    };
    let due = ctx.period_ahead(call)?.map(|(_, period)| period);
    let (due_from, due_until) = due.map_or((None, None), |due| (due.from, due.until));
    // what is late is to be done this week as well
    let due_from = due_from.filter(|from| which != Which::Open || *from > ctx.now.at);
    Ok(Filter { which, assignee, about, due_from, due_until })
}

/// The answer where there are none.
fn nothing(ctx: &Context<'_>, filter: &Filter, page: i64) -> String {
    let lang = ctx.lang;
    let when = filter.due_from.is_some() || filter.due_until.is_some();
    match (page, filter.which) {
        (1, _) if when => say!(
            lang,
            "No task is due then. “my tasks” shows all that are open.",
            "この期間が期限のタスクはありません。「私のタスク一覧」で未完了のタスクをすべてご覧いただけます。"
        ),
        (1, Which::Done) => say!(lang, "No task is done yet.", "完了したタスクはまだありません。"),
        (1, Which::Overdue) => say!(lang, "Nothing is overdue.", "期限切れのタスクはありません。"),
        (1, Which::Open) => say!(
            lang,
            "There is nothing to do. “remind me Monday to call P-12” makes a task.",
            "タスクはありません。「月曜にP-12へ電話、リマインド」のように登録できます。"
        ),
        _ => say!(lang, "There is no page {page}.", "{page}ページ目はありません。"),
    }
}
