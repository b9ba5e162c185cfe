//! Who has something equal: found by grouping equal keys, so the work grows with the number of keys, not
//! of pairs. A key that many share says nothing and is passed over.

use std::collections::BTreeMap;

use super::addresses;
use crate::{PersonId, Result, TenantTx};

/// An address that more persons use is a shared one.
const ADDRESS_USERS: i64 = 3;
/// A handle or name that more persons have is a common one.
const NAMESAKES: i64 = 20;
/// More colleagues than this with a part of their names equal are not compared.
const COLLEAGUES: i64 = 50;

/// What two persons have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shared {
    /// Addresses, and whether verified on both sides.
    pub(super) emails: Vec<(String, bool)>,
    /// Handles, and the two providers.
    pub(super) handles: Vec<(String, [String; 2])>,
    /// Folded names.
    pub(super) names: Vec<String>,
    /// They are colleagues with a part of their names equal.
    pub(super) near: bool,
}

/// Pairs, the lower id first.
pub(super) type Pairs = BTreeMap<(PersonId, PersonId), Shared>;

/// Every pair with something in common, or those with one person.
pub(super) async fn find(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Pairs> {
    let mut pairs = Pairs::new();
    let mut each = |persons: &[PersonId], add: &mut dyn FnMut(usize, usize, &mut Shared)| {
        for (i, a) in persons.iter().enumerate() {
            for (j, b) in persons.iter().enumerate().skip(i + 1) {
                if a != b && about.is_none_or(|about| about == *a || about == *b) {
                    // `min`, `max`: the order of the database and ours need not be the same
                    add(i, j, pairs.entry((*a.min(b), *a.max(b))).or_default());
                }
            }
        }
    };
    for (value, persons, verified) in emails(tx, about).await? {
        each(&persons, &mut |i, j, shared| shared.emails.push((value.clone(), verified[i] && verified[j])));
    }
    for (value, persons, providers) in handles(tx, about).await? {
        each(&persons, &mut |i, j, shared| {
            if providers[i] != providers[j] {
                let mut both = [providers[i].clone(), providers[j].clone()];
                both.sort();
                shared.handles.push((value.clone(), both));
            }
        });
    }
    for (value, persons) in names(tx, about).await? {
        each(&persons, &mut |_, _, shared| shared.names.push(value.clone()));
    }
    for persons in colleagues(tx, about).await? {
        each(&persons, &mut |_, _, shared| shared.near = true);
    }
    Ok(pairs)
}

/// Addresses of two or three persons: of each whether it is verified.
async fn emails(
    tx: &mut TenantTx,
    about: Option<PersonId>,
) -> Result<Vec<(String, Vec<PersonId>, Vec<bool>)>> {
    sqlx::query_as(
        "with used as (
             select id as person, email as value, false as verified
             from crm.persons where tenant_id = $1 and merged_into is null and email is not null
             union all
             select a.person_id, a.email, a.verified_at is not null
             from crm.accounts a where a.tenant_id = $1 and a.person_id is not null and a.email is not null
             union all
             select i.person_id, i.value, i.verified_at is not null
             from crm.identifiers i where i.tenant_id = $1 and i.kind = 'email'
         ),
         by_person as (
             select person, lower(btrim(normalize(value, nfkc))) as value, bool_or(verified) as verified
             from used group by 1, 2
         )
         select value, array_agg(person order by person), array_agg(verified order by person)
         from by_person
         where value like '_%@_%.__%' and split_part(value, '@', 1) <> all($3)
         group by value
         having count(*) between 2 and $4 and ($2::uuid is null or bool_or(person = $2))
         order by value",
    )
    .bind(tx.tenant())
    .bind(about)
    .bind(addresses::ROLES)
    .bind(ADDRESS_USERS)
    .fetch_all(tx.conn())
    .await
}

/// Handles on more than one provider, of more than one person: of each on which.
async fn handles(
    tx: &mut TenantTx,
    about: Option<PersonId>,
) -> Result<Vec<(String, Vec<PersonId>, Vec<String>)>> {
    sqlx::query_as(
        "with used as (
             select distinct a.person_id as person, a.provider, lower(btrim(normalize(a.handle, nfkc), ' @')) as value
             from crm.accounts a
             where a.tenant_id = $1 and a.person_id is not null and a.handle is not null and not a.is_bot
         )
         select value, array_agg(person order by person, provider), array_agg(provider order by person, provider)
         from used where length(value) >= 4
         group by value
         having count(distinct person) between 2 and $3 and count(distinct provider) > 1
            and ($2::uuid is null or bool_or(person = $2))
         order by value",
    )
    .bind(tx.tenant())
    .bind(about)
    .bind(NAMESAKES)
    .fetch_all(tx.conn())
    .await
}

/// Folded names of more than one person, initials left out: three Latin letters or two others at least.
async fn names(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Vec<(String, Vec<PersonId>)>> {
    sqlx::query_as(
        "with form as (
             select p.id as person, string_to_table(p.search_key, chr(10)) as value
             from crm.persons p where p.tenant_id = $1 and p.merged_into is null
         )
         select value, array_agg(person order by person) from form
         where length(value) > 1 and octet_length(value) > 2
         group by value
         having count(*) between 2 and $3 and ($2::uuid is null or bool_or(person = $2))
         order by value",
    )
    .bind(tx.tenant())
    .bind(about)
    .bind(NAMESAKES)
    .fetch_all(tx.conn())
    .await
}

/// Persons at one organization with a word of their names equal, or the first or last two characters of
/// names in kanji.
async fn colleagues(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Vec<Vec<PersonId>>> {
    sqlx::query_scalar(
        "with at as (select distinct organization_id as organization, person_id as person
                     from crm.employments where tenant_id = $1),
         form as (
             select at.organization, p.id as person, string_to_table(p.search_key, chr(10)) as value
             from at join crm.persons p on p.tenant_id = $1 and p.id = at.person and p.merged_into is null
         ),
         part as (
             select organization, person, string_to_table(value, ' ') as part from form where value like '% %'
             union
             select organization, person, unnest(array['^' || left(value, 2), right(value, 2) || '$'])
             from form where value not like '% %' and value ~ '[\\u3400-\\u9fff]'
         )
         select array_agg(person order by person) from part
         where length(part) > 1
         group by organization, part
         having count(*) between 2 and $3 and ($2::uuid is null or bool_or(person = $2))",
    )
    .bind(tx.tenant())
    .bind(about)
    .bind(COLLEAGUES)
    .fetch_all(tx.conn())
    .await
}
