//! Background work of one replica: events handed over by doors, events and replies whose worker died,
//! jobs, reminders, who is who, the search index. Each can stop at any moment; what it had not finished, another takes
//! over.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use adapters::Verified;
use anyhow::Context as _;
use crm::{Actor, TenantId, inbox, tenants};
use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinSet,
    time::sleep,
};

use super::{batch, chores, drain, listen, matching, names, remind};
use crate::{
    app::{App, Origin},
    flow, moods,
};

/// Events of one conversation always go down the same lane, so that their order holds.
const LANES: usize = 4;
/// Events waiting in a lane; more of them wait in the database.
const LANE_LENGTH: usize = 1_024;
/// Events of a lane that are recorded in one transaction, when so many are waiting.
const TOGETHER: usize = 256;
/// How often to look for work that nobody rang for.
const LOOK: Duration = Duration::from_millis(500);
/// A commit of the index costs as much for one message as for a thousand: what comes within this time shares it.
const INDEX_REST: Duration = Duration::from_millis(50);
/// Under load recording goes before being found: the index rests this many times as long as its round took.
const INDEX_PAUSE: u32 = 3;
/// How often to look for events that wait on disk.
const LOOK_ON_DISK: Duration = Duration::from_secs(1);
/// How often to look who is to be compared where nobody rang.
const LOOK_FOR_CHANGED: Duration = Duration::from_secs(2);
/// Comparing one or ten takes as long: those who come within this are compared together.
const COMPARE_REST: Duration = Duration::from_millis(250);
/// How often to look for tasks that are due.
const LOOK_FOR_DUE: Duration = Duration::from_secs(5);
/// How often to read the mood of what came.
const LOOK_FOR_MOODS: Duration = Duration::from_secs(2);
/// How often to look for jobs.
const LOOK_FOR_JOBS: Duration = Duration::from_secs(30);

/// The way to hand an event to the workers.
#[derive(Debug, Clone)]
pub struct Lanes(Vec<mpsc::Sender<(Origin, inbox::Claimed)>>);

impl Lanes {
    /// Hands over a stored event. Full lane: it stays in the database, and the sweep finds it when its
    /// lease has run out.
    pub fn hand_over(&self, app: &App, origin: &Origin, stored: inbox::Claimed) {
        let mut hash = DefaultHasher::new();
        (origin.connection.id, conversation(app, origin, &stored)).hash(&mut hash);
        let lane = (hash.finish() % self.0.len() as u64) as usize;
        if let Err(error) = self.0[lane].try_send((origin.clone(), stored)) {
            tracing::warn!(%error, "an event waits in the database");
        }
    }
}

/// The conversation that something happened in; none where it cannot be read, which the lane finds out again.
fn conversation(app: &App, origin: &Origin, stored: &inbox::Claimed) -> Option<String> {
    let adapter = app.adapter(&origin.connection.platform).ok()?;
    let body = Verified::from_inbox(stored.body.clone());
    // what makes the reader panic is put aside where it is worked on
    let parse = || adapter.parse(&origin.settings, &body);
    let events = catch_unwind(AssertUnwindSafe(parse)).ok()?.ok()?;
    Some(events.into_iter().next()?.conversation.external_id)
}

type Round = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// A kind of work done again and again.
struct Worker {
    name: &'static str,
    round: fn(Arc<App>) -> Round,
    /// Rung when there is something to do at once.
    bell: Option<fn(&App) -> &Notify>,
    /// How long it does not listen to the bell after a round: what comes meanwhile is done in one.
    rest: Duration,
    /// The same, as so many times the length of the round.
    pause: u32,
    every: Duration,
}

