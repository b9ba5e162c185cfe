//! Saying by hand whose account it is. That word outlasts every merge made before it.

use super::tree;
use crate::{AccountId, PersonId, Result, TenantTx};

/// Gives an account, and with it all it did, to a person, or to the survivor it is part of. Undoing an
/// earlier merge leaves the account there. False when there is no such account or person.
pub async fn detach(tx: &mut TenantTx, account: AccountId, to: PersonId) -> Result<bool> {
    tree::take_turn(tx).await?;
    let Some(to) = tree::survivors(tx, &[to]).await?.remove(&to) else { return Ok(false) };
    let given = sqlx::query("update crm.accounts set person_id = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(account)
        .bind(to)
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "update crm.merge_moves v set given_away_at = now() from crm.merges m
         where v.tenant_id = $1 and v.kind = 'account' and v.row_id = $2 and v.given_away_at is null
           and m.tenant_id = $1 and m.id = v.merge_id and m.undone_at is null",
    )
    .bind(tx.tenant())
    .bind(account)
    .execute(tx.conn())
    .await?;
    Ok(given.rows_affected() > 0)
}
