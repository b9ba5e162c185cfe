//! Who has what no two may have, asked for many at a time and before anything is written.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{FieldValue, Object, list};
use crate::{FieldId, PersonId, Result, TenantTx, merges};

/// A value of a field, as two that are equal are one.
pub type Key = (FieldId, String);

/// Those of these values that no two objects of a kind may have.
pub fn unique_keys(unique: &[FieldId], values: &[(FieldId, FieldValue)]) -> Vec<Key> {
    let values = values.iter().filter(|(field, _)| unique.contains(field));
    values.flat_map(|(field, value)| value.keys().into_iter().map(|key| (*field, key))).collect()
}

/// Fields of objects of a kind of which no two may say the same.
pub async fn unique(tx: &mut TenantTx, object: Object) -> Result<Vec<FieldId>> {
    let all = list(tx, Some(object)).await?.into_iter();
    Ok(all.filter(|field| field.unique).map(|field| field.id).collect())
}

/// Who has each of these values and is not in the trash; of a person who is part of another, that other.
pub async fn holders(tx: &mut TenantTx, object: Object, keys: &[Key]) -> Result<HashMap<Key, Uuid>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select k.field_id, k.key, k.object_id
         from unnest($2::uuid[], $3::text[]) as t (field, key)
         join crm.field_keys k on k.tenant_id = $1 and k.field_id = t.field and k.key = t.key
         join {} o on o.tenant_id = $1 and o.id = k.object_id and o.deleted_at is null
         order by k.alone, o.number desc",
        object.table()
    );
    let rows: Vec<(FieldId, String, Uuid)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(keys.iter().map(|(field, _)| *field).collect::<Vec<_>>())
        .bind(keys.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>())
        .fetch_all(tx.conn())
        .await?;
    // of several the first one made, who has it alone
    let mut held: HashMap<Key, Uuid> =
        rows.into_iter().map(|(field, key, holder)| ((field, key), holder)).collect();
    if object == Object::Person {
        let persons: Vec<PersonId> = held.values().map(|id| PersonId(*id)).collect();
        let survivors = merges::survivors(tx, &persons).await?;
        for holder in held.values_mut() {
            *holder = survivors.get(&PersonId(*holder)).map_or(*holder, |it| it.0);
        }
    }
    Ok(held)
}
