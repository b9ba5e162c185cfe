//! Storing deliveries as they come: those that arrive while commits are under way share the next one.
//!
//! Nobody waits for company: one of a few that come at a time is stored at once, and of 50 those who came
//! during a commit have the next in common. Each is told only after the commit that holds it.

use std::{
    collections::HashMap,
    iter, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Semaphore, oneshot};

use super::{Claimed, put_all};
use crate::{Actor, ConnectionId, Db, Result, TenantId};

/// Bytes stored in one transaction, about: what comes after that waits for the next.
const BYTES: usize = 1 << 20;
/// Commits under way at a time, for one tenant.
const TURNS: usize = 4;
/// Deliveries stored in one transaction.
const TOGETHER: usize = 200;
/// Deliveries that may wait, for one tenant: more are refused, for the platform to send again.
const MOST: usize = 10_000;

/// What waits to be stored, by tenant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Door(Arc<Mutex<HashMap<TenantId, Arc<Queue>>>>);

#[derive(Debug)]
struct Queue {
    waiting: Mutex<Vec<Waiting>>,
    /// Held by those who store.
    turns: Semaphore,
}

/// A verified body on its way into the inbox.
#[derive(Debug, Clone)]
pub(super) struct Delivery {
    pub(super) connection: ConnectionId,
    pub(super) key: Vec<u8>,
    pub(super) body: Vec<u8>,
}

#[derive(Debug)]
struct Waiting {
    delivery: Delivery,
    stored: Tell,
}

/// The way to tell a caller what became of a delivery.
type Tell = oneshot::Sender<Result<Option<Claimed>>>;

impl Door {
    fn queue(&self, tenant: TenantId) -> Arc<Queue> {
        let fresh = || Arc::new(Queue { waiting: Mutex::default(), turns: Semaphore::new(TURNS) });
        lock(&self.0).entry(tenant).or_insert_with(fresh).clone()
    }
}

/// Stores a verified body, takes the lease on it and commits. `key` is what makes the delivery itself;
/// `None` when it is stored already. Not to be dropped half way: run it in a task of its own.
pub async fn store(
    db: &Db,
    tenant: TenantId,
    connection: ConnectionId,
    key: Vec<u8>,
    body: Vec<u8>,
) -> Result<Option<Claimed>> {
    let queue = db.door().queue(tenant);
    let (stored, mut told) = oneshot::channel();
    {
        let mut waiting = lock(&queue.waiting);
        if waiting.len() >= MOST {
            return Err(sqlx::Error::Protocol(format!("{MOST} deliveries wait to be stored already")));
        }
        waiting.push(Waiting { delivery: Delivery { connection, key, body }, stored });
    }
    // somebody may store it while we wait for a turn of our own
    let turn = tokio::select! {
        biased;
        stored = &mut told => return received(stored),
        turn = queue.turns.acquire() => turn,
    };
    loop {
        if !store_next(db, tenant, &queue).await {
            drop(turn);
            return received(told.await);
        }
        if let Ok(stored) = told.try_recv() {
            return stored;
        }
    }
}

fn received(told: Result<Result<Option<Claimed>>, oneshot::error::RecvError>) -> Result<Option<Claimed>> {
    // an error: whoever had it in hand is gone
    told.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

/// Stores the first of those that wait; false: nobody does. Where the database cannot be reached, all who wait
/// are told so: each batch would only spend as long again on finding out.
async fn store_next(db: &Db, tenant: TenantId, queue: &Queue) -> bool {
    let batch = next(&mut lock(&queue.waiting));
    if batch.is_empty() {
        return false;
    }
    if let Err((error, mut untold)) = store_batch(db, tenant, batch).await {
        untold.extend(mem::take(&mut *lock(&queue.waiting)).into_iter().map(|it| it.stored));
        let reason = format!("storing {} deliveries: {error}", untold.len());
        for tell in untold {
            drop(tell.send(Err(sqlx::Error::Protocol(reason.clone()))));
        }
    }
    true
}

/// The first of those that wait.
fn next(waiting: &mut Vec<Waiting>) -> Vec<Waiting> {
    let mut bytes = 0;
    let fit = waiting.iter().take(TOGETHER).take_while(|it| {
        let fits = bytes < BYTES;
        bytes += it.delivery.body.len();
        fits
    });
    let rest = waiting.split_off(fit.count());
    mem::replace(waiting, rest)
}

/// Stores all in one transaction. Where the database refuses that, each in its own, so that one bad delivery
/// harms nobody else. The error: it cannot be reached, with those who were told nothing yet.
async fn store_batch(db: &Db, tenant: TenantId, batch: Vec<Waiting>) -> Result<(), (sqlx::Error, Vec<Tell>)> {
    let (deliveries, tell): (Vec<_>, Vec<_>) = batch.into_iter().map(|it| (it.delivery, it.stored)).unzip();
    match commit(db, tenant, &deliveries).await {
        Ok(stored) => {
            tell.into_iter().zip(stored).for_each(|(tell, stored)| drop(tell.send(Ok(stored))));
            return Ok(());
        }
        Err(refused) if refused.as_database_error().is_some() => {}
        Err(unreachable) => return Err((unreachable, tell)),
    }
    let mut rest = deliveries.iter().zip(tell);
    while let Some((delivery, tell)) = rest.next() {
        match commit(db, tenant, std::slice::from_ref(delivery)).await {
            Err(unreachable) if unreachable.as_database_error().is_none() => {
                return Err((unreachable, iter::once(tell).chain(rest.map(|(_, tell)| tell)).collect()));
            }
            stored => drop(tell.send(stored.map(|stored| stored.into_iter().next().flatten()))),
        }
    }
    Ok(())
}

async fn commit(db: &Db, tenant: TenantId, deliveries: &[Delivery]) -> Result<Vec<Option<Claimed>>> {
    let mut tx = db.begin(tenant, Actor::system("gateway")).await?;
    let stored = put_all(&mut tx, deliveries).await?;
    tx.commit().await?;
    Ok(stored)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn without_a_database_all_who_wait_are_told_at_once() {
        let test = testing::database().await;
        test.db.close().await;
        let tenant = TenantId::new();
        let queue = test.db.door().queue(tenant);
        let told: Vec<_> = (0..3 * TOGETHER)
            .map(|n| {
                let (stored, told) = oneshot::channel();
                let key = n.to_be_bytes().to_vec();
                let delivery = Delivery { connection: ConnectionId::new(), key, body: Vec::new() };
                lock(&queue.waiting).push(Waiting { delivery, stored });
                told
            })
            .collect();
        assert!(store_next(&test.db, tenant, &queue).await);
        for mut told in told {
            assert!(told.try_recv().unwrap().is_err());
        }
        assert!(!store_next(&test.db, tenant, &queue).await, "nobody waits any more");
    }

    #[tokio::test]
    async fn no_more_than_fit_may_wait() {
        let test = testing::database().await;
        let tenant = TenantId::new();
        let queue = test.db.door().queue(tenant);
        let (connection, body) = (ConnectionId::new(), Vec::new());
        for _ in 0..MOST {
            let delivery = Delivery { connection, key: Vec::new(), body: Vec::new() };
            lock(&queue.waiting).push(Waiting { delivery, stored: oneshot::channel().0 });
        }
        let refused = store(&test.db, tenant, connection, Vec::new(), body).await;
        assert!(refused.unwrap_err().to_string().contains("wait to be stored already"));
    }
}
