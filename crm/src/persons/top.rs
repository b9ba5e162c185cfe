//! Who was most active.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::{Person, person_columns};
use crate::{ConversationId, Result, TenantTx, conversations};

/// A person and what they did in a period.
#[derive(Debug, Clone, FromRow)]
pub struct Ranked {
    /// Who.
    #[sqlx(flatten)]
    pub person: Person,
    /// Activities of every kind.
    pub activities: i64,
    /// Messages among them.
    pub messages: i64,
    /// Different days on which they did something.
    pub days: i64,
}

/// Which activities count.
#[derive(Debug, Clone, Copy, Default)]
pub struct Among {
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Until before this moment.
    pub until: Option<DateTime<Utc>>,
    /// In this conversation only.
    pub room: Option<ConversationId>,
}

/// The persons with most activities, days counted in a time zone (IANA). Bots, talk with this bot,
/// deleted messages and what was done where the actor may not read do not count. Days are counted for those
/// at the top alone: they are dear to tell.
pub async fn top(tx: &mut TenantTx, among: Among, timezone: &str, limit: i64) -> Result<Vec<Ranked>> {
    let uncounted = conversations::uncounted(tx).await?;
    sqlx::query_as(concat!(
        "with by_account as (
             select x.account_id, x.person_id, count(*) as activities,
                    count(*) filter (where x.action = 'message') as messages
             from crm.activities x
             where x.tenant_id = $1 and x.deleted_at is null and x.action <> 'sent'
               and x.occurred_at >= coalesce($2, '-infinity') and x.occurred_at < coalesce($3, 'infinity')
               and (x.conversation_id is null or x.conversation_id <> all($7))
               and ($6::uuid is null or x.conversation_id = $6)
             group by 1, 2
         ),
         by_person as (
             select coalesce(b.person_id, a.person_id) as person, sum(b.activities)::bigint as activities,
                    sum(b.messages)::bigint as messages
             from by_account b
             left join crm.accounts a on a.tenant_id = $1 and a.id = b.account_id
             join crm.persons alive on alive.tenant_id = $1 and alive.id = coalesce(b.person_id, a.person_id)
                                   and alive.deleted_at is null
             group by 1
             order by activities desc, 1 limit $4
         )
         select ",
        person_columns!(),
        ", b.activities, b.messages,
           (select count(distinct (x.occurred_at at time zone $5)::date) from crm.activities x
            where x.tenant_id = $1 and x.deleted_at is null and x.action <> 'sent'
              and (x.account_id = any(array(select a.id from crm.accounts a
                                            where a.tenant_id = $1 and a.person_id = b.person))
                   or x.person_id = b.person)
              and x.occurred_at >= coalesce($2, '-infinity') and x.occurred_at < coalesce($3, 'infinity')
              and (x.conversation_id is null or x.conversation_id <> all($7))
              and ($6::uuid is null or x.conversation_id = $6)) as days
         from by_person b join crm.persons p on p.tenant_id = $1 and p.id = b.person
         order by b.activities desc, p.number"
    ))
    .bind(tx.tenant())
    .bind(among.from)
    .bind(among.until)
    .bind(limit)
    .bind(timezone)
    .bind(among.room)
    .bind(uncounted)
    .fetch_all(tx.conn())
    .await
}
