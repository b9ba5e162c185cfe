//! Organizations, a page at a time.

use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{PAGE, arguments};
use crate::{Result, TenantTx, conversations, organizations};

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

/// The organizations after this number for which all of it is true, in order; at most [`PAGE`].
pub async fn organizations(
    tx: &mut TenantTx,
    wanted: &organizations::Query,
    after: i64,
) -> Result<Vec<OrganizationLine>> {
    let uncounted = conversations::uncounted(tx).await?;
    let mut query = QueryBuilder::<Postgres>::with_arguments(
        "select o.number, o.name, o.other_name, o.domain, o.kind,
                (select count(distinct e.person_id) from crm.employments e
                 join crm.persons p on p.tenant_id = $1 and p.id = e.person_id and p.deleted_at is null
                 where e.tenant_id = $1 and e.organization_id = o.id and e.ended_on is null) as people
         from crm.organizations o
         where o.tenant_id = $1 and o.number > $2 and o.deleted_at is null",
        arguments(tx.tenant(), after)?,
    );
    organizations::fits(&mut query, tx.tenant(), wanted, &uncounted);
    query.push(" order by o.number limit ").push_bind(PAGE);
    query.build_query_as().fetch_all(tx.conn()).await
}
