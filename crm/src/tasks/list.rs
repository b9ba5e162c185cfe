//! Tasks by what somebody asks for.

use chrono::{DateTime, Utc};

use super::{About, Task, tasks};
use crate::{Result, TenantTx, UserId};

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Still to be done.
    #[default]
    Open,
    /// Still to be done, and late.
    Overdue,
    /// Done.
    Done,
}

/// Which tasks; what is `None` does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// How they stand.
    pub which: Which,
    /// Whose.
    pub assignee: Option<UserId>,
    /// What they are about.
    pub about: Option<About>,
    /// Due from then on.
    pub due_from: Option<DateTime<Utc>>,
    /// Due before then.
    pub due_until: Option<DateTime<Utc>>,
}

macro_rules! fits {
    () => {
        " and t.deleted_at is null and (t.done_at is not null) = ($2 = 'done')
          and ($2 <> 'overdue' or t.late_at <= $3) and ($4::uuid is null or t.assignee_id = $4)
          and ($5::uuid is null or t.person_id = $5) and ($6::uuid is null or t.organization_id = $6)
          and ($7::uuid is null or t.deal_id = $7) and ($8::uuid is null or t.campaign_id = $8)
          and ($9::timestamptz is null or t.due_at >= $9) and ($10::timestamptz is null or t.due_at < $10)"
    };
}

/// A page of tasks and how many there are in all: what is due first comes first, of those done the latest.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    now: DateTime<Utc>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Task>, i64)> {
    let which = match filter.which {
        Which::Open => "open",
        Which::Overdue => "overdue",
        Which::Done => "done",
    };
    let (person, organization, deal, campaign) = About::columns(filter.about);
    let tasks = sqlx::query_as(concat!(
        tasks!(),
        fits!(),
        " order by t.done_at desc nulls first, t.due_at nulls last, t.number limit $11 offset $12"
    ))
    .bind(tx.tenant())
    .bind(which)
    .bind(now)
    .bind(filter.assignee)
    .bind(person)
    .bind(organization)
    .bind(deal)
    .bind(campaign)
    .bind(filter.due_from)
    .bind(filter.due_until)
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    let total =
        sqlx::query_scalar(concat!("select count(*) from crm.tasks t where t.tenant_id = $1", fits!()))
            .bind(tx.tenant())
            .bind(which)
            .bind(now)
            .bind(filter.assignee)
            .bind(person)
            .bind(organization)
            .bind(deal)
            .bind(campaign)
            .bind(filter.due_from)
            .bind(filter.due_until)
            .fetch_one(tx.conn())
            .await?;
    Ok((tasks, total))
}

/// What is still to be done about something, at most `limit`, and how much there is.
pub async fn open_of(
    tx: &mut TenantTx,
    about: About,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<(Vec<Task>, i64)> {
    list(tx, &Filter { about: Some(about), ..Filter::default() }, now, limit, 0).await
}
