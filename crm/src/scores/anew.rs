//! Computing scores anew: of those who did something since the last time, many at once.

use chrono::{DateTime, Utc};

use super::{Measure, deeds::deeds, level, weights};
use crate::{PersonId, Result, TenantTx};

/// Persons whose deeds are held at a time.
const BATCH: usize = 1_000;

/// Has every score of the tenant computed anew, when they are next: something counts more, less or not any more.
pub(crate) async fn begin_anew(tx: &mut TenantTx) -> Result<()> {
    sqlx::query("delete from crm.score_progress where tenant_id = $1")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Brings the cached levels up to date and says of how many persons. Whoever did much meanwhile is computed
/// once. Nothing happens while another replica is at it.
pub async fn refresh(tx: &mut TenantTx, now: DateTime<Utc>) -> Result<usize> {
    let tenant = tx.tenant();
    let mine: bool = sqlx::query_scalar("select pg_try_advisory_xact_lock(hashtextextended($1, 22))")
        .bind(tenant.to_string())
        .fetch_one(tx.conn())
        .await?;
    if !mine {
        return Ok(0);
    }
    // before the rows are read: what commits meanwhile lies at or above it, and is seen again next time
    let horizon: String = sqlx::query_scalar("select pg_snapshot_xmin(pg_current_snapshot())::text")
        .fetch_one(tx.conn())
        .await?;
    let whose: Vec<PersonId> = sqlx::query_scalar(
        "with since as (
             -- a restored database counts transactions anew
             select least(coalesce((select upto from crm.score_progress where tenant_id = $1), '0'::xid8),
                          $2::text::xid8) as xid
         ),
         changed as (
             select distinct x.account_id, x.person_id from crm.activities x
             where x.tenant_id = $1 and x.changed_in >= (select xid from since)
         ),
         anew as (delete from crm.score_anew where tenant_id = $1 returning person_id)
         select person_id from anew
         union
         select coalesce(c.person_id, a.person_id) from changed c
         left join crm.accounts a on a.tenant_id = $1 and a.id = c.account_id
         where coalesce(c.person_id, a.person_id) is not null",
    )
    .bind(tenant)
    .bind(&horizon)
    .fetch_all(tx.conn())
    .await?;
    let weights = weights(tx).await?;
    for batch in whose.chunks(BATCH) {
        let deeds = deeds(tx, batch, now).await?;
        let of = |measure| -> Vec<Option<f64>> {
            let level = |person: &PersonId| level::level(measure, &weights, deeds.get(person)?);
            batch.iter().map(level).collect()
        };
        keep(tx, batch, &of(Measure::Engagement), &of(Measure::Contribution), now).await?;
    }
    sqlx::query(
        "insert into crm.score_progress (tenant_id, upto) values ($1, $2::text::xid8)
         on conflict (tenant_id) do update set upto = excluded.upto",
    )
    .bind(tenant)
    .bind(&horizon)
    .execute(tx.conn())
    .await?;
    Ok(whose.len())
}

async fn keep(
    tx: &mut TenantTx,
    persons: &[PersonId],
    engagement: &[Option<f64>],
    contribution: &[Option<f64>],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "with anew as (
             select * from unnest($2::uuid[], $3::float8[], $4::float8[]) as t (id, engagement, contribution)
         ),
         gone as (
             delete from crm.person_scores s using anew t
             where s.tenant_id = $1 and s.person_id = t.id and num_nonnulls(t.engagement, t.contribution) = 0
         )
         insert into crm.person_scores (tenant_id, person_id, engagement, contribution, computed_at)
         select $1, t.id, t.engagement, t.contribution, $5 from anew t
         join crm.persons p on p.tenant_id = $1 and p.id = t.id
         where num_nonnulls(t.engagement, t.contribution) > 0
         on conflict (tenant_id, person_id) do update
             set engagement = excluded.engagement, contribution = excluded.contribution,
                 computed_at = excluded.computed_at",
    )
    .bind(tx.tenant())
    .bind(persons)
    .bind(engagement)
    .bind(contribution)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}
