//! Notes written, put in the trash and taken out of it.

use uuid::Uuid;

use super::Object;
use crate::{Code, CodeKind, Result, TenantTx};

/// Writes a note, by the user who acts.
pub async fn add(tx: &mut TenantTx, object: Object, text: &str) -> Result<Code> {
    let number = tx.numbers(CodeKind::Note, 1).await?.start;
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.notes (tenant_id, id, number, object, object_id, text, written_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(number)
    .bind(object.word())
    .bind(object.id())
    .bind(text.replace('\0', ""))
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(Code::new(CodeKind::Note, number))
}

/// Puts a note in the trash. False: it is there already, or never was.
pub async fn delete(tx: &mut TenantTx, number: i64) -> Result<bool> {
    let deleted = sqlx::query(
        "update crm.notes set deleted_at = now() where tenant_id = $1 and number = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(number)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes a note out of the trash. False: it is not there.
pub async fn restore(tx: &mut TenantTx, number: i64) -> Result<bool> {
    let restored = sqlx::query(
        "update crm.notes set deleted_at = null
         where tenant_id = $1 and number = $2 and deleted_at is not null",
    )
    .bind(tx.tenant())
    .bind(number)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// Removes for good what has been in the trash for so many days, and says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    let gone = sqlx::query(
        "delete from crm.notes where tenant_id = $1 and deleted_at < now() - make_interval(days => $2)",
    )
    .bind(tx.tenant())
    .bind(days)
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected())
}
