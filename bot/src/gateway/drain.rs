//! What waits on disk goes into the database once it is back.

use std::sync::Arc;

use anyhow::Context as _;
use crm::inbox;

use super::workers::Lanes;
use crate::app::App;

/// Stores everything that waits, in order; each event once, however often it was tried.
pub(super) async fn drain(app: &Arc<App>, lanes: &Lanes) -> anyhow::Result<()> {
    let Some(spool) = app.spool.clone() else { return Ok(()) };
    // nothing to do without the database, and it says so more cheaply than an event would
    if app.db.ping().await.is_err() {
        return Ok(());
    }
    let reading = spool.clone();
    for waiting in tokio::task::spawn_blocking(move || reading.waiting()).await?? {
        let many = waiting.events.len();
        for event in &waiting.events {
            let (key, body) = (event.key.clone(), event.body.clone());
            let stored = inbox::store(&app.db, event.tenant, event.connection, key, body).await;
            let origin = app.origin(event.tenant, event.connection).await?;
            if let (Some(claimed), Some(origin)) = (stored.context("storing what waited on disk")?, origin) {
                lanes.hand_over(app, &origin, claimed);
            }
        }
        let spool = spool.clone();
        tokio::task::spawn_blocking(move || spool.forget(waiting)).await??;
        tracing::info!(many, "events that had waited on disk are in the database");
    }
    Ok(())
}
