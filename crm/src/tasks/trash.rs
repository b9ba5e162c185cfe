//! Into the trash and out of it, and for good. What is in the trash reminds nobody.

use chrono::{DateTime, Utc};

use crate::{Result, TaskId, TenantTx};

/// Puts a task in the trash. False: it is there already.
pub async fn delete(tx: &mut TenantTx, task: TaskId) -> Result<bool> {
    let deleted = sqlx::query(
        "update crm.tasks set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(task)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes a task out of the trash. False: it is not there. Nobody is reminded of what was due meanwhile.
pub async fn restore(tx: &mut TenantTx, task: TaskId, now: DateTime<Utc>) -> Result<bool> {
    let restored = sqlx::query(
        "update crm.tasks
         set deleted_at = null,
             reminded_at = case when due_at <= $3 then coalesce(reminded_at, $3) else reminded_at end
         where tenant_id = $1 and id = $2 and deleted_at is not null",
    )
    .bind(tx.tenant())
    .bind(task)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// Removes for good what has been in the trash for so many days, with its notes, and says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    let gone: Vec<TaskId> = sqlx::query_scalar(
        "delete from crm.tasks
         where tenant_id = $1 and deleted_at < now() - make_interval(days => $2) returning id",
    )
    .bind(tx.tenant())
    .bind(days)
    .fetch_all(tx.conn())
    .await?;
    let notes =
        sqlx::query("delete from crm.notes where tenant_id = $1 and object = 'task' and object_id = any($2)")
            .bind(tx.tenant())
            .bind(&gone)
            .execute(tx.conn())
            .await?;
    Ok(notes.rows_affected() + u64::try_from(gone.len()).unwrap_or(u64::MAX))
}
