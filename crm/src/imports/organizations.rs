//! Organizations of a batch: rows of their own, and those that people's rows name.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    Choice, Known, OrganizationRow,
    changes::{self, Change},
    employments,
    known::{domain_key, organization_key},
    own,
    persons::{Batch, Employers},
    update::new_note,
    write::Changes,
};
use crate::{
    OrganizationId, Result, TenantTx,
    fields::{self, Object},
    fold,
    organizations::{self, Field, NewOrganization},
};

/// Organizations that people's rows name and nobody knows yet: by how they are compared, the longest name that was
/// written (株式会社青空, not ㈱青空), every way it was written, and a domain.
#[derive(Debug, Default)]
pub(super) struct NewNames(BTreeMap<String, (NewOrganization, Vec<String>)>);

impl NewNames {
    pub(super) fn want(&mut self, name: &str, domain: Option<&str>) {
        let new = || NewOrganization {
            name: name.to_owned(),
            kind: "company".to_owned(),
            ..NewOrganization::default()
        };
        let (new, written) =
            self.0.entry(organization_key(&fold(name))).or_insert_with(|| (new(), Vec::new()));
        if name.chars().count() > new.name.chars().count() {
            name.clone_into(&mut new.name);
        }
        if new.domain.is_none() {
            new.domain = domain.map(str::to_owned);
        }
        if !written.iter().any(|it| it == name) {
            written.push(name.to_owned());
        }
    }
}

/// Makes those that are missing, and says which each name means.
pub(super) async fn make(
    tx: &mut TenantTx,
    batch: &mut Batch,
    missing: &NewNames,
    employers: &mut Employers,
) -> Result<()> {
    if missing.0.is_empty() {
        return Ok(());
    }
    let new: Vec<NewOrganization> = missing.0.values().map(|(new, _)| new.clone()).collect();
    let ids = organizations::add(tx, &new).await?;
    let mut changes = Changes::new();
    for (id, (key, (new, written))) in ids.into_iter().zip(&missing.0) {
        let change = Change { after: stored(new), ..Change::new(0) };
        changes.insert(id.0, change);
        employers.extend(written.iter().map(|name| (name.clone(), id)));
        let domain = new.domain.as_deref().map(domain_key);
        batch.learned.organizations.push((id, domain.into_iter().chain([key.clone()]).collect()));
    }
    changes::note(tx, batch.import, "organization", &changes).await
}

fn stored(new: &NewOrganization) -> Map<String, Value> {
    let fields = [
        ("name", json!(new.name)),
        ("other_name", json!(new.other_name)),
        ("domain", json!(new.domain)),
        ("kind", json!(new.kind)),
    ];
    fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
}

/// Writes rows that are organizations.
pub(super) async fn write(
    tx: &mut TenantTx,
    batch: &mut Batch,
    known: &Known,
    rows: &[(i64, &OrganizationRow)],
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut news: Vec<(i64, &OrganizationRow, NewOrganization)> = Vec::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    let (mut changes, mut filled) = (Changes::new(), Vec::new());
    for (line, row) in rows {
        let key = organization_key(&fold(&row.name));
        let domain = row.domain.as_deref().filter(|domain| !crate::resolve::is_free_mail(domain));
        let there = known.organization(&row.name, domain).filter(|_| batch.choice != Choice::Create);
        let keys = domain.map(domain_key).into_iter().chain([key]);
        if let Some(id) = there {
            let change = match batch.choice {
                Choice::Update => {
                    let (change, values) = update(tx, id, *line, row, domain).await?;
                    if !values.is_empty() {
                        filled.push((*line, id.0, values));
                    }
                    change
                }
                _ => Change::default(),
            };
            let changed = !change.is_nothing();
            batch.tally.updated += i64::from(changed);
            batch.tally.skipped += i64::from(!changed);
            changes.entry(id.0).or_default().add(change);
            continue;
        }
        let keys: Vec<String> = keys.collect();
        if batch.choice != Choice::Create && keys.iter().any(|key| by_key.contains_key(key)) {
            batch.tally.skipped += 1;
            continue;
        }
        by_key.extend(keys.into_iter().map(|key| (key, news.len())));
        news.push((
            *line,
            row,
            NewOrganization {
                name: row.name.clone(),
                other_name: row.other_name.as_deref().map(|names| joined(None, names)),
                domain: domain.map(str::to_owned),
                kind: row.kind.clone().unwrap_or_else(|| "company".to_owned()),
            },
        ));
    }
    let new: Vec<NewOrganization> = news.iter().map(|(.., new)| new.clone()).collect();
    let ids = organizations::add(tx, &new).await?;
    let mut notes = Vec::new();
    for (id, (line, row, new)) in ids.iter().zip(&news) {
        let after = stored(new).into_iter().chain(own::stored(&row.own)).collect();
        changes.insert(id.0, Change { after, ..Change::new(*line) });
        if !row.own.is_empty() {
            filled.push((*line, id.0, row.own.clone()));
        }
        notes.extend(row.note.as_ref().map(|text| (id.0, text.as_str())));
        let keys = [organization_key(&fold(&new.name))];
        let others = new.other_name.as_deref().map(organizations::several).unwrap_or_default();
        if others.len() > 1 {
            organizations::set(tx, *id, Field::OtherName, Some(&others.join(", "))).await?;
        }
        let others = others.iter().map(|name| organization_key(&fold(name)));
        let domain = new.domain.as_deref().map(domain_key);
        batch.learned.organizations.push((*id, keys.into_iter().chain(others).chain(domain).collect()));
    }
    for (note, object) in employments::note(tx, "organization", &notes).await? {
        changes.entry(object).or_default().notes.push(note);
    }
    batch.tally.created += i64::try_from(ids.len()).unwrap_or(i64::MAX);
    changes::note(tx, batch.import, "organization", &changes).await?;
    own::write(tx, batch, Object::Organization, filled).await
}

