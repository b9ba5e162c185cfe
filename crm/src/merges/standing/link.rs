//! Merging without asking what is certain.

use serde_json::{Value, json};

use super::{compare::note, is_certain, note_everybody};
use crate::{
    PersonId, Result, TenantTx,
    merges::{Merged, Suggestion, explain, merge, rejections, tree},
};

/// The reason of a merge that was made without asking.
pub const AUTOMATIC: &str = "automatic";

/// Pairs that are merged in one transaction.
const AT_ONCE: usize = 500;

/// Two persons merged without asking.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The merge.
    pub merged: Merged,
    /// What spoke for it.
    pub why: Suggestion,
}

/// Are pairs that are certain merged without asking?
pub async fn is_automatic(tx: &mut TenantTx) -> Result<bool> {
    sqlx::query_scalar("select automatic_merges from crm.settings where tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}

/// Says whether they are. False: it was so already. From now on; what was merged before stays merged, and what has
/// become certain before is found again.
pub async fn set_automatic(tx: &mut TenantTx, automatic: bool) -> Result<bool> {
    let set = sqlx::query(
        "update crm.settings set automatic_merges = $2 where tenant_id = $1 and automatic_merges <> $2",
    )
    .bind(tx.tenant())
    .bind(automatic)
    .execute(tx.conn())
    .await?;
    if automatic {
        note_everybody(tx).await?;
    }
    Ok(set.rows_affected() > 0)
}

/// Merges those of these pairs that are certain still, unless somebody took a merge of the two back or said that
/// they are two. Each is looked at anew, as the ones before it have left it: a chain of certain pairs does not join
/// two whom something keeps apart.
pub async fn link(tx: &mut TenantTx, pairs: &[(PersonId, PersonId)]) -> Result<Vec<Linked>> {
    let mut linked = Vec::new();
    if pairs.is_empty() || !is_automatic(tx).await? {
        return Ok(linked);
    }
    tree::take_turn(tx).await?;
    // what is left over is found again in the next round
    let (now, later) = pairs.split_at(pairs.len().min(AT_ONCE));
    let later: Vec<PersonId> = later.iter().map(|(one, _)| *one).collect();
    note(tx, &later).await?;
    for (one, other) in now {
        let Some(why) = explain(tx, *one, *other).await? else { continue };
        let (a, b) = (why.a.id, why.b.id);
        if !is_certain(&why) || !rejections(tx, a, b).await?.is_empty() || undone(tx, a, b).await? {
            continue;
        }
        if let Ok(merged) = merge(tx, a, b, AUTOMATIC, evidence(&why)?).await? {
            linked.push(Linked { merged, why });
        }
    }
    Ok(linked)
}

fn evidence(why: &Suggestion) -> Result<Value> {
    let reasons = serde_json::to_value(&why.reasons).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(json!({ "score": why.score, "reasons": reasons }))
}

/// Was a merge that had made these two one ever taken back? It holds for whoever they are part of by now.
async fn undone(tx: &mut TenantTx, a: PersonId, b: PersonId) -> Result<bool> {
    let (one, other) = (tree::family(tx, a).await?, tree::family(tx, b).await?);
    sqlx::query_scalar(
        "select exists (
             select from crm.merges
             where tenant_id = $1 and undone_at is not null
               and (into_person_id = any($2) and from_person_id = any($3)
                    or into_person_id = any($3) and from_person_id = any($2)))",
    )
    .bind(tx.tenant())
    .bind(one)
    .bind(other)
    .fetch_one(tx.conn())
    .await
}
