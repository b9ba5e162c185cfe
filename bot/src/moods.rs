//! Reads the mood of what is recorded, off the way of the acknowledgement: behind the recording, in commit order, as
//! the search index is fed. Any replica does it, one at a time for each tenant.

use chrono::TimeDelta;
use crm::{
    Actor, Db, TenantId, feed,
    moods::{self, Mood, Position},
    tenants,
};
use nlp::{
    model::mood::{self, TOGETHER},
    period::{self, Now},
    sentiment::{self, Label},
};

use crate::{
    app::App,
    model::{self, Verdict},
};

/// Another one reads everything anew: raised when the reading itself has changed.
const VERSION: i32 = 2;
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

/// Below this confidence a model is asked, where there is one.
const UNSURE: f32 = 0.5;
/// What was said longer ago than this is left as it was read: an import of years is not sent away.
const RECENT_DAYS: i64 = 7;

/// Asks the model about the latest messages of which the reading is unsure, a few of each tenant. Where it does not
/// answer, the reading stands.
pub async fn ask(app: &App) -> anyhow::Result<()> {
    if !app.model.is_there() {
        return Ok(());
    }
    for (tenant, _) in tenants::list(&app.db).await? {
        if let Err(fault) = ask_one(app, tenant).await {
            tracing::error!(%tenant, fault = format!("{fault:#}"), "unsure moods stay; the other tenants go on");
        }
    }
    Ok(())
}

async fn ask_one(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    let (actor, now) = (Actor::system("moods"), (app.clock)());
    let mut tx = app.db.begin(tenant, actor.clone()).await?;
    let since = now - TimeDelta::days(RECENT_DAYS);
    let unsure = moods::unsure(&mut tx, UNSURE, since, TOGETHER as i64).await?;
    let settings = tenants::settings(&mut tx).await?;
    tx.commit().await?;
    if unsure.is_empty() {
        return Ok(());
    }
    let texts: Vec<&str> = unsure.iter().map(|it| it.text.as_str()).collect();
    let ask = mood::ask(&texts)?;
    let zone = settings.timezone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let month = period::read("this month", &Now { at: now, zone, fiscal_start_month: 1 });
    let month = month.and_then(|month| month.from).unwrap_or(now);
    let verdict = model::ask_once(app, (tenant, &actor), month, ask).await?;
    let labels = match &verdict {
        Some(Verdict::Said(answer)) => mood::read(answer, unsure.len()),
        _ => None,
    };
    let labels = labels.unwrap_or_default().into_iter().map(|label| Some(stored(label)));
    let answers: Vec<_> = unsure.into_iter().zip(labels.chain(std::iter::repeat(None))).collect();
    let mut tx = app.db.begin(tenant, actor).await?;
    moods::asked(&mut tx, &answers).await?;
    Ok(tx.commit().await?)
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
