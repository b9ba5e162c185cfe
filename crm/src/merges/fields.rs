//! What a survivor takes over from a merged person's own fields, and what is kept of that.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value};
use sqlx::FromRow;

use crate::{FieldId, MergeId, PersonId, Result, TenantTx, fields as custom, persons};

/// A field that a merge may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Name,
    Relationship,
    Kana,
    Romaji,
    Title,
    Email,
    /// Who of us looks after them.
    Owner,
    Tags,
    /// One that the tenant defined.
    Custom(FieldId),
}

impl Field {
    /// Those that are filled in where they are empty, as the tenant's own are; tags are joined.
    pub(super) const TEXTS: [Self; 5] = [Self::Kana, Self::Romaji, Self::Title, Self::Email, Self::Owner];

    /// All of ours but the tags: those that are filled in, and those of which somebody may choose whose stays.
    pub(super) const SINGLE: [Self; 7] =
        [Self::Name, Self::Relationship, Self::Kana, Self::Romaji, Self::Title, Self::Email, Self::Owner];

    /// Is it taken over where the survivor has nothing there?
    fn is_filled_in(self) -> bool {
        Self::TEXTS.contains(&self) || matches!(self, Self::Custom(_))
    }

    /// The word stored in `merge_fields.field`.
    pub(super) fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Name => "name",
            Self::Relationship => "relationship",
            Self::Kana => "kana",
            Self::Romaji => "romaji",
            Self::Title => "title",
            Self::Email => "email",
            Self::Owner => "owner",
            Self::Tags => "tags",
            Self::Custom(id) => return Cow::Owned(format!("{CUSTOM}{id}")),
        })
    }

    fn from_stored(word: &str) -> Option<Self> {
        if let Some(id) = word.strip_prefix(CUSTOM) {
            return id.parse().ok().map(|id| Self::Custom(FieldId(id)));
        }
        Self::SINGLE.into_iter().chain([Self::Tags]).find(|field| field.word() == word)
    }

    /// As people know it: its word, or the name that the tenant gave it. `None`: the tenant deleted it.
    pub(super) fn called(self, names: &Names) -> Option<Cow<'static, str>> {
        match self {
            Self::Custom(id) => names.own.get(&id).cloned().map(Cow::Owned),
            known => Some(known.word()),
        }
    }

    /// A value as people know it: who looks after somebody is called by their name.
    pub(super) fn said(self, value: Value, names: &Names) -> Value {
        match (self, &value) {
            (Self::Owner, Value::String(id)) => {
                names.users.get(id).map_or(value, |name| name.as_str().into())
            }
            _ => value,
        }
    }
}

impl From<persons::Field> for Field {
    fn from(field: persons::Field) -> Self {
        match field {
            persons::Field::Name => Self::Name,
            persons::Field::Relationship => Self::Relationship,
            persons::Field::Kana => Self::Kana,
            persons::Field::Romaji => Self::Romaji,
            persons::Field::Title => Self::Title,
            persons::Field::Email => Self::Email,
        }
    }
}

/// Before the id of a field that the tenant defined.
const CUSTOM: &str = "field:";

/// What things are called that stand in fields by their ids.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The fields of persons that the tenant defined.
    pub(super) own: BTreeMap<FieldId, String>,
    /// The tenant's users.
    pub(super) users: BTreeMap<String, String>,
}

/// All of them.
pub(super) async fn names(tx: &mut TenantTx) -> Result<Names> {
    let own = custom::list(tx, Some(custom::Object::Person)).await?;
    let users: Vec<(String, String)> =
        sqlx::query_as("select id::text, name from crm.users where tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await?;
    Ok(Names {
        own: own.into_iter().map(|field| (field.id, field.name)).collect(),
        users: users.into_iter().collect(),
    })
}

/// A field of the survivor and what the merge does to it.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// `kana`, `romaji`, `title`, `email`, `owner` or `tags`, where it was chosen `name` or `relationship` as well, or the
    /// name of a field that the tenant defined.
    pub field: Cow<'static, str>,
    /// What stood there: null or a string; for tags a list of strings.
    pub before: Value,
    /// What stands there then.
    pub after: Value,
}

/// A field that both persons have, differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// `name`, `relationship`, `kana`, `romaji`, `title`, `email` or `owner`, or the name of a field that the tenant defined.
    pub field: Cow<'static, str>,
    /// What stays.
    pub kept: Value,
    /// What is no longer shown.
    pub dropped: Value,
}

/// What a merge made of one field: the value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) before: Value,
    pub(super) after: Value,
}

/// What one merge made of its survivor's fields.
pub(super) type Fills = BTreeMap<Field, Filled>;

