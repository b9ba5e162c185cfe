//! Connections to platforms: prepared when their settings are new, and listened to where the platform does not
//! call us. One replica listens by a connection at a time.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use adapters::{Connection, Ended, SendError, Since};
use crm::{
    Actor, ConnectionId,
    connections::{self, Held},
    tenants,
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep},
};

use super::{inward::Inward, lost::Lost, workers::Lanes};
use crate::{
    app::{App, Origin},
    commands,
};

/// How often to look for connections.
const LOOK: Duration = Duration::from_secs(2);
/// How often whoever listens says so.
const BEAT: Duration = Duration::from_secs(5);
/// How long to leave a connection alone that a person has to mend.
const MENDING: Duration = Duration::from_secs(60);
/// One that was open for so long had worked, however it ended.
const WORKED: Duration = Duration::from_secs(60);
/// Shorter than the lease.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Until `stop` turns true.
pub(super) async fn run(app: Arc<App>, lanes: Lanes, mut stop: watch::Receiver<bool>) {
    let mut listening =
        Listening { app, lanes, stop: stop.clone(), busy: Arc::default(), tasks: JoinSet::new() };
    while !*stop.borrow() {
        if let Err(fault) = listening.round().await {
            tracing::error!(
                fault = format!("{fault:#}"),
                "connections were not looked at; the next round follows"
            );
        }
        while listening.tasks.try_join_next().is_some() {}
        tokio::select! {
            () = sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    while listening.tasks.join_next().await.is_some() {}
}

struct Listening {
    app: Arc<App>,
    lanes: Lanes,
    stop: watch::Receiver<bool>,
    /// Connections with a task of ours, and the settings that were prepared last.
    busy: Arc<Mutex<Busy>>,
    tasks: JoinSet<()>,
}

#[derive(Default)]
struct Busy {
    tasks: HashSet<ConnectionId>,
    prepared: HashMap<ConnectionId, i64>,
    /// Those whose platform does not answer, or not as it should.
    lost: HashMap<ConnectionId, Lost>,
}

impl Listening {
    /// Starts a task for each connection that needs one and has none.
    async fn round(&mut self) -> anyhow::Result<()> {
        for (tenant, _) in tenants::list(&self.app.db).await? {
            let mut tx = self.app.db.begin(tenant, Actor::system("listen")).await?;
            let all = connections::list(&mut tx).await?;
            let out_of_reach = connections::out_of_reach(&mut tx).await?;
            tx.commit().await?;
            // whoever sends by them has found nobody: they are prepared again until somebody is there
            lock(&self.busy).prepared.retain(|id, _| !out_of_reach.contains(id));
            for connection in all.into_iter().filter(|it| !it.paused) {
                let ours = self.app.adapter(&connection.platform).is_ok_and(|it| !it.settings().is_empty());
                // those that exports were read into have nothing set and no platform behind them
                if !ours || !self.take(connection.id) {
                    continue;
                }
                let origin = self.app.origin(tenant, connection.id).await;
                let (app, lanes, busy, stop) =
                    (self.app.clone(), self.lanes.clone(), self.busy.clone(), self.stop.clone());
                self.tasks.spawn(async move {
                    if let Ok(Some(origin)) = origin
                        && let Err(fault) = attend(&app, &lanes, &origin, &busy, stop).await
                    {
                        tracing::error!(
                            fault = format!("{fault:#}"),
                            connection = origin.connection.name,
                            "listening"
                        );
                    }
                    lock(&busy).tasks.remove(&connection.id);
                });
            }
        }
        Ok(())
    }

    fn take(&self, id: ConnectionId) -> bool {
        lock(&self.busy).tasks.insert(id)
    }
}

fn lock(busy: &Mutex<Busy>) -> std::sync::MutexGuard<'_, Busy> {
    busy.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Prepares a connection if its settings are new, then listens by it if it listens and nobody else does.
async fn attend(
    app: &Arc<App>,
    lanes: &Lanes,
    origin: &Origin,
    busy: &Mutex<Busy>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let (tenant, id, version) = (origin.tenant, origin.connection.id, origin.connection.version);
    if unset(app, origin) {
        return Ok(());
    }
    let connection = match app.connected(tenant, id).await {
        Ok(connection) => connection,
        Err(unfit) => return trouble(app, origin, &format!("{unfit:#}"), &mut stop).await,
    };
    if lock(busy).prepared.get(&id) != Some(&version) {
        match connection.prepare(&commands::menu()).await {
            Ok(facts) => {
                lock(busy).lost.remove(&id);
                let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                let mut tx = app.db.begin(tenant, Actor::system("listen")).await?;
                let news = connections::learn(&mut tx, id, &facts).await?;
                connections::in_order(&mut tx, id).await?;
                tx.commit().await?;
                lock(busy).prepared.insert(id, version + i64::from(news));
                if news {
                    return Ok(());
                }
            }
            Err(away @ (SendError::Later { .. } | SendError::Unreachable { .. } | SendError::Unknown(_))) => {
                let (wait, tell) = {
                    let mut busy = lock(busy);
                    busy.lost.entry(id).or_default().again(Instant::now())
                };
                if tell {
                    note(app, origin, &away.to_string()).await?;
                }
                let asked = match away {
                    SendError::Later { after_ms } => Duration::from_millis(after_ms).min(MENDING),
                    _ => Duration::ZERO,
                };
                pause(wait.max(asked), &mut stop).await;
                return Ok(());
            }
            Err(error) => return trouble(app, origin, &error.to_string(), &mut stop).await,
        }
    }
    if connection.listens() { listen(app, lanes, origin, &*connection, stop).await } else { Ok(()) }
}

/// Nothing that must be set is set: what exports were read into.
fn unset(app: &App, origin: &Origin) -> bool {
    let adapter = app.adapter(&origin.connection.platform);
    adapter.is_ok_and(|it| {
        it.settings().iter().filter(|one| one.required).all(|one| origin.settings.get(one.name).is_none())
    })
}

/// Tells the operators, and leaves it alone for a while.
async fn trouble(
    app: &App,
    origin: &Origin,
    what: &str,
    stop: &mut watch::Receiver<bool>,
) -> anyhow::Result<()> {
    note(app, origin, what).await?;
    pause(MENDING, stop).await;
    Ok(())
}

/// Tells the operators, in the log once for the same trouble.
async fn note(app: &App, origin: &Origin, what: &str) -> anyhow::Result<()> {
    let mut tx = app.db.begin(origin.tenant, Actor::system("listen")).await?;
    let news = connections::trouble(&mut tx, origin.connection.id, what).await?;
    tx.commit().await?;
    if news {
        tracing::warn!(connection = origin.connection.name, what, "a connection needs mending");
    }
    Ok(())
}

async fn pause(how_long: Duration, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = sleep(how_long) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// Listens until the lease, the connection or the program ends.
async fn listen(
    app: &Arc<App>,
    lanes: &Lanes,
    origin: &Origin,
    connection: &dyn Connection,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let (tenant, id) = (origin.tenant, origin.connection.id);
    let mut tx = app.db.begin(tenant, Actor::system("listen")).await?;
    let Some(held) = connections::hold(&mut tx, id).await? else { return Ok(()) };
    tx.commit().await?;
    let mut lost = Lost::default();
    let mut position = held.position.clone();
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("listen")).await?;
        let last = connections::last_messages(&mut tx, id).await?;
        tx.commit().await?;
        let since = Since { position: position.clone(), last };
        let inward = Inward::new(app, lanes, origin, position.take());
        let began = Instant::now();
        let ended = tokio::select! {
            ended = connection.listen(since, &inward) => Some(ended),
            () = keep(app, origin, &held, &inward) => None,
            _ = stop.wait_for(|stop| *stop) => None,
        };
        position = inward.position();
        match ended {
            Some(Ended::Broken(why)) => {
                tracing::info!(connection = origin.connection.name, why, "connecting again");
                let mut tx = app.db.begin(tenant, Actor::system("listen")).await?;
                let ours =
                    connections::keep(&mut tx, id, &held, origin.connection.version, position.as_deref())
                        .await?;
                tx.commit().await?;
                if !ours {
                    return Ok(());
                }
                if inward.heard() || began.elapsed() > WORKED {
                    lost = Lost::default();
                }
                let (wait, tell) = lost.again(Instant::now());
                if tell {
                    note(app, origin, &why).await?;
                }
                pause(wait.min(LONGEST_PAUSE), &mut stop).await;
            }
            ended => {
                let mut tx = app.db.begin(tenant, Actor::system("listen")).await?;
                connections::release(&mut tx, id, &held, position.as_deref()).await?;
                tx.commit().await?;
                return match ended {
                    Some(Ended::Refused(why)) => trouble(app, origin, &why, &mut stop).await,
                    _ => Ok(()),
                };
            }
        }
        if *stop.borrow() {
            return Ok(());
        }
    }
}

/// Says that somebody listens, until nobody may: the lease went to another, or the settings have changed.
async fn keep(app: &App, origin: &Origin, held: &Held, inward: &Inward<'_>) {
    loop {
        sleep(BEAT).await;
        let kept = async {
            let mut tx = app.db.begin(origin.tenant, Actor::system("listen")).await?;
            let (id, version) = (origin.connection.id, origin.connection.version);
            let kept = connections::keep(&mut tx, id, held, version, inward.position().as_deref()).await?;
            if inward.heard() {
                connections::heard(&mut tx, id).await?;
                connections::in_order(&mut tx, id).await?;
            }
            tx.commit().await?;
            anyhow::Ok(kept)
        };
        match kept.await {
            Ok(true) => {}
            Ok(false) => return,
            // the database is away: what comes in waits on disk, and nobody else can take over either
            Err(fault) => tracing::warn!(fault = format!("{fault:#}"), "a lease was not renewed"),
        }
    }
}
