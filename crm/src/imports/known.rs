//! Who and what is known already, by keys, for the time of an import.
//!
//! Looking a name up in the database for each of 100,000 rows would walk all persons each time: row-level
//! security keeps indexes over expressions from being used. So the keys are held here: of persons as 64-bit
//! hashes, which say whom to look at; what the database says of those decides. A key that is out of date, or
//! hashes that collide, cost a look and nothing else.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::{PersonRow, facts::Traits};
use crate::{OrganizationId, PersonId, Result, TenantTx, fold, organizations::bare, resolve};

/// Persons that share one key and are looked at: of a name that more bear, the first.
const LOOKED_AT: usize = 20;
/// Rows read at a time.
const PAGE: i64 = 20_000;

/// Who and what is known, by keys.
pub struct Known {
    /// What judges whether two are one.
    learned: Arc<resolve::Learned>,
    persons: HashMap<u64, Vec<PersonId>>,
    organizations: HashMap<String, OrganizationId>,
}

/// What an import has added, to be known once it is committed.
#[derive(Debug, Default)]
pub(super) struct Learned {
    pub(super) persons: Vec<(PersonId, Vec<u64>)>,
    pub(super) organizations: Vec<(OrganizationId, Vec<String>)>,
}

impl Known {
    /// Everybody and everything that a tenant knows now.
    pub async fn load(tx: &mut TenantTx) -> Result<Self> {
        let learned = crate::merges::learned(tx).await?;
        let mut known = Self { learned, persons: HashMap::new(), organizations: HashMap::new() };
        for sql in [
            "select id, id, search_key, chr(10) from crm.persons
             where tenant_id = $1 and merged_into is null and deleted_at is null and id > $2 order by id limit $3",
            "select id, id, email, null from crm.persons
             where tenant_id = $1 and merged_into is null and deleted_at is null and email is not null and id > $2
             order by id limit $3",
            "select id, person_id, value, null from crm.identifiers
             where tenant_id = $1 and kind = 'email' and id > $2 order by id limit $3",
            "select id, person_id, email, null from crm.accounts
             where tenant_id = $1 and person_id is not null and email is not null and id > $2 order by id limit $3",
        ] {
            let mut after = Uuid::nil();
            loop {
                let page: Vec<(Uuid, PersonId, String, Option<String>)> = sqlx::query_as(sql)
                    .bind(tx.tenant())
                    .bind(after)
                    .bind(PAGE)
                    .fetch_all(tx.conn())
                    .await?;
                for (id, person, text, is_names) in &page {
                    after = *id;
                    if is_names.is_some() {
                        text.lines().filter(|form| !form.is_empty()).for_each(|it| known.person(*person, name_key(it)));
                    } else {
                        known.person(*person, email_key(&crate::identifiers::address(text)));
                    }
                }
                if i64::try_from(page.len()).is_ok_and(|read| read < PAGE) {
                    break;
                }
            }
        }
        let organizations: Vec<(OrganizationId, String, Vec<String>)> = sqlx::query_as(
            "select id, search_key, array_remove(array_append(more_domains, domain), null) from crm.organizations
             where tenant_id = $1 and deleted_at is null order by number desc",
        )
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await?;
        // of two with one name the first one made
        for (id, names, domains) in organizations {
            for key in names.lines().filter(|it| !it.is_empty()).map(organization_key) {
                known.organizations.insert(key, id);
            }
            for domain in domains {
                known.organizations.insert(domain_key(&domain), id);
            }
        }
        known.organizations.remove("");
        Ok(known)
    }

    pub(super) fn learned(&self) -> &resolve::Learned {
        &self.learned
    }

    fn person(&mut self, person: PersonId, key: u64) {
        let persons = self.persons.entry(key).or_default();
        if persons.len() < LOOKED_AT && !persons.contains(&person) {
            persons.push(person);
        }
    }

    /// Whom to look at for a row.
    pub(super) fn alike(&self, row: &PersonRow) -> impl Iterator<Item = PersonId> {
        keys(row).into_iter().filter_map(|key| self.persons.get(&key)).flatten().copied()
    }

    /// The organization with this name, legal forms apart, or with this domain.
    pub fn organization(&self, name: &str, domain: Option<&str>) -> Option<OrganizationId> {
        let by_name = self.organizations.get(&organization_key(&fold(name)));
        by_name.or_else(|| self.organizations.get(&domain_key(domain?))).copied()
    }

    /// Is there an organization with this name or domain?
    pub fn has_organization(&self, name: &str, domain: Option<&str>) -> bool {
        self.organization(name, domain).is_some()
    }

    /// Takes in what is committed.
    pub(super) fn learn(&mut self, learned: Learned) {
        for (person, keys) in learned.persons {
            keys.into_iter().for_each(|key| self.person(person, key));
        }
        for (organization, keys) in learned.organizations {
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                self.organizations.entry(key).or_insert(organization);
            }
        }
    }
}

/// The keys of a row.
pub(super) fn keys(row: &PersonRow) -> Vec<u64> {
    let names = Traits::of(row).forms;
    row.emails.iter().map(|email| email_key(email)).chain(names.iter().map(|form| name_key(form))).collect()
}

/// Sofía is looked for as Sofia, and the other way round.
fn name_key(form: &str) -> u64 {
    let plain = |c: char| std::iter::once(c).nfd().next().filter(char::is_ascii).unwrap_or(c);
    hashed(0, &form.chars().map(plain).collect::<String>())
}

fn email_key(address: &str) -> u64 {
    hashed(1, address)
}

fn hashed(kind: u8, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, text).hash(&mut hasher);
    hasher.finish()
}

/// By what an organization of a row is known: rows that have one of these in common mean the same.
pub fn organization_keys(name: &str, domain: Option<&str>) -> Vec<String> {
    let name = organization_key(&fold(name));
    [Some(name), domain.map(domain_key)].into_iter().flatten().filter(|key| !key.is_empty()).collect()
}

/// A folded name of an organization as it is compared.
pub(super) fn organization_key(folded: &str) -> String {
    bare(folded).replace(' ', "")
}

/// A domain among those names, which hold no blank.
pub(super) fn domain_key(domain: &str) -> String {
    format!("@ {}", domain.to_lowercase())
}
