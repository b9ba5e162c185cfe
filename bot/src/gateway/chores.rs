//! Jobs, done by whichever replica comes first. One kind so far: each tenant's daily housekeeping. Before them,
//! scores: of those who did something since the last round. And uploads whose import a process that ended has left
//! in the middle.

use chrono::TimeDelta;
use crm::{Actor, TenantId, housekeeping, imports, jobs, scores};
use serde_json::Value;

use crate::{app::App, tables};

/// The job that removes what has served.
const TIDY: &str = "tidy";

/// Does what is due in one tenant, each job in one transaction with its completion.
pub(super) async fn work_off(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    imports_left_behind(app, tenant).await?;
    let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
    jobs::enqueue(&mut tx, TIDY, &Value::Null, TimeDelta::zero(), Some("next")).await?;
    tx.commit().await?;
    // whoever did something since the last round, once, however much it was
    let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
    let scored = scores::refresh(&mut tx, (app.clock)()).await?;
    tx.commit().await?;
    tracing::debug!(scored, "scores are up to date");
    loop {
        let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
        let job = jobs::claim(&mut tx).await?;
        tx.commit().await?;
        let Some(job) = job else { return Ok(()) };
        if let Err(fault) = work(app, tenant, &job).await {
            tracing::error!(
                job = job.kind,
                fault = format!("{fault:#}"),
                "a job failed; it will be tried again"
            );
            let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
            jobs::failed(&mut tx, &job, &format!("{fault:#}")).await?;
            tx.commit().await?;
        }
    }
}

async fn work(app: &App, tenant: TenantId, job: &jobs::Claimed) -> anyhow::Result<()> {
    anyhow::ensure!(job.kind == TIDY, "unknown kind of job: {}", job.kind);
    let mut tx = app.db.begin(tenant, Actor::system("jobs")).await?;
    let removed = housekeeping::tidy(&mut tx).await?;
    if jobs::done(&mut tx, job).await? {
        jobs::enqueue(&mut tx, TIDY, &Value::Null, TimeDelta::days(1), Some("next")).await?;
        tx.commit().await?;
        tracing::debug!(removed, "tidied");
    }
    Ok(())
}

/// Goes on with an upload that somebody said yes to and nobody carries.
async fn imports_left_behind(app: &App, tenant: TenantId) -> anyhow::Result<()> {
    let mut tx = app.db.begin(tenant, Actor::system("importer")).await?;
    let left = imports::left_behind(&mut tx).await?;
    tx.commit().await?;
    if let Some((import, actor)) = left {
        tracing::info!(%import, "going on with an import that was left in the middle");
        let (db, today) = (app.db.clone(), (app.clock)().date_naive());
        // a large file takes longer than other chores may wait
        tokio::spawn(async move {
            if let Err(fault) = tables::resume(&db, (tenant, &actor), import, today).await {
                tracing::error!(%import, fault = format!("{fault:#}"), "the import stopped");
            }
        });
    }
    Ok(())
}
