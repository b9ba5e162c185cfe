//! Files that came with what somebody wrote: which they are is remembered for a while, so that "import" means the last.

use adapters::{Event, SentFile, Verified};
use crm::{Actor, inbox, questions::Asked, shown};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::{App, Origin};

/// What is remembered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    /// By which connection they are fetched.
    pub(crate) connection: crm::ConnectionId,
    /// They.
    pub(crate) files: Vec<SentFile>,
}

/// Remembers the files that came with an event of a delivery with whoever sent them, where the platform hands them out.
pub async fn keep_files(
    app: &App,
    origin: &Origin,
    stored: &inbox::Claimed,
    (event, asked): (&Event, Asked),
) -> anyhow::Result<()> {
    let adapter = app.adapter(&origin.connection.platform)?;
    if !event.names_files() || !adapter.capabilities().files {
        return Ok(());
    }
    let files = adapter.files(&Verified::from_inbox(stored.body.clone()));
    if files.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
    shown::sent(&mut tx, asked, &json!(Sent { connection: origin.connection.id, files })).await?;
    Ok(tx.commit().await?)
}
