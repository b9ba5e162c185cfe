//! What a connection was told: open values as they are, secrets sealed.

use std::collections::BTreeMap;

use sqlx::types::Json;

use super::{Connection, OWN_KEY, named};
use crate::{ConnectionId, Result, Secret, TenantTx};

/// Settings by name.
pub type Values = BTreeMap<String, String>;

/// A connection of somebody's making; `None` when one of that name is there already.
pub async fn add(
    tx: &mut TenantTx,
    platform: &str,
    name: &str,
    open: &Values,
    secret: &Values,
) -> anyhow::Result<Option<Connection>> {
    let id = ConnectionId::new();
    let (key, sealed) = seal(tx, id, secret)?;
    let made = sqlx::query(
        "insert into crm.connections (tenant_id, id, platform, name, settings, secret_key_id, secret)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, platform, name) do nothing",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(platform)
    .bind(name)
    .bind(Json(open))
    .bind(key)
    .bind(sealed)
    .execute(tx.conn())
    .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    Ok(named(tx, platform, name).await?)
}

/// Replaces the settings of a connection, what it had learned about itself included. Whoever keeps it open
/// notices and opens it anew.
pub async fn save(tx: &mut TenantTx, id: ConnectionId, open: &Values, secret: &Values) -> anyhow::Result<()> {
    let (key, sealed) = seal(tx, id, secret)?;
    sqlx::query(
        "update crm.connections
         set settings = $3, secret_key_id = $4, secret = $5, version = version + 1,
             trouble = null, trouble_since = null
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(Json(open))
    .bind(key)
    .bind(sealed)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds what a connection has learned about itself; true when that was news.
pub async fn learn(tx: &mut TenantTx, id: ConnectionId, facts: &Values) -> Result<bool> {
    let changed = sqlx::query(
        "update crm.connections set settings = settings || $3, version = version + 1
         where tenant_id = $1 and id = $2 and settings || $3 <> settings",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(Json(facts))
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// Everything a connection knows, secrets opened. Our own doors have a key, as hex digits under [`OWN_KEY`].
///
/// # Errors
/// When the row was sealed with another key or changed by hand.
pub async fn settings(tx: &mut TenantTx, id: ConnectionId) -> anyhow::Result<Values> {
    settings_of(tx, id).await.map(|(open, secret)| open.into_iter().chain(secret).collect())
}

/// The same, open values and secrets apart.
///
/// # Errors
/// As [`settings`].
pub async fn settings_of(tx: &mut TenantTx, id: ConnectionId) -> anyhow::Result<(Values, Values)> {
    type Row = (Json<Values>, Option<String>, Option<Vec<u8>>);
    let row: Option<Row> = sqlx::query_as(
        "select settings, secret_key_id, secret from crm.connections where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    let Some((Json(open), key, sealed)) = row else { return Ok(Default::default()) };
    let (Some(key), Some(sealed)) = (key, sealed) else { return Ok((open, Values::new())) };
    let secret = tx.db().keys().open(&key, tx.tenant(), id.0, &sealed)?;
    let secret = serde_json::from_slice(secret.expose()).unwrap_or_else(|_| {
        let hex = secret.expose().iter().map(|byte| format!("{byte:02x}")).collect();
        Values::from([(OWN_KEY.to_owned(), hex)])
    });
    Ok((open, secret))
}

type Sealed = (Option<String>, Option<Vec<u8>>);

fn seal(tx: &TenantTx, id: ConnectionId, secret: &Values) -> anyhow::Result<Sealed> {
    if secret.is_empty() {
        return Ok((None, None));
    }
    let keys = tx.db().keys();
    let sealed = keys.seal(tx.tenant(), id.0, &Secret::new(serde_json::to_vec(secret)?))?;
    Ok((Some(keys.id().to_owned()), Some(sealed)))
}
