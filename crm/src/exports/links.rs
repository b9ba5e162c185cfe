//! Links by which a file is fetched. The token leaves the database as a hash only.

use serde_json::Value;

use crate::{Result, Secret, TenantTx, UserId, users::SignedIn};

/// How long a link is good, in minutes.
pub const LINK_MINUTES: i32 = 15;

/// Makes a link's token for who acts; what is to be written is `listing`. `None`: the system has no use for one.
pub async fn link(tx: &mut TenantTx, listing: &Value) -> anyhow::Result<Option<String>> {
    let Some(user) = tx.actor().user_id() else { return Ok(None) };
    let token = crate::seal::hex(Secret::random()?.expose());
    sqlx::query(
        "insert into crm.export_links (tenant_id, token_hash, user_id, listing, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(mins => $5))",
    )
    .bind(tx.tenant())
    .bind(hash(&token))
    .bind(user)
    .bind(listing)
    .bind(LINK_MINUTES)
    .execute(tx.conn())
    .await?;
    Ok(Some(token))
}

/// Uses a link up: who asked for it and what is to be written. `None`: it was used, is too old, never was, or
/// its user may not sign in any more.
pub async fn used(tx: &mut TenantTx, token: &str) -> Result<Option<(SignedIn, Value)>> {
    let row: Option<(UserId, Value)> = sqlx::query_as(
        "update crm.export_links set used_at = now()
         where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > now()
         returning user_id, listing",
    )
    .bind(tx.tenant())
    .bind(hash(token))
    .fetch_optional(tx.conn())
    .await?;
    let Some((user, listing)) = row else { return Ok(None) };
    Ok(SignedIn::of(tx, user).await?.map(|user| (user, listing)))
}

fn hash(token: &str) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
