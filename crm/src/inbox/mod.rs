//! What platforms sent, stored before it is acknowledged.

mod aside;
mod door;

use std::collections::HashSet;

use ring::digest;
use sqlx::FromRow;
use uuid::Uuid;

pub use self::aside::{Quarantined, Which, dismiss, quarantined, replay};
use self::door::Delivery;
pub(crate) use self::door::Door;
pub use self::door::store;
use crate::{ConnectionId, Result, TenantTx};

/// Seconds a worker may hold an event before another takes over.
const LEASE_SECONDS: i32 = 30;
/// An event that was tried this often is put aside.
const MAX_ATTEMPTS: i32 = 5;

/// A stored event and the right to work on it.
#[derive(Debug, Clone, FromRow)]
pub struct Claimed {
    /// The row.
    pub id: Uuid,
    /// Which connection it came by.
    pub connection_id: ConnectionId,
    /// The verified body.
    pub body: Vec<u8>,
    /// The fence: a worker whose lease went to another finds its own no longer there.
    pub lease: Uuid,
}

/// Stores a verified body and takes the lease on it: one insert. `key` is what makes the delivery itself;
/// `None` when it is stored already.
pub async fn put(
    tx: &mut TenantTx,
    connection: ConnectionId,
    key: &[u8],
    body: Vec<u8>,
) -> Result<Option<Claimed>> {
    let stored = put_all(tx, &[Delivery { connection, key: key.to_vec(), body }]).await?;
    Ok(stored.into_iter().next().flatten())
}

/// Stores several; what became of each, in order.
async fn put_all(tx: &mut TenantTx, deliveries: &[Delivery]) -> Result<Vec<Option<Claimed>>> {
    let keys: Vec<_> = deliveries.iter().map(|it| digest::digest(&digest::SHA256, &it.key)).collect();
    let claimed: Vec<Claimed> = deliveries
        .iter()
        .map(|it| Claimed {
            id: Uuid::now_v7(),
            connection_id: it.connection,
            body: it.body.clone(),
            lease: Uuid::now_v7(),
        })
        .collect();
    // in order of key, so that two replicas with the same deliveries never wait for each other
    let mut order: Vec<usize> = (0..deliveries.len()).collect();
    order.sort_unstable_by_key(|n| keys[*n].as_ref());
    let rows = order.iter().map(|n| &claimed[*n]);
    let stored: Vec<Uuid> = sqlx::query_scalar(
        "insert into crm.inbox (tenant_id, id, connection_id, dedup_key, body, lease, lease_until)
         select $1, t.*, now() + make_interval(secs => $7)
         from unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::uuid[]) t
         on conflict (tenant_id, connection_id, dedup_key) do nothing
         returning id",
    )
    .bind(tx.tenant())
    .bind(rows.clone().map(|it| it.id).collect::<Vec<_>>())
    .bind(rows.clone().map(|it| it.connection_id).collect::<Vec<_>>())
    .bind(order.iter().map(|n| keys[*n].as_ref()).collect::<Vec<_>>())
    .bind(rows.clone().map(|it| it.body.as_slice()).collect::<Vec<_>>())
    .bind(rows.map(|it| it.lease).collect::<Vec<_>>())
    .bind(f64::from(LEASE_SECONDS))
    .fetch_all(tx.conn())
    .await?;
    let stored: HashSet<Uuid> = stored.into_iter().collect();
    Ok(claimed.into_iter().map(|it| stored.contains(&it.id).then_some(it)).collect())
}

