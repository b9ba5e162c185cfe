//! Organizations by words: names and domains.

use sqlx::FromRow;

use super::{Organization, organization_columns};
use crate::{Result, TenantTx, fold, persons::like};

/// An organization in a list.
#[derive(Debug, Clone, FromRow)]
pub struct Listed {
    /// Which.
    #[sqlx(flatten)]
    pub organization: Organization,
    /// How many people we know there now.
    pub people: i64,
}

/// A page of the organizations in whose name or domain every word of `words` is found, those where most
/// people are known first, and how many there are in all. No words: every one.
pub async fn find(tx: &mut TenantTx, words: &str, limit: i64, offset: i64) -> Result<(Vec<Listed>, i64)> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        listed: Listed,
        total: i64,
    }
    let patterns: Vec<String> =
        fold(words).split_whitespace().map(|word| format!("%{}%", like(word))).collect();
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "select ",
        organization_columns!(),
        ", (select count(distinct e.person_id) from crm.employments e
            join crm.persons p on p.tenant_id = e.tenant_id and p.id = e.person_id
            where e.tenant_id = o.tenant_id and e.organization_id = o.id and e.ended_on is null
              and p.merged_into is null and p.deleted_at is null) as people,
         count(*) over () as total
         from crm.organizations o
         where o.tenant_id = $1 and o.deleted_at is null and not exists (
             select from unnest($2::text[]) word
             where not (o.search_key like word or lower(coalesce(o.domain, '')) like word))
         order by people desc, o.number limit $3 offset $4"
    ))
    .bind(tx.tenant())
    .bind(&patterns)
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.listed).collect(), total))
}
