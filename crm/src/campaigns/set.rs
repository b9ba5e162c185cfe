//! Changing what is said of a campaign, and closing it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{CampaignId, Result, TenantTx};

/// What is to be changed; `None` stays as it is. What may be empty is emptied by `Some(None)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Its name.
    pub name: Option<String>,
    /// Its Japanese name.
    pub name_ja: Option<Option<String>>,
    /// What it is for.
    pub goal: Option<Option<String>>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day; not before the first.
    pub ends_on: Option<NaiveDate>,
    /// Days after the last in which an outcome still counts, 0-3650.
    pub window_days: Option<i32>,
}

/// Changes a campaign.
pub async fn set(tx: &mut TenantTx, campaign: CampaignId, edit: &Edit) -> Result<()> {
    sqlx::query(
        "update crm.campaigns
         set name = coalesce($3, name),
             name_ja = case when $4 then $5 else name_ja end,
             goal = case when $6 then $7 else goal end,
             starts_on = coalesce($8, starts_on),
             ends_on = coalesce($9, ends_on),
             window_days = coalesce($10, window_days)
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .bind(&edit.name)
    .bind(edit.name_ja.is_some())
    .bind(edit.name_ja.as_ref().and_then(Option::as_ref))
    .bind(edit.goal.is_some())
    .bind(edit.goal.as_ref().and_then(Option::as_ref))
    .bind(edit.starts_on)
    .bind(edit.ends_on)
    .bind(edit.window_days)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes a campaign as of a moment, or opens it again.
pub async fn set_closed(tx: &mut TenantTx, campaign: CampaignId, at: Option<DateTime<Utc>>) -> Result<()> {
    sqlx::query("update crm.campaigns set closed_at = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(campaign)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
