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

use super::{
    PersonRow,
    facts::Traits,
    meant::{By, Organizations},
};
use crate::{OrganizationId, PersonId, Result, TenantTx, resolve};

/// Persons that share one key and are looked at: of a name that more bear, the first.
pub(super) const LOOKED_AT: usize = 20;
/// Rows read at a time.
const PAGE: i64 = 20_000;

/// Who and what is known, by keys.
pub struct Known {
    /// What judges whether two are one.
    learned: Arc<resolve::Learned>,
    persons: HashMap<u64, Vec<PersonId>>,
    organizations: Organizations<OrganizationId>,
}

/// What an import has added, to be known once it is committed.
#[derive(Debug, Default)]
pub(super) struct Learned {
    pub(super) persons: Vec<(PersonId, Vec<u64>)>,
    /// Names and domains of each.
    pub(super) organizations: Vec<(OrganizationId, Vec<String>, Vec<String>)>,
}

impl Known {
    /// Everybody and everything that a tenant knows now.
    pub async fn load(tx: &mut TenantTx) -> Result<Self> {
        let learned = crate::merges::learned(tx).await?;
        let mut known = Self { learned, persons: HashMap::new(), organizations: Organizations::default() };
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
             where tenant_id = $1 and deleted_at is null order by number",
        )
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await?;
        for (id, names, domains) in &organizations {
            known.organizations.put(*id, names.lines(), domains.iter().map(String::as_str));
        }
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

    /// The organization that is meant by this name, with addresses at these domains.
    pub fn organization<'a>(
        &self,
        name: &str,
        domains: impl IntoIterator<Item = &'a str>,
    ) -> Option<(OrganizationId, By)> {
        self.organizations.find(name, domains)
    }

    /// Takes in what is committed.
    pub(super) fn learn(&mut self, learned: Learned) {
        for (person, keys) in learned.persons {
            keys.into_iter().for_each(|key| self.person(person, key));
        }
        for (organization, names, domains) in &learned.organizations {
            let (names, domains) = (names.iter().map(String::as_str), domains.iter().map(String::as_str));
            self.organizations.put(*organization, names, domains);
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
