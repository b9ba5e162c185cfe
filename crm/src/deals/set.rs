//! What is said of a deal, changed.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Deal;
use crate::{
    DealId, MergeId, OrganizationId, PersonId, Result, TenantTx, UserId,
    merges::{self, Given},
};

/// What a deal says beside its stage, whole: what is to be kept is said again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// What it is called.
    pub name: String,
    /// With which organization.
    pub organization: Option<OrganizationId>,
    /// With which person.
    pub person: Option<PersonId>,
    /// Who of us looks after it.
    pub owner: Option<UserId>,
    /// How much, not negative, at most two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// When it is expected to be decided.
    pub closes_on: Option<NaiveDate>,
    /// Why it was won or lost.
    pub reason: Option<String>,
}

impl Edit {
    /// What a deal says now.
    pub fn of(deal: &Deal) -> Self {
        Self {
            name: deal.name.clone(),
            organization: deal.organization_id,
            person: deal.person_id,
            owner: deal.owner_id,
            amount: deal.amount,
            currency: deal.currency.clone(),
            closes_on: deal.closes_on,
            reason: deal.reason.clone(),
        }
    }

    /// What it would say without the change from `before` to `after`, if nobody has changed the same since: `None`
    /// when somebody has.
    pub fn without(&self, before: &Self, after: &Self) -> Option<Self> {
        crate::put_back!(*self, *before, *after, name organization person owner amount currency closes_on reason)
    }
}

/// Writes what a deal says. An organization or person in the trash, which nobody saw, stays unless another is named;
/// an organization that is gone for good is none, and a person is whoever they are part of by now.
/// Returns the merges that had brought it to the person whose it was, where it is another's now.
pub async fn set(tx: &mut TenantTx, deal: DealId, edit: &Edit, given: Given<'_>) -> Result<Vec<MergeId>> {
    let held: Option<PersonId> =
        sqlx::query_scalar("select person_id from crm.deals where tenant_id = $1 and id = $2 for update")
            .bind(tx.tenant())
            .bind(deal)
            .fetch_one(tx.conn())
            .await?;
    let (person, by) = match edit.person {
        None => (None, Vec::new()),
        to => merges::hand_over(tx, ("deal", deal.0), (held, to), given).await?,
    };
    sqlx::query(
        "update crm.deals d
         set name = $3,
             organization_id = case
                 when $4::uuid is null and exists (select from crm.organizations o
                     where o.tenant_id = $1 and o.id = d.organization_id and o.deleted_at is not null)
                 then d.organization_id
                 else (select o.id from crm.organizations o where o.tenant_id = $1 and o.id = $4) end,
             person_id = case
                 when $5::uuid is null and exists (select from crm.persons p
                     where p.tenant_id = $1 and p.id = d.person_id and p.deleted_at is not null)
                 then d.person_id else $5 end,
             owner_id = $6, amount = $7, currency = $8, closes_on = $9, reason = $10
         where d.tenant_id = $1 and d.id = $2",
    )
    .bind(tx.tenant())
    .bind(deal)
    .bind(&edit.name)
    .bind(edit.organization)
    .bind(person)
    .bind(edit.owner)
    .bind(edit.amount)
    .bind(&edit.currency)
    .bind(edit.closes_on)
    .bind(&edit.reason)
    .execute(tx.conn())
    .await?;
    Ok(by)
}
