//! Persons by words: names, organizations, titles, tags, handles, addresses.

use super::{Person, like, person_columns};
use crate::{Result, TenantTx, fold};

/// Persons in whom every word of `words` is found somewhere, the most recently seen first, and how
/// many there are in all. No words: everybody.
pub async fn find(tx: &mut TenantTx, words: &str, limit: i64, offset: i64) -> Result<(Vec<Person>, i64)> {
    let patterns: Vec<String> = fold(words)
        .split_whitespace()
        .map(|word| format!("%{}%", like(word.trim_start_matches('@'))))
        .collect();
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        person: Person,
        total: i64,
    }
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "with found as (
             select p.*, count(*) over () as total from crm.persons p
             where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null and not exists (
                 select from unnest($2::text[]) word where not (
                     p.search_key like word
                     or coalesce(crm.fold(p.title) like word, false)
                     or lower(coalesce(p.email, '')) like word
                     or exists (select from unnest(p.tags) tag where crm.fold(tag) like word)
                     or exists (select from crm.accounts a where a.tenant_id = p.tenant_id and a.person_id = p.id
                                and (lower(a.handle) like word or lower(a.email) like word))
                     or exists (select from crm.employments e
                                join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id
                                where e.tenant_id = p.tenant_id and e.person_id = p.id and e.ended_on is null
                                  and o.deleted_at is null
                                  and o.search_key like word)
                 )
             )
         )
         select ",
        person_columns!(),
        ", p.total from found p
         order by (select max(last.at) from crm.accounts a
                   cross join lateral (select max(x.occurred_at) as at from crm.activities x
                                       where x.tenant_id = a.tenant_id and x.account_id = a.id) last
                   where a.tenant_id = p.tenant_id and a.person_id = p.id) desc nulls last, p.number
         limit $3 offset $4"
    ))
    .bind(tx.tenant())
    .bind(&patterns)
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.person).collect(), total))
}
