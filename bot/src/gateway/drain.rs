//! What waits on disk goes into the database once it is back.

use std::sync::Arc;

use anyhow::Context as _;
use crm::inbox;

use super::workers::Lanes;
use crate::app::App;

/// What the event says cannot be stored, whoever tries and whenever: a broken reference or value.
fn for_good(error: &crm::DbError) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code.starts_with("22") || code.starts_with("23"))
}

/// Stores everything that waits, in order; each event once, however often it was tried. One that the database
/// refuses for good (its tenant is gone) does not stop those behind it.
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
            let stored = match inbox::store(&app.db, event.tenant, event.connection, key, body).await {
                Err(error) if for_good(&error) => {
                    let (spool, event) = (spool.clone(), event.clone());
                    let (tenant, connection) = (event.tenant, event.connection);
                    let path = tokio::task::spawn_blocking(move || spool.refuse(&event)).await??;
                    let path = path.display();
                    tracing::error!(%tenant, %connection, %path, %error, "an event that waited on disk is refused by the database");
                    continue;
                }
                stored => stored.context("storing what waited on disk")?,
            };
            // without its origin it is found in the database
            if let (Some(claimed), Ok(Some(origin))) =
                (stored, app.origin(event.tenant, event.connection).await)
            {
                lanes.hand_over(app, &origin, claimed);
            }
        }
        let spool = spool.clone();
        tokio::task::spawn_blocking(move || spool.forget(waiting)).await??;
        tracing::info!(many, "events that had waited on disk are in the database");
    }
    Ok(())
}