const WORKERS: [Worker; 7] = [
    Worker {
        name: "sweep",
        round: |app| Box::pin(sweep(app)),
        bell: None,
        rest: Duration::ZERO,
        pause: 0,
        every: LOOK,
    },
    Worker {
        name: "deliver",
        round: |app| Box::pin(deliver(app)),
        bell: Some(|app| &app.outbox),
        rest: Duration::ZERO,
        pause: 0,
        every: LOOK,
    },
    Worker {
        name: "index",
        round: |app| Box::pin(index(app)),
        bell: Some(|app| &app.recorded),
        rest: INDEX_REST,
        pause: INDEX_PAUSE,
        every: LOOK,
    },
    Worker {
        name: "remind",
        round: |app| Box::pin(remind(app)),
        bell: None,
        rest: Duration::ZERO,
        pause: 0,
        every: LOOK_FOR_DUE,
    },
    Worker {
        name: "moods",
        round: |app| Box::pin(read_moods(app)),
        bell: None,
        rest: Duration::ZERO,
        pause: 0,
        every: LOOK_FOR_MOODS,
    },
    Worker {
        name: "jobs",
        round: |app| Box::pin(jobs(app)),
        bell: None,
        rest: Duration::ZERO,
        pause: 0,
        every: LOOK_FOR_JOBS,
    },
    Worker {
        name: "matching",
        round: |app| Box::pin(compare(app)),
        bell: Some(|app| app.changed.bell()),
        rest: COMPARE_REST,
        pause: 0,
        every: LOOK_FOR_CHANGED,
    },
];

/// Starts every worker of a serving replica. When `stop` turns true each finishes the piece of work it
/// has in hand and ends.
pub fn start(app: &Arc<App>, stop: &watch::Receiver<bool>) -> (Lanes, JoinSet<()>) {
    let mut tasks = JoinSet::new();
    let mut lanes = Vec::new();
    for _ in 0..LANES {
        let (sender, events) = mpsc::channel(LANE_LENGTH);
        lanes.push(sender);
        tasks.spawn(lane(app.clone(), events, stop.clone()));
    }
    for worker in WORKERS {
        tasks.spawn(rounds(app.clone(), worker, stop.clone()));
    }
    let lanes = Lanes(lanes);
    tasks.spawn(listen::run(app.clone(), lanes.clone(), stop.clone()));
    tasks.spawn(names::run(app.clone(), stop.clone()));
    tasks.spawn(drain(app.clone(), lanes.clone(), stop.clone()));
    (lanes, tasks)
}

/// Looks every second whether events wait on disk.
async fn drain(app: Arc<App>, lanes: Lanes, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(fault) = drain::drain(&app, &lanes).await {
            tracing::warn!(fault = format!("{fault:#}"), "what waits on disk waits longer");
        }
        tokio::select! {
            () = sleep(LOOK_ON_DISK) => {}
            () = stopped(&mut stop) => {}
        }
    }
}

async fn lane(
    app: Arc<App>,
    mut events: mpsc::Receiver<(Origin, inbox::Claimed)>,
    mut stop: watch::Receiver<bool>,
) {
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut stop) => return,
            received = events.recv_many(&mut waiting, TOGETHER) => {
                if received == 0 {
                    return;
                }
                batch::process(&app, std::mem::take(&mut waiting)).await;
            }
        }
    }
}

