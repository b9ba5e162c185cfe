//! Rows that could not be taken, kept until somebody has mended them.

use serde_json::Value;
use sqlx::FromRow;

use crate::{ImportId, Result, TenantTx};

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Reject {
    /// The line it begins in, from 1.
    pub line: i64,
    /// The header of the column that is wrong; empty: the row as a whole.
    pub header: String,
    /// Why, by its name.
    pub reason: String,
    /// The row as it was.
    #[sqlx(json)]
    pub cells: Vec<String>,
}

/// Notes rows that could not be taken; one that is noted stays as it is.
pub async fn reject(tx: &mut TenantTx, import: ImportId, rows: &[Reject]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let clean = |cell: &String| Value::from(cell.replace('\0', ""));
    sqlx::query(
        "insert into crm.import_rejects (tenant_id, import_id, line, header, reason, cells)
         select $1, $2, t.* from unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[]) t
         on conflict do nothing",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(rows.iter().map(|row| row.line).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.header.replace('\0', "")).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| Value::Array(row.cells.iter().map(clean).collect())).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The rows that could not be taken, in order, after a line.
pub async fn rejects(tx: &mut TenantTx, import: ImportId, after: i64, limit: i64) -> Result<Vec<Reject>> {
    sqlx::query_as(
        "select line, header, reason, cells from crm.import_rejects
         where tenant_id = $1 and import_id = $2 and line > $3 order by line limit $4",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(after)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}
