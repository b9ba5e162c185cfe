//! New campaigns, their costs, and the activities credited to them.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{budget, resources};
use crate::{ActivityId, CampaignId, CodeKind, Result, TenantTx};

/// A campaign to be.
#[derive(Debug, Clone)]
pub struct NewCampaign {
    /// Its name.
    pub name: String,
    /// Its Japanese name.
    pub name_ja: Option<String>,
    /// What it is for.
    pub goal: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Days after the last in which an outcome still counts.
    pub window_days: i32,
    /// What it published.
    pub resources: Vec<NewResource>,
    /// What it cost.
    pub budget: Vec<NewBudgetLine>,
}

/// Something published, to be.
#[derive(Debug, Clone)]
pub struct NewResource {
    /// `url`, `event`, `post`, `repository` or `video`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
}

/// A cost, to be.
#[derive(Debug, Clone)]
pub struct NewBudgetLine {
    /// `people`, `ads`, `production`, `venue`, `travel`, `prizes` or `other`.
    pub category: String,
    /// How much, not negative.
    pub amount: Decimal,
    /// Of which currency (ISO 4217).
    pub currency: String,
    /// When.
    pub spent_on: NaiveDate,
    /// For what.
    pub note: Option<String>,
}

/// Adds a campaign with what belongs to it.
pub async fn add(tx: &mut TenantTx, new: &NewCampaign) -> Result<CampaignId> {
    let (tenant, id) = (tx.tenant(), CampaignId::new());
    let number = tx.numbers(CodeKind::Campaign, 1).await?.start;
    sqlx::query(
        "insert into crm.campaigns
             (tenant_id, id, number, name, name_ja, goal, starts_on, ends_on, window_days)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant)
    .bind(id)
    .bind(number)
    .bind(&new.name)
    .bind(&new.name_ja)
    .bind(&new.goal)
    .bind(new.starts_on)
    .bind(new.ends_on)
    .bind(new.window_days)
    .execute(tx.conn())
    .await?;
    let numbers = tx.numbers(CodeKind::Resource, new.resources.len()).await?;
    for (number, resource) in numbers.zip(&new.resources) {
        resources::write(tx, id, number, resource).await?;
    }
    let numbers = tx.numbers(CodeKind::BudgetLine, new.budget.len()).await?;
    for (number, line) in numbers.zip(&new.budget) {
        budget::write(tx, id, number, line).await?;
    }
    Ok(id)
}

/// Credits activities to campaigns, whole.
pub async fn credit(tx: &mut TenantTx, credits: &[(CampaignId, ActivityId)]) -> Result<()> {
    sqlx::query(
        "insert into crm.activity_campaigns (tenant_id, campaign_id, activity_id)
         select $1, t.* from unnest($2::uuid[], $3::uuid[]) t on conflict do nothing",
    )
    .bind(tx.tenant())
    .bind(credits.iter().map(|(campaign, _)| *campaign).collect::<Vec<_>>())
    .bind(credits.iter().map(|(_, activity)| *activity).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
