//! How near to each platform's own limits messages leave.

use std::time::{Duration, Instant};

use adapters::Reply;
use anyhow::{Context as _, ensure};
use crm::{
    Actor, Db, TenantId,
    connections::{self, Connection},
    outbox,
    testing::recorded,
};
use tokio::{sync::broadcast, time::sleep};

use crate::common::report::{self, Figure, scaled};

/// Conversations that are written to, and messages to each at full size.
const ROOMS: usize = 20;
const EACH: usize = 5;

/// Puts messages on their way by each connection that has conversations, one connection after the other.
pub(crate) async fn measure(db: &Db, tenant: TenantId) -> anyhow::Result<()> {
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    let installed = connections::list(&mut tx).await?;
    tx.commit().await?;
    let adapters = bot::platforms::serving(broadcast::channel(1).0);
    for connection in &installed {
        let adapter = adapters.iter().find(|it| it.platform() == connection.platform);
        let Some(pace) = adapter.map(|it| it.capabilities().pace) else { continue };
        one(db, tenant, connection, pace).await?;
    }
    Ok(())
}

async fn one(db: &Db, tenant: TenantId, connection: &Connection, pace: adapters::Pace) -> anyhow::Result<()> {
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    let mut rooms = recorded::conversations(&mut tx, connection.id).await?;
    rooms.truncate(ROOMS);
    if rooms.is_empty() {
        return Ok(());
    }
    let each = scaled(EACH, 1);
    let reply = serde_json::to_value(Reply::new("en").text("The build is through. ビルドが通りました。"))?;
    let (already, _) = recorded::sent(&mut tx, connection.id).await?;
    for _ in 0..each {
        for (room, _) in &rooms {
            outbox::put(&mut tx, outbox::New::to(*room, &reply)).await?;
        }
    }
    tx.commit().await?;
    let (began, messages) = (Instant::now(), rooms.len() * each);
    // as fast as the platform allows: by the connection, and in each conversation
    let allowed = (messages as u64 * pace.connection_ms).max(each as u64 * pace.conversation_ms);
    let patience = Duration::from_millis(allowed * 5) + Duration::from_secs(60);
    loop {
        let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
        let (sent, _) = recorded::sent(&mut tx, connection.id).await?;
        tx.commit().await?;
        if usize::try_from(sent - already).context("fewer than before")? >= messages {
            break;
        }
        ensure!(began.elapsed() < patience, "{} of {messages} sent by {}", sent - already, connection.name);
        sleep(Duration::from_millis(50)).await;
    }
    report::line(
        &format!(
            "{} messages to {} rooms of {} ({})",
            messages,
            rooms.len(),
            connection.platform,
            connection.name
        ),
        Figure::new(began.elapsed().as_secs_f64(), "s"),
        "its limits",
        Figure::new(Duration::from_millis(allowed).as_secs_f64(), "s"),
        "",
        true,
    );
    Ok(())
}
