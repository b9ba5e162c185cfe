//! Which suggestions are open.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    PersonId, Result, TenantTx,
    merges::{Suggestion, tree},
    persons::{self, Person},
};

/// The rows that are open: of two who are still two, and not in the trash.
macro_rules! open {
    ($columns:literal) => {
        concat!(
            "select ",
            $columns,
            " from crm.suggestions s
             join crm.persons a on a.tenant_id = $1 and a.id = s.a_person_id
                               and a.merged_into is null and a.deleted_at is null
             join crm.persons b on b.tenant_id = $1 and b.id = s.b_person_id
                               and b.merged_into is null and b.deleted_at is null
             where s.tenant_id = $1 and s.state = 'open' and s.score >= $3
               and ($2::uuid is null or $2 in (s.a_person_id, s.b_person_id))"
        )
    };
}

/// The open suggestions that are at least so likely, likeliest first: of everybody, or with one person; `limit`
/// of them after the first `after`.
pub async fn open(
    tx: &mut TenantTx,
    about: Option<PersonId>,
    least: f64,
    after: i64,
    limit: i64,
) -> Result<Vec<Suggestion>> {
    let Ok(about) = meant(tx, about).await? else { return Ok(Vec::new()) };
    page(tx, about, least, after, limit).await
}

/// The open suggestions that are at least so likely, likeliest first.
pub async fn likely(tx: &mut TenantTx, least: f64, limit: i64) -> Result<Vec<Suggestion>> {
    page(tx, None, least, 0, limit).await
}

/// How many are open, and at least so likely.
pub async fn count(tx: &mut TenantTx, about: Option<PersonId>, least: f64) -> Result<i64> {
    let Ok(about) = meant(tx, about).await? else { return Ok(0) };
    sqlx::query_scalar(open!("count(*)")).bind(tx.tenant()).bind(about).bind(least).fetch_one(tx.conn()).await
}

/// Who a person is by now; an error: nobody.
async fn meant(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Result<Option<PersonId>, ()>> {
    let Some(person) = about else { return Ok(Ok(None)) };
    Ok(tree::survivors(tx, &[person]).await?.remove(&person).map(Some).ok_or(()))
}

async fn page(
    tx: &mut TenantTx,
    about: Option<PersonId>,
    least: f64,
    after: i64,
    limit: i64,
) -> Result<Vec<Suggestion>> {
    let rows: Vec<(PersonId, PersonId, f64, Value)> = sqlx::query_as(concat!(
        open!("s.a_person_id, s.b_person_id, s.score, s.reasons"),
        " order by s.score desc, least(a.number, b.number), greatest(a.number, b.number) offset $4 limit $5"
    ))
    .bind(tx.tenant())
    .bind(about)
    .bind(least)
    .bind(after)
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    let ids: Vec<PersonId> = rows.iter().flat_map(|(a, b, ..)| [*a, *b]).collect();
    let persons: HashMap<PersonId, Person> =
        persons::by_ids(tx, &ids).await?.into_iter().map(|person| (person.id, person)).collect();
    let suggestion = |(a, b, score, reasons): (PersonId, PersonId, f64, Value)| {
        let (a, b) = (persons.get(&a)?.clone(), persons.get(&b)?.clone());
        let (a, b) = if a.number < b.number { (a, b) } else { (b, a) };
        // reasons that an earlier version wrote in other words are found anew within a day
        Some(Suggestion { a, b, score, reasons: serde_json::from_value(reasons).unwrap_or_default() })
    };
    Ok(rows.into_iter().filter_map(suggestion).collect())
}
