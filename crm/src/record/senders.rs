//! Accounts, made when somebody is first seen, each with a person of its own until a merge says otherwise.

use std::collections::{BTreeMap, HashMap};

use sqlx::FromRow;

use super::{By, Incoming, Sender, Timing};
use crate::{AccountId, Result, TenantTx, connections::Connection, organizations, persons};

/// The ids of every sender in `events`, by external id. Of what several events say of one, the last word
/// counts; what an event leaves out it does not take away.
pub(super) async fn ensure(
    tx: &mut TenantTx,
    connection: &Connection,
    events: &[Incoming],
    timing: Timing,
) -> Result<HashMap<String, AccountId>> {
    let mut wanted: BTreeMap<&str, Sender> = BTreeMap::new();
    for event in events {
        if let By::Sender(sender) = &event.by {
            wanted
                .entry(&sender.external_id)
                .and_modify(|known| add_to(known, sender))
                .or_insert_with(|| sender.clone());
        }
    }
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let external: Vec<&str> = wanted.keys().copied().collect();
    let known = find(tx, connection, &external).await?;
    if timing == Timing::Live {
        let news = known.iter().filter_map(|known| {
            wanted.get(known.external_id.as_str()).filter(|sender| known.differs(sender))
        });
        refresh(tx, connection, news).await?;
        let moved: Vec<AccountId> = known
            .iter()
            .filter(|known| {
                let now = wanted.get(known.external_id.as_str()).and_then(|sender| sender.email.as_ref());
                now.is_some() && now != known.email.as_ref()
            })
            .map(|known| known.id)
            .collect();
        if !moved.is_empty() {
            organizations::employ_by_accounts(tx, &moved).await?;
        }
    }
    let mut found: HashMap<String, AccountId> =
        known.into_iter().map(|known| (known.external_id, known.id)).collect();
    let missing: Vec<&Sender> =
        wanted.values().filter(|sender| !found.contains_key(&sender.external_id)).collect();
    if !missing.is_empty() {
        found.extend(add(tx, connection, &missing).await?);
    }
    Ok(found)
}

fn add_to(known: &mut Sender, later: &Sender) {
    for (known, later) in
        [(&mut known.handle, &later.handle), (&mut known.name, &later.name), (&mut known.email, &later.email)]
    {
        if later.is_some() {
            known.clone_from(later);
        }
    }
    known.is_bot |= later.is_bot;
}

/// Takes over what the platform now says of known accounts.
async fn refresh(
    tx: &mut TenantTx,
    connection: &Connection,
    senders: impl Iterator<Item = &Sender>,
) -> Result<()> {
    for sender in senders {
        sqlx::query(
            "update crm.accounts
             set handle = coalesce($4, handle), name = coalesce($5, name), email = coalesce($6, email)
             where tenant_id = $7 and provider = $1 and workspace = $2 and external_id = $3
               and (handle, name, email)
                   is distinct from (coalesce($4, handle), coalesce($5, name), coalesce($6, email))",
        )
        .bind(&connection.platform)
        .bind(connection.id.to_string())
        .bind(&sender.external_id)
        .bind(&sender.handle)
        .bind(&sender.name)
        .bind(&sender.email)
        .bind(tx.tenant())
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

async fn add(
    tx: &mut TenantTx,
    connection: &Connection,
    senders: &[&Sender],
) -> Result<HashMap<String, AccountId>> {
    let mut persons = Vec::with_capacity(senders.len());
    let humans: Vec<&Sender> = senders.iter().copied().filter(|sender| !sender.is_bot).collect();
    let mut made = persons::add_for_senders(tx, &humans).await?.into_iter();
    for sender in senders {
        persons.push(if sender.is_bot { None } else { made.next() });
    }
    let rows: Vec<(String, AccountId)> = sqlx::query_as(
        "insert into crm.accounts
             (tenant_id, id, person_id, provider, workspace, external_id, handle, name, email, is_bot)
         select $1, t.id, t.person, $2, $3, t.external_id, t.handle, t.name, t.email, t.is_bot
         from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bool[])
              as t (id, person, external_id, handle, name, email, is_bot)
         on conflict (tenant_id, provider, workspace, external_id) do update set external_id = excluded.external_id
         returning external_id, id",
    )
    .bind(tx.tenant())
    .bind(&connection.platform)
    .bind(connection.id.to_string())
    .bind(senders.iter().map(|_| AccountId::new()).collect::<Vec<_>>())
    .bind(&persons)
    .bind(senders.iter().map(|s| s.external_id.as_str()).collect::<Vec<_>>())
    .bind(senders.iter().map(|s| s.handle.as_deref()).collect::<Vec<_>>())
    .bind(senders.iter().map(|s| s.name.as_deref()).collect::<Vec<_>>())
    .bind(senders.iter().map(|s| s.email.as_deref()).collect::<Vec<_>>())
    .bind(senders.iter().map(|s| s.is_bot).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    persons::drop_ownerless(tx, &persons.into_iter().flatten().collect::<Vec<_>>()).await?;
    if senders.iter().any(|sender| sender.email.is_some()) {
        let added: Vec<AccountId> = rows.iter().map(|(_, id)| *id).collect();
        organizations::employ_by_accounts(tx, &added).await?;
    }
    Ok(rows.into_iter().collect())
}

/// An account as we know it.
#[derive(FromRow)]
struct Known {
    external_id: String,
    id: AccountId,
    handle: Option<String>,
    name: Option<String>,
    email: Option<String>,
}

impl Known {
    /// Does the platform now say something else of it?
    fn differs(&self, sender: &Sender) -> bool {
        [(&sender.handle, &self.handle), (&sender.name, &self.name), (&sender.email, &self.email)]
            .into_iter()
            .any(|(now, before)| now.is_some() && now != before)
    }
}

async fn find(tx: &mut TenantTx, connection: &Connection, external: &[&str]) -> Result<Vec<Known>> {
    sqlx::query_as(
        // each by its key: without fresh statistics `= any` compares every account with every name
        "select a.* from unnest($4::text[]) wanted (external_id)
         cross join lateral (
             select a.external_id, a.id, a.handle, a.name, a.email from crm.accounts a
             where a.tenant_id = $1 and a.provider = $2 and a.workspace = $3
               and a.external_id = wanted.external_id
             offset 0) a",
    )
    .bind(tx.tenant())
    .bind(&connection.platform)
    .bind(connection.id.to_string())
    .bind(external)
    .fetch_all(tx.conn())
    .await
}
