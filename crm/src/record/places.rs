//! Conversations, made when something is first said in them.

use std::collections::{BTreeMap, HashMap};

use super::{Incoming, Place};
use crate::{ConversationId, Result, TenantTx, connections::Connection};

/// The ids of every conversation in `events`, by external id.
pub(super) async fn ensure(
    tx: &mut TenantTx,
    connection: &Connection,
    events: &[Incoming],
) -> Result<HashMap<String, ConversationId>> {
    // in order of id, so that two batches never wait for each other
    let wanted: BTreeMap<&str, &Place> = events
        .iter()
        .filter_map(|event| event.place.as_ref())
        .map(|place| (place.external_id.as_str(), place))
        .collect();
    let external: Vec<&str> = wanted.keys().copied().collect();
    if external.is_empty() {
        return Ok(HashMap::new());
    }
    let mut found = find(tx, connection, &external).await?;
    let missing: Vec<&Place> =
        wanted.values().copied().filter(|place| !found.contains_key(&place.external_id)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    sqlx::query(
        "insert into crm.conversations (tenant_id, id, connection_id, external_id, kind, name)
         select $1, t.id, $2, t.external_id, t.kind, t.name
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as t (id, external_id, kind, name)
         on conflict (tenant_id, connection_id, external_id) do nothing",
    )
    .bind(tx.tenant())
    .bind(connection.id)
    .bind(missing.iter().map(|_| ConversationId::new()).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.external_id.as_str()).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.kind).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.name.as_deref()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    let ids: Vec<&str> = missing.iter().map(|place| place.external_id.as_str()).collect();
    found.extend(find(tx, connection, &ids).await?);
    Ok(found)
}

async fn find(
    tx: &mut TenantTx,
    connection: &Connection,
    external: &[&str],
) -> Result<HashMap<String, ConversationId>> {
    let rows: Vec<(String, ConversationId)> = sqlx::query_as(
        "select external_id, id from crm.conversations
         where tenant_id = $1 and connection_id = $2 and external_id = any($3)",
    )
    .bind(tx.tenant())
    .bind(connection.id)
    .bind(external)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}
