//! Who may be one person: compared soon after something of them was recorded, and merged where that is
//! certain. Never between a request and its answer: the notes of who changed are rows of the same commit,
//! and this works them off.

use chrono::TimeDelta;
use crm::{
    Actor, TenantId, TenantTx,
    audit::{self, Change},
    merges::standing::{self, Linked, Waiting},
};
use serde_json::json;
use uuid::Uuid;

use crate::{app::App, commands::Call};

/// After a comparison that failed, the next one waits so long.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// Compares whoever waits for it in one tenant, and merges what is certain, until nobody waits. Each round is
/// one transaction: whatever stops it, nothing is half done.
///
/// # Errors
/// When the database fails; then it is tried again a minute later.
pub async fn work_off(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("matching")).await?;
        let waiting = standing::waiting(&mut tx).await?;
        tx.commit().await?;
        if waiting == Waiting::Nobody {
            return Ok(());
        }
        match round(app, tenant).await {
            Ok(true) => {}
            // whoever is at it looks again when done, and finds what came meanwhile
            Ok(false) => return Ok(()),
            Err(fault) => {
                let mut tx = app.db.begin(tenant, Actor::system("matching")).await?;
                standing::later(&mut tx, (app.clock)() + PATIENCE).await?;
                tx.commit().await?;
                return Err(fault);
            }
        }
    }
}

/// False: another replica is at it.
async fn round(app: &App, tenant: TenantId) -> anyhow::Result<bool> {
    let mut tx = app.db.begin_bulk(tenant, Actor::system("matching")).await?;
    let Some(compared) = standing::compare(&mut tx).await? else { return Ok(false) };
    let linked = standing::link(&mut tx, &compared.certain).await?;
    for it in &linked {
        note(&mut tx, it).await?;
    }
    tx.commit().await?;
    tracing::debug!(persons = compared.persons, linked = linked.len(), "compared");
    Ok(true)
}

/// Writes a merge that nobody asked for into the audit log, with what spoke for it and the way back.
async fn note(tx: &mut TenantTx, linked: &Linked) -> anyhow::Result<()> {
    let Linked { merged, why } = linked;
    let (into, from, code) =
        (merged.into.code().to_string(), merged.from.code().to_string(), merged.code().to_string());
    let change = Change {
        command: "merge".to_owned(),
        arguments: json!({ "into": into, "from": from }),
        object: Some(code.clone()),
        before: Some(json!({ "into": into, "from": from })),
        after: Some(json!({
            "merge": code, "survivor": into, "reason": standing::AUTOMATIC, "score": why.score, "reasons": why.reasons,
        })),
        reversal: Some(json!(Call::new("merge undo", [("merge", code.clone())]))),
        reverses: None,
    };
    let noted = audit::write(tx, &change, Uuid::now_v7()).await?;
    tracing::info!(merge = code, audit = %noted, into, from, "merged by itself");
    Ok(())
}
