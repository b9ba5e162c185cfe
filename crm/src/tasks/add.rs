//! New tasks.

use chrono::{DateTime, Utc};

use super::{About, Due, Task, by_number};
use crate::{AccountId, CodeKind, ConversationId, Result, TaskId, TenantTx, UserId};

/// A task to be added.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// What is to be done.
    pub text: String,
    /// Who of us does it.
    pub assignee: Option<UserId>,
    /// What it is about.
    pub about: Option<About>,
    /// When it is due.
    pub due: Option<Due>,
    /// Where it is asked for, and by which account: there the reminder goes.
    pub asked: Option<(ConversationId, AccountId)>,
    /// The thread in it.
    pub thread: Option<String>,
}

/// Adds a task, by the user who acts, at `at`.
pub async fn add(tx: &mut TenantTx, new: &NewTask, at: DateTime<Utc>) -> Result<Task> {
    let number = tx.numbers(CodeKind::Task, 1).await?.start;
    let by = tx.actor().user_id();
    let (person, organization, deal, campaign) = About::columns(new.about);
    sqlx::query(
        "insert into crm.tasks (tenant_id, id, number, text, assignee_id, person_id, organization_id, deal_id,
                                campaign_id, due_at, all_day, late_at, conversation_id, account_id, thread,
                                created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(tx.tenant())
    .bind(TaskId::new())
    .bind(number)
    .bind(new.text.replace('\0', ""))
    .bind(new.assignee)
    .bind(person)
    .bind(organization)
    .bind(deal)
    .bind(campaign)
    .bind(new.due.map(|due| due.at))
    .bind(new.due.is_some_and(|due| due.all_day))
    .bind(new.due.map(|due| due.late_at))
    .bind(new.asked.map(|(conversation, _)| conversation))
    .bind(new.asked.map(|(_, account)| account))
    .bind(&new.thread)
    .bind(by)
    .bind(at)
    .execute(tx.conn())
    .await?;
    by_number(tx, number).await?.ok_or(sqlx::Error::RowNotFound)
}
