//! Reads the mood of what is recorded, off the way of the acknowledgement: behind the recording, in commit order, as
//! the search index is fed. Any replica does it, one at a time for each tenant.

use crm::{
    Actor, Db, TenantId, feed,
    moods::{self, Mood, Position},
    tenants,
};
use nlp::sentiment::{self, Label};

/// Another one reads everything anew: raised when the reading itself has changed.
const VERSION: i32 = 1;
/// Messages read in one transaction.
const BATCH: i64 = 1_000;

/// Reads what came since the last time, of every tenant. What fails for one tenant stops no other.
pub async fn catch_up(db: &Db) -> anyhow::Result<()> {
    for (tenant, _) in tenants::list(db).await? {
        if let Err(fault) = catch_up_one(db, tenant).await {
            tracing::error!(%tenant, fault = format!("{fault:#}"), "moods are read later; the other tenants go on");
        }
    }
    Ok(())
}

async fn catch_up_one(db: &Db, tenant: TenantId) -> anyhow::Result<()> {
    loop {
        let mut tx = db.begin(tenant, Actor::system("moods")).await?;
        let horizon = feed::horizon(&mut tx).await?;
        let Some(after) = moods::begin(&mut tx, VERSION, horizon).await? else { return Ok(()) };
        let changes = feed::changes(&mut tx, after, horizon, BATCH).await?;
        let (full, last) =
            (changes.len() as i64 == BATCH, changes.last().map(|last| (last.changed_in, last.id)));
        let gone: Vec<_> =
            changes.iter().filter(|change| change.text.is_none()).map(|change| change.id).collect();
        // CPU only: not on the threads that answer requests
        let read: Vec<Mood> = tokio::task::block_in_place(|| {
            changes.iter().filter_map(|change| Some(mood(change.id, change.text.as_deref()?))).collect()
        });
        moods::forget(&mut tx, &gone).await?;
        moods::keep(&mut tx, &read).await?;
        let come_to = match last {
            Some((transaction, activity)) if full => Position { transaction, activity },
            _ => Position::at(horizon).max(after),
        };
        if come_to != after {
            moods::come_to(&mut tx, VERSION, come_to).await?;
        }
        tx.commit().await?;
        if !full {
            return Ok(());
        }
    }
}

fn mood(id: crm::ActivityId, text: &str) -> Mood {
    let read = sentiment::read(text);
    Mood { id, label: stored(read.label), score: read.score, confidence: read.confidence, key: key(id, text) }
}

/// What near-identical texts share; what has no words is like nothing else.
pub(crate) fn key(id: crm::ActivityId, text: &str) -> String {
    let key = sentiment::key(text);
    if key.is_empty() { id.0.to_string() } else { key }
}

/// A label as it is kept: -1, 0, 1.
pub(crate) fn stored(label: Label) -> i16 {
    match label {
        Label::Negative => -1,
        Label::Neutral => 0,
        Label::Positive => 1,
    }
}
