//! What a person did, latest first.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{Code, CodeKind, PersonId, Result, TenantTx, conversations};

/// One thing done.
#[derive(Debug, Clone, FromRow)]
pub struct Entry {
    /// The number of its short code.
    pub number: i64,
    /// The verb.
    pub action: String,
    /// What was said.
    pub text: Option<String>,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// By which account: provider.
    pub provider: Option<String>,
    /// In which conversation.
    pub conversation: Option<String>,
    /// For which campaign.
    pub campaign: Option<String>,
    /// Of what we wrote: `pending`, `sending`, `sent`, `unknown` or `failed`.
    pub delivery: Option<String>,
}

impl Entry {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }
}

/// Which part of a timeline.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page {
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Until before this moment.
    pub until: Option<DateTime<Utc>>,
    /// At most so many.
    pub limit: i64,
    /// After so many of the latest.
    pub offset: i64,
}

/// A person's activities by any of their accounts, latest first. What was deleted is left out, talk with
/// this bot, and what was said where the actor may not read.
pub async fn timeline(tx: &mut TenantTx, person: PersonId, page: Page) -> Result<Vec<Entry>> {
    let uncounted = conversations::uncounted(tx).await?;
    sqlx::query_as(
        "with owned as (select id, provider from crm.accounts where tenant_id = $1 and person_id = $2),
         done as (
             select x.*, a.provider from owned a
             cross join lateral (
                 select x.* from crm.activities x
                 where x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null
                   and (x.conversation_id is null or x.conversation_id <> all($6))
                   and x.occurred_at >= coalesce($3, '-infinity') and x.occurred_at < coalesce($4, 'infinity')
                 order by x.occurred_at desc, x.number desc limit $5 + $7) x
             union all
             (select x.*, null from crm.activities x
              where x.tenant_id = $1 and x.person_id = $2 and x.deleted_at is null
                and (x.conversation_id is null or x.conversation_id <> all($6))
                and x.occurred_at >= coalesce($3, '-infinity') and x.occurred_at < coalesce($4, 'infinity')
              order by x.occurred_at desc, x.number desc limit $5 + $7)
         ),
         latest as (select * from done order by occurred_at desc, number desc limit $5 offset $7)
         select d.number, d.action, d.text, d.occurred_at, d.provider, c.name as conversation,
                (select k.name from crm.activity_campaigns ac
                 join crm.campaigns k on k.tenant_id = ac.tenant_id and k.id = ac.campaign_id
                    and k.deleted_at is null
                 where ac.tenant_id = $1 and ac.activity_id = d.id order by k.number limit 1) as campaign,
                (select o.state from crm.outbox o where o.tenant_id = $1 and o.activity_id = d.id limit 1) as delivery
         from latest d
         left join crm.conversations c on c.tenant_id = $1 and c.id = d.conversation_id
         order by d.occurred_at desc, d.number desc",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(page.from)
    .bind(page.until)
    .bind(page.limit)
    .bind(uncounted)
    .bind(page.offset)
    .fetch_all(tx.conn())
    .await
}

/// How long a person's timeline is between the moments of a page, all pages together.
pub async fn timeline_length(tx: &mut TenantTx, person: PersonId, page: Page) -> Result<i64> {
    let uncounted = conversations::uncounted(tx).await?;
    sqlx::query_scalar(
        // by account and by person apart: one condition with an `or` reads every activity there is
        "select count(*) from (
             select x.conversation_id, x.occurred_at from crm.accounts a
             join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
             where a.tenant_id = $1 and a.person_id = $2 and x.deleted_at is null
             union all
             select x.conversation_id, x.occurred_at from crm.activities x
             where x.tenant_id = $1 and x.person_id = $2 and x.deleted_at is null) x
         where (x.conversation_id is null or x.conversation_id <> all($5))
           and x.occurred_at >= coalesce($3, '-infinity') and x.occurred_at < coalesce($4, 'infinity')",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(page.from)
    .bind(page.until)
    .bind(uncounted)
    .fetch_one(tx.conn())
    .await
}
