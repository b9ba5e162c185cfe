//! What one outcome is worth.

use rust_decimal::Decimal;
use sqlx::FromRow;

use crate::{Result, TenantTx};

/// What one of an action is worth.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OutcomeValue {
    /// The verb: `signup`, `star` …
    pub action: String,
    /// How much, not negative.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
}

/// Every value that somebody set, the largest first.
pub async fn outcome_values(tx: &mut TenantTx) -> Result<Vec<OutcomeValue>> {
    sqlx::query_as(
        "select action, amount, currency from crm.outcome_values where tenant_id = $1
         order by amount desc, action",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// What one of an action is worth, if somebody said; nobody else changes it until the transaction ends.
pub async fn outcome_value(tx: &mut TenantTx, action: &str) -> Result<Option<OutcomeValue>> {
    sqlx::query_as(
        "select action, amount, currency from crm.outcome_values where tenant_id = $1 and action = $2
         for update",
    )
    .bind(tx.tenant())
    .bind(action)
    .fetch_optional(tx.conn())
    .await
}

/// Says what one outcome is worth.
pub async fn set_outcome_value(
    tx: &mut TenantTx,
    action: &str,
    amount: Decimal,
    currency: &str,
) -> Result<()> {
    sqlx::query(
        "insert into crm.outcome_values (tenant_id, action, amount, currency) values ($1, $2, $3, $4)
         on conflict (tenant_id, action) do update set amount = excluded.amount, currency = excluded.currency",
    )
    .bind(tx.tenant())
    .bind(action)
    .bind(amount)
    .bind(currency)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets what one of an action is worth.
pub async fn clear_outcome_value(tx: &mut TenantTx, action: &str) -> Result<()> {
    sqlx::query("delete from crm.outcome_values where tenant_id = $1 and action = $2")
        .bind(tx.tenant())
        .bind(action)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Actions credited to campaigns to which nobody gave a value, the most frequent first.
pub async fn unvalued(tx: &mut TenantTx) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select x.action, count(*)
         from crm.campaigns c
         join crm.activity_campaigns ac on ac.tenant_id = $1 and ac.campaign_id = c.id
         join crm.activities x on x.tenant_id = $1 and x.id = ac.activity_id and x.deleted_at is null
         where c.tenant_id = $1 and c.deleted_at is null
           and not exists (select from crm.outcome_values v where v.tenant_id = $1 and v.action = x.action)
         group by 1 order by 2 desc, 1",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}
