//! Deals and tasks that somebody gives to a person by hand. As with accounts ([`detach`](super::detach()), which are
//! followed by all they did), that word outlasts every merge made before it.

use uuid::Uuid;

use super::tree;
use crate::{MergeId, PersonId, Result, TenantTx};

/// How a deal or a task comes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Somebody says whose it is: undoing an earlier merge leaves it there.
    ByHand,
    /// That word is taken back: the merges have their way again.
    Back,
}

/// Notes that a row goes from one person to another, and returns who that is by now; nobody, where they are gone for
/// good. `kind`: as moves are noted, `deal` or `task`.
pub(crate) async fn hand_over(
    tx: &mut TenantTx,
    (kind, row): (&'static str, Uuid),
    (from, to): (Option<PersonId>, Option<PersonId>),
    given: Given,
) -> Result<Option<PersonId>> {
    tree::take_turn(tx).await?;
    let to = match to {
        Some(to) => tree::survivors(tx, &[to]).await?.remove(&to),
        None => None,
    };
    if from == to {
        return Ok(to);
    }
    match given {
        Given::ByHand => {
            sqlx::query(
                "update crm.merge_moves v set given_away_at = now() from crm.merges m
                 where v.tenant_id = $1 and v.kind = $2 and v.row_id = $3 and v.given_away_at is null
                   and m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null",
            )
            .bind(tx.tenant())
            .bind(kind)
            .bind(row)
            .execute(tx.conn())
            .await?;
        }
        Given::Back => regain(tx, (kind, row), to).await?,
    }
    Ok(to)
}

/// The merges that had brought a row to whoever gets it back have brought it there again.
async fn regain(tx: &mut TenantTx, (kind, row): (&str, Uuid), to: Option<PersonId>) -> Result<()> {
    let by: Vec<(MergeId, PersonId)> = sqlx::query_as(
        "select m.id, m.into_person_id from crm.merge_moves v
         join crm.merges m on m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null
         where v.tenant_id = $1 and v.kind = $2 and v.row_id = $3 and v.given_away_at is not null",
    )
    .bind(tx.tenant())
    .bind(kind)
    .bind(row)
    .fetch_all(tx.conn())
    .await?;
    let persons: Vec<PersonId> = by.iter().map(|(_, into)| *into).collect();
    let survivors = tree::survivors(tx, &persons).await?;
    let theirs = by.iter().filter(|(_, into)| survivors.get(into).copied() == to);
    sqlx::query(
        "update crm.merge_moves set given_away_at = null
         where tenant_id = $1 and kind = $2 and row_id = $3 and merge_id = any($4)",
    )
    .bind(tx.tenant())
    .bind(kind)
    .bind(row)
    .bind(theirs.map(|(merge, _)| *merge).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
