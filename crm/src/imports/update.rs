//! What a row says is written over what is known of somebody.
//!
//! Nothing is emptied: a cell without words says nothing. A name that is merely spelled another way stays as
//! it is, addresses and numbers are added to those there are, tags are joined.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    PersonRow,
    changes::Change,
    employments,
    facts::{Facts, Traits, rest_of},
    own,
    persons::{Employers, claimed},
    write::Changes,
};
use crate::{
    PersonId, Result, TenantTx, merges,
    persons::{self, retagged},
};

/// What one row says, written over what another says of the same person, before either is kept.
pub(super) fn over(row: &mut PersonRow, new: &PersonRow) {
    let all = [
        (&mut row.kana, &new.kana),
        (&mut row.romaji, &new.romaji),
        (&mut row.department, &new.department),
        (&mut row.title, &new.title),
        (&mut row.relationship, &new.relationship),
        (&mut row.organization, &new.organization),
        (&mut row.domain, &new.domain),
    ];
    for (old, new) in all {
        if new.is_some() {
            old.clone_from(new);
        }
    }
    let add = |list: &mut Vec<String>, new: &[String]| {
        for value in new {
            if !list.contains(value) {
                list.push(value.clone());
            }
        }
    };
    add(&mut row.emails, &new.emails);
    add(&mut row.phones, &new.phones);
    row.tags = retagged(&row.tags, &new.tags, &[]);
    own::over(&mut row.own, &new.own);
    row.note = match (row.note.take(), &new.note) {
        (Some(old), Some(new)) if old != *new => Some(format!("{old}\n{new}")),
        (old, new) => old.or_else(|| new.clone()),
    };
}

/// Which fields of somebody a row changes: as they were, and as they are to be.
fn fields(known: &Facts, row: &PersonRow) -> (Map<String, Value>, Map<String, Value>) {
    let (mut before, mut after) = (Map::new(), Map::new());
    let mut set = |field: &str, old: Value, new: Value| {
        if old != new {
            before.insert(field.to_owned(), old);
            after.insert(field.to_owned(), new);
        }
    };
    // 佐藤花子 for 佐藤 花子, or the name in other letters, is no other name
    let named: BTreeSet<&str> = known.search_key.lines().collect();
    if !Traits::of(row).forms.iter().any(|form| named.contains(form.as_str()))
        && !crate::fold(&row.name).is_empty()
    {
        let is_nickname = !row.name.contains([' ', '\u{3000}']) && row.name.is_ascii();
        if !is_nickname {
            set("name", json!(known.name), json!(row.name));
        }
    }
    let title = title(known, row);
    for (field, old, new) in [
        ("kana", &known.kana, &row.kana),
        ("romaji", &known.romaji, &row.romaji),
        ("title", &known.title, &title),
    ] {
        if new.is_some() {
            set(field, json!(old), json!(new));
        }
    }
    if let Some(email) = row.emails.first()
        && !known.emails.iter().any(|it| crate::identifiers::address(it) == *email)
    {
        set("email", json!(known.email), json!(email));
    }
    if let Some(relationship) = &row.relationship {
        set("relationship", json!(known.relationship), json!(relationship));
    }
    set("tags", json!(known.tags), json!(retagged(&known.tags, &row.tags, &[])));
    (before, after)
}

/// What somebody's title is to be. The part that a row does not speak of stays, where an import wrote the two parts.
fn title(known: &Facts, row: &PersonRow) -> Option<String> {
    let mut whole = row.clone();
    match (&row.department, &row.title) {
        (None, Some(title)) => {
            // a list that was exported has both in one column
            let is_apart = |department: &&str| rest_of(title, department).is_none();
            whole.department = known.department().filter(is_apart).map(str::to_owned);
        }
        (Some(_), None) => {
            let rest = |department| rest_of(known.title.as_ref()?, department);
            whole.title =
                known.department().and_then(rest).filter(|rest| !rest.is_empty()).map(str::to_owned);
        }
        _ => {}
    }
    whole.whole_title()
}

