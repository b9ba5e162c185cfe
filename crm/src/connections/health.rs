//! How a connection is doing.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{ConnectionId, Result, TenantTx};

/// How a connection is doing.
#[derive(Debug, Clone, FromRow)]
pub struct Health {
    /// Which.
    pub id: ConnectionId,
    /// When something last came in by it, to within some seconds.
    pub heard_at: Option<DateTime<Utc>>,
    /// A replica listens by it right now.
    pub listening: bool,
    /// What is wrong with it, until it is mended.
    pub trouble: Option<String>,
    /// Since when.
    pub trouble_since: Option<DateTime<Utc>>,
    /// Conversations seen by it.
    pub conversations: i64,
    /// Events stored and not yet dealt with.
    pub waiting: i64,
    /// Events nobody could read.
    pub quarantined: i64,
    /// Messages not yet sent.
    pub unsent: i64,
    /// Messages that failed or may not have arrived, and nobody has decided about.
    pub doubtful: i64,
}

/// How every connection is doing, in no order.
pub async fn health(tx: &mut TenantTx) -> Result<Vec<Health>> {
    sqlx::query_as(
        "with inbox as (
             select connection_id, count(*) filter (where state = 'waiting') as waiting,
                    count(*) filter (where state = 'quarantined') as quarantined
             from crm.inbox where tenant_id = $1 and state in ('waiting', 'quarantined') group by 1
         ),
         outbox as (
             select c.connection_id, count(*) filter (where o.state in ('pending', 'sending')) as unsent,
                    count(*) filter (where o.state in ('unknown', 'failed') and o.settled_at is null) as doubtful
             from crm.outbox o
             join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
             where o.tenant_id = $1 and o.state <> 'sent' group by 1
         ),
         places as (
             select connection_id, count(*) as conversations from crm.conversations where tenant_id = $1 group by 1
         )
         select k.id, k.heard_at, coalesce(k.lease_until > now(), false) as listening, k.trouble, k.trouble_since,
                coalesce(p.conversations, 0) as conversations, coalesce(i.waiting, 0) as waiting,
                coalesce(i.quarantined, 0) as quarantined, coalesce(o.unsent, 0) as unsent,
                coalesce(o.doubtful, 0) as doubtful
         from crm.connections k
         left join inbox i on i.connection_id = k.id
         left join outbox o on o.connection_id = k.id
         left join places p on p.connection_id = k.id
         where k.tenant_id = $1",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Something came in by it.
pub async fn heard(tx: &mut TenantTx, id: ConnectionId) -> Result<()> {
    sqlx::query("update crm.connections set heard_at = now() where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Notes what is wrong with it, since now; true when that was news.
pub async fn trouble(tx: &mut TenantTx, id: ConnectionId, what: &str) -> Result<bool> {
    let news = sqlx::query(
        "update crm.connections set trouble_since = now(), trouble = $3
         where tenant_id = $1 and id = $2 and trouble is distinct from $3",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(what)
    .execute(tx.conn())
    .await?;
    Ok(news.rows_affected() == 1)
}

/// How the note ends that nobody can be reached: a matter of time, where other trouble needs a person.
const OUT_OF_REACH: &str = "% cannot be reached";

/// The connections by which nobody could be reached.
pub async fn out_of_reach(tx: &mut TenantTx) -> Result<Vec<ConnectionId>> {
    sqlx::query_scalar(
        "select id from crm.connections where tenant_id = $1 and trouble like $2 and not paused",
    )
    .bind(tx.tenant())
    .bind(OUT_OF_REACH)
    .fetch_all(tx.conn())
    .await
}

/// Somebody is there again; other trouble stays.
pub async fn reached(tx: &mut TenantTx, id: ConnectionId) -> Result<()> {
    sqlx::query(
        "update crm.connections set trouble = null, trouble_since = null
         where tenant_id = $1 and id = $2 and trouble like $3",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(OUT_OF_REACH)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// It works again.
pub async fn in_order(tx: &mut TenantTx, id: ConnectionId) -> Result<()> {
    sqlx::query(
        "update crm.connections set trouble = null, trouble_since = null
         where tenant_id = $1 and id = $2 and trouble is not null",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Stops it for a while, or lets it go on.
pub async fn pause(tx: &mut TenantTx, id: ConnectionId, paused: bool) -> Result<()> {
    sqlx::query(
        "update crm.connections set paused = $3, version = version + 1 where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(paused)
    .execute(tx.conn())
    .await?;
    Ok(())
}
