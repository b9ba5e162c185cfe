//! Reading and writing what stands in the fields of one object.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Bearer, Definition, FieldValue, Object, keys, list};
use crate::{Code, FieldId, Result, TenantTx};

/// A value that must be nobody else's is somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// In which field.
    pub field: String,
    /// Who has it.
    pub holder: Code,
}

/// Every field that an object of this kind has, with what stands there.
pub async fn values(tx: &mut TenantTx, bearer: Bearer) -> Result<Vec<(Definition, Option<FieldValue>)>> {
    let definitions = list(tx, Some(bearer.object)).await?;
    if definitions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select fields from {} where tenant_id = $1 and id = $2", bearer.object.table());
    let document: Value =
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(tx.tenant()).bind(bearer.id).fetch_one(tx.conn()).await?;
    Ok(definitions.into_iter().map(|field| (field.clone(), of(&document, &field))).collect())
}

/// What stands in one field of a document.
pub(super) fn of(document: &Value, field: &Definition) -> Option<FieldValue> {
    document.get(field.id.to_string()).and_then(|value| FieldValue::from_json(field.kind, value))
}

/// Writes some fields of one object; `None` empties. `Some`: nothing was written, since a value is taken. A
/// value that somebody else takes at the same moment makes the database refuse.
pub async fn set(
    tx: &mut TenantTx,
    bearer: Bearer,
    wanted: &[(Definition, Option<FieldValue>)],
) -> Result<Option<Taken>> {
    let family = keys::family(tx, bearer).await?;
    for (field, value) in wanted.iter().filter(|(field, _)| field.unique) {
        let Some(value) = value else { continue };
        if let Some(holder) = keys::holder(tx, field, value, &family).await? {
            return Ok(Some(Taken { field: field.name.clone(), holder }));
        }
    }
    let emptied: Vec<String> =
        wanted.iter().filter(|(_, value)| value.is_none()).map(|(field, _)| field.id.to_string()).collect();
    let filled: Map<String, Value> = wanted
        .iter()
        .filter_map(|(field, value)| value.as_ref().map(|value| (field.id.to_string(), value.to_json())))
        .collect();
    let sql = format!(
        "update {} set fields = (fields - $3::text[]) || $4 where tenant_id = $1 and id = $2",
        bearer.object.table()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(bearer.id)
        .bind(emptied)
        .bind(Value::Object(filled))
        .execute(tx.conn())
        .await?;
    keys::rekey(tx, bearer.object, &[bearer.id], keys::Rival::Refused).await?;
    Ok(None)
}

/// Of the values of one object that must be nobody else's, those that somebody else has: they were given away while it
/// was in the trash, or a merge was taken back.
pub async fn shared(tx: &mut TenantTx, bearer: Bearer) -> Result<Vec<Taken>> {
    let family = keys::family(tx, bearer).await?;
    let mut shared = Vec::new();
    for (field, value) in values(tx, bearer).await? {
        let Some(value) = value.filter(|_| field.unique) else { continue };
        if let Some(holder) = keys::holder(tx, &field, &value, &family).await? {
            shared.push(Taken { field: field.name, holder });
        }
    }
    Ok(shared)
}

/// Fills some fields of many objects of one kind. Answers with those to whom nothing was written, by their place
/// in the list, each with the field whose value is somebody else's. What is said of fields that there are not any
/// more is left out.
pub(crate) async fn fill(
    tx: &mut TenantTx,
    object: Object,
    wanted: &[(Uuid, Vec<(FieldId, FieldValue)>)],
) -> Result<Vec<(usize, FieldId)>> {
    let known: BTreeMap<FieldId, Definition> =
        list(tx, Some(object)).await?.into_iter().map(|field| (field.id, field)).collect();
    let (mut taken, mut plain, mut keyed) = (Vec::new(), BTreeMap::new(), Vec::new());
    for (at, (id, values)) in wanted.iter().enumerate() {
        let values: Vec<(Definition, Option<FieldValue>)> = values
            .iter()
            .filter_map(|(field, value)| Some((known.get(field)?.clone(), Some(value.clone()))))
            .collect();
        if values.iter().any(|(field, _)| field.unique) {
            // one after the other: two of these may say the same
            if let Some(refused) = set(tx, Bearer { object, id: *id }, &values).await? {
                let field = values.iter().find(|(field, _)| field.name == refused.field);
                taken.extend(field.map(|(field, _)| (at, field.id)));
            }
            continue;
        }
        if values.iter().any(|(field, _)| field.is_keyed()) {
            keyed.push(*id);
        }
        let document: &mut Map<String, Value> = plain.entry(*id).or_default();
        let said =
            values.into_iter().filter_map(|(field, value)| Some((field.id.to_string(), value?.to_json())));
        document.extend(said);
    }
    let sql = format!(
        "update {} o set fields = o.fields || t.document
         from unnest($2::uuid[], $3::jsonb[]) as t (id, document)
         where o.tenant_id = $1 and o.id = t.id",
        object.table()
    );
    let (ids, documents): (Vec<Uuid>, Vec<Value>) =
        plain.into_iter().map(|(id, document)| (id, Value::Object(document))).unzip();
    sqlx::query(AssertSqlSafe(sql)).bind(tx.tenant()).bind(ids).bind(documents).execute(tx.conn()).await?;
    keys::rekey(tx, object, &keyed, keys::Rival::Refused).await?;
    Ok(taken)
}
