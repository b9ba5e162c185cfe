//! Into the trash and out of it, and for good.
//!
//! A deleted activity keeps no text: its words lie in the trash. What it said before it was edited stays
//! beside it, where nobody reads it, for its return. Both are removed for good with the trash; and at once,
//! when the platform deletes the message.

use crate::{ActivityId, Result, TenantTx};

/// Puts an activity in the trash; search forgets it. False: it is deleted already.
pub async fn delete(tx: &mut TenantTx, activity: ActivityId) -> Result<bool> {
    let deleted = sqlx::query(
        "with old as (
             select tenant_id, id, text from crm.activities
             where tenant_id = $1 and id = $2 and deleted_at is null for update
         ), kept as (
             insert into crm.trash (tenant_id, activity_id, text) select tenant_id, id, text from old
         )
         update crm.activities x set text = null, deleted_at = now()
         from old where x.tenant_id = old.tenant_id and x.id = old.id",
    )
    .bind(tx.tenant())
    .bind(activity)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes an activity out of the trash, with its words; search finds it again. False: it is not there.
pub async fn restore(tx: &mut TenantTx, activity: ActivityId) -> Result<bool> {
    let restored = sqlx::query(
        "with back as (
             delete from crm.trash where tenant_id = $1 and activity_id = $2 returning tenant_id, activity_id, text
         )
         update crm.activities x set text = back.text, deleted_at = null
         from back where x.tenant_id = back.tenant_id and x.id = back.activity_id",
    )
    .bind(tx.tenant())
    .bind(activity)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// Removes for good the words that have been in the trash for so many days, and says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    let mut removed = 0;
    for sql in [
        "delete from crm.activity_versions v using crm.trash t
         where v.tenant_id = $1 and t.tenant_id = $1 and v.activity_id = t.activity_id
           and t.deleted_at < now() - make_interval(days => $2)",
        "delete from crm.trash where tenant_id = $1 and deleted_at < now() - make_interval(days => $2)",
    ] {
        removed += sqlx::query(sql).bind(tx.tenant()).bind(days).execute(tx.conn()).await?.rows_affected();
    }
    Ok(removed)
}
