//! Who works and worked where.

use chrono::NaiveDate;

use crate::{OrganizationId, PersonId, Result, TenantTx};

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
        "insert into crm.employments (tenant_id, id, person_id, organization_id, title, started_on, ended_on, source)
         select $1, t.*, 'said' from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[]) t",
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
