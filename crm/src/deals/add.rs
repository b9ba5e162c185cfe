//! New deals.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Deal, by_number, stage::note};
use crate::{CodeKind, DealId, OrganizationId, PersonId, Result, TenantTx, UserId};

/// A deal to be added.
#[derive(Debug, Clone)]
pub struct NewDeal {
    /// What it is called.
    pub name: String,
    /// With which organization.
    pub organization: Option<OrganizationId>,
    /// With which person.
    pub person: Option<PersonId>,
    /// Who of us looks after it.
    pub owner: Option<UserId>,
    /// Key of its stage.
    pub stage: String,
    /// How much, not negative, at most two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// When it is expected to be decided.
    pub closes_on: Option<NaiveDate>,
    /// That it is decided already, since when.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Adds a deal, by the user who acts, and notes its first step at `at`.
pub async fn add(tx: &mut TenantTx, new: &NewDeal, at: DateTime<Utc>) -> Result<Deal> {
    let number = tx.numbers(CodeKind::Deal, 1).await?.start;
    let (id, by) = (DealId::new(), tx.actor().user_id());
    sqlx::query(
        "insert into crm.deals (tenant_id, id, number, name, organization_id, person_id, owner_id, stage, amount,
                                currency, closes_on, closed_at, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(number)
    .bind(&new.name)
    .bind(new.organization)
    .bind(new.person)
    .bind(new.owner)
    .bind(&new.stage)
    .bind(new.amount)
    .bind(&new.currency)
    .bind(new.closes_on)
    .bind(new.closed_at)
    .bind(by)
    .bind(at)
    .execute(tx.conn())
    .await?;
    note(tx, id, (None, &new.stage), None, at).await?;
    by_number(tx, number).await?.ok_or(sqlx::Error::RowNotFound)
}
