//! Storing deliveries as they come: those that arrive while commits are under way share the next one.
//!
//! Nobody waits for company: one of a few that come at a time is stored at once, and of 50 those who came
//! during a commit have the next in common. Each is told only after the commit that holds it.

use std::{
    collections::HashMap,
    mem,
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
    stored: oneshot::Sender<Result<Option<Claimed>>>,
}

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
    lock(&queue.waiting).push(Waiting { delivery: Delivery { connection, key, body }, stored });
    // somebody may store it while we wait for a turn of our own
    let turn = tokio::select! {
        biased;
        stored = &mut told => return received(stored),
        turn = queue.turns.acquire() => turn,
    };
    loop {
        let batch = next(&mut lock(&queue.waiting));
        if batch.is_empty() {
            drop(turn);
            return received(told.await);
        }
        store_batch(db, tenant, batch).await;
        if let Ok(stored) = told.try_recv() {
            return stored;
        }
    }
}

fn received(told: Result<Result<Option<Claimed>>, oneshot::error::RecvError>) -> Result<Option<Claimed>> {
    // an error: whoever had it in hand is gone
    told.unwrap_or(Err(sqlx::Error::WorkerCrashed))
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
/// harms nobody else; where it cannot be reached, nobody is kept waiting for another try.
async fn store_batch(db: &Db, tenant: TenantId, batch: Vec<Waiting>) {
    let (deliveries, tell): (Vec<_>, Vec<_>) = batch.into_iter().map(|it| (it.delivery, it.stored)).unzip();
    let refused = match commit(db, tenant, &deliveries).await {
        Ok(stored) => {
            tell.into_iter().zip(stored).for_each(|(tell, stored)| drop(tell.send(Ok(stored))));
            return;
        }
        Err(error) => error,
    };
    let alone = refused.as_database_error().is_some() && deliveries.len() > 1;
    for (delivery, tell) in deliveries.iter().zip(tell) {
        let stored = if alone {
            commit(db, tenant, std::slice::from_ref(delivery)).await.map(|stored| stored.into_iter().next())
        } else {
            Err(sqlx::Error::Protocol(format!("storing {} deliveries: {refused}", deliveries.len())))
        };
        drop(tell.send(stored.map(Option::flatten)));
    }
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
