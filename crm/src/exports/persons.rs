//! People, a page at a time.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{PAGE, arguments};
use crate::{Result, TenantTx, conversations, persons};

/// Somebody, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PersonLine {
    /// The number of the short code.
    pub number: i64,
    /// Display name.
    pub name: String,
    /// Reading of a Japanese name.
    pub kana: Option<String>,
    /// The name in Latin letters.
    pub romaji: Option<String>,
    /// Where they work now.
    pub organization: Option<String>,
    /// What they do.
    pub title: Option<String>,
    /// `developer`, `customer`, `lead` or `partner`.
    pub relationship: String,
    /// Free words.
    pub tags: Vec<String>,
    /// The address shown, then all others.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Since when they are known.
    pub created_at: DateTime<Utc>,
}

/// The people after this number for whom all of it is true, in order; at most [`PAGE`].
pub async fn persons(tx: &mut TenantTx, wanted: &persons::Query, after: i64) -> Result<Vec<PersonLine>> {
    let uncounted = conversations::uncounted(tx).await?;
    let mut query = QueryBuilder::<Postgres>::with_arguments(
        "select p.number, p.name, p.kana, p.romaji, p.title, p.relationship, p.tags, p.created_at,
                (select o.name from crm.employments e
                 join crm.organizations o on o.tenant_id = $1 and o.id = e.organization_id and o.deleted_at is null
                 where e.tenant_id = $1 and e.person_id = p.id and e.ended_on is null
                 order by e.started_on desc nulls last, e.id limit 1) as organization,
                array_remove(array_prepend(lower(p.email), array(
                    select value from (
                        select i.value from crm.identifiers i
                        where i.tenant_id = $1 and i.person_id = p.id and i.kind = 'email'
                        union
                        select lower(a.email) from crm.accounts a
                        where a.tenant_id = $1 and a.person_id = p.id and a.email is not null) one
                    where value is distinct from lower(p.email) order by value)), null) as emails,
                array(select i.value from crm.identifiers i
                      where i.tenant_id = $1 and i.person_id = p.id and i.kind = 'phone' order by i.value) as phones
         from crm.persons p
         where p.tenant_id = $1 and p.number > $2 and p.merged_into is null and p.deleted_at is null and p.name <> ''",
        arguments(tx.tenant(), after)?,
    );
    persons::fits(&mut query, tx.tenant(), wanted, &uncounted);
    query.push(" order by p.number limit ").push_bind(PAGE);
    query.build_query_as().fetch_all(tx.conn()).await
}
