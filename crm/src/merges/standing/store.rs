//! The rows of suggestions.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::End;
use crate::{PersonId, Result, TenantTx, merges::Suggestion};

/// Stores what was found of these persons (`None`: of everybody) in the place of what was known: pairs that
/// nothing speaks for any more are gone, those that somebody has decided about since stay decided only if
/// they were not found again.
pub(super) async fn replace(
    tx: &mut TenantTx,
    of: Option<&BTreeSet<PersonId>>,
    found: &[Suggestion],
) -> Result<()> {
    let found: BTreeMap<(PersonId, PersonId), &Suggestion> =
        found.iter().map(|it| ((it.a.id.min(it.b.id), it.a.id.max(it.b.id)), it)).collect();
    let persons: Vec<PersonId> = of.into_iter().flatten().copied().collect();
    let known: Vec<(Uuid, PersonId, PersonId)> = sqlx::query_as(
        "select id, a_person_id, b_person_id from crm.suggestions
         where tenant_id = $1 and state = 'open' and ($2 or a_person_id = any($3) or b_person_id = any($3))",
    )
    .bind(tx.tenant())
    .bind(of.is_none())
    .bind(persons)
    .fetch_all(tx.conn())
    .await?;
    let gone: Vec<Uuid> =
        known.into_iter().filter(|(_, a, b)| !found.contains_key(&(*a, *b))).map(|(id, ..)| id).collect();
    sqlx::query("delete from crm.suggestions where tenant_id = $1 and id = any($2)")
        .bind(tx.tenant())
        .bind(gone)
        .execute(tx.conn())
        .await?;
    let found: Vec<_> = found.into_iter().collect();
    for found in found.chunks(1_000) {
        put(tx, found).await?;
    }
    Ok(())
}

async fn put(tx: &mut TenantTx, found: &[((PersonId, PersonId), &Suggestion)]) -> Result<()> {
    let reasons = found.iter().map(|(_, it)| serde_json::to_value(&it.reasons));
    let reasons: Vec<serde_json::Value> =
        reasons.collect::<serde_json::Result<_>>().map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(
        "insert into crm.suggestions as s (tenant_id, id, a_person_id, b_person_id, score, reasons)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::float8[], $6::jsonb[]) t
         on conflict (tenant_id, a_person_id, b_person_id) do update
             set score = excluded.score, reasons = excluded.reasons, state = 'open', settled_at = null,
                 found_at = case when s.state = 'open' then s.found_at else excluded.found_at end
             where (s.score, s.reasons, s.state) is distinct from (excluded.score, excluded.reasons, 'open')",
    )
    .bind(tx.tenant())
    .bind(found.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind(found.iter().map(|((a, _), _)| *a).collect::<Vec<_>>())
    .bind(found.iter().map(|((_, b), _)| *b).collect::<Vec<_>>())
    .bind(found.iter().map(|(_, it)| it.score).collect::<Vec<_>>())
    .bind(reasons)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes how the suggestion of these two ended, if there is one.
pub(in crate::merges) async fn settle(
    tx: &mut TenantTx,
    one: PersonId,
    other: PersonId,
    end: End,
) -> Result<()> {
    sqlx::query(
        "update crm.suggestions set state = $4, settled_at = now()
         where tenant_id = $1 and a_person_id = $2 and b_person_id = $3 and state = 'open'",
    )
    .bind(tx.tenant())
    .bind(one.min(other))
    .bind(one.max(other))
    .bind(end.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}
