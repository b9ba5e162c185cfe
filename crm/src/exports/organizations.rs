//! Organizations, a page at a time.

use sqlx::FromRow;

use super::{Filter, PAGE, part};
use crate::{Result, TenantTx};

/// An organization, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OrganizationLine {
    /// The number of the short code.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The name in another language or spelling.
    pub other_name: Option<String>,
    /// E-mail and web domain.
    pub domain: Option<String>,
    /// `company` or `community`.
    pub kind: String,
    /// Who works there now.
    pub people: i64,
}

/// The organizations after this number, in order; at most [`PAGE`].
pub async fn organizations(tx: &mut TenantTx, filter: &Filter, after: i64) -> Result<Vec<OrganizationLine>> {
    let name = filter.name.as_ref().or(filter.organization.as_ref());
    sqlx::query_as(
        "select o.number, o.name, o.other_name, o.domain, o.kind,
                (select count(distinct e.person_id) from crm.employments e
                 join crm.persons p on p.tenant_id = $1 and p.id = e.person_id and p.deleted_at is null
                 where e.tenant_id = $1 and e.organization_id = o.id and e.ended_on is null) as people
         from crm.organizations o
         where o.tenant_id = $1 and o.number > $2 and o.deleted_at is null
           and ($4::text is null or o.kind = $4)
           and ($5::text is null or o.search_key like $5 or o.domain like $5)
         order by o.number limit $3",
    )
    .bind(tx.tenant())
    .bind(after)
    .bind(PAGE)
    .bind(&filter.kind)
    .bind(part(name))
    .fetch_all(tx.conn())
    .await
}
