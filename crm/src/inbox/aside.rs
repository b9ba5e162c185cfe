//! Events that were put aside: looked at by a person, and given to the workers once more.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{ConnectionId, Result, TenantTx, housekeeping::REMEMBER_DAYS};

/// Bytes shown of what was received.
const BEGINNING: i32 = 400;

/// An event that was put aside.
#[derive(Debug, Clone, FromRow)]
pub struct Quarantined {
    /// The row.
    pub id: Uuid,
    /// Which connection it came by.
    pub connection_id: ConnectionId,
    /// The platform.
    pub platform: String,
    /// What the tenant calls the connection.
    pub connection: String,
    /// Why.
    pub reason: Option<String>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
    /// Its first bytes.
    pub beginning: Vec<u8>,
    /// Nothing of it is left: it came too long ago to be kept.
    pub forgotten: bool,
    /// Bytes in all.
    pub bytes: i32,
}

/// The latest that were put aside, of all connections or of one, and how many there are.
pub async fn quarantined(
    tx: &mut TenantTx,
    connection: Option<ConnectionId>,
    limit: i64,
) -> Result<(Vec<Quarantined>, i64)> {
    let total = sqlx::query_scalar(
        "select count(*) from crm.inbox
         where tenant_id = $1 and state = 'quarantined' and ($2::uuid is null or connection_id = $2)",
    )
    .bind(tx.tenant())
    .bind(connection)
    .fetch_one(tx.conn())
    .await?;
    let latest = sqlx::query_as(
        "select i.id, i.connection_id, k.platform, k.name as connection, i.reason, i.received_at, i.attempts,
                substring(i.body for $3) as beginning, octet_length(i.body) as bytes,
                i.body = '' and i.received_at < now() - make_interval(days => $5) as forgotten
         from crm.inbox i
         join crm.connections k on k.tenant_id = i.tenant_id and k.id = i.connection_id
         where i.tenant_id = $1 and i.state = 'quarantined' and ($2::uuid is null or i.connection_id = $2)
         order by i.received_at desc, i.id desc limit $4",
    )
    .bind(tx.tenant())
    .bind(connection)
    .bind(BEGINNING)
    .bind(limit)
    .bind(REMEMBER_DAYS)
    .fetch_all(tx.conn())
    .await?;
    Ok((latest, total))
}

/// Which of those that were put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(Uuid),
    /// Every one that came by this connection.
    All(ConnectionId),
}

/// Gives events to the workers once more, and says how many. What was recorded of them before is known and not
/// recorded again. Those whose words are no longer kept stay where they are.
pub async fn replay(tx: &mut TenantTx, which: Which) -> Result<u64> {
    let (one, connection) = match which {
        Which::One(id) => (Some(id), None),
        Which::All(connection) => (None, Some(connection)),
    };
    let given = sqlx::query(
        "update crm.inbox
         set state = 'waiting', attempts = 0, reason = null, lease = null,
             lease_until = now() - interval '1 second'
         where tenant_id = $1 and state = 'quarantined' and body <> ''
           and ($2::uuid is null or id = $2) and ($3::uuid is null or connection_id = $3)",
    )
    .bind(tx.tenant())
    .bind(one)
    .bind(connection)
    .execute(tx.conn())
    .await?;
    Ok(given.rows_affected())
}

/// Closes an event that was put aside, which then goes as those that were dealt with do. False: it is aside no more.
pub async fn dismiss(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let closed = sqlx::query(
        "update crm.inbox set state = 'done', lease = null, lease_until = null
         where tenant_id = $1 and id = $2 and state = 'quarantined'",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    Ok(closed.rows_affected() == 1)
}
