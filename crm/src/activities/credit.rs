//! Activities that count for a campaign because somebody said so.

use rust_decimal::Decimal;
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

/// The number of an activity that counts for a campaign, and the share of it that does: more than 0, at most 1.
pub type Credited = (i64, Decimal);

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
        // each half by its own index: `or` would walk the whole room
        "select x.id, x.number, x.account_id, x.text from (
             select id from crm.activities where tenant_id = $1 and conversation_id = $2 and external_id = $3
             union
             select id from crm.activities where tenant_id = $1 and conversation_id = $2 and thread = $3) t
         join crm.activities x on x.tenant_id = $1 and x.id = t.id
         where x.deleted_at is null and x.action <> 'press'
         order by x.occurred_at, x.number limit $4",
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

/// Credits activities that were taken out, each by the share that it had, and gives back the numbers of those
/// that did not count for the campaign again meanwhile.
pub async fn credit_again(
    tx: &mut TenantTx,
    campaign: CampaignId,
    credited: &[Credited],
) -> Result<Vec<i64>> {
    let (numbers, shares): (Vec<i64>, Vec<Decimal>) = credited.iter().copied().unzip();
    sqlx::query_scalar(
        "with new as (
             insert into crm.activity_campaigns (tenant_id, campaign_id, activity_id, share)
             select $1, $2, x.id, t.share
             from unnest($3::bigint[], $4::numeric[]) as t (number, share)
             join crm.activities x on x.tenant_id = $1 and x.number = t.number
             on conflict do nothing
             returning activity_id
         )
         select x.number from new join crm.activities x on x.tenant_id = $1 and x.id = new.activity_id
         order by x.number",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .bind(numbers)
    .bind(shares)
    .fetch_all(tx.conn())
    .await
}

/// Takes activities out of a campaign and gives back those that counted for it.
pub async fn uncredit(tx: &mut TenantTx, campaign: CampaignId, numbers: &[i64]) -> Result<Vec<Credited>> {
    sqlx::query_as(
        "with gone as (
             delete from crm.activity_campaigns ac using crm.activities x
             where ac.tenant_id = $1 and ac.campaign_id = $2
               and x.tenant_id = $1 and x.id = ac.activity_id and x.number = any($3)
             returning x.number, ac.share
         )
         select number, share from gone order by number",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .bind(numbers)
    .fetch_all(tx.conn())
    .await
}
