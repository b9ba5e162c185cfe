//! Activities, a page at a time.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::{Filter, PAGE, part};
use crate::{Result, TenantTx, conversations};

/// Something somebody did, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ActivityLine {
    /// The number of the short code.
    pub number: i64,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// `message`, `attend` …
    pub action: String,
    /// In words.
    pub text: Option<String>,
    /// The number of who did it.
    pub person_number: Option<i64>,
    /// What they are called.
    pub person: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Through what: `slack` …
    pub provider: Option<String>,
    /// Where.
    pub conversation: Option<String>,
    /// Credited to, several with commas between.
    pub campaigns: Option<String>,
}

/// The activities after this number, in order; at most [`PAGE`]. What was deleted is left out, talk with this
/// bot, and what was said where the actor may not read.
pub async fn activities(tx: &mut TenantTx, filter: &Filter, after: i64) -> Result<Vec<ActivityLine>> {
    let hidden = conversations::uncounted(tx).await?;
    sqlx::query_as(
        "select x.number, x.occurred_at, x.action, x.text, p.number as person_number, p.name as person, p.email,
                a.provider, c.name as conversation,
                (select string_agg(k.name, ', ' order by k.number) from crm.activity_campaigns l
                 join crm.campaigns k on k.tenant_id = $1 and k.id = l.campaign_id and k.deleted_at is null
                 where l.tenant_id = $1 and l.activity_id = x.id) as campaigns
         from crm.activities x
         left join crm.accounts a on a.tenant_id = $1 and a.id = x.account_id
         left join crm.persons p on p.tenant_id = $1 and p.id = coalesce(x.person_id, a.person_id)
                                and p.deleted_at is null
         left join crm.conversations c on c.tenant_id = $1 and c.id = x.conversation_id
         where x.tenant_id = $1 and x.number > $2 and x.deleted_at is null
           and (x.conversation_id is null or x.conversation_id <> all($4))
           and ($5::text is null or x.action = $5)
           and ($6::text is null or p.search_key like $6)
           and ($7::date is null or x.occurred_at >= $7)
           and ($8::date is null or x.occurred_at < $8::date + 1)
         order by x.number limit $3",
    )
    .bind(tx.tenant())
    .bind(after)
    .bind(PAGE)
    .bind(hidden)
    .bind(&filter.action)
    .bind(part(filter.name.as_ref()))
    .bind(filter.since)
    .bind(filter.until)
    .fetch_all(tx.conn())
    .await
}
