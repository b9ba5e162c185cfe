//! Reminders of tasks that are due: a message each, written in the transaction that notes that it was. Whichever
//! replica comes first sends it, and whatever dies, it is written once.

use adapters::{Button, ButtonStyle, Reply, markdown::escape};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use crm::{
    Actor, TaskId, TenantId, TenantTx, outbox,
    questions::{self, Asked, Kind},
    shown,
    tasks::{Task, remind as reminders},
    tenants,
};
use nlp::Lang;
use serde_json::json;

use crate::{
    app::App,
    commands::{Call, written},
    say,
};

/// Reminds of everything that is due by `now` in one tenant, and says how many messages that were.
pub async fn remind(app: &App, tenant: TenantId, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let mut tx = app.db.begin(tenant, Actor::system("reminders")).await?;
    let due = reminders::due(&mut tx, now).await?;
    drop(tx);
    let mut sent = 0;
    for task in due {
        // what fails for one task stops no other
        match one(app, tenant, task, now).await {
            Ok(true) => sent += 1,
            Ok(false) => {}
            Err(fault) => {
                tracing::error!(%task, fault = format!("{fault:#}"), "nobody was reminded; it will be tried again");
            }
        }
    }
    if sent > 0 {
        app.outbox.notify_one();
    }
    Ok(sent)
}

/// Reminds of one task; false when another replica did, nobody wants it any more, or nobody can be reached.
async fn one(app: &App, tenant: TenantId, task: TaskId, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let mut tx = app.db.begin(tenant, Actor::system("reminders")).await?;
    let Some(task) = reminders::take(&mut tx, task, now).await? else { return Ok(false) };
    let Some(target) = reminders::target(&mut tx, &task).await? else {
        // it stays open: the transaction that took it up ends here
        tracing::debug!(task = %task.code(), "no conversation is known in which to remind anybody");
        return Ok(false);
    };
    let asked = Asked { conversation: target.conversation, account: target.account };
    let reply = json!(message(&mut tx, &task, asked).await?);
    let new =
        outbox::New { thread: target.thread.as_deref(), ..outbox::New::to(target.conversation, &reply) };
    outbox::put(&mut tx, new).await?;
    // from now on "this task" means it
    let mut known = shown::last(&mut tx, asked).await?;
    known.focus.insert(task.code().kind.letter(), task.code());
    shown::remember(&mut tx, asked, &known).await?;
    tx.commit().await?;
    tracing::info!(task = %task.code(), "reminded");
    Ok(true)
}

/// What is said, in the language and time zone of the one who is to do it.
async fn message(tx: &mut TenantTx, task: &Task, asked: Asked) -> anyhow::Result<Reply> {
    let settings = tenants::settings(tx).await?;
    let manner = reminders::manner(tx, task.assignee_id.or(task.created_by)).await?;
    let lang = manner.lang.as_deref().and_then(Lang::from_tag).or_else(|| Lang::from_tag(&settings.lang));
    let lang = lang.unwrap_or(Lang::En);
    let zone: Tz = manner.timezone.as_deref().unwrap_or(&settings.timezone).parse().unwrap_or(Tz::UTC);
    let (code, text) = (task.code(), escape(&task.text));
    let about = task
        .about_code()
        .map(|code| format!("{code} {}", task.about_name.as_deref().unwrap_or_default()))
        .unwrap_or_default();
    // whoever asked for their own knows whose it is
    let other = task.assignee_id != task.created_by;
    let whose = task.assignee.clone().filter(|_| other).unwrap_or_default();
    let due = task.due().map(|due| written(lang, due, zone)).unwrap_or_default();
    let reply = Reply::new(lang.tag())
        .text(say!(lang, "Reminder: **{code}** {text}", "リマインド：**{code}** {text}"))
        .fields([
            (say!(lang, "Due", "期限"), due),
            (say!(lang, "For", "担当"), whose),
            (say!(lang, "About", "対象"), about),
        ]);
    Ok(reply.buttons(buttons(tx, task, asked, lang).await?))
}

/// Done, in an hour, tomorrow.
async fn buttons(tx: &mut TenantTx, task: &Task, asked: Asked, lang: Lang) -> anyhow::Result<Vec<Button>> {
    let code = task.code().to_string();
    let snooze = |due: &str| Call::new("task snooze", [("task", code.clone()), ("due", due.to_owned())]);
    let offers = [
        (
            say!(lang, "Done", "完了"),
            say!(lang, "done {code}", "{code}完了"),
            Call::new("task done", [("task", code.clone())]),
        ),
        (
            say!(lang, "In 1 hour", "1時間後"),
            say!(lang, "snooze {code} for 1 hour", "{code}を1時間後に延期"),
            snooze("in 1 hour"),
        ),
        (
            say!(lang, "Tomorrow", "明日"),
            say!(lang, "snooze {code} until tomorrow", "{code}を明日に延期"),
            snooze("tomorrow"),
        ),
    ];
    let options: Vec<_> = offers.iter().map(|(_, _, call)| json!(call)).collect();
    let command = &offers[0].2.command;
    let id = questions::ask(tx, asked, Kind::Offer, command, &json!({}), &options, lang.tag()).await?;
    let button = |(n, (label, typed, _)): (usize, (String, String, Call))| Button {
        label,
        token: format!("{id}:{n}:{}", lang.tag()),
        style: if n == 1 { ButtonStyle::Primary } else { ButtonStyle::Plain },
        typed,
    };
    Ok((1..).zip(offers).map(button).collect())
}
