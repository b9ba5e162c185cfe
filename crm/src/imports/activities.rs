//! What people did, of a batch.

use std::collections::BTreeMap;

use ring::digest::{Context, SHA256};
use serde_json::json;

use super::{
    ActivityRow,
    changes::{self, Change},
    write::Changes,
};
use crate::{ActivityId, CodeKind, ImportId, PersonId, Result, TenantTx, campaigns};

/// Writes them, each once: what the same person did at the same time, in the same words, is one thing, also where it
/// was read in for somebody who is part of them by now. Says how many are new.
pub(super) async fn write(
    tx: &mut TenantTx,
    import: ImportId,
    done: &[(i64, PersonId, &ActivityRow)],
) -> Result<i64> {
    if done.is_empty() {
        return Ok(0);
    }
    let mut by_key: BTreeMap<Vec<u8>, (i64, PersonId, &ActivityRow)> = BTreeMap::new();
    for (line, person, row) in done {
        by_key.entry(key(*person, row)).or_insert((*line, *person, row));
    }
    let ids: Vec<ActivityId> = by_key.iter().map(|_| ActivityId::new()).collect();
    let numbers = tx.numbers(CodeKind::Activity, ids.len()).await?;
    let rows: Vec<_> = by_key.values().collect();
    let written: Vec<ActivityId> = sqlx::query_scalar(
        "insert into crm.activities
             (tenant_id, id, number, person_id, action, text, occurred_at, historical, metadata, dedup_key)
         select $1, t.id, t.number, t.person_id, t.action, t.text, t.at, true, $2, t.key
         from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::bytea[],
                     $10::uuid[]) as t (id, number, person_id, action, text, at, key, campaign)
         where not exists (
             select from crm.activities x
             where x.tenant_id = $1 and x.person_id = t.person_id and x.occurred_at = t.at and x.action = t.action
               and x.text is not distinct from t.text and x.metadata ? 'import' and x.deleted_at is null
               and case when t.campaign is null
                   then not exists (select from crm.activity_campaigns k
                                    where k.tenant_id = $1 and k.activity_id = x.id)
                   else exists (select from crm.activity_campaigns k
                                where k.tenant_id = $1 and k.campaign_id = t.campaign and k.activity_id = x.id) end)
         on conflict (tenant_id, dedup_key) do nothing returning id",
    )
    .bind(tx.tenant())
    .bind(json!({ "import": import }))
    .bind(&ids)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(rows.iter().map(|(_, person, _)| *person).collect::<Vec<_>>())
    .bind(rows.iter().map(|(.., row)| row.action.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|(.., row)| row.text.as_deref()).collect::<Vec<_>>())
    .bind(rows.iter().map(|(.., row)| row.at).collect::<Vec<_>>())
    .bind(by_key.keys().map(Vec::as_slice).collect::<Vec<_>>())
    .bind(rows.iter().map(|(.., row)| row.campaign).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    let written: std::collections::BTreeSet<ActivityId> = written.into_iter().collect();
    let (mut changes, mut credits) = (Changes::new(), Vec::new());
    for (id, (line, _, row)) in ids.iter().zip(rows).filter(|(id, _)| written.contains(id)) {
        changes.insert(id.0, Change::new(*line));
        credits.extend(row.campaign.map(|campaign| (campaign, *id)));
    }
    campaigns::credit(tx, &credits).await?;
    changes::note(tx, import, "activity", &changes).await?;
    Ok(i64::try_from(changes.len()).unwrap_or(i64::MAX))
}

/// SHA-256 over length-prefixed parts.
fn key(person: PersonId, row: &ActivityRow) -> Vec<u8> {
    let mut hash = Context::new(&SHA256);
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(b"imported");
    part(person.0.as_bytes());
    part(&row.at.timestamp_micros().to_be_bytes());
    part(row.action.as_bytes());
    part(row.text.as_deref().unwrap_or_default().as_bytes());
    part(row.campaign.map(|it| it.0.into_bytes()).unwrap_or_default().as_slice());
    hash.finish().as_ref().to_vec()
}
