//! What has become of what was sent, for whoever keeps a list of their own: read only, row by row.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{ConnectionId, ConversationId, Result, TenantTx};

/// An activity.
#[derive(Debug, Clone, FromRow)]
pub struct Recorded {
    /// The platform it came by.
    pub platform: String,
    /// The platform's id of its conversation.
    pub conversation: String,
    /// The platform's id of the message, where there is one.
    pub message: Option<String>,
    /// What was done.
    pub action: String,
    /// When.
    pub at: DateTime<Utc>,
    /// That is when it was received: the platform said what cannot be.
    pub time_suspect: bool,
    /// What it says by now.
    pub text: Option<String>,
    /// How often it has been changed, and one.
    pub version: i32,
    /// It is gone.
    pub deleted: bool,
}

/// Every activity, each conversation in the order in which it is read.
pub async fn activities(tx: &mut TenantTx) -> Result<Vec<Recorded>> {
    sqlx::query_as(
        "select k.platform, c.external_id as conversation, a.external_id as message, a.action, a.occurred_at as at, a.text,
                a.version, a.metadata ? 'time_suspect' as time_suspect,
                a.deleted_at is not null as deleted
         from crm.activities a
         join crm.conversations c on c.tenant_id = a.tenant_id and c.id = a.conversation_id
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         where a.tenant_id = $1 order by k.platform, c.external_id, a.occurred_at, a.number",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Deliveries that were put aside: platform, body, reason.
pub async fn quarantined(tx: &mut TenantTx) -> Result<Vec<(String, Vec<u8>, Option<String>)>> {
    sqlx::query_as(
        "select k.platform, i.body, i.reason from crm.inbox i
         join crm.connections k on k.tenant_id = i.tenant_id and k.id = i.connection_id
         where i.tenant_id = $1 and i.state = 'quarantined' order by i.received_at",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// What should not be there once everything is at rest.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Unfinished {
    /// Deliveries nobody has dealt with.
    pub waiting: i64,
    /// Leases on deliveries that are dealt with.
    pub leases: i64,
    /// Changes that wait for their message.
    pub early: i64,
    /// Transactions that were left open for more than five seconds.
    pub open: i64,
}

/// Counts it.
pub async fn unfinished(tx: &mut TenantTx) -> Result<Unfinished> {
    sqlx::query_as(
        "select (select count(*) from crm.inbox where tenant_id = $1 and state = 'waiting') as waiting,
                (select count(*) from crm.inbox
                 where tenant_id = $1 and state <> 'waiting' and lease_until is not null) as leases,
                (select count(*) from crm.early_changes where tenant_id = $1) as early,
                (select count(*) from pg_stat_activity where state like 'idle in transaction%'
                 and state_change < now() - interval '5 seconds') as open",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await
}

/// How many activities there are.
pub async fn count(tx: &mut TenantTx) -> Result<i64> {
    sqlx::query_scalar("select count(*) from crm.activities where tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}

/// The conversations of a connection, by their ids on the platform.
pub async fn conversations(
    tx: &mut TenantTx,
    connection: ConnectionId,
) -> Result<Vec<(ConversationId, String)>> {
    sqlx::query_as(
        "select id, external_id from crm.conversations where tenant_id = $1 and connection_id = $2
         order by external_id",
    )
    .bind(tx.tenant())
    .bind(connection)
    .fetch_all(tx.conn())
    .await
}

/// Of the messages to a connection's conversations: how many are sent, and how many there are.
pub async fn sent(tx: &mut TenantTx, connection: ConnectionId) -> Result<(i64, i64)> {
    sqlx::query_as(
        "select count(*) filter (where o.state = 'sent'), count(*) from crm.outbox o
         join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
         where o.tenant_id = $1 and c.connection_id = $2",
    )
    .bind(tx.tenant())
    .bind(connection)
    .fetch_one(tx.conn())
    .await
}
