//! What is known of persons that bears on who they are.

use std::collections::{HashMap, HashSet};

use sqlx::FromRow;

use crate::{
    PersonId, Result, TenantTx,
    identifiers::address,
    merges::evidence,
    resolve::{Email, Handle, Mark, Record},
};

/// Somebody who is not part of another, and all that is known of them.
#[derive(Debug, Clone)]
pub(in crate::merges) struct Known {
    pub(in crate::merges) id: PersonId,
    /// The number of the short code.
    pub(in crate::merges) number: i64,
    pub(in crate::merges) record: Record,
    /// Behind each of their accounts is no one person: what is written of them, they have from there.
    pub(in crate::merges) nobody: bool,
}

/// The statement over rows of everybody (`$2` is null) or of these persons: two statements, so that each has
/// its own plan.
macro_rules! of {
    ($everybody:expr, $column:literal, $before:literal, $after:literal) => {
        match $everybody {
            true => concat!($before, " and $2::uuid[] is null ", $after),
            false => concat!($before, " and ", $column, " = any($2) ", $after),
        }
    };
}

/// The statement for what was attended, by nobody's account and by accounts.
macro_rules! attended {
    ($by_person:literal, $by_account:literal) => {
        concat!(
            "with did as (
                 select x.id, x.person_id as person, x.text from crm.activities x
                 where x.tenant_id = $1 and x.action = 'attend' and x.deleted_at is null
                   and x.person_id is not null",
            $by_person,
            "    union all
                 select x.id, a.person_id, x.text from crm.accounts a
                 join crm.activities x on x.tenant_id = $1 and x.account_id = a.id and x.action = 'attend'
                                      and x.deleted_at is null
                 where a.tenant_id = $1 and a.person_id is not null and a.ignored is null",
            $by_account,
            ")
             select distinct did.person, coalesce(c.name, did.text) from did
             left join crm.activity_campaigns l on l.tenant_id = $1 and l.activity_id = did.id
             left join crm.campaigns c on c.tenant_id = $1 and c.id = l.campaign_id
             where coalesce(c.name, did.text) <> ''
             order by 1, 2"
        )
    };
}

