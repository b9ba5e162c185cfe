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
    /// Of those, the ones that are said to have begun on another day: that day, and the one before.
    #[serde(default)]
    pub redated: Vec<(Uuid, Option<NaiveDate>, Option<NaiveDate>)>,
    /// The employment that was noted as over.
    #[serde(default)]
    pub past: Option<Uuid>,
}

impl EmployerChange {
    /// Was everything as it should be already?
    pub fn is_nothing(&self) -> bool {
        self.opened.is_none() && self.closed.is_empty() && self.redated.is_empty() && self.past.is_none()
    }
}

/// From `day` on a person works at `organization`, and nowhere else; `None`: nowhere. `said`: the day was named, so
/// that one who works there already is noted to have begun on it.
pub async fn change_employer(
    tx: &mut TenantTx,
    person: PersonId,
    organization: Option<OrganizationId>,
    (day, said): (NaiveDate, bool),
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
    let redated = match said {
        true => redate(tx, person, &kept, Some(day)).await?,
        false => Vec::new(),
    };
    let opened = sqlx::query_scalar(
        "insert into crm.employments (tenant_id, id, person_id, organization_id, started_on, source)
         select $1, $2, $3, $4, $5, 'said'
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
    Ok(EmployerChange { opened, closed, kept, redated, past: None })
}

/// A person worked at `organization` until the last of these days, from the first, where it is known. One who works
/// there still does so no more; of another it is noted as a time that is over. Other employments stay.
pub async fn employed_until(
    tx: &mut TenantTx,
    person: PersonId,
    organization: OrganizationId,
    (from, until): (Option<NaiveDate>, NaiveDate),
) -> Result<EmployerChange> {
    let there: Vec<Uuid> = sqlx::query_scalar(
        "select id from crm.employments
         where tenant_id = $1 and person_id = $2 and organization_id = $3 and ended_on is null for update",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(organization)
    .fetch_all(tx.conn())
    .await?;
    let mut change = EmployerChange { kept: open(tx, person).await?, ..EmployerChange::default() };
    if from.is_some() {
        change.redated = redate(tx, person, &there, from).await?;
    } else {
        // since when an address was seen is no day on which they began
        let later: Vec<Uuid> = sqlx::query_scalar(
            "select id from crm.employments where tenant_id = $1 and id = any($2) and started_on > $3",
        )
        .bind(tx.tenant())
        .bind(&there)
        .bind(until)
        .fetch_all(tx.conn())
        .await?;
        change.redated = redate(tx, person, &later, None).await?;
    }
    change.closed = sqlx::query_as(
        "update crm.employments set ended_on = greatest($4, started_on)
         where tenant_id = $1 and person_id = $2 and id = any($3) returning id, ended_on",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(&there)
    .bind(until)
    .fetch_all(tx.conn())
    .await?;
    if there.is_empty() {
        change.past = sqlx::query_scalar(
            "insert into crm.employments (tenant_id, id, person_id, organization_id, started_on, ended_on, source)
             select $1, $2, $3, $4, $5, $6, 'said'
             where not exists (
                 select from crm.employments
                 where tenant_id = $1 and person_id = $3 and organization_id = $4 and ended_on = $6
                   and started_on is not distinct from $5)
             returning id",
        )
        .bind(tx.tenant())
        .bind(Uuid::now_v7())
        .bind(person)
        .bind(organization)
        .bind(from)
        .bind(until)
        .fetch_optional(tx.conn())
        .await?;
    }
    Ok(change)
}

/// These employments began on another day, or on one that nobody knows.
async fn redate(
    tx: &mut TenantTx,
    person: PersonId,
    kept: &[Uuid],
    day: Option<NaiveDate>,
) -> Result<Vec<(Uuid, Option<NaiveDate>, Option<NaiveDate>)>> {
    sqlx::query_as(
        "update crm.employments e set started_on = $4, source = 'said'
         from (select id, started_on from crm.employments
               where tenant_id = $1 and person_id = $2 and id = any($3) and started_on is distinct from $4
               for update) former
         where e.tenant_id = $1 and e.id = former.id
         returning e.id, e.started_on, former.started_on",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(kept)
    .bind(day)
    .fetch_all(tx.conn())
    .await
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

/// Takes back [`change_employer`] and [`employed_until`]. False when somebody changed those rows since, or when another
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
    let forgotten =
        sqlx::query("delete from crm.employments where tenant_id = $1 and id = $2 and person_id = $3")
            .bind(tx.tenant())
            .bind(change.past)
            .bind(person)
            .execute(tx.conn())
            .await?;
    if (forgotten.rows_affected() == 1) != change.past.is_some() {
        return Ok(false);
    }
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
    for (id, said, former) in &change.redated {
        let done = sqlx::query(
            "update crm.employments set started_on = $4
             where tenant_id = $1 and id = $2 and person_id = $3
               and started_on is not distinct from $5 and ended_on is null",
        )
        .bind(tx.tenant())
        .bind(id)
        .bind(person)
        .bind(former)
        .bind(said)
        .execute(tx.conn())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
    }
    Ok((removed.rows_affected() == 1) == change.opened.is_some()
        && reopened.rows_affected() == u64::try_from(change.closed.len()).unwrap_or(u64::MAX))
}