/// A person's fields.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(super) struct Fields {
    pub(super) id: PersonId,
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) relationship: String,
    pub(super) kana: Option<String>,
    pub(super) romaji: Option<String>,
    pub(super) title: Option<String>,
    pub(super) email: Option<String>,
    /// The id of who of us looks after them.
    pub(super) owner: Option<String>,
    pub(super) tags: Vec<String>,
    /// What stands in the fields that the tenant defined.
    #[sqlx(rename = "fields")]
    pub(super) custom: Value,
}

/// The columns of [`Fields`], from `crm.persons p`.
macro_rules! field_columns {
    () => {
        "p.id, p.number, p.name, p.relationship, p.kana, p.romaji, p.title, p.email, p.owner_id::text as owner, p.tags,
         p.fields"
    };
}
pub(super) use field_columns;

impl Fields {
    fn text(&mut self, field: Field) -> Option<&mut Option<String>> {
        match field {
            Field::Kana => Some(&mut self.kana),
            Field::Romaji => Some(&mut self.romaji),
            Field::Title => Some(&mut self.title),
            Field::Email => Some(&mut self.email),
            Field::Owner => Some(&mut self.owner),
            Field::Name | Field::Relationship | Field::Tags | Field::Custom(_) => None,
        }
    }

    /// The fields of the tenant's own in which something stands.
    fn own(&self) -> impl Iterator<Item = Field> {
        let ids = self.custom.as_object().into_iter().flat_map(Map::keys);
        ids.filter_map(|id| id.parse().ok().map(|id| Field::Custom(FieldId(id))))
    }

    /// A field's value as it is stored in `merge_fields`.
    pub(super) fn value(&self, field: Field) -> Value {
        match field {
            Field::Name => self.name.clone().into(),
            Field::Relationship => self.relationship.clone().into(),
            Field::Kana => self.kana.clone().into(),
            Field::Romaji => self.romaji.clone().into(),
            Field::Title => self.title.clone().into(),
            Field::Email => self.email.clone().into(),
            Field::Owner => self.owner.clone().into(),
            Field::Tags => self.tags.clone().into(),
            Field::Custom(id) => self.custom.get(id.to_string()).cloned().unwrap_or_default(),
        }
    }

    /// A field's value, unless it is empty or blank.
    pub(super) fn filled(&self, field: Field) -> Option<Value> {
        Some(self.value(field)).filter(|value| match field {
            Field::Custom(_) => !value.is_null(),
            _ => value.as_str().is_some_and(|text| !text.trim().is_empty()),
        })
    }

    /// Puts a value where it belongs.
    pub(super) fn put(&mut self, field: Field, value: &Value) {
        match (field, value.as_str()) {
            (Field::Custom(id), _) => {
                if let Some(own) = self.custom.as_object_mut() {
                    match value {
                        Value::Null => own.remove(&id.to_string()),
                        value => own.insert(id.to_string(), value.clone()),
                    };
                }
            }
            (Field::Name, Some(name)) => name.clone_into(&mut self.name),
            (Field::Relationship, Some(relationship)) => relationship.clone_into(&mut self.relationship),
            (_, value) => {
                if let Some(text) = self.text(field) {
                    *text = value.map(str::to_owned);
                }
            }
        }
    }
}

/// The strings in a stored list.
pub(super) fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Takes over into `into` what it lacks and `from` has, and what `from` is chosen for, and says what that was.
/// What is chosen is noted also where both have the same: what `into` has may be an earlier merge's.
pub(super) fn fill(into: &mut Fields, from: &Fields, chosen: &[Field]) -> Fills {
    let mut fills = Fills::new();
    for field in Field::SINGLE.into_iter().chain(from.own()) {
        if (chosen.contains(&field) || field.is_filled_in() && into.filled(field).is_none())
            && let Some(after) = from.filled(field)
        {
            fills.insert(field, Filled { before: into.value(field), after: after.clone() });
            into.put(field, &after);
        }
    }
    let before = into.value(Field::Tags);
    for tag in &from.tags {
        if !into.tags.contains(tag) {
            into.tags.push(tag.clone());
        }
    }
    let after = into.value(Field::Tags);
    if before != after {
        fills.insert(Field::Tags, Filled { before, after });
    }
    fills
}

