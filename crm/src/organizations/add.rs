//! New organizations, one or many at a time.

use crate::{CodeKind, OrganizationId, Result, TenantTx, fold};

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
        "insert into crm.organizations (tenant_id, id, number, name, search_key, domain, kind, other_name)
         select $1, t.*
         from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) t",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(organizations.iter().map(|o| o.name.as_str()).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| key(&o.name, o.other_name.as_deref())).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| o.domain.as_deref()).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| o.kind.as_str()).collect::<Vec<_>>())
    .bind(organizations.iter().map(|o| o.other_name.as_deref()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(ids)
}

fn key(name: &str, other: Option<&str>) -> String {
    let forms: Vec<String> = [Some(name), other].into_iter().flatten().map(fold).collect();
    format!("\n{}\n", forms.join("\n"))
}
