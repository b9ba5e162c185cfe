//! Organizations of a batch: rows of their own, and those that people's rows name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    Choice, Known, OrganizationRow, PersonRow,
    changes::{self, Change},
    employments,
    meant::{By, Organizations, name_key},
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

/// Organizations that people's rows name, by how names are compared.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeMap<String, Employer>);

/// One of them, as it is made where nobody knows it: under the longest name that was written (株式会社青空, not
/// ㈱青空).
#[derive(Debug)]
struct Employer {
    new: NewOrganization,
    /// Every way its name was written.
    written: Vec<String>,
    /// Of its page, and of addresses of those who work there.
    domains: BTreeSet<String>,
}

impl Named {
    /// Takes in where somebody works.
    pub(super) fn want(&mut self, row: &PersonRow) {
        let Some(name) = &row.organization else { return };
        let new = || Employer {
            new: NewOrganization {
                name: name.clone(),
                kind: "company".to_owned(),
                ..NewOrganization::default()
            },
            written: Vec::new(),
            domains: BTreeSet::new(),
        };
        let it = self.0.entry(name_key(name)).or_insert_with(new);
        if name.chars().count() > it.new.name.chars().count() {
            it.new.name.clone_from(name);
        }
        if it.new.domain.is_none() {
            // a domain where anybody may have an address is nobody's
            it.new.domain = row.domain.clone().filter(|domain| !crate::resolve::is_free_mail(domain));
        }
        if !it.written.contains(name) {
            it.written.push(name.clone());
        }
        it.domains.extend(row.domains().map(str::to_owned));
    }
}

/// Says which organization each name means; those that are missing are made.
pub(super) async fn employers(
    tx: &mut TenantTx,
    batch: &mut Batch,
    known: &Known,
    named: Named,
) -> Result<Employers> {
    let mut employers = Employers::new();
    let mut wanted: Vec<Employer> = named.0.into_values().collect();
    // by a domain that one row tells another row's employer is found
    wanted.sort_by_key(|it| it.new.domain.is_none());
    let doubts = batch.doubtful != Choice::Create;
    let (mut missing, mut fresh) = (Vec::<Employer>::new(), Organizations::<usize>::default());
    for mut it in wanted {
        let domains = || it.domains.iter().map(String::as_str);
        let found = known.organization(&it.new.name, domains());
        if let Some((id, by)) = found.filter(|(_, by)| doubts || *by != By::Perhaps) {
            employers.extend(it.written.into_iter().map(|name| (name, id)));
            if by != By::Name {
                // and so it is called in rows that tell no domain
                batch.learned.organizations.push((id, vec![it.new.name], Vec::new()));
            }
            continue;
        }
        let earlier = fresh.find(&it.new.name, domains());
        if let Some((at, _)) = earlier.filter(|(_, by)| doubts || *by != By::Perhaps) {
            missing[at].written.extend(it.written);
            continue;
        }
        if found.is_some() || earlier.is_some() {
            // a domain that is another's
            let held = |domain: &str| {
                known.organization("", std::iter::once(domain)).is_some()
                    || fresh.find("", std::iter::once(domain)).is_some()
            };
            it.new.domain = it.new.domain.filter(|domain| !held(domain));
        }
        fresh.put(missing.len(), [it.new.name.as_str()], it.new.domain.as_deref());
        missing.push(it);
    }
    if missing.is_empty() {
        return Ok(employers);
    }
    let new: Vec<NewOrganization> = missing.iter().map(|it| it.new.clone()).collect();
    let ids = organizations::add(tx, &new).await?;
    let mut changes = Changes::new();
    for (id, Employer { new, written, .. }) in ids.into_iter().zip(missing) {
        changes.insert(id.0, Change { after: stored(&new), ..Change::new(0) });
        batch.learned.organizations.push((id, written.clone(), new.domain.into_iter().collect()));
        employers.extend(written.into_iter().map(|name| (name, id)));
    }
    changes::note(tx, batch.import, "organization", &changes).await?;
    Ok(employers)
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
    let mut fresh = Organizations::<usize>::default();
    let (mut changes, mut filled) = (Changes::new(), Vec::new());
    for (line, row) in rows {
        let domain = row.domain.as_deref().filter(|domain| !crate::resolve::is_free_mail(domain));
        let choice = |by| if by == By::Perhaps { batch.doubtful } else { batch.choice };
        let known = known.organization(&row.name, domain).filter(|_| batch.choice != Choice::Create);
        let known = known.map(|(id, by)| (id, choice(by))).filter(|(_, choice)| *choice != Choice::Create);
        if let Some((id, choice)) = known {
            let change = match choice {
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
        let earlier = fresh.find(&row.name, domain).filter(|_| batch.choice != Choice::Create);
        if earlier.is_some_and(|(_, by)| choice(by) != Choice::Create) {
            batch.tally.skipped += 1;
            continue;
        }
        fresh.put(news.len(), row.names().iter().map(String::as_str), domain);
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
        let others = new.other_name.as_deref().map(organizations::several).unwrap_or_default();
        if others.len() > 1 {
            organizations::set(tx, *id, Field::OtherName, Some(&others.join(", "))).await?;
        }
        batch.learned.organizations.push((*id, row.names(), new.domain.clone().into_iter().collect()));
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
    let renamed = name_key(&name) != name_key(&row.name);
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

impl OrganizationRow {
    /// Every name that it says.
    pub fn names(&self) -> Vec<String> {
        let others = self.other_name.as_deref().map(organizations::several).unwrap_or_default();
        [self.name.clone()].into_iter().chain(others).collect()
    }
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
    use super::{Named, PersonRow, joined};

    #[test]
    fn other_names_are_added_to_those_that_are_there() {
        assert_eq!(joined(None, "Aozora"), "Aozora");
        assert_eq!(joined(Some("Aozora, Blue Sky"), "青空、AOZORA"), "Aozora, Blue Sky, 青空");
    }

    #[test]
    fn the_longest_way_to_write_a_name_is_kept() {
        let mut named = Named::default();
        for (name, domain) in
            [("㈱はるかぜ", None), ("株式会社はるかぜ", Some("harukaze.example")), ("はるかぜ", None)]
        {
            let (organization, domain) = (Some(name.to_owned()), domain.map(str::to_owned));
            named.want(&PersonRow { organization, domain, ..PersonRow::default() });
        }
        let all: Vec<_> = named.0.into_values().collect();
        let [it] = all.as_slice() else { panic!("one organization: {all:?}") };
        assert_eq!(
            (it.new.name.as_str(), it.new.domain.as_deref()),
            ("株式会社はるかぜ", Some("harukaze.example"))
        );
        assert_eq!(it.written.len(), 3);
    }
}
