//! Working off who is to be compared.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use super::{is_certain, store};
use crate::{
    PersonId, Result, TenantTx,
    merges::{Suggestion, census::Census, suggest},
};

/// More persons than this are no longer counted.
const COUNTED: i64 = 40;
/// Persons that are compared in one transaction: somebody new never waits for more than these.
const AT_ONCE: i64 = 500;
/// Suggestions kept, the likeliest.
const KEPT: i64 = 200_000;
/// In a tenant with more persons than this nobody who asks for suggestions waits until all are compared.
const PATIENCE: i64 = 3_000;
/// Rounds that are remembered for those who hold an older state.
const REMEMBERED: i64 = 300;

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
    .bind(COUNTED + 1)
    .fetch_all(tx.conn())
    .await?;
    Ok(match noted.len() {
        0 => Waiting::Nobody,
        n if noted.contains(&None) || n as i64 > COUNTED => Waiting::Everybody,
        n => Waiting::Persons(n),
    })
}

/// Everybody who was noted, due or not.
pub(in crate::merges) async fn persons_waiting(tx: &mut TenantTx) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select distinct person_id from crm.uncompared where tenant_id = $1 and person_id is not null",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Compares whoever waits for it, or the latest of them where they are many, and stores what is found. `None`:
/// somebody else is at it, and nothing was done.
pub async fn compare(tx: &mut TenantTx) -> Result<Option<Compared>> {
    if !take_turn(tx).await? {
        return Ok(None);
    }
    let room = tx.db().rooms().of(tx.tenant());
    let mut held = room.census.lock().await;
    let (waiting, everybody): (i64, Option<bool>) = sqlx::query_as(
        "select count(distinct person_id), bool_or(person_id is null)
         from crm.uncompared where tenant_id = $1 and due_at <= now()",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await?;
    let Some(everybody) = everybody else {
        return Ok(Some(Compared { persons: Some(0), certain: Vec::new() }));
    };
    let former = match everybody {
        true => None,
        false => Census::made_true(tx, held.take(), usize::try_from(waiting).unwrap_or(usize::MAX)).await?,
    };
    let noted = take_notes(tx, former.as_ref().map(|_| AT_ONCE)).await?;
    let (census, found, of) = match former {
        Some(mut census) => {
            census.refresh(tx, &noted).await?;
            census.went(begin_round(tx, Some(&noted)).await?, noted.clone());
            let of: HashSet<PersonId> = noted.into_iter().collect();
            let found = suggest::find(tx, &mut census, Some(&of), KEPT).await?;
            // what is known of somebody who is part of another by now is not true any more, so all are replaced
            (census, found, Some(of.into_iter().collect::<BTreeSet<_>>()))
        }
        None => {
            begin_round(tx, None).await?;
            let mut census = Census::take(tx, &room).await?;
            let found = suggest::find(tx, &mut census, None, KEPT).await?;
            (census, found, None)
        }
    };
    *held = Some(census);
    store::replace(tx, of.as_ref(), &found).await?;
    Ok(Some(Compared { persons: of.map(|of| of.len()), certain: certain(&found) }))
}

fn certain(found: &[Suggestion]) -> Vec<(PersonId, PersonId)> {
    found.iter().filter(|it| is_certain(it)).map(|it| (it.a.id, it.b.id)).collect()
}

/// Takes the notes that are due: all, or those of so many persons, the latest first.
async fn take_notes(tx: &mut TenantTx, persons: Option<i64>) -> Result<Vec<PersonId>> {
    let noted: Vec<Option<PersonId>> =
        match persons {
            None => sqlx::query_scalar(
                "delete from crm.uncompared where tenant_id = $1 and due_at <= now() returning null::uuid",
            )
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await?,
            Some(most) => {
                sqlx::query_scalar(
                    "with latest as (
                     select person_id from crm.uncompared where tenant_id = $1 and due_at <= now()
                     group by person_id order by max(due_at) desc, person_id limit $2
                 ),
                 taken as (
                     delete from crm.uncompared u using latest
                     where u.tenant_id = $1 and u.person_id = latest.person_id and u.due_at <= now()
                 )
                 select person_id from latest",
                )
                .bind(tx.tenant())
                .bind(most)
                .fetch_all(tx.conn())
                .await?
            }
        };
    Ok(noted.into_iter().flatten().collect())
}

/// Begins a round about these persons (`None`: everybody) and gives its number.
async fn begin_round(tx: &mut TenantTx, persons: Option<&[PersonId]>) -> Result<i64> {
    let round: i64 = sqlx::query_scalar(
        "insert into crm.comparisons as c (tenant_id, round) values ($1, 1)
         on conflict (tenant_id) do update set round = c.round + 1 returning round",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await?;
    sqlx::query("insert into crm.compared (tenant_id, round, persons, everybody) values ($1, $2, $3, $4)")
        .bind(tx.tenant())
        .bind(round)
        .bind(persons.unwrap_or_default())
        .bind(persons.is_none())
        .execute(tx.conn())
        .await?;
    sqlx::query("delete from crm.compared where tenant_id = $1 and round <= $2")
        .bind(tx.tenant())
        .bind(round - REMEMBERED)
        .execute(tx.conn())
        .await?;
    Ok(round)
}

/// Compares whoever was changed a moment ago, for somebody who is about to read. False: more is waiting
/// than a reader waits for; what is read is what was known before.
pub async fn catch_up(tx: &mut TenantTx) -> Result<bool> {
    let waiting = waiting(tx).await?;
    if waiting == Waiting::Nobody {
        return Ok(true);
    }
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
        // among many only who is held in memory already is compared in a moment
        let room = tx.db().rooms().of(tx.tenant());
        let held = room.census.try_lock().is_ok_and(|held| held.is_some());
        if waiting == Waiting::Everybody || !held {
            return Ok(false);
        }
    }
    let Some(compared) = compare(tx).await? else { return Ok(false) };
    // a reader merges nothing: whoever works off the notes finds these once more
    let certain: Vec<PersonId> = compared.certain.into_iter().map(|(a, _)| a).collect();
    note(tx, &certain).await?;
    Ok(true)
}

/// Has these persons compared again.
pub(in crate::merges) async fn note(tx: &mut TenantTx, persons: &[PersonId]) -> Result<()> {
    if persons.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into crm.uncompared (tenant_id, person_id) select $1, t.id from unnest($2::uuid[]) t (id)",
    )
    .bind(tx.tenant())
    .bind(persons)
    .execute(tx.conn())
    .await?;
    Ok(())
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
