//! What is known of a person that bears on whether it is another.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses;
use crate::{OrganizationId, PersonId, Result, TenantTx, fold};

/// One of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) id: PersonId,
    pub(super) number: i64,
    /// Display name, kana, romaji, as far as they are known.
    pub(super) names: Vec<String>,
    /// The reading, folded, without blanks.
    pub(super) kana: Option<String>,
    /// Every folded form of every name.
    pub(super) forms: BTreeSet<String>,
    /// Where it works or worked: id → name.
    pub(super) organizations: BTreeMap<OrganizationId, String>,
    /// Domains of its addresses, free ones left out.
    pub(super) domains: BTreeSet<String>,
    /// Provider and workspace of its accounts.
    pub(super) places: BTreeSet<(String, String)>,
}

/// Profiles of those of these persons who are not part of another.
pub(super) async fn load(tx: &mut TenantTx, ids: BTreeSet<PersonId>) -> Result<BTreeMap<PersonId, Profile>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        id: PersonId,
        number: i64,
        name: String,
        kana: Option<String>,
        romaji: Option<String>,
        search_key: String,
    }
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let rows: Vec<Row> = sqlx::query_as(
        "select id, number, name, kana, romaji, search_key
         from crm.persons where tenant_id = $1 and id = any($2) and merged_into is null and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?;
    let profile = |row: Row| Profile {
        id: row.id,
        number: row.number,
        kana: row.kana.as_deref().map(|kana| fold(kana).replace(' ', "")),
        forms: row.search_key.lines().filter(|form| !form.is_empty()).map(str::to_owned).collect(),
        names: [Some(row.name), row.kana, row.romaji].into_iter().flatten().collect(),
        organizations: BTreeMap::new(),
        domains: BTreeSet::new(),
        places: BTreeSet::new(),
    };
    let mut profiles: BTreeMap<PersonId, Profile> =
        rows.into_iter().map(|row| (row.id, profile(row))).collect();
    for (person, id, name) in organizations(tx, &ids).await? {
        if let Some(profile) = profiles.get_mut(&person) {
            profile.organizations.insert(id, name);
        }
    }
    for (person, domain) in domains(tx, &ids).await? {
        if let Some(profile) = profiles.get_mut(&person)
            && !addresses::is_free(&domain)
        {
            profile.domains.insert(domain);
        }
    }
    for (person, provider, workspace) in places(tx, &ids).await? {
        if let Some(profile) = profiles.get_mut(&person) {
            profile.places.insert((provider, workspace));
        }
    }
    Ok(profiles)
}

async fn organizations(
    tx: &mut TenantTx,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, OrganizationId, String)>> {
    sqlx::query_as(
        "select e.person_id, o.id, o.name from crm.employments e
         join crm.organizations o on o.tenant_id = $1 and o.id = e.organization_id and o.deleted_at is null
         where e.tenant_id = $1 and e.person_id = any($2)",
    )
    .bind(tx.tenant())
    .bind(ids)
    .fetch_all(tx.conn())
    .await
}

async fn domains(tx: &mut TenantTx, ids: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
    sqlx::query_as(
        "select person, domain from (
             select distinct person, lower(btrim(substring(value from '[^@]*$'))) as domain from (
             select id as person, email as value from crm.persons
             where tenant_id = $1 and id = any($2) and email like '%@%'
             union all
             select person_id, email from crm.accounts
             where tenant_id = $1 and person_id = any($2) and email like '%@%' and ignored is null
             union all
             select person_id, value from crm.identifiers
             where tenant_id = $1 and person_id = any($2) and kind in ('email', 'domain')) used) domains
         where not exists (select from crm.excluded_values x where x.tenant_id = $1 and x.value = domains.domain)",
    )
    .bind(tx.tenant())
    .bind(ids)
    .fetch_all(tx.conn())
    .await
}

/// Where one human has one account as a rule: everywhere but at mail providers.
async fn places(tx: &mut TenantTx, ids: &[PersonId]) -> Result<Vec<(PersonId, String, String)>> {
    sqlx::query_as(
        "select distinct person_id, provider, workspace from crm.accounts
         where tenant_id = $1 and person_id = any($2) and provider <> 'email' and not is_bot
           and ignored is null",
    )
    .bind(tx.tenant())
    .bind(ids)
    .fetch_all(tx.conn())
    .await
}
