//! Verify, store, acknowledge. One insert, one commit, shared with whatever else came at that moment;
//! nothing else stands between request and ack.

use adapters::Envelope;
use crm::inbox;

use crate::app::{App, Origin};

/// It is stored.
#[derive(Debug)]
pub enum Accepted {
    /// Now, and this process may work on it.
    New(inbox::Claimed),
    /// Before: the platform sent it again.
    Again,
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
    let adapter = app.adapter(&origin.connection.platform).map_err(Refused::NotStored)?;
    let verified = adapter.verify(envelope, origin.secret.expose()).map_err(|_| Refused::BadSignature)?;
    let key = adapter.key(&verified);
    let (db, tenant, connection) = (app.db.clone(), origin.tenant, origin.connection.id);
    let body = verified.body().to_vec();
    let stored = tokio::spawn(async move { inbox::store(&db, tenant, connection, key, body).await });
    match stored.await {
        Ok(Ok(Some(claimed))) => Ok(Accepted::New(claimed)),
        Ok(Ok(None)) => Ok(Accepted::Again),
        Ok(Err(error)) => Err(Refused::NotStored(error.into())),
        Err(panic) => Err(Refused::NotStored(panic.into())),
    }
}
