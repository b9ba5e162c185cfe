//! Deals, a page at a time.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{PAGE, arguments};
use crate::{Result, TenantTx, deals};

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

/// The deals after this number for which all of it is true, in order; at most [`PAGE`]. Those in the trash are left out.
pub async fn deals(tx: &mut TenantTx, wanted: &deals::Query, after: i64) -> Result<Vec<DealLine>> {
    let mut query = QueryBuilder::<Postgres>::with_arguments(
        "select d.number, d.name, o.number as organization_number, o.name as organization, p.number as person_number,
                p.name as person, u.name as owner, d.stage, s.outcome, d.amount, d.currency, d.closes_on, d.closed_at,
                d.reason, d.created_at
         from crm.deals d
         join crm.deal_stages s on s.tenant_id = $1 and s.key = d.stage
         left join crm.organizations o on o.tenant_id = $1 and o.id = d.organization_id and o.deleted_at is null
         left join crm.persons p on p.tenant_id = $1 and p.id = d.person_id and p.deleted_at is null
         left join crm.users u on u.tenant_id = $1 and u.id = d.owner_id
         where d.tenant_id = $1 and d.number > $2 and d.deleted_at is null",
        arguments(tx.tenant(), after)?,
    );
    deals::asked(&mut query, tx.tenant(), wanted);
    query.push(" order by d.number limit ").push_bind(PAGE);
    query.build_query_as().fetch_all(tx.conn()).await
}
