//! When two events are one.

use std::collections::HashMap;

use ring::digest::{Context, SHA256};

use super::{By, Did, Incoming};
use crate::{ActivityId, Result, TenantTx, connections::Connection};

/// SHA-256 over length-prefixed parts, so that no two lists of parts can run into the same bytes:
/// connection, conversation and the platform's message id; without an id, everything that makes the
/// event itself. Never null, never a date.
pub(super) fn key(connection: &Connection, event: &Incoming) -> Vec<u8> {
    let place = event.place.as_ref().map_or("", |place| place.external_id.as_str());
    let mut hash = Context::new(&SHA256);
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(connection.id.0.as_bytes());
    part(place.as_bytes());
    if let Some(id) = &event.external_id {
        part(b"id");
        part(id.as_bytes());
    } else {
        part(b"content");
        // the time of receipt is another each time it is worked on
        part(&event.told.unwrap_or(event.at).timestamp_micros().to_be_bytes());
        match &event.by {
            By::Sender(sender) => part(sender.external_id.as_bytes()),
            By::Account(account) => part(account.0.as_bytes()),
            By::Person(person) => part(person.0.as_bytes()),
        }
        if let Did::Act { action, text } = &event.did {
            part(action.as_bytes());
            part(text.as_deref().unwrap_or_default().as_bytes());
        }
    }
    hash.finish().as_ref().to_vec()
}

/// Which of these keys are recorded, and as what.
pub(super) async fn known(tx: &mut TenantTx, keys: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, ActivityId>> {
    let rows: Vec<(Vec<u8>, ActivityId)> = sqlx::query_as(
        "select dedup_key, id from crm.activities where tenant_id = $1 and dedup_key = any($2)",
    )
    .bind(tx.tenant())
    .bind(keys)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}
