//! Activities by what was done, by whom, where and when.

use chrono::{DateTime, Utc};

use super::{Shown, read::shown};
use crate::{ConversationId, PersonId, Result, TenantTx, conversations};

/// Which activities.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// What was done.
    pub action: Option<&'a str>,
    /// By whom, on any account.
    pub person: Option<PersonId>,
    /// Where.
    pub conversation: Option<ConversationId>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Until before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// By account and by person apart: one condition with an `or` reads every activity there is.
macro_rules! theirs {
    () => {
        " and x.id in (
              select y.id from crm.accounts o
              join crm.activities y on y.tenant_id = o.tenant_id and y.account_id = o.id
              where o.tenant_id = $1 and o.person_id = $3
              union all
              select y.id from crm.activities y where y.tenant_id = $1 and y.person_id = $3)"
    };
}
macro_rules! anybodys {
    () => {
        " and $3::uuid is null"
    };
}

macro_rules! wanted {
    () => {
        " and ($2::text is null or x.action = $2)
          and ($4::uuid is null or x.conversation_id = $4)
          and x.occurred_at >= coalesce($5, '-infinity') and x.occurred_at < coalesce($6, 'infinity')
          and (c.id is null or c.id <> all($7))"
    };
}

macro_rules! count {
    ($whose:ident) => {
        concat!(
            "select count(*) from crm.activities x
             left join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
             where x.tenant_id = $1 and x.deleted_at is null and c.kind is distinct from 'assistant'",
            $whose!(),
            wanted!()
        )
    };
}
macro_rules! page {
    ($whose:ident) => {
        concat!(
            shown!(),
            $whose!(),
            wanted!(),
            " order by x.occurred_at desc, x.number desc limit $8 offset $9"
        )
    };
}

/// A page of the activities that fit, latest first, and how many fit in all. What was deleted is left out,
/// talk with this bot, and what was said where the actor may not read.
pub async fn list(
    tx: &mut TenantTx,
    filter: Filter<'_>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Shown>, i64)> {
    let hidden = conversations::hidden(tx).await?;
    let (count, page) = match filter.person {
        Some(_) => (count!(theirs), page!(theirs)),
        None => (count!(anybodys), page!(anybodys)),
    };
    let total = sqlx::query_scalar(count)
        .bind(tx.tenant())
        .bind(filter.action)
        .bind(filter.person)
        .bind(filter.conversation)
        .bind(filter.from)
        .bind(filter.until)
        .bind(&hidden)
        .fetch_one(tx.conn())
        .await?;
    let rows = sqlx::query_as(page)
        .bind(tx.tenant())
        .bind(filter.action)
        .bind(filter.person)
        .bind(filter.conversation)
        .bind(filter.from)
        .bind(filter.until)
        .bind(&hidden)
        .bind(limit)
        .bind(offset)
        .fetch_all(tx.conn())
        .await?;
    Ok((rows, total))
}
