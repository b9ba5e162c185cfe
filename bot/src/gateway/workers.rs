//! Background work of one replica: events handed over by doors, events and replies whose worker died,
//! the search index. Each can stop at any moment; what it had not finished, another takes over.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use crm::{Actor, TenantId, connections, housekeeping, inbox, jobs, tenants};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
    time::sleep,
};

use crate::{
    app::{App, Origin},
    flow,
};

/// Events of one conversation always go down the same lane, so that their order holds.
const LANES: usize = 4;
/// Events waiting in a lane; more of them wait in the database.
const LANE_LENGTH: usize = 256;
/// How often to look for work that nobody rang for.
const SWEEP: Duration = Duration::from_millis(500);
/// How often to look for jobs.
const LOOK_FOR_JOBS: Duration = Duration::from_secs(30);
/// The job that removes what has served.
const TIDY: &str = "tidy";

/// The way to hand an event to the workers.
#[derive(Debug, Clone)]
pub struct Lanes(Vec<mpsc::Sender<(Origin, inbox::Claimed)>>);

impl Lanes {
    /// Hands over a stored event. Full lane: it stays in the database, and the sweep finds it when its
    /// lease has run out.
    pub fn hand_over(&self, origin: &Origin, lane: &str, stored: inbox::Claimed) {
        let mut hash = DefaultHasher::new();
        lane.hash(&mut hash);
        let lane = (hash.finish() % self.0.len() as u64) as usize;
        if self.0[lane].try_send((origin.clone(), stored)).is_err() {
            tracing::warn!("a lane is full; the event waits in the database");
        }
    }
}

/// Starts every worker of a serving replica; they end when `stop` turns true.
pub fn start(app: &Arc<App>, stop: &watch::Receiver<bool>) -> (Lanes, JoinSet<()>) {
    let mut tasks = JoinSet::new();
    let mut lanes = Vec::new();
    for _ in 0..LANES {
        let (sender, mut events) = mpsc::channel::<(Origin, inbox::Claimed)>(LANE_LENGTH);
        lanes.push(sender);
        let (app, mut stop) = (app.clone(), stop.clone());
        tasks.spawn(async move {
            loop {
                tokio::select! {
                    event = events.recv() => match event {
                        Some((origin, stored)) => process(&app, &origin, &stored).await,
                        None => return,
                    },
                    () = stopped(&mut stop) => return,
                }
            }
        });
    }
    for (name, work) in [("sweep", sweep as Work), ("deliver", deliver), ("index", index), ("chores", chores)]
    {
        let (app, mut stop) = (app.clone(), stop.clone());
        tasks.spawn(async move {
            loop {
                tokio::select! {
                    worked = work(app.clone()) => if let Err(fault) = worked {
                        tracing::error!(worker = name, fault = format!("{fault:#}"), "a round failed; trying again");
                        sleep(SWEEP).await;
                    },
                    () = stopped(&mut stop) => return,
                }
            }
        });
    }
    (Lanes(lanes), tasks)
}

type Work = fn(Arc<App>) -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // an error: the other end is gone, which means the same
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Works on one event; a failure leaves it in the inbox for another try.
pub async fn process(app: &App, origin: &Origin, stored: &inbox::Claimed) {
    if let Err(fault) = flow::process(app, origin, stored).await {
        tracing::error!(inbox = %stored.id, fault = format!("{fault:#}"), "processing failed; it will be tried again");
    }
}

/// Events whose worker died.
fn sweep(app: Arc<App>) -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>> {
    Box::pin(async move {
        sleep(SWEEP).await;
        for (tenant, _) in tenants::list(&app.db).await? {
            let mut tx = app.db.begin(tenant, Actor::system("sweep")).await?;
            let platforms: Vec<&str> = app.adapters.keys().copied().collect();
            let claimed = inbox::claim(&mut tx, &platforms, 50).await?;
            let connections =
                if claimed.is_empty() { Vec::new() } else { connections::list(&mut tx).await? };
            tx.commit().await?;
            for stored in claimed {
                let connection = connections.iter().find(|c| c.id == stored.connection_id).cloned();
                let connection = connection.context("an event of a connection that is gone")?;
                // stored, so verified: the secret is not needed any more
                let origin = Origin { tenant, connection, secret: crm::Secret::new(Vec::new()) };
                process(&app, &origin, &stored).await;
            }
        }
        Ok(())
    })
}

/// Replies on their way out.
fn deliver(app: Arc<App>) -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>> {
    Box::pin(async move {
        tokio::select! {
            () = app.outbox.notified() => {}
            () = sleep(SWEEP) => {}
        }
        for (tenant, _) in tenants::list(&app.db).await? {
            deliver_all(&app, tenant).await?;
        }
        Ok(())
    })
}

async fn deliver_all(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    while flow::deliver(app, tenant, None).await? > 0 {}
    Ok(())
}

/// Work for later: each tenant's housekeeping, once a day, by whichever replica comes first.
fn chores(app: Arc<App>) -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>> {
    Box::pin(async move {
        for (tenant, _) in tenants::list(&app.db).await? {
            work_off(&app, tenant).await?;
        }
        sleep(LOOK_FOR_JOBS).await;
        Ok(())
    })
}

/// Does what is due in one tenant, each job in one transaction with its completion.
pub async fn work_off(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
    jobs::enqueue(&mut tx, TIDY, &serde_json::Value::Null, (app.clock)(), Some("next")).await?;
    tx.commit().await?;
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
        let Some(job) = jobs::claim(&mut tx).await? else { return Ok(()) };
        tx.commit().await?;
        if let Err(fault) = work(app, tenant, &job).await {
            tracing::error!(
                job = job.kind,
                fault = format!("{fault:#}"),
                "a job failed; it will be tried again"
            );
            let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
            jobs::failed(&mut tx, &job, &format!("{fault:#}")).await?;
            tx.commit().await?;
        }
    }
}

async fn work(app: &App, tenant: TenantId, job: &jobs::Claimed) -> anyhow::Result<()> {
    anyhow::ensure!(job.kind == TIDY, "unknown kind of job: {}", job.kind);
    let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
    let removed = housekeeping::tidy(&mut tx).await?;
    if jobs::done(&mut tx, job).await? {
        let tomorrow = (app.clock)() + chrono::TimeDelta::days(1);
        jobs::enqueue(&mut tx, TIDY, &serde_json::Value::Null, tomorrow, Some("next")).await?;
        tx.commit().await?;
        tracing::debug!(removed, "tidied");
    }
    Ok(())
}

/// Recorded messages into the search index.
fn index(app: Arc<App>) -> std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>> {
    Box::pin(async move {
        if !app.search.catch_up(&app.db).await? {
            tokio::select! {
                () = app.recorded.notified() => {}
                () = sleep(SWEEP) => {}
            }
        }
        Ok(())
    })
}