/// All there are, or those of these who are there: not part of another, and not in the trash. By number.
pub(in crate::merges) async fn load(tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<Vec<Known>> {
    // compiling these queries takes longer than running them
    sqlx::query("set local jit = off").execute(tx.conn()).await?;
    let excluded: HashSet<String> =
        sqlx::query_scalar("select value from crm.excluded_values where tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await?
            .into_iter()
            .collect();
    let mut gathered = Gathered { excluded, ..Gathered::default() };
    gathered.accounts(tx, of).await?;
    gathered.persons(tx, of).await?;
    gathered.former(tx, of).await?;
    gathered.identifiers(tx, of).await?;
    gathered.employers(tx, of).await?;
    gathered.events(tx, of).await?;
    Ok(gathered.done())
}

/// What was read so far.
#[derive(Default)]
struct Gathered {
    excluded: HashSet<String>,
    persons: HashMap<PersonId, Known>,
    /// Records of accounts, and how many of those count, before it is known who is there.
    accounts: HashMap<PersonId, (Record, usize)>,
    /// Addresses of accounts that do not count: a person made for such an account has its address from there.
    nobodys: HashMap<PersonId, Vec<String>>,
}

#[derive(FromRow)]
struct AccountRow {
    person_id: PersonId,
    provider: String,
    workspace: String,
    external_id: String,
    handle: Option<String>,
    name: Option<String>,
    email: Option<String>,
    verified: bool,
    counts: bool,
    is_bot: bool,
}

#[derive(FromRow)]
struct PersonRow {
    whole: PersonId,
    id: PersonId,
    number: i64,
    name: String,
    kana: Option<String>,
    romaji: Option<String>,
    email: Option<String>,
    links: Vec<String>,
}

impl Gathered {
    async fn accounts(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        let rows: Vec<AccountRow> = sqlx::query_as(of!(
            of.is_none(),
            "person_id",
            "select person_id, provider, workspace, external_id, handle, name, email,
                    verified_at is not null as verified, ignored is null as counts, is_bot
             from crm.accounts where tenant_id = $1 and person_id is not null",
            "order by id"
        ))
        .bind(tx.tenant())
        .bind(of)
        .fetch_all(tx.conn())
        .await?;
        for row in rows {
            let (record, counting) = self.accounts.entry(row.person_id).or_default();
            if !row.counts {
                self.nobodys.entry(row.person_id).or_default().extend(row.email.as_deref().map(address));
                continue;
            }
            *counting += 1;
            if let Some(value) = row.email.filter(|value| admitted(&self.excluded, value)) {
                record.emails.push(Email { value, verified: row.verified });
            }
            if row.is_bot {
                continue;
            }
            record.names.extend(row.name);
            if row.provider != "email" {
                let handle = row.handle.unwrap_or_default();
                let plain = evidence::normalised(&handle);
                let counts = plain.is_some_and(|plain| !self.excluded.contains(&plain));
                record.handles.push(Handle {
                    value: if counts { handle } else { String::new() },
                    id: row.external_id,
                    place: format!("{} {}", row.provider, row.workspace),
                    provider: row.provider,
                    verified: row.verified,
                });
            }
        }
        Ok(())
    }

    /// Names of persons, and of all who are part of them.
    async fn persons(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        // pages they say are theirs
        let links: Vec<String> = sqlx::query_scalar(
            "select id::text from crm.fields
             where tenant_id = $1 and object = 'person' and kind = 'url' and deleted_at is null",
        )
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await?;
        let rows: Vec<PersonRow> = sqlx::query_as(of!(
            of.is_none(),
            "id",
            "with recursive part as (
                 select id as whole, id from crm.persons
                 where tenant_id = $1 and merged_into is null and deleted_at is null",
            "    union all
                 select part.whole, p.id from part
                 join crm.persons p on p.tenant_id = $1 and p.merged_into = part.id
             )
             select part.whole, p.id, p.number, p.name, p.kana, p.romaji, p.email,
                    array(select p.fields ->> link from unnest($3::text[]) link where p.fields ? link) as links
             from part join crm.persons p on p.tenant_id = $1 and p.id = part.id
             order by part.whole, p.number"
        ))
        .bind(tx.tenant())
        .bind(of)
        .bind(links)
        .fetch_all(tx.conn())
        .await?;
        for row in rows {
            let known = self.persons.entry(row.whole).or_insert_with(|| Known {
                id: row.whole,
                number: row.number,
                record: Record::default(),
                nobody: false,
            });
            let record = &mut known.record;
            let names = [Some(row.name), row.romaji].into_iter().flatten();
            let names: Vec<String> = names.filter(|name| !name.trim().is_empty()).collect();
            if row.id == row.whole {
                known.number = row.number;
                // the name it goes by comes first
                record.names.splice(0..0, names);
            } else {
                record.names.extend(names);
            }
            match (row.kana, &record.kana) {
                (Some(kana), None) => record.kana = Some(kana),
                (Some(kana), Some(_)) => record.names.push(kana),
                (None, _) => {}
            }
            let nobodys = self.nobodys.get(&row.id).or_else(|| self.nobodys.get(&row.whole));
            let own = |value: &String| nobodys.is_none_or(|them| !them.contains(&address(value)));
            let email = row.email.filter(|value| own(value) && admitted(&self.excluded, value));
            record.emails.extend(email.map(|value| Email { value, verified: false }));
            record.marks.extend(row.links.into_iter().map(|link| (Mark::Link, link)));
        }
        Ok(())
    }

    /// What people were called before a merge was chosen for its name.
    async fn former(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        let rows: Vec<(PersonId, String)> = sqlx::query_as(of!(
            of.is_none(),
            "m.into_person_id",
            "select m.into_person_id, v.before #>> '{}' from crm.merges m
             join crm.merge_fields v on v.tenant_id = $1 and v.merge_id = m.id
             where m.tenant_id = $1 and m.undone_at is null and v.field in ('name', 'romaji')
               and jsonb_typeof(v.before) = 'string'",
            "order by m.number"
        ))
        .bind(tx.tenant())
        .bind(of)
        .fetch_all(tx.conn())
        .await?;
        self.give(rows, |record, name| record.names.push(name));
        Ok(())
    }

    async fn identifiers(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        let rows: Vec<(PersonId, String, String, bool)> = sqlx::query_as(of!(
            of.is_none(),
            "person_id",
            "select person_id, kind, value, verified_at is not null from crm.identifiers where tenant_id = $1",
            "order by id"
        ))
        .bind(tx.tenant())
        .bind(of)
        .fetch_all(tx.conn())
        .await?;
        for (person, kind, value, verified) in rows {
            let Some(known) = self.persons.get_mut(&person) else { continue };
            if !admitted(&self.excluded, &value) {
                continue;
            }
            let record = &mut known.record;
            match kind.as_str() {
                "email" => record.emails.push(Email { value, verified }),
                "phone" => record.phones.push(value),
                "domain" => record.domains.push(value),
                "click_id" => record.marks.push((Mark::Trace, value)),
                _ => record.marks.push((Mark::Key, value)),
            }
        }
        Ok(())
    }

    async fn employers(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        let rows: Vec<(PersonId, String)> = sqlx::query_as(of!(
            of.is_none(),
            "e.person_id",
            "select e.person_id, o.name from crm.employments e
             join crm.organizations o on o.tenant_id = $1 and o.id = e.organization_id and o.deleted_at is null
             where e.tenant_id = $1",
            // where they are now comes first
            "order by e.ended_on desc nulls first, e.id"
        ))
        .bind(tx.tenant())
        .bind(of)
        .fetch_all(tx.conn())
        .await?;
        self.give(rows, |record, name| record.organizations.push(name));
        Ok(())
    }

    /// What people were at, by the campaign it counts for, else by its title.
    async fn events(&mut self, tx: &mut TenantTx, of: Option<&[PersonId]>) -> Result<()> {
        let rows: Vec<(PersonId, String)> = sqlx::query_as(match of.is_none() {
            true => attended!(" and $2::uuid[] is null", " and $2::uuid[] is null"),
            false => attended!(" and x.person_id = any($2)", " and a.person_id = any($2)"),
        })
        .bind(tx.tenant())
        .bind(of)
        .fetch_all(tx.conn())
        .await?;
        self.give(rows, |record, event| record.marks.push((Mark::Event, event)));
        Ok(())
    }

    /// Puts values into the records of those they belong to.
    fn give(&mut self, values: Vec<(PersonId, String)>, put: impl Fn(&mut Record, String)) {
        for (person, value) in values {
            if let Some(known) = self.persons.get_mut(&person) {
                put(&mut known.record, value);
            }
        }
    }

    fn done(mut self) -> Vec<Known> {
        let accounts = std::mem::take(&mut self.accounts);
        for (person, (account, counting)) in accounts {
            let Some(known) = self.persons.get_mut(&person) else { continue };
            known.nobody = counting == 0;
            let record = &mut known.record;
            for name in account.names {
                if !name.trim().is_empty() && !record.names.contains(&name) {
                    record.names.push(name);
                }
            }
            record.emails.extend(account.emails);
            record.handles.extend(account.handles);
        }
        let mut there: Vec<Known> = self.persons.into_values().collect();
        there.sort_by_key(|known| known.number);
        there
    }
}

/// Neither the value nor its domain is said to count for nothing.
fn admitted(excluded: &HashSet<String>, value: &str) -> bool {
    if excluded.is_empty() {
        return true;
    }
    let Some(plain) = evidence::normalised(value) else { return false };
    let domain = plain.rsplit_once('@').map(|(_, domain)| domain);
    !excluded.contains(&plain) && domain.is_none_or(|domain| !excluded.contains(domain))
}
