//! Some platforms send ids only: who and what is behind them is asked for afterwards, a few at a time.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use adapters::{Connection, SendError};
use crm::{
    Actor, ConnectionId,
    accounts::{self, Introduced},
    connections, conversations, tenants,
};
use tokio::{sync::watch, time::sleep};

use crate::app::{App, Origin};

/// How often to look for ids without names.
const LOOK: Duration = Duration::from_secs(3);
/// How many of each to ask for at a time.
const MOST: i64 = 20;
/// Who had no name yesterday is asked for again.
const AGAIN: Duration = Duration::from_secs(24 * 60 * 60);

/// Ids that were asked for, and when.
type Asked = HashMap<(ConnectionId, String), Instant>;

/// Until `stop` turns true.
pub(super) async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut asked = Asked::new();
    while !*stop.borrow() {
        if let Err(fault) = round(&app, &mut asked).await {
            tracing::warn!(fault = format!("{fault:#}"), "names were not asked for; the next round follows");
        }
        asked.retain(|_, at| at.elapsed() < AGAIN);
        tokio::select! {
            () = sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn round(app: &Arc<App>, asked: &mut Asked) -> anyhow::Result<()> {
    if !app.adapters.values().any(|adapter| adapter.capabilities().names_by_asking) {
        return Ok(());
    }
    for (tenant, _) in tenants::list(&app.db).await? {
        let mut tx = app.db.begin(tenant, Actor::system("names")).await?;
        let all = connections::list(&mut tx).await?;
        tx.commit().await?;
        for connection in all {
            let asks = app.adapter(&connection.platform).is_ok_and(|it| it.capabilities().names_by_asking);
            if !asks || connection.paused {
                continue;
            }
            let (Some(origin), Ok(open)) =
                (app.origin(tenant, connection.id).await?, app.connected(tenant, connection.id).await)
            else {
                continue;
            };
            people(app, &origin, &*open, asked).await?;
            places(app, &origin, &*open, asked).await?;
        }
    }
    Ok(())
}

async fn people(app: &App, origin: &Origin, open: &dyn Connection, asked: &mut Asked) -> anyhow::Result<()> {
    let id = origin.connection.id;
    let mut tx = app.db.begin(origin.tenant, Actor::system("names")).await?;
    let nameless = accounts::nameless(&mut tx, &origin.connection, MOST).await?;
    tx.commit().await?;
    for (account, external) in nameless {
        if asked.contains_key(&(id, external.clone())) {
            continue;
        }
        let found = open.profile(&external).await;
        if matches!(
            found,
            Err(SendError::Later { .. } | SendError::Unreachable { .. } | SendError::Unauthorized(_))
        ) {
            return Ok(());
        }
        asked.insert((id, external), Instant::now());
        if let Ok(Some(profile)) = found {
            let who = Introduced {
                name: profile.name,
                handle: profile.handle,
                email: profile.email,
                is_bot: profile.is_bot,
            };
            let mut tx = app.db.begin(origin.tenant, Actor::system("names")).await?;
            accounts::introduce(&mut tx, account, &who).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn places(app: &App, origin: &Origin, open: &dyn Connection, asked: &mut Asked) -> anyhow::Result<()> {
    let id = origin.connection.id;
    let mut tx = app.db.begin(origin.tenant, Actor::system("names")).await?;
    let nameless = conversations::nameless(&mut tx, id, MOST).await?;
    tx.commit().await?;
    for (conversation, external) in nameless {
        if asked.contains_key(&(id, external.clone())) {
            continue;
        }
        let found = open.place(&external).await;
        if matches!(
            found,
            Err(SendError::Later { .. } | SendError::Unreachable { .. } | SendError::Unauthorized(_))
        ) {
            return Ok(());
        }
        asked.insert((id, external), Instant::now());
        if let Ok(Some(name)) = found {
            let mut tx = app.db.begin(origin.tenant, Actor::system("names")).await?;
            conversations::introduce(&mut tx, conversation, &name).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
