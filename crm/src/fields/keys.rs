//! Rows by which values are looked up in order and kept apart.
//!
//! A row says that an object has a value. Of a unique field the row of whoever had the value first is `alone`,
//! and the database has no second such row; who is one person with them by a merge shares it. Who is in the trash keeps
//! nobody from it: their row gives way.

use serde_json::Value;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Bearer, Definition, FieldValue, Object, list, values::of};
use crate::{Code, FieldId, PersonId, Result, TenantTx, merges};

/// Two that have the same value of a field that is to be unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The one.
    pub one: Code,
    /// The other.
    pub other: Code,
}

/// Everybody who is one with an object: for a person, all who are part of the same person.
pub(super) async fn family(tx: &mut TenantTx, bearer: Bearer) -> Result<Vec<Uuid>> {
    if bearer.object != Object::Person {
        return Ok(vec![bearer.id]);
    }
    let family = merges::family(tx, PersonId(bearer.id)).await?;
    Ok(family.into_iter().map(|person| person.0).collect())
}

/// Who outside of the family, and not in the trash, has this value.
pub(super) async fn holder(
    tx: &mut TenantTx,
    field: &Definition,
    value: &FieldValue,
    family: &[Uuid],
) -> Result<Option<Code>> {
    let sql = format!(
        "select o.number from crm.field_keys k join {} o on o.tenant_id = $1 and o.id = k.object_id
         where k.tenant_id = $1 and k.field_id = $2 and k.key = any($3) and k.object_id <> all($4)
           and o.deleted_at is null
         order by k.alone desc, o.number limit 1",
        field.object.table()
    );
    let number: Option<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(field.id)
        .bind(value.keys())
        .bind(family)
        .fetch_optional(tx.conn())
        .await?;
    Ok(number.map(|number| Code::new(field.object.code_kind(), number)))
}

/// What becomes of a row whose value somebody else has alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    /// The database refuses it.
    Refused,
    /// Both have it: they had it as one person, and are two again.
    Kept,
}

/// Makes the rows of these objects anew from what stands in their fields.
pub async fn rekey(tx: &mut TenantTx, object: Object, ids: &[Uuid], rival: Rival) -> Result<()> {
    let keyed: Vec<Definition> =
        list(tx, Some(object)).await?.into_iter().filter(Definition::is_keyed).collect();
    if keyed.is_empty() {
        return Ok(());
    }
    let fields: Vec<FieldId> = keyed.iter().map(|field| field.id).collect();
    sqlx::query(
        "delete from crm.field_keys where tenant_id = $1 and object_id = any($2) and field_id = any($3)",
    )
    .bind(tx.tenant())
    .bind(ids)
    .bind(&fields)
    .execute(tx.conn())
    .await?;
    let sql = format!("select id, fields from {} where tenant_id = $1 and id = any($2)", object.table());
    let documents: Vec<(Uuid, Value)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(tx.tenant()).bind(ids).fetch_all(tx.conn()).await?;
    for (id, document) in documents {
        let family = family(tx, Bearer { object, id }).await?;
        let mut rows = Vec::new();
        for field in &keyed {
            let keys = of(&document, field).map(|value| value.keys()).unwrap_or_default();
            rows.extend(keys.into_iter().map(|key| Row {
                field: field.id,
                object: id,
                key,
                unique: field.unique,
            }));
        }
        give_way(tx, object, &rows).await?;
        insert(tx, &rows, (rival == Rival::Refused).then_some(family.as_slice())).await?;
    }
    Ok(())
}

struct Row {
    field: FieldId,
    object: Uuid,
    key: String,
    unique: bool,
}

/// Whoever is in the trash has none of these values alone any more.
async fn give_way(tx: &mut TenantTx, object: Object, rows: &[Row]) -> Result<()> {
    let unique: Vec<&Row> = rows.iter().filter(|row| row.unique).collect();
    if unique.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "update crm.field_keys k set alone = false
         from unnest($2::uuid[], $3::text[]) as t (field, key), {} o
         where k.tenant_id = $1 and k.field_id = t.field and k.key = t.key and k.alone
           and o.tenant_id = $1 and o.id = k.object_id and o.deleted_at is not null",
        object.table()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(unique.iter().map(|row| row.field).collect::<Vec<_>>())
        .bind(unique.iter().map(|row| row.key.as_str()).collect::<Vec<_>>())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A row is not alone where one of the family has the value alone; without a family, where anybody has.
async fn insert(tx: &mut TenantTx, rows: &[Row], family: Option<&[Uuid]>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into crm.field_keys (tenant_id, field_id, object_id, key, alone)
         select $1, t.field, t.object, t.key, t.is_unique and not exists (
                    select from crm.field_keys k
                    where k.tenant_id = $1 and k.field_id = t.field and k.key = t.key and k.alone
                      and ($6::uuid[] is null or k.object_id = any($6)))
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bool[]) as t (field, object, key, is_unique)
         on conflict (tenant_id, field_id, object_id, key) do nothing",
    )
    .bind(tx.tenant())
    .bind(rows.iter().map(|row| row.field).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.object).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.unique).collect::<Vec<_>>())
    .bind(family)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Objects whose rows are written in one statement.
