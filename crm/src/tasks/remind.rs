//! Who is to be reminded of what, and where.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::{Task, tasks};
use crate::{AccountId, ConversationId, Result, TaskId, TenantTx, UserId};

/// Most tasks looked at in one round.
const MOST: i64 = 200;

/// The tasks of which somebody is to be reminded by `now` and can be, the longest due first. One of which nobody can
/// be reminded yet stays open until somebody can.
pub async fn due(tx: &mut TenantTx, now: DateTime<Utc>) -> Result<Vec<TaskId>> {
    sqlx::query_scalar(
        "select t.id from crm.tasks t
         where t.tenant_id = $1 and t.due_at <= $2 and t.reminded_at is null and t.done_at is null
           and t.deleted_at is null
           and (t.conversation_id is not null and t.account_id is not null
                or exists (select from crm.accounts a
                           join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
                           join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
                                and c.kind = 'assistant'
                           join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
                                and not k.paused
                           where a.tenant_id = t.tenant_id and a.user_id = coalesce(t.assignee_id, t.created_by)))
         order by t.due_at, t.id limit $3",
    )
    .bind(tx.tenant())
    .bind(now)
    .bind(MOST)
    .fetch_all(tx.conn())
    .await
}

/// Takes up the reminder of one task and notes that it is sent, in this transaction: whoever rolls back has not sent
/// it. `None`: another replica has it, or nobody wants it any more.
pub async fn take(tx: &mut TenantTx, task: TaskId, now: DateTime<Utc>) -> Result<Option<Task>> {
    let taken: Option<Task> = sqlx::query_as(concat!(
        tasks!(),
        " and t.id = $2 and t.due_at <= $3 and t.reminded_at is null and t.done_at is null and t.deleted_at is null
          for update of t skip locked"
    ))
    .bind(tx.tenant())
    .bind(task)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?;
    if taken.is_some() {
        sqlx::query("update crm.tasks set reminded_at = $3 where tenant_id = $1 and id = $2")
            .bind(tx.tenant())
            .bind(task)
            .bind(now)
            .execute(tx.conn())
            .await?;
    }
    Ok(taken)
}

/// Where a reminder goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The conversation.
    pub conversation: ConversationId,
    /// Whose buttons those beside it are.
    pub account: AccountId,
    /// The thread in it.
    pub thread: Option<String>,
}

/// Where the one who is to do it hears of it: where they asked for it themselves, else where they last talked with
/// this bot alone, else where somebody else asked for it. `None`: nowhere is known.
pub async fn target(tx: &mut TenantTx, task: &Task) -> Result<Option<Target>> {
    let asked = task.conversation_id.zip(task.account_id).map(|(conversation, account)| Target {
        conversation,
        account,
        thread: task.thread.clone(),
    });
    let Some(who) = task.assignee_id.or(task.created_by) else { return Ok(asked) };
    if asked.is_some() && Some(who) == task.created_by {
        return Ok(asked);
    }
    let direct = direct(tx, who).await?;
    Ok(direct.map(|(conversation, account)| Target { conversation, account, thread: None }).or(asked))
}

/// Where a user last talked with this bot alone, and as which account.
async fn direct(tx: &mut TenantTx, user: UserId) -> Result<Option<(ConversationId, AccountId)>> {
    sqlx::query_as(
        "select x.conversation_id, x.account_id from crm.accounts a
         join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id and c.kind = 'assistant'
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id and not k.paused
         where a.tenant_id = $1 and a.user_id = $2
         order by x.occurred_at desc limit 1",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_optional(tx.conn())
    .await
}

/// How a user wants to be spoken to: language and time zone, where they chose one.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Manner {
    /// Language tag.
    pub lang: Option<String>,
    /// IANA time zone.
    pub timezone: Option<String>,
}

/// How this user wants to be spoken to.
pub async fn manner(tx: &mut TenantTx, user: Option<UserId>) -> Result<Manner> {
    let found = sqlx::query_as("select lang, timezone from crm.users where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(user)
        .fetch_optional(tx.conn())
        .await?;
    Ok(found.unwrap_or_default())
}
