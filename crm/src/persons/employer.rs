//! A new employer: the present employment ends, another begins, and that can be taken back row by row.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{OrganizationId, PersonId, Result, TenantTx};

/// Rows that a change of employer wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerChange {
    /// The employment that began.
    pub opened: Option<Uuid>,
    /// Those that ended, and when.
    pub closed: Vec<(Uuid, NaiveDate)>,
    /// Those that were at the new employer already, and went on.
    pub kept: Vec<Uuid>,
}

impl EmployerChange {
    /// Was everything as it should be already?
    pub fn is_nothing(&self) -> bool {
        self.opened.is_none() && self.closed.is_empty()
    }
}

/// From `day` on a person works at `organization`, and nowhere else; `None`: nowhere.
pub async fn change_employer(
    tx: &mut TenantTx,
    person: PersonId,
    organization: Option<OrganizationId>,
    day: NaiveDate,
) -> Result<EmployerChange> {
    let closed = sqlx::query_as(
        "update crm.employments set ended_on = greatest($4, started_on)
         where tenant_id = $1 and person_id = $2 and ended_on is null and organization_id is distinct from $3
         returning id, ended_on",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(organization)
    .bind(day)
    .fetch_all(tx.conn())
    .await?;
    let kept = open(tx, person).await?;
    let opened = sqlx::query_scalar(
        "insert into crm.employments (tenant_id, id, person_id, organization_id, started_on)
         select $1, $2, $3, $4, $5
         where $4::uuid is not null and not exists (
             select from crm.employments
             where tenant_id = $1 and person_id = $3 and organization_id = $4 and ended_on is null)
         returning id",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(person)
    .bind(organization)
    .bind(day)
    .fetch_optional(tx.conn())
    .await?;
    Ok(EmployerChange { opened, closed, kept })
}

/// The employments that have not ended.
async fn open(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Uuid>> {
    sqlx::query_scalar(
        "select id from crm.employments where tenant_id = $1 and person_id = $2 and ended_on is null",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// Takes back [`change_employer`]. False when somebody changed those rows since, or when another
/// employment began; the caller rolls back.
pub async fn change_employer_back(
    tx: &mut TenantTx,
    person: PersonId,
    change: &EmployerChange,
) -> Result<bool> {
    let removed = sqlx::query(
        "delete from crm.employments where tenant_id = $1 and id = $2 and person_id = $3 and ended_on is null",
    )
    .bind(tx.tenant())
    .bind(change.opened)
    .bind(person)
    .execute(tx.conn())
    .await?;
    if open(tx, person).await?.iter().any(|id| !change.kept.contains(id)) {
        return Ok(false);
    }
    let (closed, ends): (Vec<Uuid>, Vec<NaiveDate>) = change.closed.iter().copied().unzip();
    let reopened = sqlx::query(
        "update crm.employments e set ended_on = null
         from unnest($2::uuid[], $3::date[]) as t (id, ended_on)
         where e.tenant_id = $1 and e.id = t.id and e.person_id = $4 and e.ended_on = t.ended_on",
    )
    .bind(tx.tenant())
    .bind(closed)
    .bind(ends)
    .bind(person)
    .execute(tx.conn())
    .await?;
    Ok((removed.rows_affected() == 1) == change.opened.is_some()
        && reopened.rows_affected() == u64::try_from(change.closed.len()).unwrap_or(u64::MAX))
}