async fn rounds(app: Arc<App>, worker: Worker, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // a task of its own: a panic is one failed round, not the end of the worker
        let began = Instant::now();
        let fault = match tokio::spawn((worker.round)(app.clone())).await {
            Ok(Ok(())) => None,
            Ok(Err(fault)) => Some(format!("{fault:#}")),
            Err(panic) => Some(panic.to_string()),
        };
        if let Some(fault) = fault {
            tracing::error!(worker = worker.name, fault, "a round failed; the next follows");
        }
        let rest = worker.rest.max(began.elapsed() * worker.pause);
        let rung = async {
            sleep(rest).await;
            match worker.bell {
                Some(bell) => bell(&app).notified().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = rung => {}
            () = sleep(worker.every) => {}
            () = stopped(&mut stop) => {}
        }
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // an error: the other end is gone, which means the same
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Works on one event. A failure or a panic leaves it in the inbox for another try, and in the end puts
/// it aside; it stops nobody else.
pub async fn process(app: &Arc<App>, origin: Origin, stored: inbox::Claimed) {
    let id = stored.id;
    let app = app.clone();
    let fault = match tokio::spawn(async move { flow::process(&app, &origin, &stored).await }).await {
        Ok(Ok(())) => return,
        Ok(Err(fault)) => format!("{fault:#}"),
        Err(panic) => panic.to_string(),
    };
    tracing::error!(inbox = %id, fault, "processing failed; it will be tried again");
}

/// Events whose worker died.
async fn sweep(app: Arc<App>) -> anyhow::Result<()> {
    let platforms: Vec<&str> = app.adapters.keys().copied().collect();
    for (tenant, _) in tenants::list(&app.db).await? {
        told(tenant, sweep_all(&app, tenant, &platforms).await);
    }
    Ok(())
}

async fn sweep_all(app: &Arc<App>, tenant: TenantId, platforms: &[&str]) -> anyhow::Result<()> {
    // what a dead worker had not begun, or a full lane left here, is as good as new: many at a time, else a second of
    // load would take a minute
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("sweep")).await?;
        let stored = inbox::claim_untried(&mut tx, platforms, TOGETHER as i64).await?;
        tx.commit().await?;
        if stored.is_empty() {
            break;
        }
        let mut work = Vec::new();
        for stored in stored {
            // none: its connection was paused just now, and it waits
            if let Some(origin) = app.origin(tenant, stored.connection_id).await? {
                work.push((origin, stored));
            }
        }
        batch::process(app, work).await;
    }
    // one at a time: a lease must not run out while its event waits for the ones before it
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("sweep")).await?;
        let stored = inbox::claim(&mut tx, platforms, 1).await?.pop();
        // also when there is nothing to do: those that were given up are put aside with it
        tx.commit().await?;
        let Some(stored) = stored else { return Ok(()) };
        let origin = app.origin(tenant, stored.connection_id).await?;
        let origin = origin.context("an event of a connection that is gone or paused")?;
        process(app, origin, stored).await;
    }
}

/// What fails for one tenant stops no other.
fn told(tenant: TenantId, done: anyhow::Result<()>) {
    if let Err(fault) = done {
        tracing::error!(%tenant, fault = format!("{fault:#}"), "a tenant's round failed; the others go on");
    }
}

/// Replies on their way out.
async fn deliver(app: Arc<App>) -> anyhow::Result<()> {
    for (tenant, _) in tenants::list(&app.db).await? {
        told(tenant, deliver_all(&app, tenant).await);
    }
    Ok(())
}

async fn deliver_all(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    while flow::deliver(app, tenant, None).await? > 0 {}
    Ok(())
}

/// Recorded messages into the search index.
async fn index(app: Arc<App>) -> anyhow::Result<()> {
    while app.search.catch_up(&app.db).await? {}
    Ok(())
}

/// Who may be one person.
async fn compare(app: Arc<App>) -> anyhow::Result<()> {
    let due = match app.changed.due() {
        Some(tenants) => tenants,
        None => tenants::list(&app.db).await?.into_iter().map(|(tenant, _)| tenant).collect(),
    };
    for tenant in due {
        told(tenant, matching::work_off(&app, tenant).await);
    }
    Ok(())
}

/// Tasks that are due.
async fn remind(app: Arc<App>) -> anyhow::Result<()> {
    for (tenant, _) in tenants::list(&app.db).await? {
        told(tenant, remind::remind(&app, tenant, (app.clock)()).await.map(drop));
    }
    Ok(())
}

/// The mood of recorded messages.
async fn read_moods(app: Arc<App>) -> anyhow::Result<()> {
    moods::catch_up(&app.db).await?;
    moods::ask(&app).await
}

/// Work for later.
async fn jobs(app: Arc<App>) -> anyhow::Result<()> {
    for (tenant, _) in tenants::list(&app.db).await? {
        told(tenant, chores::work_off(&app, tenant).await);
    }
    Ok(())
}
