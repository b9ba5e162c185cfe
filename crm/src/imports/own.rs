//! What rows say of fields of the tenant's own: written, noted beside the other fields, and taken back.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::persons::Batch;
use crate::{
    FieldId, Result, TenantTx,
    fields::{self, Bearer, FieldValue, Object},
};

/// What stands in some fields.
pub(super) type Values = Vec<(FieldId, FieldValue)>;

/// Values of one thing, and the line that says them.
pub(super) type Said = (i64, Uuid, Values);

/// Is it the id of such a field, and not a column of ours?
pub(super) fn id_of(field: &str) -> Option<FieldId> {
    field.parse().ok().map(FieldId)
}

/// As they stand in a document.
pub(super) fn stored(values: &[(FieldId, FieldValue)]) -> impl Iterator<Item = (String, Value)> + '_ {
    values.iter().map(|(field, value)| (field.to_string(), value.to_json()))
}

/// What one row says, written over what another says.
pub(super) fn over(values: &mut Values, new: &[(FieldId, FieldValue)]) {
    for (field, value) in new {
        match values.iter_mut().find(|(known, _)| known == field) {
            Some((_, old)) => old.clone_from(value),
            None => values.push((*field, value.clone())),
        }
    }
}

/// Those that say something else than a document; both sides of each are noted.
pub(super) fn changed(
    document: &Value,
    values: &[(FieldId, FieldValue)],
    (before, after): (&mut Map<String, Value>, &mut Map<String, Value>),
) -> Values {
    let differs = |(field, value): &&(FieldId, FieldValue)| {
        let (key, new) = (field.to_string(), value.to_json());
        let old = document.get(&key).cloned().unwrap_or_default();
        let differs = old != new;
        if differs {
            before.insert(key.clone(), old);
            after.insert(key, new);
        }
        differs
    };
    values.iter().filter(differs).cloned().collect()
}

/// Writes values. The lines whose values are somebody else's are noted with the batch, which is not to be kept.
pub(super) async fn write(
    tx: &mut TenantTx,
    batch: &mut Batch,
    object: Object,
    said: Vec<Said>,
) -> Result<()> {
    if said.is_empty() {
        return Ok(());
    }
    let (lines, wanted): (Vec<i64>, Vec<_>) =
        said.into_iter().map(|(line, id, values)| (line, (id, values))).unzip();
    let taken = fields::fill(tx, object, &wanted).await?;
    batch.taken.extend(taken.into_iter().map(|(at, field)| (lines[at], field)));
    Ok(())
}

/// Puts back what stood in these fields of one thing, and answers with the names of those that another holds by
/// now.
pub(super) async fn back(
    tx: &mut TenantTx,
    bearer: Bearer,
    before: &[(FieldId, Value)],
) -> Result<Vec<String>> {
    let mut wanted = Vec::new();
    for (id, old) in before {
        let Some(field) = fields::by_id(tx, *id).await? else { continue };
        let old = FieldValue::from_json(field.kind, old);
        wanted.push((field, old));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    // each that is refused stays; the others go back
    while let Some(taken) = fields::set(tx, bearer, &wanted).await? {
        wanted.retain(|(field, _)| field.name != taken.field);
        kept.push(taken.field);
    }
    Ok(kept)
}

/// What a field is called, for those who read what stays.
pub(super) async fn name(tx: &mut TenantTx, field: &str) -> Result<String> {
    let Some(id) = id_of(field) else { return Ok(field.to_owned()) };
    Ok(fields::by_id(tx, id).await?.map_or_else(|| field.to_owned(), |field| field.name))
}
