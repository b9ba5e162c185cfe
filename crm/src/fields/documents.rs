//! What stands in the fields of many objects: for lists and exports.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Definition, FieldValue, Object, list, values::of};
use crate::{FieldId, Result, TenantTx};

/// The fields of a kind of object, and of each of these objects what stands in them. Who has nothing is left out.
pub async fn documents(
    tx: &mut TenantTx,
    object: Object,
    ids: &[Uuid],
) -> Result<(Vec<Definition>, BTreeMap<Uuid, BTreeMap<FieldId, FieldValue>>)> {
    let definitions = list(tx, Some(object)).await?;
    if definitions.is_empty() {
        return Ok((definitions, BTreeMap::new()));
    }
    let sql = format!(
        "select id, fields from {} where tenant_id = $1 and id = any($2) and fields <> '{{}}'",
        object.table()
    );
    let rows: Vec<(Uuid, Value)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(tx.tenant()).bind(ids).fetch_all(tx.conn()).await?;
    let read = |document: &Value| {
        definitions.iter().filter_map(|field| of(document, field).map(|value| (field.id, value))).collect()
    };
    let all = rows.iter().map(|(id, document)| (*id, read(document))).collect();
    Ok((definitions, all))
}

/// The same of objects by the numbers of their short codes.
pub async fn documents_by_number(
    tx: &mut TenantTx,
    object: Object,
    numbers: &[i64],
) -> Result<BTreeMap<i64, BTreeMap<FieldId, FieldValue>>> {
    let sql = format!("select id, number from {} where tenant_id = $1 and number = any($2)", object.table());
    let known: Vec<(Uuid, i64)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(tx.tenant()).bind(numbers).fetch_all(tx.conn()).await?;
    let ids: Vec<Uuid> = known.iter().map(|(id, _)| *id).collect();
    let (_, mut all) = documents(tx, object, &ids).await?;
    Ok(known.into_iter().filter_map(|(id, number)| Some((number, all.remove(&id)?))).collect())
}
