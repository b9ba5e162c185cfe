//! Conversations, made when something is first said in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Incoming, Place, Timing};
use crate::{ConversationId, Result, TenantTx, connections::Connection};

/// One recording at a time in a conversation, across replicas: an edit and its message cannot pass each
/// other unseen. Taken in order, so that two batches never wait for each other.
pub(super) async fn take_turn(tx: &mut TenantTx, connection: &Connection, events: &[Incoming]) -> Result<()> {
    let places: BTreeSet<String> = events
        .iter()
        .filter_map(|event| event.place.as_ref())
        .map(|place| format!("{} {}", connection.id, place.external_id))
        .collect();
    // an array is read from its first element to its last
    sqlx::query("select pg_advisory_xact_lock(hashtextextended(place, 0)) from unnest($1::text[]) place")
        .bind(places.into_iter().collect::<Vec<_>>())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The ids of every conversation in `events`, by external id. Live events bring names up to date. A chat of
/// a few that comes in with an export was held among themselves: it begins as private. One that the bot
/// sits in, everybody in it knows to be recorded; and a chat that a customer has with the bot alone is said to
/// the team, not to one of them: it begins as public too.
pub(super) async fn ensure(
    tx: &mut TenantTx,
    connection: &Connection,
    events: &[Incoming],
    timing: Timing,
) -> Result<HashMap<String, ConversationId>> {
    // in order of id, so that two batches never wait for each other
    let mut wanted: BTreeMap<&str, &Place> = BTreeMap::new();
    for place in events.iter().filter_map(|event| event.place.as_ref()) {
        let known = wanted.entry(&place.external_id).or_insert(place);
        // an event that leaves the name out does not take it away
        if place.name.is_some() {
            *known = place;
        }
    }
    let external: Vec<&str> = wanted.keys().copied().collect();
    if external.is_empty() {
        return Ok(HashMap::new());
    }
    let known = find(tx, connection, &external).await?;
    if timing == Timing::Live {
        let renamed = known.iter().filter_map(|(id, _, name)| {
            let place = wanted.get(id.as_str())?;
            (place.name.is_some() && place.name != *name).then_some(*place)
        });
        rename(tx, connection, renamed).await?;
    }
    let mut found = ids(known);
    let missing: Vec<&Place> =
        wanted.values().copied().filter(|place| !found.contains_key(&place.external_id)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    sqlx::query(
        "insert into crm.conversations (tenant_id, id, connection_id, external_id, kind, name, visibility)
         select $1, t.id, $2, t.external_id, t.kind, t.name,
                case when $7 and t.kind in ('direct', 'group') then 'private' else 'public' end
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as t (id, external_id, kind, name)
         on conflict (tenant_id, connection_id, external_id) do nothing",
    )
    .bind(tx.tenant())
    .bind(connection.id)
    .bind(missing.iter().map(|_| ConversationId::new()).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.external_id.as_str()).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.kind).collect::<Vec<_>>())
    .bind(missing.iter().map(|place| place.name.as_deref()).collect::<Vec<_>>())
    .bind(timing == Timing::Historical)
    .execute(tx.conn())
    .await?;
    let made: Vec<&str> = missing.iter().map(|place| place.external_id.as_str()).collect();
    found.extend(ids(find(tx, connection, &made).await?));
    Ok(found)
}

async fn rename(
    tx: &mut TenantTx,
    connection: &Connection,
    places: impl Iterator<Item = &Place>,
) -> Result<()> {
    for place in places {
        sqlx::query(
            "update crm.conversations set name = $4
             where tenant_id = $1 and connection_id = $2 and external_id = $3 and name is distinct from $4",
        )
        .bind(tx.tenant())
        .bind(connection.id)
        .bind(&place.external_id)
        .bind(&place.name)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// External id, id and name.
type Known = (String, ConversationId, Option<String>);

async fn find(tx: &mut TenantTx, connection: &Connection, external: &[&str]) -> Result<Vec<Known>> {
    sqlx::query_as(
        "select external_id, id, name from crm.conversations
         where tenant_id = $1 and connection_id = $2 and external_id = any($3)",
    )
    .bind(tx.tenant())
    .bind(connection.id)
    .bind(external)
    .fetch_all(tx.conn())
    .await
}

fn ids(known: Vec<Known>) -> HashMap<String, ConversationId> {
    known.into_iter().map(|(external_id, id, _)| (external_id, id)).collect()
}
