//! What people taught: the mood of a text, for it and all near-identical ones.

use crate::{Result, TenantTx};

/// What was taught of a text; `None`: nothing.
pub async fn taught(tx: &mut TenantTx, key: &str) -> Result<Option<i16>> {
    sqlx::query_scalar("select label from crm.taught_moods where tenant_id = $1 and text_key = md5($2)")
        .bind(tx.tenant())
        .bind(key)
        .fetch_optional(tx.conn())
        .await
}

/// The mood an activity counts with: as taught, or as read; `None`: it was not read yet.
pub async fn of_activity(tx: &mut TenantTx, number: i64) -> Result<Option<i16>> {
    sqlx::query_scalar(
        "select coalesce(t.label, m.label) from crm.activities x
         join crm.moods m on m.tenant_id = x.tenant_id and m.id = x.id
         left join crm.taught_moods t on t.tenant_id = m.tenant_id and t.text_key = m.text_key
         where x.tenant_id = $1 and x.number = $2",
    )
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await
}

/// Teaches the mood of a text, by the user who acts, and says of how many messages read so far.
pub async fn teach(tx: &mut TenantTx, key: &str, label: i16) -> Result<i64> {
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.taught_moods (tenant_id, text_key, label, taught_by) values ($1, md5($2), $3, $4)
         on conflict (tenant_id, text_key) do update
         set label = excluded.label, taught_by = excluded.taught_by, taught_at = now()",
    )
    .bind(tx.tenant())
    .bind(key)
    .bind(label)
    .bind(by)
    .execute(tx.conn())
    .await?;
    alike(tx, key).await
}

/// Takes back what was taught of a text, and says of how many messages read so far.
pub async fn unteach(tx: &mut TenantTx, key: &str) -> Result<i64> {
    sqlx::query("delete from crm.taught_moods where tenant_id = $1 and text_key = md5($2)")
        .bind(tx.tenant())
        .bind(key)
        .execute(tx.conn())
        .await?;
    alike(tx, key).await
}

async fn alike(tx: &mut TenantTx, key: &str) -> Result<i64> {
    sqlx::query_scalar("select count(*) from crm.moods where tenant_id = $1 and text_key = md5($2)")
        .bind(tx.tenant())
        .bind(key)
        .fetch_one(tx.conn())
        .await
}
