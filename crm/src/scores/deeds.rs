//! What persons did, as far as it counts for a score.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::Deed;
use crate::{PersonId, Result, TenantTx};

/// What each of these persons did up to a moment. A message in a thread that somebody else began is an
/// `answer`. Left out: what is deleted, what was done in private conversations or in talk with this bot.
pub(super) async fn deeds(
    tx: &mut TenantTx,
    persons: &[PersonId],
    until: DateTime<Utc>,
) -> Result<HashMap<PersonId, Vec<Deed>>> {
    let rows: Vec<(PersonId, String, NaiveDate, i64)> = sqlx::query_as(
        "with nowhere as (
             select id from crm.conversations
             where tenant_id = $1 and (kind = 'assistant' or visibility = 'private')
         ),
         done as (
             select a.person_id as person, x.* from unnest($2::uuid[]) who (id)
             join crm.accounts a on a.tenant_id = $1 and a.person_id = who.id and not a.is_bot
             join crm.activities x on x.tenant_id = $1 and x.account_id = a.id
             union all
             select x.person_id, x.* from unnest($2::uuid[]) who (id)
             join crm.activities x on x.tenant_id = $1 and x.person_id = who.id
         )
         select d.person,
                case when d.action = 'message' and d.thread is not null and d.thread is distinct from d.external_id
                          and not exists (select from crm.activities f
                                          where f.tenant_id = $1 and f.conversation_id = d.conversation_id
                                            and f.external_id = d.thread and f.account_id = d.account_id)
                     then 'answer' else d.action end as deed,
                (d.occurred_at at time zone 'UTC')::date as day, count(*)
         from done d
         where d.deleted_at is null and d.occurred_at <= $3
           and (d.conversation_id is null or d.conversation_id not in (select id from nowhere))
         group by 1, 2, 3 order by 1, 2, 3",
    )
    .bind(tx.tenant())
    .bind(persons)
    .bind(until)
    .fetch_all(tx.conn())
    .await?;
    let mut deeds: HashMap<PersonId, Vec<Deed>> = HashMap::new();
    for (person, action, day, times) in rows {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        deeds.entry(person).or_default().push(Deed { action, day, times });
    }
    Ok(deeds)
}
