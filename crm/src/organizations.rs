//! Companies and communities, and who works there.

use chrono::NaiveDate;

use crate::{CodeKind, OrganizationId, PersonId, Result, TenantTx, fold};

/// An organization to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewOrganization {
    /// Display name.
    pub name: String,
    /// The name in another language or spelling.
    pub other_name: Option<String>,
    /// E-mail and web domain.
    pub domain: Option<String>,
    /// `company` or `community`.
    pub kind: String,
}

/// Adds organizations, in order.
pub async fn add(tx: &mut TenantTx, organizations: &[NewOrganization]) -> Result<Vec<OrganizationId>> {
    let ids: Vec<OrganizationId> = organizations.iter().map(|_| OrganizationId::new()).collect();
    let numbers = tx.numbers(CodeKind::Organization, organizations.len()).await?;
    sqlx::query(
        "insert into crm.organizations (tenant_id, id, number, name, search_key, domain, kind)
         select $1, t.* from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) t",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(organizations.iter().map(|o| o.name.as_str()).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| key(&o.name, o.other_name.as_deref())).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| o.domain.as_deref()).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| o.kind.as_str()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(ids)
}

/// Time at an organization, to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEmployment {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub organization: OrganizationId,
    /// As what.
    pub title: Option<String>,
    /// From.
    pub started_on: Option<NaiveDate>,
    /// Until; `None`: still.
    pub ended_on: Option<NaiveDate>,
}

/// Says where persons work and worked.
pub async fn employ(tx: &mut TenantTx, employments: &[NewEmployment]) -> Result<()> {
    sqlx::query(
        "insert into crm.employments (tenant_id, id, person_id, organization_id, title, started_on, ended_on)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[]) t",
    )
    .bind(tx.tenant())
    .bind(employments.iter().map(|_| uuid::Uuid::now_v7()).collect::<Vec<_>>())
    .bind(employments.iter().map(|e| e.person).collect::<Vec<_>>())
    .bind(employments.iter().map(|e| e.organization).collect::<Vec<_>>())
    .bind(employments.iter().map(|e| e.title.as_deref()).collect::<Vec<_>>())
    .bind(employments.iter().map(|e| e.started_on).collect::<Vec<_>>())
    .bind(employments.iter().map(|e| e.ended_on).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn key(name: &str, other: Option<&str>) -> String {
    let forms: Vec<String> = [Some(name), other].into_iter().flatten().map(fold).collect();
    format!("\n{}\n", forms.join("\n"))
}
