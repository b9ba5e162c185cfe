//! Who was most active.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::{Person, person_columns};
use crate::{Result, TenantTx};

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

/// The persons with most activities in a period, days counted in a time zone (IANA). Bots, talk with this bot and deleted messages do not count.
pub async fn top(
    tx: &mut TenantTx,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    timezone: &str,
    limit: i64,
) -> Result<Vec<Ranked>> {
    sqlx::query_as(concat!(
        "with by_account as (
             select x.account_id, x.person_id, (x.occurred_at at time zone $5)::date as day, count(*) as activities,
                    count(*) filter (where x.action = 'message') as messages
             from crm.activities x
             left join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
             where x.tenant_id = $1 and x.deleted_at is null
               and x.occurred_at >= coalesce($2, '-infinity') and x.occurred_at < coalesce($3, 'infinity')
               and c.kind is distinct from 'assistant'
             group by 1, 2, 3
         ),
         by_person as (
             select coalesce(b.person_id, a.person_id) as person, sum(b.activities)::bigint as activities,
                    sum(b.messages)::bigint as messages, count(distinct b.day) as days
             from by_account b
             left join crm.accounts a on a.tenant_id = $1 and a.id = b.account_id
             where coalesce(b.person_id, a.person_id) is not null
             group by 1
             order by activities desc, 1 limit $4
         )
         select ",
        person_columns!(),
        ", b.activities, b.messages, b.days
         from by_person b join crm.persons p on p.tenant_id = $1 and p.id = b.person
         order by b.activities desc, p.number"
    ))
    .bind(tx.tenant())
    .bind(from)
    .bind(until)
    .bind(limit)
    .bind(timezone)
    .fetch_all(tx.conn())
    .await
}