/// What these rows change of somebody, and which of the tenant's own fields are to be filled with what.
/// Addresses, notes and the employer are written; fields are not yet.
pub(super) async fn change(
    tx: &mut TenantTx,
    known: Facts,
    rows: &[(i64, &PersonRow)],
    employers: &Employers,
    today: NaiveDate,
) -> Result<(Change, own::Values)> {
    let mut rows = rows.iter();
    let Some((line, first)) = rows.next() else { return Ok((Change::default(), Vec::new())) };
    let mut row = (*first).clone();
    rows.for_each(|(_, later)| over(&mut row, later));
    let (mut before, mut after) = fields(&known, &row);
    let filled = own::changed(&known.fields, &row.own, (&mut before, &mut after));
    let mut change = Change { line: *line, before, after, ..Change::default() };
    change.department = row.department.clone().or_else(|| known.department().map(str::to_owned));
    let claims: Vec<_> = claimed(known.id, &row).collect();
    change.identifiers = employments::claim(tx, &claims).await?.into_iter().map(|(id, _)| id).collect();
    if let Some(employer) = row.organization.as_ref().and_then(|name| employers.get(name))
        && !known.employers.contains(employer)
    {
        if known.employers.is_empty() {
            let begun = employments::begin(tx, &[(known.id, *employer)]).await?;
            change.employments = begun.into_iter().map(|(id, _)| id).collect();
        } else {
            let moved = persons::change_employer(tx, known.id, Some(*employer), (today, false)).await?;
            change.employers.push(json!(moved));
        }
    }
    if known.employers.is_empty() {
        // an address moves nobody
        let begun = employments::begin_by_email(tx, [(known.id, &row)].into_iter(), today).await?;
        change.employments.extend(begun.into_iter().map(|(id, _)| id));
    }
    if let Some(text) = &row.note {
        change.notes = new_note(tx, ("person", known.id.0), text).await?;
    }
    Ok((change, filled))
}

/// The note on a thing of a kind, unless it stands there already.
pub(super) async fn new_note(
    tx: &mut TenantTx,
    (kind, id): (&'static str, Uuid),
    text: &str,
) -> Result<Vec<Uuid>> {
    let there: bool = sqlx::query_scalar(
        "select exists (select from crm.notes
                        where tenant_id = $1 and object = $4 and object_id = $2 and text = $3
                          and deleted_at is null)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(text)
    .bind(kind)
    .fetch_one(tx.conn())
    .await?;
    if there {
        return Ok(Vec::new());
    }
    let made = employments::note(tx, kind, &[(id, text)]).await?;
    Ok(made.into_iter().map(|(id, _)| id).collect())
}

/// Writes the fields that changed, of all persons at once.
pub(super) async fn write(tx: &mut TenantTx, changes: &Changes) -> Result<()> {
    let fields: Vec<(PersonId, &Map<String, Value>)> = changes
        .iter()
        .filter(|(_, it)| !it.is_nothing())
        .map(|(id, it)| (PersonId(*id), &it.after))
        .collect();
    if fields.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update crm.persons p
         set name = coalesce(t.after ->> 'name', p.name), kana = coalesce(t.after ->> 'kana', p.kana),
             romaji = coalesce(t.after ->> 'romaji', p.romaji), title = coalesce(t.after ->> 'title', p.title),
             email = coalesce(t.after ->> 'email', p.email),
             relationship = coalesce(t.after ->> 'relationship', p.relationship),
             tags = case when t.after ? 'tags'
                         then array(select jsonb_array_elements_text(t.after -> 'tags')) else p.tags end,
             updated_at = now()
         from unnest($2::uuid[], $3::jsonb[]) as t (id, after)
         where p.tenant_id = $1 and p.id = t.id",
    )
    .bind(tx.tenant())
    .bind(fields.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(fields.iter().map(|(_, after)| Value::Object((*after).clone())).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    let named =
        |after: &Map<String, Value>| ["name", "kana", "romaji"].iter().any(|it| after.contains_key(*it));
    let renamed: Vec<PersonId> = fields.iter().filter(|(_, it)| named(it)).map(|(id, _)| *id).collect();
    merges::keys::refresh(tx, &renamed).await
}