/// What a row says, written over what is known (a name in another spelling and a domain are added to those that are
/// there); which of the tenant's own fields are to be filled with what.
async fn update(
    tx: &mut TenantTx,
    id: OrganizationId,
    line: i64,
    row: &OrganizationRow,
    domain: Option<&str>,
) -> Result<(Change, own::Values)> {
    let known = organizations::fields(tx, id).await?;
    let mut change = Change { line, ..Change::default() };
    let name = known.get(&Field::Name).cloned().flatten().unwrap_or_default();
    // another spelling of the same name is no other name
    let renamed = organization_key(&fold(&name)) != organization_key(&fold(&row.name));
    for (field, column, new) in [
        (Field::Name, "name", Some(row.name.as_str()).filter(|_| renamed)),
        (Field::OtherName, "other_name", row.other_name.as_deref()),
        (Field::Domain, "domain", domain),
        (Field::Kind, "kind", row.kind.as_deref()),
    ] {
        let old = known.get(&field).cloned().flatten();
        let new = match field {
            Field::OtherName | Field::Domain => new.map(|new| joined(old.as_deref(), new)),
            Field::Name | Field::Kind => new.map(str::to_owned),
        };
        if new.is_some() && old != new {
            organizations::set(tx, id, field, new.as_deref()).await?;
            change.before.insert(column.to_owned(), json!(old));
            change.after.insert(column.to_owned(), json!(new));
        }
    }
    if let Some(text) = &row.note {
        change.notes = new_note(tx, ("organization", id.0), text).await?;
    }
    let mut filled = Vec::new();
    if !row.own.is_empty() {
        let (_, documents) = fields::documents(tx, Object::Organization, &[id.0]).await?;
        let there = documents.into_values().flatten().collect::<Vec<_>>();
        let document = Value::Object(own::stored(&there).collect());
        filled = own::changed(&document, &row.own, (&mut change.before, &mut change.after));
    }
    Ok((change, filled))
}

/// What is there already, with what is new behind it.
fn joined(old: Option<&str>, new: &str) -> String {
    let mut all = old.map(organizations::several).unwrap_or_default();
    for new in organizations::several(new) {
        if !all.iter().any(|there| fold(there) == fold(&new)) {
            all.push(new);
        }
    }
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{NewNames, joined};

    #[test]
    fn other_names_are_added_to_those_that_are_there() {
        assert_eq!(joined(None, "Aozora"), "Aozora");
        assert_eq!(joined(Some("Aozora, Blue Sky"), "青空、AOZORA"), "Aozora, Blue Sky, 青空");
    }

    #[test]
    fn the_longest_way_to_write_a_name_is_kept() {
        let mut names = NewNames::default();
        for (name, domain) in
            [("㈱はるかぜ", None), ("株式会社はるかぜ", Some("harukaze.example")), ("はるかぜ", None)]
        {
            names.want(name, domain);
        }
        let all: Vec<_> = names.0.into_values().collect();
        let [(new, written)] = all.as_slice() else { panic!("one organization: {all:?}") };
        assert_eq!(
            (new.name.as_str(), new.domain.as_deref()),
            ("株式会社はるかぜ", Some("harukaze.example"))
        );
        assert_eq!(written.len(), 3);
    }
}
