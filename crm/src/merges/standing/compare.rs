//! Working off who is to be compared.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{is_certain, store};
use crate::{
    PersonId, Result, TenantTx,
    merges::{suggest, tree},
};

/// When more persons than this are waiting, comparing everybody at once is less work than one by one.
const ONE_BY_ONE: usize = 40;
/// Suggestions kept of one person, the likeliest.
const OF_ONE: i64 = 100;
/// And of everybody.
const OF_ALL: i64 = 200_000;
/// In a tenant with more persons than this nobody who asks for suggestions waits until all are compared.
const PATIENCE: i64 = 3_000;

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many persons were compared with the others; `None`: everybody.
    pub persons: Option<usize>,
    /// Pairs that are to be merged without asking, if that is wanted: for [`super::link()`].
    pub certain: Vec<(PersonId, PersonId)>,
}

/// Who is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Nobody.
    Nobody,
    /// So many.
    Persons(usize),
    /// All there are, or too many to be counted.
    Everybody,
}

/// Who is to be compared now.
pub async fn waiting(tx: &mut TenantTx) -> Result<Waiting> {
    let noted: Vec<Option<PersonId>> = sqlx::query_scalar(
        "select distinct person_id from crm.uncompared where tenant_id = $1 and due_at <= now() limit $2",
    )
    .bind(tx.tenant())
    .bind(ONE_BY_ONE as i64 + 1)
    .fetch_all(tx.conn())
    .await?;
    Ok(match noted.len() {
        0 => Waiting::Nobody,
        _ if noted.contains(&None) => Waiting::Everybody,
        n if n > ONE_BY_ONE => Waiting::Everybody,
        n => Waiting::Persons(n),
    })
}

/// Compares whoever waits for it and stores what is found. `None`: somebody else is at it, and nothing
/// was done.
pub async fn compare(tx: &mut TenantTx) -> Result<Option<Compared>> {
    if !take_turn(tx).await? {
        return Ok(None);
    }
    let noted: Vec<Option<PersonId>> = sqlx::query_scalar(
        "with noted as (
             delete from crm.uncompared where tenant_id = $1 and due_at <= now() returning person_id
         )
         select distinct person_id from noted",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    if noted.is_empty() {
        return Ok(Some(Compared { persons: Some(0), certain: Vec::new() }));
    }
    let everybody = noted.contains(&None) || noted.len() > ONE_BY_ONE;
    let persons: Vec<PersonId> = noted.into_iter().flatten().collect();
    let (found, of) = if everybody {
        (suggest::suggest(tx, None, OF_ALL).await?, None)
    } else {
        let survivors: BTreeSet<PersonId> = tree::survivors(tx, &persons).await?.into_values().collect();
        let mut found = Vec::new();
        for person in &survivors {
            found.extend(suggest::suggest(tx, Some(*person), OF_ONE).await?);
        }
        // what is known of somebody who is part of another by now is not true any more
        (found, Some(survivors.into_iter().chain(persons).collect::<BTreeSet<_>>()))
    };
    let certain =
        found.iter().filter(|it| is_certain(it)).map(|it| (it.a.id, it.b.id)).collect::<BTreeSet<_>>();
    store::replace(tx, of.as_ref(), &found).await?;
    Ok(Some(Compared { persons: of.map(|of| of.len()), certain: certain.into_iter().collect() }))
}

/// Compares whoever was changed a moment ago, for somebody who is about to read. False: more is waiting
/// than a reader waits for; what is read is what was known before.
pub async fn catch_up(tx: &mut TenantTx) -> Result<bool> {
    match waiting(tx).await? {
        Waiting::Nobody => return Ok(true),
        Waiting::Persons(_) => {}
        Waiting::Everybody => {
            let persons: i64 = sqlx::query_scalar(
                "select count(*) from (select from crm.persons
                                       where tenant_id = $1 and merged_into is null and deleted_at is null
                                       limit $2) them",
            )
            .bind(tx.tenant())
            .bind(PATIENCE + 1)
            .fetch_one(tx.conn())
            .await?;
            if persons > PATIENCE {
                return Ok(false);
            }
        }
    }
    let Some(compared) = compare(tx).await? else { return Ok(false) };
    // a reader merges nothing: whoever works off the notes finds these once more
    let certain: Vec<PersonId> = compared.certain.into_iter().map(|(a, _)| a).collect();
    sqlx::query(
        "insert into crm.uncompared (tenant_id, person_id) select $1, t.id from unnest($2::uuid[]) t (id)",
    )
    .bind(tx.tenant())
    .bind(certain)
    .execute(tx.conn())
    .await?;
    Ok(true)
}

/// Has everybody compared again.
pub async fn note_everybody(tx: &mut TenantTx) -> Result<()> {
    sqlx::query("insert into crm.uncompared (tenant_id) values ($1)")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Puts off what is waiting: comparing it has just failed.
pub async fn later(tx: &mut TenantTx, until: DateTime<Utc>) -> Result<()> {
    sqlx::query("update crm.uncompared set due_at = $2 where tenant_id = $1 and due_at <= now()")
        .bind(tx.tenant())
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// One at a time, without waiting: whoever comes second has nothing to do.
async fn take_turn(tx: &mut TenantTx) -> Result<bool> {
    sqlx::query_scalar("select pg_try_advisory_xact_lock(hashtextextended('comparing ' || $1::text, 0))")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}
