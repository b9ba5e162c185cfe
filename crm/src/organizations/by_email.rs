//! Where somebody works, by the domain of their address.
//!
//! An address at a domain of an organization says that its owner works there, since the day we first saw it.
//! It says less than a person does: nobody who is said to work elsewhere is moved by an address, and whoever
//! left is not brought back by an old one. Of two employments that both come from addresses, the later one
//! ends the earlier. Free mail is no organization's domain, so it says nothing.

use chrono::NaiveDate;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{AccountId, OrganizationId, PersonId, Result, TenantTx};

/// An employment that an address brought about.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Employed {
    /// The row.
    pub id: Uuid,
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
}

/// Notes where a person works, by one address first seen on `day`. `None`: the address says nothing new.
pub async fn employ_by_email(
    tx: &mut TenantTx,
    person: PersonId,
    email: &str,
    day: NaiveDate,
) -> Result<Option<Employed>> {
    Ok(employ_by_emails(tx, &[(person, email.to_owned(), day)]).await?.pop())
}

/// The same for many: person, address, the day on which it was first seen.
pub async fn employ_by_emails(
    tx: &mut TenantTx,
    seen: &[(PersonId, String, NaiveDate)],
) -> Result<Vec<Employed>> {
    if seen.is_empty() {
        return Ok(Vec::new());
    }
    let domain = |email: &str| email.rsplit('@').next().unwrap_or_default().trim().to_lowercase();
    sqlx::query_as(
        "with said as (
             -- one organization a person: the latest address counts
             select distinct on (s.person) s.person, o.id as organization, s.day
             from unnest($2::uuid[], $3::text[], $4::date[]) as s (person, domain, day)
             join crm.organizations o on o.tenant_id = $1 and o.deleted_at is null
                  and (o.domain = s.domain or s.domain = any(o.more_domains))
             join crm.persons p on p.tenant_id = $1 and p.id = s.person and p.deleted_at is null
             where not exists (select from crm.employments e
                               where e.tenant_id = $1 and e.person_id = s.person and e.organization_id = o.id)
               and not exists (select from crm.employments e
                               where e.tenant_id = $1 and e.person_id = s.person and e.ended_on is null
                                 and (e.source is distinct from 'email' or e.started_on > s.day))
             order by s.person, s.day desc, o.number
         ),
         ended as (
             update crm.employments e set ended_on = s.day from said s
             where e.tenant_id = $1 and e.person_id = s.person and e.ended_on is null
         )
         insert into crm.employments (tenant_id, id, person_id, organization_id, started_on, source)
         select $1, gen_random_uuid(), s.person, s.organization, s.day, 'email' from said s
         returning id, person_id, organization_id",
    )
    .bind(tx.tenant())
    .bind(seen.iter().map(|(person, ..)| *person).collect::<Vec<_>>())
    .bind(seen.iter().map(|(_, email, _)| domain(email)).collect::<Vec<_>>())
    .bind(seen.iter().map(|(.., day)| *day).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await
}

/// The same for accounts as they are recorded: their persons, addresses and first days.
pub(crate) async fn employ_by_accounts(tx: &mut TenantTx, accounts: &[AccountId]) -> Result<Vec<Employed>> {
    let seen: Vec<(PersonId, String, NaiveDate)> = sqlx::query_as(
        "select a.person_id, a.email, (a.first_seen at time zone 'UTC')::date from crm.accounts a
         where a.tenant_id = $1 and a.id = any($2) and a.person_id is not null and a.email like '%@%' and not a.is_bot",
    )
    .bind(tx.tenant())
    .bind(accounts)
    .fetch_all(tx.conn())
    .await?;
    employ_by_emails(tx, &seen).await
}

/// The same for everybody whose address is at one of an organization's domains: it got a new one.
pub async fn employ_everybody(tx: &mut TenantTx, organization: OrganizationId) -> Result<Vec<Employed>> {
    let seen: Vec<(PersonId, String, NaiveDate)> = sqlx::query_as(
        "with domains as (
             select unnest(array_append(o.more_domains, o.domain)) as domain from crm.organizations o
             where o.tenant_id = $1 and o.id = $2
         ),
         used as (
             select a.person_id, a.email, a.first_seen as at from crm.accounts a
             where a.tenant_id = $1 and a.person_id is not null and not a.is_bot
             union all
             select p.id, p.email, p.created_at from crm.persons p where p.tenant_id = $1 and p.merged_into is null
             union all
             select i.person_id, i.value, p.created_at from crm.identifiers i
             join crm.persons p on p.tenant_id = $1 and p.id = i.person_id
             where i.tenant_id = $1 and i.kind = 'email'
         )
         select person_id, min(email), (min(at) at time zone 'UTC')::date from used
         where lower(split_part(email, '@', 2)) in (select domain from domains)
         group by person_id, lower(split_part(email, '@', 2))",
    )
    .bind(tx.tenant())
    .bind(organization)
    .fetch_all(tx.conn())
    .await?;
    employ_by_emails(tx, &seen).await
}

/// Takes such employments back, as far as nobody touched them since. Those that they had ended go on.
pub async fn unemploy(tx: &mut TenantTx, employed: &[Uuid]) -> Result<()> {
    sqlx::query(
        "with gone as (
             delete from crm.employments
             where tenant_id = $1 and id = any($2) and source = 'email' and ended_on is null
             returning person_id, started_on
         )
         update crm.employments e set ended_on = null from gone
         where e.tenant_id = $1 and e.person_id = gone.person_id and e.ended_on = gone.started_on
           and e.source = 'email' and e.id <> all($2)",
    )
    .bind(tx.tenant())
    .bind(employed)
    .execute(tx.conn())
    .await?;
    Ok(())
}
