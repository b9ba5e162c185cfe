//! Work for later: rows written in the transaction that wants it done, taken up by any replica.
//!
//! A worker holds a lease; when it dies the lease runs out and another takes over. Its token is the fence:
//! a worker that comes back late finds that its word no longer counts. Leases, and what is due, are
//! decided by the database's clock, never by a replica's.

use chrono::TimeDelta;
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, TenantTx};

/// Seconds a worker may hold a job.
const LEASE_SECONDS: i32 = 60;
/// After this many tries a job has failed.
const MAX_ATTEMPTS: i32 = 5;

/// A job somebody has undertaken to do.
#[derive(Debug, Clone, FromRow)]
pub struct Claimed {
    /// The row.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Which try this is, from 1.
    pub attempts: i32,
    /// The fence.
    lease: Uuid,
}

/// Asks for work after a while, by the database's clock. With a key, at most one such job waits: false when one does already.
pub async fn enqueue(
    tx: &mut TenantTx,
    kind: &str,
    payload: &Value,
    after: TimeDelta,
    unique_key: Option<&str>,
) -> Result<bool> {
    let added = sqlx::query(
        "insert into crm.jobs (tenant_id, id, kind, payload, run_at, unique_key) values ($1, $2, $3, $4, now() + make_interval(secs => $5), $6)
         on conflict (tenant_id, kind, unique_key) where state = 'waiting' do nothing",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(kind)
    .bind(payload)
    .bind(after.as_seconds_f64())
    .bind(unique_key)
    .execute(tx.conn())
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Takes up the next job that is due and that nobody holds.
pub async fn claim(tx: &mut TenantTx) -> Result<Option<Claimed>> {
    sqlx::query_as(
        "with due as (
             -- due by the database's clock, and not held by a live worker
             select id from crm.jobs
             where tenant_id = $1 and state = 'waiting' and run_at <= now()
               and (lease_until is null or lease_until < now())
             order by run_at, id limit 1 for update skip locked
         ),
         spent as (
             -- it killed every worker it had
             update crm.jobs j set state = 'failed', error = coalesce(j.error, 'its workers died')
             from due where j.tenant_id = $1 and j.id = due.id and j.attempts >= $3
             returning j.id
         )
         update crm.jobs j
         set lease = gen_random_uuid(), lease_until = now() + make_interval(secs => $2), attempts = j.attempts + 1
         from due where j.tenant_id = $1 and j.id = due.id and j.id not in (select id from spent)
         returning j.id, j.kind, j.payload, j.attempts, j.lease",
    )
    .bind(tx.tenant())
    .bind(f64::from(LEASE_SECONDS))
    .bind(MAX_ATTEMPTS)
    .fetch_optional(tx.conn())
    .await
}

/// The work is done, in this transaction. False: another worker holds the lease, so do not commit.
pub async fn done(tx: &mut TenantTx, job: &Claimed) -> Result<bool> {
    let row = sqlx::query(
        "update crm.jobs set state = 'done', lease = null, lease_until = null
         where tenant_id = $1 and id = $2 and lease = $3",
    )
    .bind(tx.tenant())
    .bind(job.id)
    .bind(job.lease)
    .execute(tx.conn())
    .await?;
    Ok(row.rows_affected() == 1)
}

/// It did not work: tried again after 1, 2, 4 … minutes, then given up.
pub async fn failed(tx: &mut TenantTx, job: &Claimed, error: &str) -> Result<()> {
    sqlx::query(
        "update crm.jobs
         set state = case when attempts >= $5 then 'failed' else 'waiting' end, error = $4,
             run_at = now() + make_interval(mins => (1 << (least(attempts, 10) - 1))),
             lease = null, lease_until = null
         where tenant_id = $1 and id = $2 and lease = $3",
    )
    .bind(tx.tenant())
    .bind(job.id)
    .bind(job.lease)
    .bind(error)
    .bind(MAX_ATTEMPTS)
    .execute(tx.conn())
    .await?;
    Ok(())
}
