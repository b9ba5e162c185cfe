//! Campaigns in the trash: with everything that belongs to them, so that all of it comes back.

use super::{Campaign, campaign_columns};
use crate::{CampaignId, Code, CodeKind, Result, TenantTx, fold};

/// Puts a campaign in the trash. False when it is there already.
pub async fn delete(tx: &mut TenantTx, campaign: CampaignId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.campaigns set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Brings a campaign back as it was. False when it is not in the trash.
pub async fn restore(tx: &mut TenantTx, campaign: CampaignId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.campaigns set deleted_at = null where tenant_id = $1 and id = $2 and deleted_at is not null",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The campaigns in the trash that somebody may mean by `text`: `C-7`, or a whole name in either language.
pub async fn trashed(tx: &mut TenantTx, text: &str) -> Result<Vec<Campaign>> {
    let all: Vec<Campaign> = sqlx::query_as(concat!(
        "select ",
        campaign_columns!(),
        " from crm.campaigns c where c.tenant_id = $1 and c.deleted_at is not null
         order by c.deleted_at desc, c.number desc"
    ))
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    let code = Code::parse(text);
    let wanted = fold(text).replace(' ', "");
    Ok(all
        .into_iter()
        .filter(|c| match code {
            Some(Code { kind: CodeKind::Campaign, number }) => c.number == number,
            _ => c.is_named(&wanted),
        })
        .collect())
}

/// What belongs to a campaign: lines of its budget, published things, credited activities.
pub async fn belongings(tx: &mut TenantTx, campaign: CampaignId) -> Result<(i64, i64, i64)> {
    sqlx::query_as(
        "select (select count(*) from crm.budget_lines
                 where tenant_id = $1 and campaign_id = $2 and deleted_at is null),
                (select count(*) from crm.resources
                 where tenant_id = $1 and campaign_id = $2 and deleted_at is null),
                (select count(*) from crm.activity_campaigns where tenant_id = $1 and campaign_id = $2)",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .fetch_one(tx.conn())
    .await
}

/// Removes for good what was put in the trash more than so many days ago: campaigns with all that belongs
/// to them, lines of budgets, published things. Says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    // locked: whoever restores one meanwhile has it whole, or not at all
    let gone: Vec<CampaignId> = sqlx::query_scalar(
        "select id from crm.campaigns
         where tenant_id = $1 and deleted_at < now() - make_interval(days => $2) order by id for update",
    )
    .bind(tx.tenant())
    .bind(days)
    .fetch_all(tx.conn())
    .await?;
    let mut removed = 0;
    for sql in [
        "delete from crm.budget_lines where tenant_id = $1
             and (campaign_id = any($3) or deleted_at < now() - make_interval(days => $2))",
        "delete from crm.resources where tenant_id = $1
             and (campaign_id = any($3) or deleted_at < now() - make_interval(days => $2))",
        "delete from crm.activity_campaigns where tenant_id = $1 and campaign_id = any($3)
             and $2::int is not null",
        "delete from crm.notes where tenant_id = $1 and object = 'campaign' and object_id = any($3)
             and $2::int is not null",
        "delete from crm.field_keys where tenant_id = $1 and object_id = any($3) and $2::int is not null",
        "update crm.tasks set campaign_id = null where tenant_id = $1 and campaign_id = any($3)
             and $2::int is not null",
        "delete from crm.campaigns where tenant_id = $1 and id = any($3) and $2::int is not null",
    ] {
        let done = sqlx::query(sql).bind(tx.tenant()).bind(days).bind(&gone).execute(tx.conn()).await?;
        removed += done.rows_affected();
    }
    Ok(removed)
}
