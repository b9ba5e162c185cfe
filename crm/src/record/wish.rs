//! People who do not want to be recorded.
//!
//! The wish is a person's: it holds for all their accounts on the same connection, known or not to belong to
//! a person, and nobody else takes it back.

use crate::{AccountId, Result, TenantTx};

/// The accounts of whoever is behind account `$2`, on the same connection.
macro_rules! own {
    () => {
        " where me.tenant_id = $1 and me.id = $2
            and a.tenant_id = $1 and a.provider = me.provider and a.workspace = me.workspace
            and (a.id = me.id or a.user_id = me.user_id or a.person_id = me.person_id)"
    };
}

/// Stops recording whoever is behind an account, from now on. How many accounts that are; none: all had been
/// stopped before.
pub async fn forget(tx: &mut TenantTx, account: AccountId) -> Result<u64> {
    let stopped = sqlx::query(concat!(
        "update crm.accounts a set unrecorded_since = now() from crm.accounts me",
        own!(),
        " and a.unrecorded_since is null"
    ))
    .bind(tx.tenant())
    .bind(account)
    .execute(tx.conn())
    .await?;
    Ok(stopped.rows_affected())
}

/// Records whoever is behind an account again, from now on; with `same`, only those accounts that were
/// stopped together with this one. How many accounts that are.
pub async fn resume(tx: &mut TenantTx, account: AccountId, same: bool) -> Result<u64> {
    let resumed = sqlx::query(concat!(
        "update crm.accounts a set unrecorded_since = null from crm.accounts me",
        own!(),
        " and a.unrecorded_since is not null and (not $3 or a.unrecorded_since = me.unrecorded_since)"
    ))
    .bind(tx.tenant())
    .bind(account)
    .bind(same)
    .execute(tx.conn())
    .await?;
    Ok(resumed.rows_affected())
}

/// `provider:id` of an account: what names it for good.
pub async fn account_name(tx: &mut TenantTx, account: AccountId) -> Result<String> {
    sqlx::query_scalar(
        "select provider || ':' || external_id from crm.accounts where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(account)
    .fetch_one(tx.conn())
    .await
}

/// Is anything of whoever is behind an account still recorded?
pub async fn is_recorded(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    sqlx::query_scalar(concat!(
        "select exists (select from crm.accounts a, crm.accounts me",
        own!(),
        " and a.unrecorded_since is null)"
    ))
    .bind(tx.tenant())
    .bind(account)
    .fetch_one(tx.conn())
    .await
}
