//! A deal's steps from stage to stage.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{DealId, Result, TenantTx};

/// Where a deal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Key of the stage.
    pub stage: String,
    /// Since when it is won or lost.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: Option<String>,
}

/// A step that a deal took.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Step {
    /// Key of the stage it left; `None`: it was new.
    pub from_stage: Option<String>,
    /// Key of the stage it came to.
    pub to_stage: String,
    /// Why.
    pub reason: Option<String>,
    /// Who moved it, by name.
    pub by: Option<String>,
    /// When.
    pub moved_at: DateTime<Utc>,
}

/// Puts a deal where it is to stand, by the user who acts, and notes the step from `from` at `at`.
pub async fn move_to(
    tx: &mut TenantTx,
    deal: DealId,
    from: &str,
    to: &Standing,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "update crm.deals set stage = $3, closed_at = $4, reason = $5 where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(deal)
    .bind(&to.stage)
    .bind(to.closed_at)
    .bind(&to.reason)
    .execute(tx.conn())
    .await?;
    note(tx, deal, (Some(from), &to.stage), to.reason.as_deref(), at).await
}

/// Notes a step.
pub(super) async fn note(
    tx: &mut TenantTx,
    deal: DealId,
    (from, to): (Option<&str>, &str),
    reason: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.deal_moves (tenant_id, id, deal_id, from_stage, to_stage, reason, moved_by, moved_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(deal)
    .bind(from)
    .bind(to)
    .bind(reason)
    .bind(by)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The steps of a deal, the first one first.
pub async fn steps(tx: &mut TenantTx, deal: DealId) -> Result<Vec<Step>> {
    sqlx::query_as(
        "select m.from_stage, m.to_stage, m.reason, u.name as by, m.moved_at from crm.deal_moves m
         left join crm.users u on u.tenant_id = m.tenant_id and u.id = m.moved_by
         where m.tenant_id = $1 and m.deal_id = $2 order by m.moved_at, m.id",
    )
    .bind(tx.tenant())
    .bind(deal)
    .fetch_all(tx.conn())
    .await
}
