//! Connections that we open ourselves are open in one replica at a time.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{ConnectionId, Result, TenantTx};

/// Seconds for which a replica that is not heard of keeps a connection to itself.
const LEASE_SECONDS: i32 = 30;

/// The right to listen.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Held {
    /// The fence: a replica whose lease went to another finds its own no longer there.
    pub lease: Uuid,
    /// How far listening has come: the platform's own word.
    pub position: Option<String>,
}

/// Takes the right to listen, unless another replica has it or the connection is paused.
pub async fn hold(tx: &mut TenantTx, id: ConnectionId) -> Result<Option<Held>> {
    sqlx::query_as(
        "update crm.connections
         set lease = gen_random_uuid(), lease_until = now() + make_interval(secs => $3)
         where tenant_id = $1 and id = $2 and not paused and (lease_until is null or lease_until < now())
         returning lease, position",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(f64::from(LEASE_SECONDS))
    .fetch_optional(tx.conn())
    .await
}

/// Keeps the right, and notes how far listening has come. False: it went to another, the settings have changed
/// since `version`, or the connection was paused.
pub async fn keep(
    tx: &mut TenantTx,
    id: ConnectionId,
    held: &Held,
    version: i64,
    position: Option<&str>,
) -> Result<bool> {
    let kept = sqlx::query(
        "update crm.connections
         set lease_until = now() + make_interval(secs => $6), position = coalesce($5, position)
         where tenant_id = $1 and id = $2 and lease = $3 and version = $4 and not paused",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(held.lease)
    .bind(version)
    .bind(position)
    .bind(f64::from(LEASE_SECONDS))
    .execute(tx.conn())
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Gives the right back, and notes how far listening has come.
pub async fn release(tx: &mut TenantTx, id: ConnectionId, held: &Held, position: Option<&str>) -> Result<()> {
    sqlx::query(
        "update crm.connections set lease = null, lease_until = null, position = coalesce($4, position)
         where tenant_id = $1 and id = $2 and lease = $3",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(held.lease)
    .bind(position)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The last message recorded in each conversation of a connection: conversation and message, by the platform's ids.
pub async fn last_messages(tx: &mut TenantTx, id: ConnectionId) -> Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select c.external_id, last.external_id
         from crm.conversations c
         cross join lateral (
             select a.external_id from crm.activities a
             where a.tenant_id = c.tenant_id and a.conversation_id = c.id and a.external_id is not null
               and a.action in ('message', 'file')
             order by a.occurred_at desc limit 1
         ) last
         where c.tenant_id = $1 and c.connection_id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_all(tx.conn())
    .await
}
