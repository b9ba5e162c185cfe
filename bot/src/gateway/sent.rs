//! Files that came with what somebody wrote: which they are is remembered for a while, so that "import" means the last.

use adapters::{SentFile, Verified};
use crm::{Actor, connections, inbox, questions::Asked, shown};
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

/// The files of a delivery, where its platform hands them out.
pub(super) fn files(app: &App, connection: &connections::Connection, body: &[u8]) -> Vec<SentFile> {
    match app.adapter(&connection.platform) {
        Ok(adapter) if adapter.capabilities().files => adapter.files(&Verified::from_inbox(body.to_vec())),
        _ => Vec::new(),
    }
}

/// Remembers the files of a delivery with whoever sent them.
pub async fn keep_files(
    app: &App,
    origin: &Origin,
    stored: &inbox::Claimed,
    asked: Asked,
) -> anyhow::Result<()> {
    let files = files(app, &origin.connection, &stored.body);
    if files.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
    shown::sent(&mut tx, asked, &json!(Sent { connection: origin.connection.id, files })).await?;
    Ok(tx.commit().await?)
}
