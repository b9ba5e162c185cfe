//! Into the trash and out of it, and for good.

use crate::{DealId, Result, TenantTx};

/// Puts a deal in the trash. False: it is there already.
pub async fn delete(tx: &mut TenantTx, deal: DealId) -> Result<bool> {
    let deleted = sqlx::query(
        "update crm.deals set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(deal)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes a deal out of the trash. False: it is not there.
pub async fn restore(tx: &mut TenantTx, deal: DealId) -> Result<bool> {
    let restored = sqlx::query(
        "update crm.deals set deleted_at = null where tenant_id = $1 and id = $2 and deleted_at is not null",
    )
    .bind(tx.tenant())
    .bind(deal)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// Removes for good what has been in the trash for so many days, with its steps and notes; tasks about it stay and are
/// about nothing. Says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    // locked: whoever restores one meanwhile has it whole, or not at all
    let gone: Vec<DealId> = sqlx::query_scalar(
        "select id from crm.deals
         where tenant_id = $1 and deleted_at < now() - make_interval(days => $2) order by id for update",
    )
    .bind(tx.tenant())
    .bind(days)
    .fetch_all(tx.conn())
    .await?;
    if gone.is_empty() {
        return Ok(0);
    }
    let mut removed = 0;
    for sql in [
        "update crm.tasks set deal_id = null where tenant_id = $1 and deal_id = any($2)",
        "delete from crm.notes where tenant_id = $1 and object = 'deal' and object_id = any($2)",
        "delete from crm.field_keys where tenant_id = $1 and object_id = any($2)",
        "delete from crm.deal_moves where tenant_id = $1 and deal_id = any($2)",
        "delete from crm.deals where tenant_id = $1 and id = any($2)",
    ] {
        removed += sqlx::query(sql).bind(tx.tenant()).bind(&gone).execute(tx.conn()).await?.rows_affected();
    }
    Ok(removed)
}