/// What both have and is not the same: what `into` has stays, unless it is chosen from the other.
pub(super) fn differences(into: &Fields, from: &Fields, chosen: &[Field], names: &Names) -> Vec<Difference> {
    let shown = [Field::Name, Field::Relationship].into_iter().chain(Field::TEXTS);
    shown
        .chain(from.own())
        .filter(|field| !chosen.contains(field))
        .filter_map(|field| {
            let (kept, dropped) = (into.filled(field)?, from.filled(field)?);
            let same = |kept: &Value, dropped: &Value| match (kept, dropped) {
                (Value::String(a), Value::String(b)) => a.trim().to_lowercase() == b.trim().to_lowercase(),
                (a, b) => a == b,
            };
            let differs = !same(&kept, &dropped);
            let (kept, dropped) = (field.said(kept, names), field.said(dropped, names));
            let field = field.called(names)?;
            differs.then_some(Difference { field, kept, dropped })
        })
        .collect()
}

/// [`Fills`] for show.
pub(super) fn shown(fills: Fills, names: &Names) -> Vec<FieldChange> {
    fills
        .into_iter()
        .filter(|(_, filled)| filled.before != filled.after)
        .filter_map(|(field, Filled { before, after })| {
            let (before, after) = (field.said(before, names), field.said(after, names));
            Some(FieldChange { field: field.called(names)?, before, after })
        })
        .collect()
}

/// In which fields a person is another than before.
pub(super) fn changed(before: &Fields, after: &Fields, names: &Names) -> Vec<FieldChange> {
    let known = Field::SINGLE.into_iter().chain([Field::Tags]);
    let all: BTreeSet<Field> = known.chain(before.own()).chain(after.own()).collect();
    all.into_iter()
        .filter_map(|field| {
            let (before, after) = (before.value(field), after.value(field));
            let differs = before != after;
            let (before, after) = (field.said(before, names), field.said(after, names));
            differs.then_some(FieldChange { field: field.called(names)?, before, after })
        })
        .collect()
}

/// Fields of persons, in no order.
pub(super) async fn load(tx: &mut TenantTx, persons: &[PersonId]) -> Result<Vec<Fields>> {
    sqlx::query_as(concat!(
        "select ",
        field_columns!(),
        " from crm.persons p where p.tenant_id = $1 and p.id = any($2)"
    ))
    .bind(tx.tenant())
    .bind(persons)
    .fetch_all(tx.conn())
    .await
}

/// Fields of the two that a merge is about.
pub(super) async fn pair(tx: &mut TenantTx, into: PersonId, from: PersonId) -> Result<(Fields, Fields)> {
    let mut found = load(tx, &[into, from]).await?;
    found.sort_by_key(|fields| fields.id != into);
    let mut found = found.into_iter();
    found.next().zip(found.next()).ok_or(sqlx::Error::RowNotFound)
}

/// Stores a person's fields.
pub(super) async fn store(tx: &mut TenantTx, fields: &Fields) -> Result<()> {
    sqlx::query(
        "update crm.persons
         set kana = $3, romaji = $4, title = $5, email = $6, tags = $7, name = $8, relationship = $9, fields = $10,
             owner_id = $11::uuid, updated_at = now()
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(fields.id)
    .bind(&fields.kana)
    .bind(&fields.romaji)
    .bind(&fields.title)
    .bind(&fields.email)
    .bind(&fields.tags)
    .bind(&fields.name)
    .bind(&fields.relationship)
    .bind(&fields.custom)
    .bind(&fields.owner)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What merges made of their survivors' fields.
pub(super) async fn fills(tx: &mut TenantTx, merges: &[MergeId]) -> Result<BTreeMap<MergeId, Fills>> {
    let rows: Vec<(MergeId, String, Value, Value)> = sqlx::query_as(
        "select merge_id, field, before, after from crm.merge_fields
         where tenant_id = $1 and merge_id = any($2)",
    )
    .bind(tx.tenant())
    .bind(merges)
    .fetch_all(tx.conn())
    .await?;
    let mut fills: BTreeMap<MergeId, Fills> = BTreeMap::new();
    for (merge, field, before, after) in rows {
        if let Some(field) = Field::from_stored(&field) {
            fills.entry(merge).or_default().insert(field, Filled { before, after });
        }
    }
    Ok(fills)
}

/// Stores what a merge made of its survivor's fields, in the place of what was stored of it.
pub(super) async fn note(tx: &mut TenantTx, merge: MergeId, fills: &Fills) -> Result<()> {
    sqlx::query("delete from crm.merge_fields where tenant_id = $1 and merge_id = $2")
        .bind(tx.tenant())
        .bind(merge)
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "insert into crm.merge_fields (tenant_id, merge_id, field, before, after)
         select $1, $2, t.* from unnest($3::text[], $4::jsonb[], $5::jsonb[]) t",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(fills.keys().map(|field| field.word()).collect::<Vec<_>>())
    .bind(fills.values().map(|filled| &filled.before).collect::<Vec<_>>())
    .bind(fills.values().map(|filled| &filled.after).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
