//! What is known of persons that a row might speak of, and what of it bears on whether it does.

use std::collections::{BTreeSet, HashMap};

use sqlx::FromRow;

use super::PersonRow;
use crate::{
    OrganizationId, PersonId, Result, TenantTx, fold, identifiers::IdentifierKind, merges::is_role_mail,
    organizations::bare, persons::search_key,
};

/// What is known of somebody.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Facts {
    pub(super) id: PersonId,
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) kana: Option<String>,
    pub(super) romaji: Option<String>,
    pub(super) title: Option<String>,
    pub(super) email: Option<String>,
    pub(super) relationship: String,
    pub(super) tags: Vec<String>,
    pub(super) search_key: String,
    pub(super) emails: Vec<String>,
    pub(super) phones: Vec<String>,
    pub(super) organizations: Vec<String>,
    /// Where they work now.
    pub(super) employers: Vec<OrganizationId>,
}

/// What bears on whether two are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traits {
    /// Folded whole names.
    pub(super) forms: BTreeSet<String>,
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
        let whole = |form: &str| form.contains(' ') || !form.is_ascii() && form.chars().count() > 2;
        let mut traits = Self::told(row.emails.iter(), row.phones.iter(), row.organization.iter());
        // 田中 alone is many people; 田中 太郎 is looked for with and without the blank
        if whole(&fold(&row.name)) {
            traits.forms = forms(&search_key(&row.name, None, None));
        }
        traits
    }

    fn told<'a>(
        emails: impl Iterator<Item = &'a String>,
        phones: impl Iterator<Item = &'a String>,
        organizations: impl Iterator<Item = &'a String>,
    ) -> Self {
        let (shared, own) = emails.map(|it| crate::identifiers::address(it)).partition(|it| is_role_mail(it));
        Self {
            forms: BTreeSet::new(),
            emails: own,
            shared_emails: shared,
            phones: phones.map(|it| IdentifierKind::Phone.normalised(it)).collect(),
            organizations: organizations.map(|name| bare(&fold(name)).replace(' ', "")).collect(),
        }
    }

    /// Takes in what another row says of the same person.
    pub(super) fn join(&mut self, other: Self) {
        self.forms.extend(other.forms);
        self.emails.extend(other.emails);
        self.shared_emails.extend(other.shared_emails);
        self.phones.extend(other.phones);
        self.organizations.extend(other.organizations);
    }
}

impl Facts {
    pub(super) fn traits(&self) -> Traits {
        let mut traits = Traits::told(self.emails.iter(), self.phones.iter(), self.organizations.iter());
        traits.forms = forms(&self.search_key);
        traits
    }
}

fn forms(key: &str) -> BTreeSet<String> {
    key.lines().filter(|form| !form.is_empty()).map(str::to_owned).collect()
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
