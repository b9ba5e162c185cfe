//! A tenant's installed links to platforms.

mod health;
mod listening;
mod remove;
mod settings;

use sqlx::FromRow;

use crate::{ConnectionId, Result, Secret, TenantTx};

pub use health::{Health, health, heard, in_order, out_of_reach, pause, reached, trouble};
pub use listening::{Held, hold, keep, last_messages, release};
pub use remove::{remove, rename};
pub use settings::{Values, add, learn, save, settings, settings_of};

/// The name under which our own doors keep their key among the settings.
pub const OWN_KEY: &str = "key";

/// An installed link to one platform workspace.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The adapter's word for the platform.
    pub platform: String,
    /// What the tenant calls it.
    pub name: String,
    /// Grows when its settings change.
    pub version: i64,
    /// Nothing is taken in by it and nothing sent.
    pub paused: bool,
}

/// The connection with this name, made with a fresh key when there is none.
pub async fn ensure(tx: &mut TenantTx, platform: &str, name: &str) -> anyhow::Result<Connection> {
    if let Some(found) = named(tx, platform, name).await? {
        return Ok(found);
    }
    let (tenant, id) = (tx.tenant(), ConnectionId::new());
    let keys = tx.db().keys().clone();
    let sealed = keys.seal(tenant, id.0, &Secret::random()?)?;
    sqlx::query(
        "insert into crm.connections (tenant_id, id, platform, name, secret_key_id, secret)
         values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, platform, name) do nothing",
    )
    .bind(tenant)
    .bind(id)
    .bind(platform)
    .bind(name)
    .bind(keys.id())
    .bind(sealed)
    .execute(tx.conn())
    .await?;
    // somebody else's, if two made it at the same moment
    named(tx, platform, name).await?.ok_or_else(|| anyhow::anyhow!("a connection that was just made"))
}

/// The connection with this name.
pub async fn named(tx: &mut TenantTx, platform: &str, name: &str) -> Result<Option<Connection>> {
    sqlx::query_as(
        "select id, platform, name, version, paused from crm.connections
         where tenant_id = $1 and platform = $2 and name = $3",
    )
    .bind(tx.tenant())
    .bind(platform)
    .bind(name)
    .fetch_optional(tx.conn())
    .await
}

/// The connection with this id.
pub async fn by_id(tx: &mut TenantTx, id: ConnectionId) -> Result<Option<Connection>> {
    sqlx::query_as(
        "select id, platform, name, version, paused from crm.connections where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_optional(tx.conn())
    .await
}

/// Every connection, by platform and name.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Connection>> {
    sqlx::query_as(
        "select id, platform, name, version, paused from crm.connections
         where tenant_id = $1 order by platform, name",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}
