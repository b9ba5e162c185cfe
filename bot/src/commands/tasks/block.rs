//! What is still to be done about something, in short, for its card.

use adapters::{Item, Reply};
use crm::tasks::{self, About, Task};

use crate::commands::{Context, Outcome, tasks::when};
use crate::{
    say,
    words::{count, excerpt},
};

/// So many are named.
const NAMED: i64 = 3;

/// The tasks about something that are still to be done, for its card; nothing when there are none.
pub(crate) async fn tasks_block(ctx: &mut Context<'_>, reply: Reply, about: About) -> Outcome<Reply> {
    let lang = ctx.lang;
    let now = ctx.now.at;
    let (open, total) = tasks::open_of(&mut ctx.tx, about, now, NAMED).await?;
    if open.is_empty() {
        return Ok(reply);
    }
    let items = open.iter().map(|task| item(ctx, task)).collect();
    let reply = reply.text(say!(lang, "**Tasks**", "**タスク**")).list(items);
    let rest = total - open.len() as i64;
    Ok(if rest > 0 {
        let rest = count(rest);
        reply.text(say!(lang, "And {rest} more.", "ほかに{rest}件あります。"))
    } else {
        reply
    })
}

fn item(ctx: &Context<'_>, task: &Task) -> Item {
    let lang = ctx.lang;
    let mut detail = Vec::new();
    if let Some(due) = task.due() {
        let due = when::shown(ctx, due);
        let late = task.is_overdue(ctx.now.at);
        detail.push(if late { say!(lang, "{due} (overdue)", "{due}（期限切れ）") } else { due });
    }
    detail.extend(task.assignee.clone());
    Item::new(format!("{} {}", task.code(), excerpt(&task.text, 80))).detail(detail.join("  ·  "))
}
