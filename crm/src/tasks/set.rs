//! Tasks changed, done and taken up again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{About, Due, Task, tasks};
use crate::{
    MergeId, PersonId, Result, TaskId, TenantTx, UserId,
    merges::{self, Given},
};

/// The living task with this number; nobody else changes it until the transaction ends.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Task>> {
    sqlx::query_as(concat!(tasks!(), " and t.number = $2 and t.deleted_at is null for update of t"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// The task in the trash with this number.
pub async fn deleted(tx: &mut TenantTx, number: i64) -> Result<Option<Task>> {
    sqlx::query_as(concat!(tasks!(), " and t.number = $2 and t.deleted_at is not null for update of t"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// What a task says, whole: what is to be kept is said again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// What is to be done.
    pub text: String,
    /// Who of us does it.
    pub assignee: Option<UserId>,
    /// What it is about.
    pub about: Option<About>,
    /// When it is due.
    pub due: Option<Due>,
}

impl Edit {
    /// What a task says now.
    pub fn of(task: &Task) -> Self {
        Self { text: task.text.clone(), assignee: task.assignee_id, about: task.about(), due: task.due() }
    }

    /// What it would say without the change from `before` to `after`, if nobody has changed the same since: `None`
    /// when somebody has.
    pub fn without(&self, before: &Self, after: &Self) -> Option<Self> {
        crate::put_back!(*self, *before, *after, text assignee about due)
    }
}

/// Writes what a task says. What it is about and nobody saw, for it is in the trash, stays unless something else is
/// named; what is gone for good is nothing, and a person is whoever they are part of by now. With another time its reminder moves: it is sent then, unless that is before `now`.
/// Returns the merges that had brought it to the person it was about, where it is about another now.
pub async fn set(
    tx: &mut TenantTx,
    task: TaskId,
    edit: &Edit,
    given: Given<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<MergeId>> {
    let (person, organization, deal, campaign) = About::columns(edit.about);
    let held: Option<PersonId> =
        sqlx::query_scalar("select person_id from crm.tasks where tenant_id = $1 and id = $2 for update")
            .bind(tx.tenant())
            .bind(task)
            .fetch_one(tx.conn())
            .await?;
    let (person, by) = match person {
        None => (None, Vec::new()),
        to => merges::hand_over(tx, ("task", task.0), (held, to), given).await?,
    };
    sqlx::query(
        "with hidden as (
             select $13 and exists (
                 select from crm.tasks t
                 left join crm.persons p on p.tenant_id = $1 and p.id = t.person_id
                 left join crm.organizations o on o.tenant_id = $1 and o.id = t.organization_id
                 left join crm.deals d on d.tenant_id = $1 and d.id = t.deal_id
                 left join crm.campaigns c on c.tenant_id = $1 and c.id = t.campaign_id
                 where t.tenant_id = $1 and t.id = $2
                   and coalesce(p.deleted_at, o.deleted_at, d.deleted_at, c.deleted_at) is not null) as stays
         )
         update crm.tasks t
         set text = $3, assignee_id = $4,
             person_id = case when stays then t.person_id else $5 end,
             organization_id = case when stays then t.organization_id
                 else (select o.id from crm.organizations o where o.tenant_id = $1 and o.id = $6) end,
             deal_id = case when stays then t.deal_id
                 else (select d.id from crm.deals d where d.tenant_id = $1 and d.id = $7) end,
             campaign_id = case when stays then t.campaign_id
                 else (select c.id from crm.campaigns c where c.tenant_id = $1 and c.id = $8) end,
             due_at = $9, all_day = $10, late_at = $11,
             reminded_at = case when t.due_at is not distinct from $9 then t.reminded_at
                                when $9 <= $12 then $12 end
         from hidden
         where t.tenant_id = $1 and t.id = $2",
    )
    .bind(tx.tenant())
    .bind(task)
    .bind(edit.text.replace('\0', ""))
    .bind(edit.assignee)
    .bind(person)
    .bind(organization)
    .bind(deal)
    .bind(campaign)
    .bind(edit.due.map(|due| due.at))
    .bind(edit.due.is_some_and(|due| due.all_day))
    .bind(edit.due.map(|due| due.late_at))
    .bind(now)
    .bind(edit.about.is_none())
    .execute(tx.conn())
    .await?;
    Ok(by)
}

/// Notes that a task is done, by the user who acts, at `at`. False: it is already.
pub async fn done(tx: &mut TenantTx, task: TaskId, at: DateTime<Utc>) -> Result<bool> {
    let by = tx.actor().user_id();
    let done = sqlx::query(
        "update crm.tasks set done_at = $3, done_by = $4 where tenant_id = $1 and id = $2 and done_at is null",
    )
    .bind(tx.tenant())
    .bind(task)
    .bind(at)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a task up again. False: it is not done. Nobody is reminded of what was due while it was done.
pub async fn reopen(tx: &mut TenantTx, task: TaskId, now: DateTime<Utc>) -> Result<bool> {
    let reopened = sqlx::query(
        "update crm.tasks
         set done_at = null, done_by = null,
             reminded_at = case when due_at <= $3 then coalesce(reminded_at, $3) else reminded_at end
         where tenant_id = $1 and id = $2 and done_at is not null",
    )
    .bind(tx.tenant())
    .bind(task)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(reopened.rows_affected() > 0)
}
