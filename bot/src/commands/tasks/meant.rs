//! Which task is meant, how it is called, and who may change it.

use adapters::markdown::escape;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    tasks::{self, About, Task},
};
use serde_json::{Value, json};

use crate::commands::{Call, Context, Outcome, Stop, object::object};
use crate::{say, words::excerpt};

/// The task an argument means.
pub(crate) async fn task(ctx: &mut Context<'_>, call: &Call) -> Outcome<Task> {
    let lang = ctx.lang;
    let words = ctx.required(call, "task")?.to_owned();
    let code = ctx.pointed_at(&words, CodeKind::Task).await?;
    let found = match code {
        Some(Code { number, .. }) => tasks::by_number(&mut ctx.tx, number).await?,
        None => None,
    };
    if let Some(task) = found {
        ctx.looked_at(task.code());
        return Ok(task);
    }
    if let Some(code) = code
        && tasks::deleted(&mut ctx.tx, code.number).await?.is_some()
    {
        return Err(Stop::Refused(say!(
            lang,
            "{code} is in the trash. Say “restore {code}” to bring it back.",
            "{code} はゴミ箱にあります。戻すには「{code}を復元して」と入力してください。"
        )));
    }
    if words.trim().parse::<u16>().is_ok() {
        return Err(Stop::Refused(say!(
            lang,
            "Number {words} of the last list is no task. Tasks are named like T-4; “my tasks” lists yours.",
            "直前の一覧の{words}番はタスクではありません。タスクは T-4 のように指定します。「私のタスク」で一覧をご覧いただけます。"
        )));
    }
    Err(Stop::Refused(say!(
        lang,
        "There is no task {words}. Tasks are named like T-4; “my tasks” lists yours.",
        "{words} というタスクはありません。タスクは T-4 のように指定します。「私のタスク」で一覧をご覧いただけます。"
    )))
}

/// A task in a sentence, safe in small Markdown.
pub(crate) fn label(task: &Task) -> String {
    format!("{} {}", task.code(), escape(&excerpt(&task.text, 60)))
}

/// What an argument says a task is about, and its code.
pub(crate) async fn about(ctx: &mut Context<'_>, call: &Call, name: &'static str) -> Outcome<(About, Code)> {
    let lang = ctx.lang;
    let object = object(ctx, call, name).await?;
    let about = match object.id {
        crm::notes::Object::Person(id) => About::Person(id),
        crm::notes::Object::Organization(id) => About::Organization(id),
        crm::notes::Object::Campaign(id) => About::Campaign(id),
        crm::notes::Object::Deal(id) => About::Deal(id),
        crm::notes::Object::Activity(_) | crm::notes::Object::Task(_) => {
            let code = object.code;
            return Err(Stop::Refused(say!(
                lang,
                "A task is about a person, an organization, a deal or a campaign; {code} is none of them.",
                "タスクの対象にできるのは、人・組織・商談・施策です（{code} は対象にできません）。"
            )));
        }
    };
    Ok((about, object.code))
}

/// Refuses whoever may not change this task: everybody may change what is nobody's, their own, or what they asked for.
pub(crate) fn may_change(ctx: &Context<'_>, task: &Task) -> Outcome<()> {
    let me = ctx.tx.actor().user_id();
    let mine = task.assignee_id.is_none() || task.assignee_id == me || me.is_some() && task.created_by == me;
    if mine || access::may(ctx.tx.actor(), Right::ChangeAnybodys) {
        return Ok(());
    }
    let (lang, code) = (ctx.lang, task.code());
    let who = task.assignee.as_deref().unwrap_or_default();
    let role =
        access::least(Right::ChangeAnybodys).map_or("–", |role| lang.pick(role.words().0, role.words().1));
    Err(Stop::Refused(say!(
        lang,
        "{code} is a task of {who}. They can change it, or anyone with the role {role} or above.",
        "{code} は {who} さんのタスクです。変更できるのは、本人または{role}以上の権限を持つ人です。"
    )))
}

/// For the audit log.
pub(crate) fn noted(task: &Task) -> Value {
    json!({
        "task": task.code().to_string(), "text": task.text, "for": task.assignee,
        "on": task.about_code().map(|code| code.to_string()), "due": task.due().map(|due| due.at),
        "done": task.done_at.is_some(),
    })
}
