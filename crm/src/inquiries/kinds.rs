//! The kinds that a tenant has beside or instead of the usual ones.

use sqlx::FromRow;

use crate::{Result, TenantTx};

/// What a tenant said of a kind.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Kind {
    /// What examples name it by.
    pub key: String,
    /// As it was written; `None`: one of the usual kinds.
    pub name: Option<String>,
    /// Nothing is filed under it any more.
    pub removed: bool,
}

/// What the tenant said of kinds, the oldest first.
pub async fn kinds(tx: &mut TenantTx) -> Result<Vec<Kind>> {
    sqlx::query_as(
        "select key, name, removed_at is not null as removed from crm.inquiry_kinds
         where tenant_id = $1 order by added_at, key",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Adds a kind, or brings one back that was removed; without a name it is one of the usual ones.
pub async fn add(tx: &mut TenantTx, key: &str, name: Option<&str>) -> Result<()> {
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.inquiry_kinds (tenant_id, key, name, added_by) values ($1, $2, $3, $4)
         on conflict (tenant_id, key) do update set name = excluded.name, removed_at = null",
    )
    .bind(tx.tenant())
    .bind(key)
    .bind(name)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Files nothing under a kind any more. What was filed under it by hand stays noted, and counts again once the kind is
/// back.
pub async fn remove(tx: &mut TenantTx, key: &str) -> Result<()> {
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.inquiry_kinds (tenant_id, key, removed_at, added_by) values ($1, $2, now(), $3)
         on conflict (tenant_id, key) do update set removed_at = now()",
    )
    .bind(tx.tenant())
    .bind(key)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How many messages each kind was taught by, by its key.
pub async fn taught_counts(tx: &mut TenantTx) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select e.category, count(*) from crm.inquiry_examples e
         join crm.activities x on x.tenant_id = e.tenant_id and x.id = e.id
         where e.tenant_id = $1 and x.text is not null and x.deleted_at is null group by e.category",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}
