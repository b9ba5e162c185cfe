//! Deals, a page at a time.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::FromRow;

use super::{Filter, PAGE, part};
use crate::{Result, TenantTx};

/// A deal, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DealLine {
    /// The number of the short code.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// The number of the organization's short code.
    pub organization_number: Option<i64>,
    /// With which organization.
    pub organization: Option<String>,
    /// The number of the person's short code.
    pub person_number: Option<i64>,
    /// With whom.
    pub person: Option<String>,
    /// Who of us looks after it.
    pub owner: Option<String>,
    /// Key of its stage.
    pub stage: String,
    /// `open`, `won` or `lost`.
    pub outcome: String,
    /// How much, at most two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// When it is expected to be decided.
    pub closes_on: Option<NaiveDate>,
    /// When it was won or lost.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// The deals after this number, in order; at most [`PAGE`]. Those in the trash are left out.
pub async fn deals(tx: &mut TenantTx, filter: &Filter, after: i64) -> Result<Vec<DealLine>> {
    sqlx::query_as(
        "select d.number, d.name, o.number as organization_number, o.name as organization, p.number as person_number,
                p.name as person, u.name as owner, d.stage, s.outcome, d.amount, d.currency, d.closes_on, d.closed_at,
                d.reason, d.created_at
         from crm.deals d
         join crm.deal_stages s on s.tenant_id = $1 and s.key = d.stage
         left join crm.organizations o on o.tenant_id = $1 and o.id = d.organization_id and o.deleted_at is null
         left join crm.persons p on p.tenant_id = $1 and p.id = d.person_id and p.deleted_at is null
         left join crm.users u on u.tenant_id = $1 and u.id = d.owner_id
         where d.tenant_id = $1 and d.number > $2 and d.deleted_at is null
           and ($4::text is null or d.stage = $4 or s.outcome = $4 or crm.fold(s.name) = crm.fold($4)
                or crm.fold(s.name_ja) = crm.fold($4))
           and ($5::text is null or crm.fold(d.name) like $5)
           and ($6::text is null or o.search_key like $6 or o.domain like $6)
           and ($7::date is null or d.created_at >= $7)
           and ($8::date is null or d.created_at < $8::date + 1)
         order by d.number limit $3",
    )
    .bind(tx.tenant())
    .bind(after)
    .bind(PAGE)
    .bind(&filter.stage)
    .bind(part(filter.name.as_ref()))
    .bind(part(filter.organization.as_ref()))
    .bind(filter.since)
    .bind(filter.until)
    .fetch_all(tx.conn())
    .await
}
