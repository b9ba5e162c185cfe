//! What campaigns cost, of a batch.

use uuid::Uuid;

use super::{
    Choice, CostRow,
    changes::{self, Change},
    persons::Batch,
    write::Changes,
};
use crate::{CodeKind, Result, TenantTx};

/// Writes them. A line that stood in the budget before this import is not written again; two equal lines of
/// one file are two costs.
pub(super) async fn write(tx: &mut TenantTx, batch: &mut Batch, rows: &[(i64, &CostRow)]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = rows.iter().map(|_| Uuid::now_v7()).collect();
    let numbers = tx.numbers(CodeKind::BudgetLine, rows.len()).await?;
    let written: Vec<Uuid> = sqlx::query_scalar(
        "insert into crm.budget_lines
             (tenant_id, id, number, campaign_id, category, amount, currency, spent_on, note)
         select $1, t.*
         from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::numeric[], $7::text[], $8::date[], $9::text[])
              as t (id, number, campaign_id, category, amount, currency, spent_on, note)
         where $10 or not exists (
             select from crm.budget_lines b
             where b.tenant_id = $1 and b.campaign_id = t.campaign_id and b.category = t.category
               and b.amount = t.amount and b.currency = t.currency and b.spent_on = t.spent_on
               and b.note is not distinct from t.note and b.deleted_at is null
               and not exists (select from crm.import_changes c
                               where c.tenant_id = $1 and c.import_id = $11 and c.object_id = b.id))
         returning id",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(rows.iter().map(|(_, row)| row.campaign).collect::<Vec<_>>())
    .bind(rows.iter().map(|(_, row)| row.category.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|(_, row)| row.amount).collect::<Vec<_>>())
    .bind(rows.iter().map(|(_, row)| row.currency.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|(_, row)| row.spent_on).collect::<Vec<_>>())
    .bind(rows.iter().map(|(_, row)| row.note.as_deref()).collect::<Vec<_>>())
    .bind(batch.choice == Choice::Create)
    .bind(batch.import)
    .fetch_all(tx.conn())
    .await?;
    let lines = ids.iter().zip(rows).filter(|(id, _)| written.contains(id));
    let changes: Changes = lines.map(|(id, (line, _))| (*id, Change::new(*line))).collect();
    let created = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    batch.tally.created += created;
    batch.tally.skipped += i64::try_from(rows.len()).unwrap_or(i64::MAX) - created;
    changes::note(tx, batch.import, "cost", &changes).await
}