const BATCH: i64 = 1_000;

/// Makes the rows of one field anew, of all who have something in it.
pub(super) async fn rebuild(tx: &mut TenantTx, field: &Definition) -> Result<Result<(), Duplicate>> {
    sqlx::query("delete from crm.field_keys where tenant_id = $1 and field_id = $2")
        .bind(tx.tenant())
        .bind(field.id)
        .execute(tx.conn())
        .await?;
    if !field.is_keyed() {
        return Ok(Ok(()));
    }
    let sql = format!(
        "select id, fields from {} where tenant_id = $1 and id > $2 and jsonb_exists(fields, $3)
         order by id limit $4",
        field.object.table()
    );
    let mut last = Uuid::nil();
    loop {
        let batch: Vec<(Uuid, Value)> = sqlx::query_as(AssertSqlSafe(sql.clone()))
            .bind(tx.tenant())
            .bind(last)
            .bind(field.id.to_string())
            .bind(BATCH)
            .fetch_all(tx.conn())
            .await?;
        let Some((id, _)) = batch.last() else { break };
        last = *id;
        let rows: Vec<Row> = batch
            .iter()
            .flat_map(|(id, document)| {
                let keys = of(document, field).map(|value| value.keys()).unwrap_or_default();
                keys.into_iter().map(|key| Row { field: field.id, object: *id, key, unique: false })
            })
            .collect();
        insert(tx, &rows, None).await?;
    }
    match field.unique {
        true => alone(tx, field).await,
        false => Ok(Ok(())),
    }
}

/// Of each value, makes the row of one family's first alone; two families with one value are duplicates.
async fn alone(tx: &mut TenantTx, field: &Definition) -> Result<Result<(), Duplicate>> {
    // persons count with whom they are part of by now
    let root = match field.object {
        Object::Person => {
            "with recursive line as (
                 select id, merged_into, id as part from crm.persons where tenant_id = $1 and id in (
                     select object_id from crm.field_keys where tenant_id = $1 and field_id = $2)
                 union all
                 select p.id, p.merged_into, l.part
                 from crm.persons p join line l on p.tenant_id = $1 and p.id = l.merged_into
             ),
             whose as (select k.key, k.object_id, l.id as root from crm.field_keys k
                       join line l on l.part = k.object_id and l.merged_into is null
                       where k.tenant_id = $1 and k.field_id = $2)"
        }
        _ => {
            "with whose as (select k.key, k.object_id, k.object_id as root from crm.field_keys k
                            where k.tenant_id = $1 and k.field_id = $2)"
        }
    };
    let table = field.object.table();
    let living = format!(
        "exists (select from {table} o where o.tenant_id = $1 and o.id = root and o.deleted_at is null)"
    );
    let twice = format!(
        "{root}
         select a.number, b.number from (
             select (array_agg(distinct root))[1:2] as roots from whose where {living}
             group by key having count(distinct root) > 1 limit 1) d
         join {table} a on a.tenant_id = $1 and a.id = d.roots[1]
         join {table} b on b.tenant_id = $1 and b.id = d.roots[2]"
    );
    let duplicate: Option<(i64, i64)> = sqlx::query_as(AssertSqlSafe(twice))
        .bind(tx.tenant())
        .bind(field.id)
        .fetch_optional(tx.conn())
        .await?;
    if let Some((one, other)) = duplicate {
        let code = |number| Code::new(field.object.code_kind(), number);
        return Ok(Err(Duplicate { one: code(one.min(other)), other: code(one.max(other)) }));
    }
    let whose = format!(
        "with first as (
             select distinct on (k.key) k.key, k.object_id from crm.field_keys k
             join {table} o on o.tenant_id = $1 and o.id = k.object_id
             where k.tenant_id = $1 and k.field_id = $2
             order by k.key, (o.deleted_at is not null), k.object_id)
         update crm.field_keys k set alone = true from first
         where k.tenant_id = $1 and k.field_id = $2 and k.key = first.key and k.object_id = first.object_id"
    );
    sqlx::query(AssertSqlSafe(whose)).bind(tx.tenant()).bind(field.id).execute(tx.conn()).await?;
    Ok(Ok(()))
}
