//! Verify, store, acknowledge. One insert, one commit, shared with whatever else came at that moment;
//! nothing else stands between request and ack. With the database away the event waits on disk.

use adapters::{Envelope, Verified};
use crm::inbox;

use super::spool::Spooled;
use crate::app::{App, Origin};

/// It is stored.
#[derive(Debug)]
pub enum Accepted {
    /// Now, and this process may work on it.
    New(inbox::Claimed),
    /// Before: the platform sent it again.
    Again,
    /// On disk, until the database is back.
    Spooled,
}

/// It is not stored, and the sender must be told so.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Not from the platform.
    #[error("bad signature")]
    BadSignature,
    /// Ours to mend: the platform should send it again.
    #[error("not stored")]
    NotStored(#[source] anyhow::Error),
}

/// Verifies and stores. The commit runs in a task of its own: a request that is dropped half way
/// cannot take it along.
pub async fn accept(app: &App, origin: &Origin, envelope: Envelope) -> Result<Accepted, Refused> {
    store(app, origin, verify(app, origin, envelope)?).await
}

/// Is it from the platform?
pub fn verify(app: &App, origin: &Origin, envelope: Envelope) -> Result<Verified, Refused> {
    let adapter = app.adapter(&origin.connection.platform).map_err(Refused::NotStored)?;
    adapter.verify(&origin.settings, envelope, (app.clock)()).map_err(|_| Refused::BadSignature)
}

/// Stores what is from the platform.
pub async fn store(app: &App, origin: &Origin, verified: Verified) -> Result<Accepted, Refused> {
    let adapter = app.adapter(&origin.connection.platform).map_err(Refused::NotStored)?;
    let key = adapter.key(&verified);
    let (db, tenant, connection) = (app.db.clone(), origin.tenant, origin.connection.id);
    let spool = app.spool.clone();
    let body = verified.body().to_vec();
    let stored = tokio::spawn(async move {
        let spooled = || Spooled { tenant, connection, key: key.clone(), body: body.clone() };
        match inbox::store(&db, tenant, connection, key.clone(), body.clone()).await {
            Ok(Some(claimed)) => Ok(Accepted::New(claimed)),
            Ok(None) => Ok(Accepted::Again),
            Err(away) => {
                let Some(spool) = spool else { return Err(Refused::NotStored(away.into())) };
                tracing::warn!(fault = %away, "the database is away: an event waits on disk");
                let event = spooled();
                match tokio::task::spawn_blocking(move || spool.put(&event)).await {
                    Ok(Ok(())) => Ok(Accepted::Spooled),
                    Ok(Err(full)) => Err(Refused::NotStored(full.into())),
                    Err(panic) => Err(Refused::NotStored(panic.into())),
                }
            }
        }
    });
    stored.await.unwrap_or_else(|panic| Err(Refused::NotStored(panic.into())))
}
