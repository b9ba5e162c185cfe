//! Who has something equal: found by grouping equal keys, so the work grows with the number of keys, not
//! of pairs. A key that many share says nothing and is passed over.

use std::collections::BTreeMap;

use super::{addresses, handles::Near};
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
    /// Handles that are nearly equal.
    pub(super) near_handles: Vec<Near>,
    /// Folded names.
    pub(super) names: Vec<String>,
    /// They are colleagues, and their names have a part in common.
    pub(super) near: bool,
}

/// Pairs, the lower id first.
pub(super) type Pairs = BTreeMap<(PersonId, PersonId), Shared>;

/// Every pair with something in common, or those with one person.
pub(super) async fn find(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Pairs> {
    // compiling these queries takes longer than running them
    sqlx::query("set local jit = off").execute(tx.conn()).await?;
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
    for (persons, handles, places) in near_handles(tx, about).await? {
        each(&persons, &mut |i, j, shared| {
            let near = Near::between((&handles[i], &places[i]), (&handles[j], &places[j]));
            shared.near_handles.extend(near);
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
             from crm.persons p
             where tenant_id = $1 and merged_into is null and deleted_at is null and email is not null
               -- a person made for an account has its address from there
               and not exists (select from crm.accounts g
                               where g.tenant_id = $1 and g.person_id = p.id and g.ignored is not null
                                 and lower(g.email) = lower(p.email))
             union all
             select a.person_id, a.email, a.verified_at is not null
             from crm.accounts a
             where a.tenant_id = $1 and a.person_id is not null and a.email is not null and a.ignored is null
             union all
             select i.person_id, i.value, i.verified_at is not null
             from crm.identifiers i where i.tenant_id = $1 and i.kind = 'email'
         ),
         by_person as materialized (
             select person, lower(btrim(normalize(value, nfkc))) as value, bool_or(verified) as verified
             from used group by 1, 2
         )
         select value, array_agg(person order by person), array_agg(verified order by person)
         from by_person
         where value like '_%@_%.__%' and split_part(value, '@', 1) <> all($3)
           and not exists (select from crm.excluded_values x
                           where x.tenant_id = $1 and x.value in (by_person.value, split_part(by_person.value, '@', 2)))
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
               and a.ignored is null
         )
         select value, array_agg(person order by person, provider), array_agg(provider order by person, provider)
         from used
         where length(value) >= 4
           and not exists (select from crm.excluded_values x where x.tenant_id = $1 and x.value = used.value)
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

/// Handles of more than one person that are equal but for their tails: of each as written, and where.
async fn near_handles(
    tx: &mut TenantTx,
    about: Option<PersonId>,
) -> Result<Vec<(Vec<PersonId>, Vec<String>, Vec<String>)>> {
    sqlx::query_as(
        // without the tail that people add when theirs is taken: `_`, `-`, one digit
        "with used as (
             select distinct a.person_id as person, btrim(normalize(a.handle, nfkc), ' @') as value,
                    a.provider || ' ' || a.workspace as place
             from crm.accounts a
             where a.tenant_id = $1 and a.person_id is not null and a.handle is not null and not a.is_bot
               and a.ignored is null
         ),
         cut as (
             select *, rtrim(regexp_replace(rtrim(lower(value), '_-'), '([^0-9])[0-9]$', '\\1'), '_-') as stem
             from used
             where not exists (select from crm.excluded_values x
                               where x.tenant_id = $1 and x.value = lower(used.value))
         )
         select array_agg(person order by person, value, place), array_agg(value order by person, value, place),
                array_agg(place order by person, value, place)
         from cut where length(stem) >= 4
         group by stem
         having count(distinct person) between 2 and $3 and count(distinct value) > 1
            and ($2::uuid is null or bool_or(person = $2))
         order by stem",
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
             from crm.persons p where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null
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

/// Persons at one organization whose names might be near: in Latin letters one word equal and the first
/// letter of the other; in kanji the length and the first or last two characters.
async fn colleagues(tx: &mut TenantTx, about: Option<PersonId>) -> Result<Vec<Vec<PersonId>>> {
    sqlx::query_scalar(
        "with form as (
             select p.id as person, string_to_table(p.search_key, chr(10)) as value
             from crm.persons p where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null
         ),
         part as (
             select person, left(value, 1) || substring(value from ' .*') as part
             from form where value ~ '^[!-~]+ [!-~]+$'
             union
             select person, unnest(array['^' || left(value, 2), right(value, 2) || '$']) || length(value)
             from form where value not like '% %' and length(value) > 3 and value ~ '[\\u3400-\\u9fff]'
         )
         select array_agg(part.person order by part.person) from part
         -- lateral: planned well even before the tables' first analyze
         cross join lateral (select distinct e.organization_id as id from crm.employments e
                             where e.tenant_id = $1 and e.person_id = part.person) organization
         group by organization.id, part.part
         having count(*) between 2 and $3 and ($2::uuid is null or bool_or(part.person = $2))",
    )
    .bind(tx.tenant())
    .bind(about)
    .bind(COLLEAGUES)
    .fetch_all(tx.conn())
    .await
}
