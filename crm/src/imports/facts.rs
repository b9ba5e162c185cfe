//! What is known of persons that a row might speak of, and what of it bears on whether it does.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use sqlx::FromRow;

use super::PersonRow;
use crate::{
    OrganizationId, PersonId, Result, TenantTx, fold,
    identifiers::IdentifierKind,
    organizations::bare,
    persons::search_key,
    resolve::{Email, Record, is_role_mail},
};

/// Forms of names that are compared, at most.
const FORMS: usize = 12;

/// What is known of somebody.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Facts {
    pub(super) id: PersonId,
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) kana: Option<String>,
    pub(super) romaji: Option<String>,
    pub(super) title: Option<String>,
    /// What an import wrote as the department in their title.
    department: Option<String>,
    pub(super) email: Option<String>,
    pub(super) relationship: String,
    pub(super) tags: Vec<String>,
    pub(super) search_key: String,
    /// What stands in fields of the tenant's own, by their ids.
    pub(super) fields: Value,
    pub(super) emails: Vec<String>,
    pub(super) phones: Vec<String>,
    pub(super) organizations: Vec<String>,
    /// Where they work now.
    pub(super) employers: Vec<OrganizationId>,
}

/// What bears on whether two are one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Traits {
    /// As the resolver reads it.
    pub(super) record: Record,
    /// Folded whole names.
    pub(super) forms: BTreeSet<String>,
    /// Is it called by more than a word that many people are called by?
    pub(super) whole: bool,
    pub(super) emails: BTreeSet<String>,
    /// Of roles, as `info@`: proof of nothing.
    pub(super) shared_emails: BTreeSet<String>,
    pub(super) phones: BTreeSet<String>,
    /// Folded, without legal forms.
    pub(super) organizations: BTreeSet<String>,
}

impl Traits {
    /// Of a row.
    pub(super) fn of(row: &PersonRow) -> Self {
        let record = Record {
            names: [Some(row.name.clone()), row.romaji.clone()].into_iter().flatten().collect(),
            kana: row.kana.clone(),
            emails: emails(&row.emails),
            phones: row.phones.clone(),
            organizations: row.organization.iter().cloned().collect(),
            ..Record::default()
        };
        let mut traits = Self { whole: is_whole(&fold(&row.name)), ..Self::told(record) };
        // 田中 alone is many people; 田中 太郎 is looked for with and without the blank
        if traits.whole {
            traits.forms = forms(&search_key(&row.name, None, None)).collect();
        }
        traits
    }

    fn told(record: Record) -> Self {
        let addresses = record.emails.iter().map(|it| crate::identifiers::address(&it.value));
        let (shared_emails, own) = addresses.partition(|it| is_role_mail(it));
        let organizations = record.organizations.iter();
        let organizations = organizations.map(|name| bare(&fold(name)).replace(' ', "")).collect();
        let phones = record.phones.iter().map(|it| IdentifierKind::Phone.normalised(it)).collect();
        Self { record, emails: own, shared_emails, phones, organizations, ..Self::default() }
    }

    /// Have two more in common than a name, or is nothing else known that could tell them apart?
    pub(super) fn touches(&self, other: &Self) -> bool {
        let meet = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).next().is_some();
        meet(&self.emails, &other.emails)
            || meet(&self.shared_emails, &other.shared_emails)
            || meet(&self.phones, &other.phones)
            || meet(&self.organizations, &other.organizations)
            || self.tells_nothing_beside(other)
    }

    /// Is nothing known of one of them that could tell them apart?
    pub(super) fn tells_nothing_beside(&self, other: &Self) -> bool {
        let unknown = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_empty() || b.is_empty();
        unknown(&self.emails, &other.emails) && unknown(&self.organizations, &other.organizations)
    }

    /// Is it but a name?
    pub(super) fn tells_nothing(&self) -> bool {
        self.emails.is_empty()
            && self.shared_emails.is_empty()
            && self.phones.is_empty()
            && self.organizations.is_empty()
    }

    /// Takes in what another row says of the same person.
    pub(super) fn join(&mut self, other: Self) {
        self.forms.extend(other.forms);
        self.whole |= other.whole;
        self.emails.extend(other.emails);
        self.shared_emails.extend(other.shared_emails);
        self.phones.extend(other.phones);
        self.organizations.extend(other.organizations);
        self.record.names.extend(other.record.names);
        self.record.kana = self.record.kana.take().or(other.record.kana);
        self.record.emails.extend(other.record.emails);
        self.record.phones.extend(other.record.phones);
        self.record.organizations.extend(other.record.organizations);
    }
}

