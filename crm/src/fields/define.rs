//! Definitions: which fields there are.

use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, FromRow};

use super::{FieldKind, Object, keys};
use crate::{FieldId, Result, TenantTx, fold};

/// A field that a tenant defined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its id.
    pub id: FieldId,
    /// Whose field it is.
    pub object: Object,
    /// What it is called.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What there is to choose from.
    pub choices: Vec<String>,
    /// Something should stand there; what does is not emptied.
    pub required: bool,
    /// No two have the same value.
    pub unique: bool,
    /// Kept in order for looking up.
    pub indexed: bool,
}

impl Definition {
    /// Has each of its values a row in `field_keys`?
    pub fn is_keyed(&self) -> bool {
        self.unique || self.indexed
    }
}

/// A field to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewField {
    /// Whose field.
    pub object: Object,
    /// What it is called.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What there is to choose from; for [`FieldKind::Choice`] and [`FieldKind::Choices`], and only there.
    pub choices: Vec<String>,
    /// Something should stand there.
    pub required: bool,
    /// No two have the same value.
    pub unique: bool,
    /// Kept in order for looking up.
    pub indexed: bool,
}

/// What is to be changed of a definition; `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// What it is called.
    pub name: Option<String>,
    /// What there is to choose from.
    pub choices: Option<Vec<String>>,
    /// Something should stand there.
    pub required: Option<bool>,
    /// No two have the same value.
    pub unique: Option<bool>,
    /// Kept in order for looking up.
    pub indexed: Option<bool>,
}

#[derive(FromRow)]
struct Row {
    id: FieldId,
    object: String,
    name: String,
    kind: String,
    choices: Vec<String>,
    required: bool,
    is_unique: bool,
    indexed: bool,
}

impl Row {
    /// `None` for an object or kind of a later version.
    fn known(self) -> Option<Definition> {
        Some(Definition {
            id: self.id,
            object: Object::from_stored(&self.object)?,
            name: self.name,
            kind: FieldKind::from_stored(&self.kind)?,
            choices: self.choices,
            required: self.required,
            unique: self.is_unique,
            indexed: self.indexed,
        })
    }
}

macro_rules! definitions {
    () => {
        "select id, object, name, kind, choices, required, is_unique, indexed from crm.fields where tenant_id = $1"
    };
}

/// The fields of one kind of object, or of all, oldest first.
pub async fn list(tx: &mut TenantTx, object: Option<Object>) -> Result<Vec<Definition>> {
    let rows: Vec<Row> = sqlx::query_as(concat!(
        definitions!(),
        " and deleted_at is null and ($2::text is null or object = $2) order by object, created_at, id"
    ))
    .bind(tx.tenant())
    .bind(object.map(Object::word))
    .fetch_all(tx.conn())
    .await?;
    let mut known: Vec<Definition> = rows.into_iter().filter_map(Row::known).collect();
    known.sort_by_key(|field| field.object);
    Ok(known)
}

/// The field of this name, however it is written.
pub async fn named(tx: &mut TenantTx, object: Object, name: &str) -> Result<Option<Definition>> {
    let row: Option<Row> =
        sqlx::query_as(concat!(definitions!(), " and deleted_at is null and object = $2 and key = $3"))
            .bind(tx.tenant())
            .bind(object.word())
            .bind(fold(name))
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.and_then(Row::known))
}

/// The field with this id, deleted or not.
pub async fn by_id(tx: &mut TenantTx, id: FieldId) -> Result<Option<Definition>> {
    let row: Option<Row> = sqlx::query_as(concat!(definitions!(), " and id = $2"))
        .bind(tx.tenant())
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.and_then(Row::known))
}

/// The field of this name that was deleted last.
pub async fn deleted(tx: &mut TenantTx, object: Object, name: &str) -> Result<Option<FieldId>> {
    sqlx::query_scalar(
        "select id from crm.fields
         where tenant_id = $1 and object = $2 and key = $3 and deleted_at is not null
         order by deleted_at desc limit 1",
    )
    .bind(tx.tenant())
    .bind(object.word())
    .bind(fold(name))
    .fetch_optional(tx.conn())
    .await
}

/// Adds a field; `None` when its object has one of that name.
pub async fn add(tx: &mut TenantTx, field: &NewField) -> Result<Option<FieldId>> {
    sqlx::query_scalar(
        "insert into crm.fields (tenant_id, id, object, name, key, kind, choices, required, is_unique, indexed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (tenant_id, object, key) where deleted_at is null do nothing returning id",
    )
    .bind(tx.tenant())
    .bind(FieldId::new())
    .bind(field.object.word())
    .bind(&field.name)
    .bind(fold(&field.name))
    .bind(field.kind.as_str())
    .bind(&field.choices)
    .bind(field.required)
    .bind(field.unique)
    .bind(field.indexed)
    .fetch_optional(tx.conn())
    .await
}

/// Changes a definition. `Err`: it was to become unique, and some have the same value; the caller rolls back.
/// That a new name is free the caller has seen to.
pub async fn change(
    tx: &mut TenantTx,
    field: &Definition,
    edit: &Edit,
) -> Result<Result<(), keys::Duplicate>> {
    let after = Definition {
        name: edit.name.clone().unwrap_or_else(|| field.name.clone()),
        choices: edit.choices.clone().unwrap_or_else(|| field.choices.clone()),
        required: edit.required.unwrap_or(field.required),
        unique: edit.unique.unwrap_or(field.unique),
        indexed: edit.indexed.unwrap_or(field.indexed),
        ..field.clone()
    };
    sqlx::query(
        "update crm.fields set name = $3, key = $4, choices = $5, required = $6, is_unique = $7, indexed = $8
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(field.id)
    .bind(&after.name)
    .bind(fold(&after.name))
    .bind(&after.choices)
    .bind(after.required)
    .bind(after.unique)
    .bind(after.indexed)
    .execute(tx.conn())
    .await?;
    if (after.unique, after.is_keyed()) == (field.unique, field.is_keyed()) {
        return Ok(Ok(()));
    }
    keys::rebuild(tx, &after).await
}

/// Deletes a field: what stands in it stays, out of sight, until it is restored. False: it was deleted already.
pub async fn delete(tx: &mut TenantTx, field: FieldId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.fields set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(field)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Brings a field back with all that stands in it. False: another has its name by now, or it was not deleted.
pub async fn restore(tx: &mut TenantTx, field: FieldId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.fields f set deleted_at = null
         where f.tenant_id = $1 and f.id = $2 and f.deleted_at is not null and not exists (
             select from crm.fields o
             where o.tenant_id = $1 and o.object = f.object and o.key = f.key and o.deleted_at is null)",
    )
    .bind(tx.tenant())
    .bind(field)
    .execute(tx.conn())
    .await?;
    if let Some(restored) = by_id(tx, field).await?.filter(|_| done.rows_affected() == 1) {
        // merges have moved values meanwhile; two who have the same one keep it
        let _ = keys::rebuild(tx, &restored).await?;
    }
    Ok(done.rows_affected() == 1)
}

/// How many objects have something in a field; of a [choice](FieldKind::Choice) field, how many have this one.
pub async fn used(tx: &mut TenantTx, field: &Definition, choice: Option<&str>) -> Result<i64> {
    let sql = format!(
        "select count(*) from {} where tenant_id = $1 and jsonb_exists(fields, $2)
           and ($3::text is null or fields -> $2 = to_jsonb($3) or jsonb_exists(fields -> $2, $3))",
        field.object.table()
    );
    sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(field.id.to_string())
        .bind(choice)
        .fetch_one(tx.conn())
        .await
}
