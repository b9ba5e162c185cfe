//! Rows by which values are looked up in order and kept apart.
//!
//! A row says that an object has a value. Of a unique field the row of whoever had the value first is `alone`,
//! and the database has no second such row; who is one person with them by a merge shares it, and who is in the trash
//! keeps nobody from it.

use serde_json::Value;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Bearer, Definition, FieldValue, Object, list, values::of};
use crate::{Code, FieldId, Result, TenantTx};

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
    sqlx::query_scalar(
        "with recursive up as (
             select id, merged_into from crm.persons where tenant_id = $1 and id = $2
             union all
             select p.id, p.merged_into from crm.persons p join up on p.tenant_id = $1 and p.id = up.merged_into
         ),
         one as (
             select id from up where merged_into is null
             union all
             select p.id from crm.persons p join one on p.tenant_id = $1 and p.merged_into = one.id
         )
         select id from one",
    )
    .bind(tx.tenant())
    .bind(bearer.id)
    .fetch_all(tx.conn())
    .await
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

/// Makes the rows of these objects anew from what stands in their fields.
pub async fn rekey(tx: &mut TenantTx, object: Object, ids: &[Uuid]) -> Result<()> {
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
        insert(tx, &rows).await?;
    }
    Ok(())
}

struct Row {
    field: FieldId,
    object: Uuid,
    key: String,
    unique: bool,
}

/// Where somebody has the value alone already (one in the trash, or, after a merge was taken back, one who was part
/// of the same person), a row is not alone.
async fn insert(tx: &mut TenantTx, rows: &[Row]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into crm.field_keys (tenant_id, field_id, object_id, key, alone)
         select $1, t.field, t.object, t.key, t.is_unique and not exists (
                    select from crm.field_keys k
                    where k.tenant_id = $1 and k.field_id = t.field and k.key = t.key and k.alone)
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bool[]) as t (field, object, key, is_unique)
         on conflict (tenant_id, field_id, object_id, key) do nothing",
    )
    .bind(tx.tenant())
    .bind(rows.iter().map(|row| row.field).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.object).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.unique).collect::<Vec<_>>())
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
        insert(tx, &rows).await?;
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
    let twice = format!(
        "{root}
         select a.number, b.number from (
             select (array_agg(distinct root))[1:2] as roots from whose
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
    sqlx::query(
        "update crm.field_keys k set alone = true
         where k.tenant_id = $1 and k.field_id = $2 and not exists (
             select from crm.field_keys o
             where o.tenant_id = $1 and o.field_id = $2 and o.key = k.key and o.object_id < k.object_id)",
    )
    .bind(tx.tenant())
    .bind(field.id)
    .execute(tx.conn())
    .await?;
    Ok(Ok(()))
}
