//! Saying by hand whose account it is. That word outlasts every merge made before it.

use super::tree;
use crate::{AccountId, MergeId, PersonId, Result, TenantTx};

/// Where an account was before somebody gave it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whose it was.
    pub person: Option<PersonId>,
    /// The standing merges that had brought it there, lowest first.
    pub by: Vec<MergeId>,
}

/// Gives an account, and with it all it did, to a person, or to the survivor it is part of. Undoing an
/// earlier merge leaves the account there. False when there is no such account or person.
pub async fn detach(tx: &mut TenantTx, account: AccountId, to: PersonId) -> Result<bool> {
    Ok(give(tx, account, to).await?.is_some())
}

/// [`detach()`], with what [`take_back`] needs to know; `None` when there is no such account or person.
pub async fn give(tx: &mut TenantTx, account: AccountId, to: PersonId) -> Result<Option<Origin>> {
    tree::take_turn(tx).await?;
    let Some(to) = tree::survivors(tx, &[to]).await?.remove(&to) else { return Ok(None) };
    let Some(person) = holder(tx, account).await? else { return Ok(None) };
    sqlx::query("update crm.accounts set person_id = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(account)
        .bind(to)
        .execute(tx.conn())
        .await?;
    let by = sqlx::query_scalar(
        "with given as (
             update crm.merge_moves v set given_away_at = now() from crm.merges m
             where v.tenant_id = $1 and v.kind = 'account' and v.row_id = $2 and v.given_away_at is null
               and m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null
             returning m.id, m.number)
         select id from given order by number",
    )
    .bind(tx.tenant())
    .bind(account)
    .fetch_all(tx.conn())
    .await?;
    Ok(Some(Origin { person, by }))
}

/// Puts an account back as if it had never been given to `to`: merges and undos made since have their
/// way with it after all. False when `to` does not have it any more, or when who would get it is deleted; then
/// nothing changes. Whether it was given on and came back meanwhile, the caller knows.
pub async fn take_back(tx: &mut TenantTx, account: AccountId, to: PersonId, origin: &Origin) -> Result<bool> {
    tree::take_turn(tx).await?;
    let held_by = holder(tx, account).await?.flatten();
    if held_by.is_none() || tree::survivors(tx, &[to]).await?.remove(&to) != held_by {
        return Ok(false);
    }
    let way = match lowest(tx, origin).await? {
        Some(person) => tree::way_up(tx, person).await?,
        None => Vec::new(),
    };
    let end = way.last().map(|step| step.person);
    if origin.person.is_some() && !stands(tx, end).await? {
        return Ok(false);
    }
    // the merges since had moved it from `to`; those before it was given had moved it to `origin.person`
    sqlx::query(
        "delete from crm.merge_moves v using crm.merges m
         where v.tenant_id = $1 and v.kind = 'account' and v.row_id = $2
           and (v.given_away_at is null or v.merge_id = any($3))
           and m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null",
    )
    .bind(tx.tenant())
    .bind(account)
    .bind(&origin.by)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into crm.merge_moves (tenant_id, merge_id, kind, row_id)
         select $1, t.id, 'account', $2 from unnest($3::uuid[]) t (id)
         on conflict (tenant_id, merge_id, kind, row_id) do update set given_away_at = null",
    )
    .bind(tx.tenant())
    .bind(account)
    .bind(way.iter().filter_map(|step| step.by).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    sqlx::query("update crm.accounts set person_id = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(account)
        .bind(end)
        .execute(tx.conn())
        .await?;
    Ok(true)
}

/// Who has an account: nobody is `Some(None)`, no such account `None`.
async fn holder(tx: &mut TenantTx, account: AccountId) -> Result<Option<Option<PersonId>>> {
    sqlx::query_scalar("select person_id from crm.accounts where tenant_id = $1 and id = $2 for update")
        .bind(tx.tenant())
        .bind(account)
        .fetch_optional(tx.conn())
        .await
}

/// Is there such a person, and not in the trash?
async fn stands(tx: &mut TenantTx, person: Option<PersonId>) -> Result<bool> {
    let found: Option<PersonId> = sqlx::query_scalar(
        "select id from crm.persons where tenant_id = $1 and id = $2 and deleted_at is null for share",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.is_some())
}

/// Whose the account was before any merge: its way up leads past all of them that stand.
async fn lowest(tx: &mut TenantTx, origin: &Origin) -> Result<Option<PersonId>> {
    let Some(first) = origin.by.first() else { return Ok(origin.person) };
    sqlx::query_scalar("select from_person_id from crm.merges where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(first)
        .fetch_optional(tx.conn())
        .await
}