impl Facts {
    /// The department in their title, as far as it still stands there.
    pub(super) fn department(&self) -> Option<&str> {
        let department = self.department.as_deref()?;
        rest_of(self.title.as_ref()?, department).map(|_| department)
    }

    pub(super) fn traits(&self) -> Traits {
        let names = [Some(self.name.clone()), self.romaji.clone()].into_iter().flatten();
        let record = Record {
            // with what those are called who are part of it
            names: names.chain(forms(&self.search_key).take(FORMS)).collect(),
            kana: self.kana.clone(),
            emails: emails(&self.emails),
            phones: self.phones.clone(),
            organizations: self.organizations.clone(),
            ..Record::default()
        };
        let all: BTreeSet<String> = forms(&self.search_key).collect();
        Traits { whole: all.iter().any(|form| is_whole(form)), forms: all, ..Traits::told(record) }
    }
}

/// What a title says beside a department that it begins with.
pub(super) fn rest_of<'a>(title: &'a str, department: &str) -> Option<&'a str> {
    let rest = title.strip_prefix(department)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
}

fn emails(addresses: &[String]) -> Vec<Email> {
    addresses.iter().map(|value| Email { value: value.clone(), verified: false }).collect()
}

/// More than a word that many people are called by.
fn is_whole(form: &str) -> bool {
    form.contains(' ') || !form.is_ascii() && form.chars().count() > 2
}

fn forms(key: &str) -> impl Iterator<Item = String> {
    key.lines().filter(|form| !form.is_empty()).map(str::to_owned)
}

/// What is known of those of these persons who are there; `held`: nobody else changes them until the
/// transaction ends.
pub(super) async fn load(
    tx: &mut TenantTx,
    persons: &BTreeSet<PersonId>,
    held: bool,
) -> Result<HashMap<PersonId, Facts>> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    if held {
        // in the order of ids, as everybody does
        sqlx::query("select from crm.persons where tenant_id = $1 and id = any($2) order by id for update")
            .bind(tx.tenant())
            .bind(persons.iter().copied().collect::<Vec<_>>())
            .execute(tx.conn())
            .await?;
    }
    let facts: Vec<Facts> = sqlx::query_as(
        "select p.id, p.number, p.name, p.kana, p.romaji, p.title, p.email, p.relationship, p.tags, p.search_key,
                p.fields,
                (select c.made ->> 'department' from crm.import_changes c
                 join crm.imports i on i.tenant_id = $1 and i.id = c.import_id and i.state <> 'undone'
                 where c.tenant_id = $1 and c.object_id = p.id and c.made ->> 'department' is not null
                 order by c.changed_at desc limit 1) as department,
                array_remove(array_append(
                    array(select i.value from crm.identifiers i
                          where i.tenant_id = $1 and i.person_id = p.id and i.kind = 'email')
                    || array(select a.email from crm.accounts a
                             where a.tenant_id = $1 and a.person_id = p.id and a.email is not null), p.email), null)
                    as emails,
                array(select i.value from crm.identifiers i
                      where i.tenant_id = $1 and i.person_id = p.id and i.kind = 'phone') as phones,
                array(select o.name from crm.employments e
                      join crm.organizations o on o.tenant_id = $1 and o.id = e.organization_id and o.deleted_at is null
                      where e.tenant_id = $1 and e.person_id = p.id) as organizations,
                array(select e.organization_id from crm.employments e
                      where e.tenant_id = $1 and e.person_id = p.id and e.ended_on is null) as employers
         from crm.persons p
         where p.tenant_id = $1 and p.id = any($2) and p.merged_into is null and p.deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(persons.iter().copied().collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(facts.into_iter().map(|facts| (facts.id, facts)).collect())
}
