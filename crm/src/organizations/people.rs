//! Whom we know at an organization.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

use crate::{
    OrganizationId, Result, TenantTx, conversations,
    persons::{Person, person_columns},
};

/// Somebody who works or worked there.
#[derive(Debug, Clone, FromRow)]
pub struct Member {
    /// Who.
    #[sqlx(flatten)]
    pub person: Person,
    /// What they do or did there.
    pub role: Option<String>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Until when; `None` for those who are there now.
    pub until: Option<NaiveDate>,
    /// The last sign of them, anywhere but in talk with this bot and where the actor may not read.
    pub seen: Option<DateTime<Utc>>,
}

/// A page of those who work there now, or of those who did (`past`), the most recently seen first, and how
/// many they are in all. Whoever came back is there now.
pub async fn people(
    tx: &mut TenantTx,
    organization: OrganizationId,
    past: bool,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Member>, i64)> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        member: Member,
        total: i64,
    }
    let uncounted = conversations::uncounted(tx).await?;
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "with who as (
             select e.person_id, bool_or(e.ended_on is null) as present, min(e.started_on) as since,
                    (array_agg(e.title order by e.ended_on desc nulls first, e.started_on desc nulls last))[1]
                        as role,
                    case when not bool_or(e.ended_on is null) then max(e.ended_on) end as until
             from crm.employments e where e.tenant_id = $1 and e.organization_id = $2
             group by e.person_id
         )
         select ",
        person_columns!(),
        ", case when w.present and not exists (
                 select from crm.employments o
                 where o.tenant_id = $1 and o.person_id = p.id and o.ended_on is null and o.organization_id <> $2)
             then coalesce(p.title, w.role) else coalesce(w.role, p.title) end as role, w.since, w.until, last.at as seen, count(*) over () as total
         from who w
         join crm.persons p on p.tenant_id = $1 and p.id = w.person_id
              and p.merged_into is null and p.deleted_at is null
         cross join lateral (
             select greatest(
                 (select max(mine.at) from crm.accounts a
                  cross join lateral (select max(x.occurred_at) as at from crm.activities x
                                      where x.tenant_id = $1 and x.account_id = a.id
                                        and (x.conversation_id is null or x.conversation_id <> all($6))) mine
                  where a.tenant_id = $1 and a.person_id = p.id),
                 (select max(x.occurred_at) from crm.activities x
                  where x.tenant_id = $1 and x.person_id = p.id
                    and (x.conversation_id is null or x.conversation_id <> all($6)))) as at) last
         where w.present = not $3
         order by last.at desc nulls last, p.number limit $4 offset $5"
    ))
    .bind(tx.tenant())
    .bind(organization)
    .bind(past)
    .bind(limit)
    .bind(offset)
    .bind(uncounted)
    .fetch_all(tx.conn())
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.member).collect(), total))
}
