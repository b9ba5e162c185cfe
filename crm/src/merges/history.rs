//! Which merges there were.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;

use crate::{
    Code, CodeKind, MergeId, PersonId, Result, TenantTx,
    persons::{self, Person},
};

/// A merge, standing or undone.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeRecord {
    /// Its id.
    pub id: MergeId,
    /// The number of its short code.
    pub number: i64,
    /// The person who stayed.
    pub into: Person,
    /// The person who became part of it.
    pub from: Person,
    /// Why, as given then.
    pub reason: String,
    /// What spoke for it, as given then.
    pub evidence: Value,
    /// When.
    pub merged_at: DateTime<Utc>,
    /// By which user; `None`: the system.
    pub merged_by: Option<String>,
    /// When it was taken back; `None`: it stands.
    pub undone_at: Option<DateTime<Utc>>,
    /// By which user; `None`: the system, or it stands.
    pub undone_by: Option<String>,
}

impl MergeRecord {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Merge, self.number)
    }
}

/// The merge with this number.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<MergeRecord>> {
    let rows = sqlx::query_as(concat!(rows!(), " and m.number = $2"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_all(tx.conn())
        .await?;
    Ok(with_persons(tx, rows).await?.pop())
}

/// The latest merges, newest first: all, or those of a person and of everybody who is part of it. Those of
/// persons in the trash are left out.
pub async fn history(tx: &mut TenantTx, person: Option<PersonId>, limit: i64) -> Result<Vec<MergeRecord>> {
    let rows = sqlx::query_as(concat!(
        "with recursive part as (
             select $2::uuid as id
             union all
             select p.id from part join crm.persons p on p.tenant_id = $1 and p.merged_into = part.id
         ) ",
        rows!(),
        " and ($2 is null or m.into_person_id in (select id from part) or m.from_person_id in (select id from part))
           and not exists (select from crm.persons d
                           where d.tenant_id = $1 and d.deleted_at is not null
                             and d.id in (m.into_person_id, m.from_person_id))
         order by m.number desc limit $3"
    ))
    .bind(tx.tenant())
    .bind(person)
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    with_persons(tx, rows).await
}

macro_rules! rows {
    () => {
        "select m.id, m.number, m.into_person_id, m.from_person_id, m.reason, m.evidence, m.merged_at,
                b.name as merged_by, m.undone_at, u.name as undone_by
         from crm.merges m
         left join crm.users b on b.tenant_id = $1 and b.id = m.merged_by
         left join crm.users u on u.tenant_id = $1 and u.id = m.undone_by
         where m.tenant_id = $1"
    };
}
use rows;

#[derive(FromRow)]
struct Row {
    id: MergeId,
    number: i64,
    into_person_id: PersonId,
    from_person_id: PersonId,
    reason: String,
    evidence: Value,
    merged_at: DateTime<Utc>,
    merged_by: Option<String>,
    undone_at: Option<DateTime<Utc>>,
    undone_by: Option<String>,
}

async fn with_persons(tx: &mut TenantTx, rows: Vec<Row>) -> Result<Vec<MergeRecord>> {
    let ids: Vec<PersonId> = rows.iter().flat_map(|row| [row.into_person_id, row.from_person_id]).collect();
    let persons: HashMap<PersonId, Person> =
        persons::by_ids(tx, &ids).await?.into_iter().map(|person| (person.id, person)).collect();
    let record = |row: Row| {
        Some(MergeRecord {
            id: row.id,
            number: row.number,
            into: persons.get(&row.into_person_id)?.clone(),
            from: persons.get(&row.from_person_id)?.clone(),
            reason: row.reason,
            evidence: row.evidence,
            merged_at: row.merged_at,
            merged_by: row.merged_by,
            undone_at: row.undone_at,
            undone_by: row.undone_by,
        })
    };
    Ok(rows.into_iter().filter_map(record).collect())
}