/// Begins work: the lease runs from now, and the try is counted. False: another worker has taken the
/// event over, or it is dealt with.
pub async fn hold(tx: &mut TenantTx, claimed: &Claimed) -> Result<bool> {
    let held = sqlx::query(
        "update crm.inbox
         set lease_until = now() + make_interval(secs => $4), attempts = attempts + 1
         where tenant_id = $1 and id = $2 and lease = $3 and state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(claimed.id)
    .bind(claimed.lease)
    .bind(f64::from(LEASE_SECONDS))
    .execute(tx.conn())
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Takes over events of these platforms that nobody has tried yet and whose worker is gone, oldest first, and counts
/// the try: those that bring a worker down among them are tried again one at a time.
pub async fn claim_untried(tx: &mut TenantTx, platforms: &[&str], limit: i64) -> Result<Vec<Claimed>> {
    let mut claimed: Vec<Claimed> = sqlx::query_as(
        "with due as (
             select i.id from crm.inbox i
             join crm.connections k on k.tenant_id = i.tenant_id and k.id = i.connection_id
             where i.tenant_id = $1 and i.state = 'waiting' and i.lease_until < now() and k.platform = any($4)
               and not k.paused and i.attempts = 0
             order by i.received_at limit $2 for update of i skip locked
         )
         update crm.inbox i
         set lease = gen_random_uuid(), lease_until = now() + make_interval(secs => $3), attempts = 1
         from due
         where i.tenant_id = $1 and i.id = due.id
         returning i.id, i.connection_id, i.body, i.lease",
    )
    .bind(tx.tenant())
    .bind(limit)
    .bind(f64::from(LEASE_SECONDS))
    .bind(platforms)
    .fetch_all(tx.conn())
    .await?;
    // ids are given in the order of receipt; an update gives rows back in any
    claimed.sort_unstable_by_key(|it| it.id);
    Ok(claimed)
}

/// Takes over events of these platforms whose worker is gone, oldest first, and puts aside those that were
/// tried too often: commit also when nothing came back. What came by a connection that is paused by now waits until
/// it goes on: it would stand in the way of the others.
pub async fn claim(tx: &mut TenantTx, platforms: &[&str], limit: i64) -> Result<Vec<Claimed>> {
    sqlx::query_as(
        "with spent as (
             select i.id from crm.inbox i
             join crm.connections k on k.tenant_id = i.tenant_id and k.id = i.connection_id
             where i.tenant_id = $1 and i.state = 'waiting' and i.lease_until < now() and k.platform = any($5)
               and not k.paused and i.attempts >= $3
             for update of i skip locked
         ),
         aside as (
             -- every try failed or killed its worker: put aside, for a person to look at
             update crm.inbox i set state = 'quarantined', reason = 'gave up after ' || i.attempts || ' attempts'
             from spent where i.tenant_id = $1 and i.id = spent.id
         ),
         due as (
             -- nobody holds it, and nobody else is looking at it right now
             select i.id from crm.inbox i
             join crm.connections k on k.tenant_id = i.tenant_id and k.id = i.connection_id
             where i.tenant_id = $1 and i.state = 'waiting' and i.lease_until < now() and k.platform = any($5)
               and not k.paused and i.attempts < $3
             order by i.received_at limit $2 for update of i skip locked
         )
         update crm.inbox i
         set lease = gen_random_uuid(), lease_until = now() + make_interval(secs => $4)
         from due
         where i.tenant_id = $1 and i.id = due.id
         returning i.id, i.connection_id, i.body, i.lease",
    )
    .bind(tx.tenant())
    .bind(limit)
    .bind(MAX_ATTEMPTS)
    .bind(f64::from(LEASE_SECONDS))
    .bind(platforms)
    .fetch_all(tx.conn())
    .await
}

/// The event is dealt with: its key stays, so that it is known when it comes again; what it said does not,
/// since whoever is not recorded must not be kept here either. False: the lease went to another worker, so this transaction must not commit.
pub async fn done(tx: &mut TenantTx, claimed: &Claimed) -> Result<bool> {
    let row = sqlx::query(
        "update crm.inbox set state = 'done', lease_until = null, body = ''
         where tenant_id = $1 and id = $2 and lease = $3 and state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(claimed.id)
    .bind(claimed.lease)
    .execute(tx.conn())
    .await?;
    Ok(row.rows_affected() == 1)
}

/// How many events are stored and not yet dealt with.
pub async fn waiting(tx: &mut TenantTx) -> Result<i64> {
    sqlx::query_scalar("select count(*) from crm.inbox where tenant_id = $1 and state = 'waiting'")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}

/// These events are dealt with, at their first try. False: not all of them were this worker's any more, so
/// this transaction must not commit.
pub async fn all_done(tx: &mut TenantTx, claimed: &[Claimed]) -> Result<bool> {
    let rows = sqlx::query(
        "update crm.inbox i set state = 'done', lease_until = null, body = '', attempts = i.attempts + 1
         from unnest($2::uuid[], $3::uuid[]) t (id, lease)
         where i.tenant_id = $1 and i.id = t.id and i.lease = t.lease and i.state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(claimed.iter().map(|it| it.id).collect::<Vec<_>>())
    .bind(claimed.iter().map(|it| it.lease).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(rows.rows_affected() == claimed.len() as u64)
}

/// Puts an event aside that nobody can read, with the reason.
pub async fn quarantine(tx: &mut TenantTx, claimed: &Claimed, reason: &str) -> Result<()> {
    sqlx::query(
        "update crm.inbox set state = 'quarantined', reason = $4, lease_until = null
         where tenant_id = $1 and id = $2 and lease = $3",
    )
    .bind(tx.tenant())
    .bind(claimed.id)
    .bind(claimed.lease)
    .bind(reason)
    .execute(tx.conn())
    .await?;
    Ok(())
}
