//! Words to the administrators, by anybody.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{AccountId, Result, TenantTx};

/// Something that was said to the administrators.
#[derive(Debug, Clone, FromRow)]
pub struct Feedback {
    /// When.
    pub given_at: DateTime<Utc>,
    /// By whom: user, person or account name.
    pub by: String,
    /// On which platform.
    pub platform: String,
    /// What.
    pub text: String,
}

/// Keeps words for the administrators.
pub async fn give(tx: &mut TenantTx, account: AccountId, text: &str) -> Result<()> {
    sqlx::query("insert into crm.feedback (tenant_id, id, account_id, text) values ($1, $2, $3, $4)")
        .bind(tx.tenant())
        .bind(uuid::Uuid::now_v7())
        .bind(account)
        .bind(text)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The latest, newest first.
pub async fn list(tx: &mut TenantTx, limit: i64) -> Result<Vec<Feedback>> {
    sqlx::query_as(
        "select f.given_at, coalesce(u.name, p.name, a.name, a.handle, a.external_id) as by,
                a.provider as platform, f.text
         from crm.feedback f
         join crm.accounts a on a.tenant_id = f.tenant_id and a.id = f.account_id
         left join crm.users u on u.tenant_id = a.tenant_id and u.id = a.user_id
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         where f.tenant_id = $1 order by f.given_at desc, f.id desc limit $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}
