//! A tenant's installed links to platforms.

use sqlx::FromRow;

use crate::{ConnectionId, Result, Secret, TenantTx};

/// An installed link to one platform workspace.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The adapter's word for the platform.
    pub platform: String,
    /// What the tenant calls it.
    pub name: String,
}

#[derive(FromRow)]
struct Row {
    id: ConnectionId,
    platform: String,
    name: String,
}

impl From<Row> for Connection {
    fn from(Row { id, platform, name }: Row) -> Self {
        Self { id, platform, name }
    }
}

/// The connection with this name, made with a fresh secret when there is none.
pub async fn ensure(tx: &mut TenantTx, platform: &str, name: &str) -> anyhow::Result<Connection> {
    let find = "select id, platform, name from crm.connections where platform = $1 and name = $2";
    let found: Option<Row> = sqlx::query_as(find).bind(platform).bind(name).fetch_optional(tx.conn()).await?;
    if let Some(row) = found {
        return Ok(row.into());
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
    let row: Row = sqlx::query_as(find).bind(platform).bind(name).fetch_one(tx.conn()).await?;
    Ok(row.into())
}

/// Every connection, by platform and name.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Connection>> {
    let rows: Vec<Row> =
        sqlx::query_as("select id, platform, name from crm.connections order by platform, name")
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// What verifies this connection's events; `None` where it has no secret.
///
/// # Errors
/// When the row was sealed with another key or changed by hand.
pub async fn secret(tx: &mut TenantTx, connection: ConnectionId) -> anyhow::Result<Option<Secret>> {
    let row: Option<(Option<String>, Option<Vec<u8>>)> =
        sqlx::query_as("select secret_key_id, secret from crm.connections where id = $1")
            .bind(connection)
            .fetch_optional(tx.conn())
            .await?;
    let Some((Some(key_id), Some(sealed))) = row else { return Ok(None) };
    tx.db().keys().open(&key_id, tx.tenant(), connection.0, &sealed).map(Some)
}
