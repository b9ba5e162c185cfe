//! Pairs that somebody said are two. A rejection is remembered for the two persons it was said of and
//! holds for whoever they are part of by now.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{
    standing::{self, End},
    tree,
};
use crate::{PersonId, Result, TenantTx, UserId};

/// A pair that somebody said are two.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Rejection {
    /// The one with the lesser id.
    pub a: PersonId,
    /// The other.
    pub b: PersonId,
    /// Who said so; `None`: the system.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so, by name.
    #[serde(default)]
    pub by_name: Option<String>,
}

/// Remembers that two persons are two. False when that very pair was known to be.
pub async fn reject(tx: &mut TenantTx, one: PersonId, other: PersonId) -> Result<bool> {
    let by = tx.actor().user_id();
    let new = put(tx, (one.min(other), one.max(other)), by, None).await?;
    standing::settle(tx, one, other, End::Rejected).await?;
    Ok(new)
}

/// Remembers a rejection as it was. False when that pair is rejected.
pub async fn put_back(tx: &mut TenantTx, rejection: &Rejection) -> Result<bool> {
    put(tx, (rejection.a, rejection.b), rejection.by, Some(rejection.at)).await
}

async fn put(
    tx: &mut TenantTx,
    (a, b): (PersonId, PersonId),
    by: Option<UserId>,
    at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let put = sqlx::query(
        "insert into crm.rejected_pairs (tenant_id, a_person_id, b_person_id, rejected_by, rejected_at)
         values ($1, $2, $3, $4, coalesce($5, now())) on conflict do nothing",
    )
    .bind(tx.tenant())
    .bind(a)
    .bind(b)
    .bind(by)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(put.rows_affected() > 0)
}

/// Forgets the rejection of exactly this pair and gives back what it was.
pub async fn forget(tx: &mut TenantTx, one: PersonId, other: PersonId) -> Result<Option<Rejection>> {
    sqlx::query_as(
        "delete from crm.rejected_pairs where tenant_id = $1 and a_person_id = $2 and b_person_id = $3
         returning a_person_id as a, b_person_id as b, rejected_by as by, rejected_at as at, null as by_name",
    )
    .bind(tx.tenant())
    .bind(one.min(other))
    .bind(one.max(other))
    .fetch_optional(tx.conn())
    .await
}

macro_rules! rejected {
    () => {
        "select r.a_person_id as a, r.b_person_id as b, r.rejected_by as by, r.rejected_at as at, u.name as by_name
         from crm.rejected_pairs r left join crm.users u on u.tenant_id = $1 and u.id = r.rejected_by
         where r.tenant_id = $1"
    };
}

/// The rejections that hold for two persons, by whoever is part of them; latest first.
pub async fn rejections(tx: &mut TenantTx, one: PersonId, other: PersonId) -> Result<Vec<Rejection>> {
    let (one, other) = (tree::family(tx, one).await?, tree::family(tx, other).await?);
    if one.iter().any(|person| other.contains(person)) {
        return Ok(Vec::new());
    }
    sqlx::query_as(concat!(
        rejected!(),
        " and (r.a_person_id = any($2) and r.b_person_id = any($3)
               or r.a_person_id = any($3) and r.b_person_id = any($2))
          order by r.rejected_at desc"
    ))
    .bind(tx.tenant())
    .bind(one)
    .bind(other)
    .fetch_all(tx.conn())
    .await
}

/// All pairs of survivors that a rejection holds for, the lesser id first.
pub(super) async fn pairs(tx: &mut TenantTx) -> Result<BTreeSet<(PersonId, PersonId)>> {
    Ok(holding(tx).await?.into_iter().map(|(_, pair)| pair).collect())
}

/// Every rejection of two who are still two, with those they are part of.
async fn holding(tx: &mut TenantTx) -> Result<Vec<(Rejection, (PersonId, PersonId))>> {
    let all: Vec<Rejection> = sqlx::query_as(rejected!()).bind(tx.tenant()).fetch_all(tx.conn()).await?;
    let persons: BTreeSet<PersonId> = all.iter().flat_map(|r| [r.a, r.b]).collect();
    let survivors: HashMap<PersonId, PersonId> =
        tree::survivors(tx, &persons.into_iter().collect::<Vec<_>>()).await?;
    Ok(all
        .into_iter()
        .filter_map(|rejection| {
            let (a, b) = (*survivors.get(&rejection.a)?, *survivors.get(&rejection.b)?);
            (a != b).then(|| (rejection, (a.min(b), a.max(b))))
        })
        .collect())
}
