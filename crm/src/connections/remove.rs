//! A connection that goes, and what stays of it.

use super::Connection;
use crate::{ConnectionId, Result, TenantTx};

/// Gives a connection another name. False: the platform has one of that name already.
pub async fn rename(tx: &mut TenantTx, connection: &Connection, name: &str) -> Result<bool> {
    let renamed = sqlx::query(
        "update crm.connections k set name = $3
         where k.tenant_id = $1 and k.id = $2 and not exists (
             select from crm.connections other
             where other.tenant_id = $1 and other.platform = k.platform and other.name = $3 and other.id <> $2)",
    )
    .bind(tx.tenant())
    .bind(connection.id)
    .bind(name)
    .execute(tx.conn())
    .await?;
    Ok(renamed.rows_affected() == 1)
}

/// Forgets everything that a connection was told and has learned, and gives up what waits to be sent by it. What was
/// recorded stays, and the connection as its name; true: nothing was, and nothing is left.
pub async fn remove(tx: &mut TenantTx, id: ConnectionId) -> Result<bool> {
    sqlx::query(
        "update crm.outbox o
         set state = 'failed', settled_at = now(), error = 'the connection is gone or paused', lease_until = null
         from crm.conversations c
         where o.tenant_id = $1 and o.state <> 'sent' and o.settled_at is null
           and c.tenant_id = $1 and c.id = o.conversation_id and c.connection_id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    let gone = sqlx::query(
        "delete from crm.connections k
         where k.tenant_id = $1 and k.id = $2
           and not exists (select from crm.conversations c where c.tenant_id = $1 and c.connection_id = $2)
           and not exists (select from crm.inbox i where i.tenant_id = $1 and i.connection_id = $2)
           and not exists (select from crm.accounts a where a.tenant_id = $1 and a.workspace = $2::text)",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    if gone.rows_affected() == 1 {
        return Ok(true);
    }
    sqlx::query(
        "update crm.connections
         set settings = '{}', secret_key_id = null, secret = null, version = version + 1, paused = false,
             trouble = null, trouble_since = null, position = null
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    Ok(false)
}
