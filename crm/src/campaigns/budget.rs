//! Lines of budgets: read, added, changed, removed, brought back.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::FromRow;
use uuid::Uuid;

use super::NewBudgetLine;
use crate::{CampaignId, Code, CodeKind, Result, TenantTx};

/// A line of a campaign's budget.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BudgetLine {
    /// The number of its short code.
    pub number: i64,
    /// The campaign's.
    pub campaign_id: CampaignId,
    /// `people`, `ads`, `production`, `venue`, `travel`, `prizes` or `other`.
    pub category: String,
    /// How much, not negative, at most two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// When.
    pub spent_on: NaiveDate,
    /// For what.
    pub note: Option<String>,
}

impl BudgetLine {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::BudgetLine, self.number)
    }
}

macro_rules! line_columns {
    () => {
        "b.number, b.campaign_id, b.category, b.amount, b.currency, b.spent_on, b.note"
    };
}

/// A campaign's budget, by day.
pub async fn budget(tx: &mut TenantTx, campaign: CampaignId) -> Result<Vec<BudgetLine>> {
    sqlx::query_as(concat!(
        "select ",
        line_columns!(),
        " from crm.budget_lines b where b.tenant_id = $1 and b.campaign_id = $2 and b.deleted_at is null
         order by b.spent_on, b.number"
    ))
    .bind(tx.tenant())
    .bind(campaign)
    .fetch_all(tx.conn())
    .await
}

/// The line with this number, and whether it is in the trash; nobody else changes it until the transaction
/// ends. Not one of a campaign that is in the trash itself.
pub async fn budget_line(tx: &mut TenantTx, number: i64) -> Result<Option<(BudgetLine, bool)>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        line: BudgetLine,
        removed: bool,
    }
    let row: Option<Row> = sqlx::query_as(concat!(
        "select ",
        line_columns!(),
        ", b.deleted_at is not null as removed from crm.budget_lines b
         join crm.campaigns c on c.tenant_id = $1 and c.id = b.campaign_id and c.deleted_at is null
         where b.tenant_id = $1 and b.number = $2 for update of b"
    ))
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.line, row.removed)))
}

/// Adds a line to a campaign's budget.
pub async fn add_budget_line(tx: &mut TenantTx, campaign: CampaignId, new: &NewBudgetLine) -> Result<Code> {
    let number = tx.numbers(CodeKind::BudgetLine, 1).await?.start;
    write(tx, campaign, number, new).await?;
    Ok(Code::new(CodeKind::BudgetLine, number))
}

/// Writes a line with a number that was taken for it.
pub(super) async fn write(
    tx: &mut TenantTx,
    campaign: CampaignId,
    number: i64,
    new: &NewBudgetLine,
) -> Result<()> {
    sqlx::query(
        "insert into crm.budget_lines
             (tenant_id, id, number, campaign_id, category, amount, currency, spent_on, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(number)
    .bind(campaign)
    .bind(&new.category)
    .bind(new.amount)
    .bind(&new.currency)
    .bind(new.spent_on)
    .bind(&new.note)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Says how much a line is.
pub async fn set_budget_line(tx: &mut TenantTx, number: i64, amount: Decimal, currency: &str) -> Result<()> {
    sqlx::query(
        "update crm.budget_lines set amount = $3, currency = $4 where tenant_id = $1 and number = $2",
    )
    .bind(tx.tenant())
    .bind(number)
    .bind(amount)
    .bind(currency)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts a line in the trash, or brings it back.
pub async fn set_budget_line_removed(tx: &mut TenantTx, number: i64, removed: bool) -> Result<()> {
    sqlx::query(
        "update crm.budget_lines set deleted_at = case when $3 then now() end
         where tenant_id = $1 and number = $2",
    )
    .bind(tx.tenant())
    .bind(number)
    .bind(removed)
    .execute(tx.conn())
    .await?;
    Ok(())
}
