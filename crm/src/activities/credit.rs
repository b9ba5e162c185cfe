//! Activities that count for a campaign because somebody said so.

use sqlx::FromRow;

use crate::{AccountId, ActivityId, CampaignId, ConversationId, Result, TenantTx, conversations};

/// Something said in a thread.
#[derive(Debug, Clone, FromRow)]
pub struct Said {
    /// Its id.
    pub id: ActivityId,
    /// The number of its short code.
    pub number: i64,
    /// By whom.
    pub account_id: Option<AccountId>,
    /// What.
    pub text: Option<String>,
}

/// All that was said in a thread, its first message first, at most `limit`. Nothing where the actor may not
/// read.
pub async fn thread(
    tx: &mut TenantTx,
    conversation: ConversationId,
    thread: &str,
    limit: i64,
) -> Result<Vec<Said>> {
    if conversations::open(tx, conversation).await?.is_none() {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "select id, number, account_id, text from crm.activities
         where tenant_id = $1 and conversation_id = $2 and (external_id = $3 or thread = $3)
           and deleted_at is null and action <> 'press'
         order by occurred_at, number limit $4",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(thread)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Those of these activities that are there for the actor to read, in the order of their numbers.
pub async fn said(tx: &mut TenantTx, numbers: &[i64]) -> Result<Vec<Said>> {
    let hidden = conversations::hidden(tx).await?;
    sqlx::query_as(
        "select x.id, x.number, x.account_id, x.text from crm.activities x
         left join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         where x.tenant_id = $1 and x.number = any($2) and x.deleted_at is null
           and c.kind is distinct from 'assistant' and (c.id is null or c.id <> all($3))
         order by x.number",
    )
    .bind(tx.tenant())
    .bind(numbers)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}

/// Credits activities to a campaign, whole, and gives back the numbers of those that did not count for it
/// before.
pub async fn credit(tx: &mut TenantTx, campaign: CampaignId, activities: &[ActivityId]) -> Result<Vec<i64>> {
    sqlx::query_scalar(
        "with new as (
             insert into crm.activity_campaigns (tenant_id, campaign_id, activity_id)
             select $1, $2, t.id from unnest($3::uuid[]) as t (id) on conflict do nothing
             returning activity_id
         )
         select x.number from new join crm.activities x on x.tenant_id = $1 and x.id = new.activity_id
         order by x.number",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .bind(activities)
    .fetch_all(tx.conn())
    .await
}

/// Takes activities out of a campaign and gives back the numbers of those that counted for it.
pub async fn uncredit(tx: &mut TenantTx, campaign: CampaignId, numbers: &[i64]) -> Result<Vec<i64>> {
    sqlx::query_scalar(
        "with gone as (
             delete from crm.activity_campaigns ac using crm.activities x
             where ac.tenant_id = $1 and ac.campaign_id = $2
               and x.tenant_id = $1 and x.id = ac.activity_id and x.number = any($3)
             returning x.number
         )
         select number from gone order by number",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .bind(numbers)
    .fetch_all(tx.conn())
    .await
}
