//! Everything about an organization on one card.

use chrono::{DateTime, Utc};

use super::{Member, people};
use crate::{OrganizationId, Result, TenantTx, conversations};

/// People named on the card.
const NAMED: i64 = 5;

/// What is known of an organization.
#[derive(Debug, Clone)]
pub struct Card {
    /// How many people we know who work there now.
    pub now: i64,
    /// The most recently seen of them, at most five.
    pub people: Vec<Member>,
    /// How many we know who worked there and do no more.
    pub before: i64,
    /// How much those who work there now did; what was deleted does not count, nor talk with this bot or what
    /// was done where the actor may not read.
    pub activities: i64,
    /// When they last did something.
    pub last: Option<DateTime<Utc>>,
}

/// The card of an organization.
pub async fn card(tx: &mut TenantTx, organization: OrganizationId) -> Result<Card> {
    let (named, now) = people(tx, organization, false, NAMED, 0).await?;
    let (_, before) = people(tx, organization, true, 1, 0).await?;
    let uncounted = conversations::uncounted(tx).await?;
    let (activities, last): (i64, Option<DateTime<Utc>>) = sqlx::query_as(
        "with staff as (
             select distinct e.person_id as id from crm.employments e
             join crm.persons p on p.tenant_id = e.tenant_id and p.id = e.person_id and p.deleted_at is null
             where e.tenant_id = $1 and e.organization_id = $2 and e.ended_on is null
         )
         select coalesce(sum(n), 0)::bigint, max(last) from (
             select count(*) as n, max(x.occurred_at) as last
             from staff s
             join crm.accounts a on a.tenant_id = $1 and a.person_id = s.id
             join crm.activities x on x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null
              and (x.conversation_id is null or x.conversation_id <> all($3))
             union all
             select count(*), max(x.occurred_at)
             from staff s
             join crm.activities x on x.tenant_id = $1 and x.person_id = s.id and x.deleted_at is null
              and (x.conversation_id is null or x.conversation_id <> all($3))) done",
    )
    .bind(tx.tenant())
    .bind(organization)
    .bind(uncounted)
    .fetch_one(tx.conn())
    .await?;
    Ok(Card { now, people: named, before, activities, last })
}
