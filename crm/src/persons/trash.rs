//! Into the trash and out of it. What is in it is left out by every reader.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::{Person, person_columns};
use crate::{PersonId, Result, TenantTx};

/// A person in the trash.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Deleted {
    /// Who. Of one who is gone for good the name is empty.
    #[sqlx(flatten)]
    pub person: Person,
    /// Since when.
    pub deleted_at: DateTime<Utc>,
}

/// Puts a person in the trash, with everything that is theirs. False: they are there already.
pub async fn delete(tx: &mut TenantTx, person: PersonId) -> Result<bool> {
    let deleted = sqlx::query(
        "update crm.persons set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(person)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes a person out of the trash. False: they are not there, or gone for good.
pub async fn restore(tx: &mut TenantTx, person: PersonId) -> Result<bool> {
    let restored = sqlx::query(
        "update crm.persons set deleted_at = null
         where tenant_id = $1 and id = $2 and deleted_at is not null and name <> ''",
    )
    .bind(tx.tenant())
    .bind(person)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// The person in the trash, or gone for good, to whom the code with this number leads.
pub async fn deleted(tx: &mut TenantTx, number: i64) -> Result<Option<Deleted>> {
    sqlx::query_as(concat!(
        "with recursive line as (
             select id, merged_into from crm.persons where tenant_id = $1 and number = $2
             union all
             select p.id, p.merged_into from crm.persons p join line l on p.tenant_id = $1 and p.id = l.merged_into
         )
         select ",
        person_columns!(),
        ", p.deleted_at from crm.persons p
         where p.tenant_id = $1 and p.deleted_at is not null
           and p.id = (select id from line where merged_into is null)"
    ))
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await
}

/// Who can still be brought back, the latest first.
pub async fn trash(tx: &mut TenantTx, limit: i64) -> Result<Vec<Deleted>> {
    sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        ", p.deleted_at from crm.persons p
         where p.tenant_id = $1 and p.deleted_at is not null and p.merged_into is null and p.name <> ''
         order by p.deleted_at desc, p.number limit $2"
    ))
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}
