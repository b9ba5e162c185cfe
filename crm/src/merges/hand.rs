//! Deals and tasks that somebody gives to a person by hand. As with accounts ([`detach`](super::detach()), which are
//! followed by all they did), that word outlasts every merge made before it.

use uuid::Uuid;

use super::tree;
use crate::{MergeId, PersonId, Result, TenantTx};

/// How a deal or a task comes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'a> {
    /// Somebody says whose it is: undoing an earlier merge leaves it there.
    ByHand,
    /// That word is taken back. These merges had brought it to whom it goes back to: they have their way again.
    Back(&'a [MergeId]),
}

/// A row that merges move: as they note it, `deal` or `task`, and its id.
pub(crate) type Moved = (&'static str, Uuid);

/// Notes that a row goes from one person to another. Returns who that is by now (nobody, where they are gone for good),
/// and the standing merges that had brought it to where it was.
pub(crate) async fn hand_over(
    tx: &mut TenantTx,
    (kind, row): Moved,
    (from, to): (Option<PersonId>, Option<PersonId>),
    given: Given<'_>,
) -> Result<(Option<PersonId>, Vec<MergeId>)> {
    if from == to && given == Given::ByHand {
        return Ok((to, Vec::new()));
    }
    tree::take_turn(tx).await?;
    let to = match (given, to) {
        (Given::Back(by), Some(to)) => regain(tx, (kind, row), to, by).await?,
        (_, Some(to)) => tree::survivors(tx, &[to]).await?.remove(&to),
        (_, None) => None,
    };
    if from == to || given != Given::ByHand {
        return Ok((to, Vec::new()));
    }
    let by = sqlx::query_scalar(
        "update crm.merge_moves v set given_away_at = now() from crm.merges m
         where v.tenant_id = $1 and v.kind = $2 and v.row_id = $3 and v.given_away_at is null
           and m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null
         returning m.id",
    )
    .bind(tx.tenant())
    .bind(kind)
    .bind(row)
    .fetch_all(tx.conn())
    .await?;
    Ok((to, by))
}

/// Who has the row as if it had never been given away: whoever had it before these merges, or the survivor they are
/// part of by those that stand.
async fn regain(
    tx: &mut TenantTx,
    (kind, row): Moved,
    to: PersonId,
    by: &[MergeId],
) -> Result<Option<PersonId>> {
    let steps: Vec<(PersonId, PersonId)> = sqlx::query_as(
        "select into_person_id, from_person_id from crm.merges where tenant_id = $1 and id = any($2)",
    )
    .bind(tx.tenant())
    .bind(by)
    .fetch_all(tx.conn())
    .await?;
    let mut lowest = to;
    for _ in 0..steps.len() {
        let below = steps.iter().find(|(into, _)| *into == lowest);
        lowest = below.map_or(lowest, |(_, from)| *from);
    }
    let way = tree::way_up(tx, lowest).await?;
    sqlx::query(
        "insert into crm.merge_moves (tenant_id, merge_id, kind, row_id)
         select $1, t.id, $2, $3 from unnest($4::uuid[]) t (id)
         on conflict (tenant_id, merge_id, kind, row_id) do update set given_away_at = null",
    )
    .bind(tx.tenant())
    .bind(kind)
    .bind(row)
    .bind(way.iter().filter_map(|step| step.by).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(way.last().map(|step| step.person))
}
