//! Activities read back: for search results, for the page of one message.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{ActivityId, Code, CodeKind, Result, TenantTx, conversations};

/// A message as it is shown in a list of results.
#[derive(Debug, Clone, FromRow)]
pub struct Shown {
    /// Its id.
    pub id: ActivityId,
    /// The number of its short code.
    pub number: i64,
    /// Who.
    pub author: String,
    /// The number of the author's code, if the author is a person.
    pub person: Option<i64>,
    /// What was done.
    pub action: String,
    /// What was said.
    pub text: String,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Where: name or external id.
    pub conversation: Option<String>,
    /// `channel`, `group`, `direct`.
    pub kind: Option<String>,
    /// On which platform.
    pub platform: Option<String>,
}

impl Shown {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }
}

macro_rules! shown {
    () => {
        "select x.id, x.number, coalesce(p.name, a.name, a.handle, a.external_id, '') as author,
                case when p.deleted_at is null then p.number end as person, x.action, coalesce(x.text, '') as text,
                x.occurred_at, coalesce(c.name, c.external_id) as conversation, c.kind,
                coalesce(k.platform, a.provider) as platform
         from crm.activities x
         left join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         left join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         left join crm.persons p on p.tenant_id = x.tenant_id and p.id = coalesce(x.person_id, a.person_id)
         where x.tenant_id = $1 and x.deleted_at is null and c.kind is distinct from 'assistant'"
    };
}
pub(super) use shown;

/// Those of these activities that exist for this tenant, were not deleted and may be read by the actor,
/// in no order.
pub async fn by_ids(tx: &mut TenantTx, ids: &[ActivityId]) -> Result<Vec<Shown>> {
    let hidden = conversations::hidden(tx).await?;
    sqlx::query_as(concat!(shown!(), " and x.id = any($2) and (c.id is null or c.id <> all($3))"))
        .bind(tx.tenant())
        .bind(ids)
        .bind(hidden)
        .fetch_all(tx.conn())
        .await
}

/// The activity with this number and its neighbours in the same conversation, in time order:
/// up to `around` before and after. Empty when there is none that the actor may read.
pub async fn around(tx: &mut TenantTx, number: i64, around: i64) -> Result<Vec<Shown>> {
    let hidden = conversations::hidden(tx).await?;
    sqlx::query_as(concat!(
        "with this as (
             select id, conversation_id, occurred_at, number from crm.activities where tenant_id = $1 and number = $2
         ),
         near as (
             select id from this
             union (select n.id from this t join crm.activities n
                        on n.tenant_id = $1 and n.conversation_id = t.conversation_id
                    where (n.occurred_at, n.number) < (t.occurred_at, t.number)
                    order by n.occurred_at desc, n.number desc limit $3)
             union (select n.id from this t join crm.activities n
                        on n.tenant_id = $1 and n.conversation_id = t.conversation_id
                    where (n.occurred_at, n.number) > (t.occurred_at, t.number)
                    order by n.occurred_at, n.number limit $3)
         ) ",
        shown!(),
        " and x.id in (select id from near) and (c.id is null or c.id <> all($4)) order by x.occurred_at, x.number"
    ))
    .bind(tx.tenant())
    .bind(number)
    .bind(around)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}
