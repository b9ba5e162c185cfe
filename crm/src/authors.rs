//! Who may have written something: the accounts behind a person, an organization or a bare handle.
//!
//! Not who may read it: that is [`crate::conversations::hidden`].

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::{
    AccountId, Code, CodeKind, OrganizationId, PersonId, Result, TenantTx, UserId, fold,
    persons::{self, Found, Person, like, without_honorific},
};

/// Somebody who may have written something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person we know.
    Person(Person),
    /// A member of staff, by accounts of no person.
    Staff(Staff),
    /// An account that nobody is known to be behind.
    Stranger(Stranger),
}

/// A member of staff as an author, whether or not they may still sign in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Staff {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
}

impl Staff {
    /// What [`refer`] takes for exactly this one: `staff:` and the address, or the id where there is none.
    pub fn reference(&self) -> String {
        self.email.as_ref().map_or_else(|| format!("staff:{}", self.id.0), |email| format!("staff:{email}"))
    }
}

/// An account that no person is known to be behind: a bot, or somebody nobody has resolved yet.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Stranger {
    /// The account.
    pub id: AccountId,
    /// `slack`, `github` …
    pub provider: String,
    /// The provider's immutable id.
    pub external_id: String,
    /// The name it shows, its handle, or its id.
    pub name: String,
}

/// At most this many to choose from.
const CHOICES: i64 = 9;

/// Every account of an author.
pub async fn accounts(tx: &mut TenantTx, author: &Author) -> Result<Vec<AccountId>> {
    match author {
        Author::Person(person) => of_person(tx, person.id).await,
        Author::Staff(staff) => of_user(tx, Some(staff.id)).await,
        Author::Stranger(account) => Ok(vec![account.id]),
    }
}

/// Every account of a person, who may be a member of staff as well.
pub async fn of_person(tx: &mut TenantTx, person: PersonId) -> Result<Vec<AccountId>> {
    sqlx::query_scalar(
        "select a.id from crm.accounts a
         where a.tenant_id = $1 and (a.person_id = $2 or a.user_id in (
             select b.user_id from crm.accounts b where b.tenant_id = $1 and b.person_id = $2))",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// The accounts by which whoever acts in this transaction writes; none for the system.
pub async fn own(tx: &mut TenantTx) -> Result<Vec<AccountId>> {
    let user = tx.actor().user_id();
    of_user(tx, user).await
}

async fn of_user(tx: &mut TenantTx, user: Option<UserId>) -> Result<Vec<AccountId>> {
    sqlx::query_scalar(
        "select a.id from crm.accounts a
         where a.tenant_id = $1 and (a.user_id = $2 or a.person_id in (
             select b.person_id from crm.accounts b where b.tenant_id = $1 and b.user_id = $2))",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_all(tx.conn())
    .await
}

/// Every account of the people who work for an organization on a day.
pub async fn of_organization(
    tx: &mut TenantTx,
    organization: OrganizationId,
    day: NaiveDate,
) -> Result<Vec<AccountId>> {
    sqlx::query_scalar(
        "select distinct a.id from crm.employments e
         join crm.accounts a on a.tenant_id = e.tenant_id and a.person_id = e.person_id
         where e.tenant_id = $1 and e.organization_id = $2
           and coalesce(e.started_on <= $3, true) and coalesce(e.ended_on >= $3, true)",
    )
    .bind(tx.tenant())
    .bind(organization)
    .bind(day)
    .fetch_all(tx.conn())
    .await
}

/// Who is meant by `text`: what [`persons::refer`] understands, a member of staff by name, a part of it,
/// address or account, and an account without either by `@handle`, `provider:id` or the name it shows. Who
/// is a person and a member of staff counts once, as the person.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Author>> {
    let (known, near) = match persons::refer(tx, text).await? {
        Found::One(person) => (vec![person], Vec::new()),
        Found::Many(persons) => (persons, Vec::new()),
        Found::None(near) => (Vec::new(), near),
    };
    let mut found: Vec<Author> = Vec::new();
    if !matches!(Code::parse(text), Some(Code { kind: CodeKind::Person, .. })) {
        let folded = fold(text);
        let (provider, wanted) =
            folded.split_once(':').map_or((None, folded.as_str()), |(provider, rest)| (Some(provider), rest));
        let wanted = without_honorific(wanted.trim()).trim_start_matches('@');
        if !wanted.is_empty() {
            let ids: Vec<PersonId> = known.iter().map(|person| person.id).collect();
            found.extend(staff(tx, provider, wanted, &ids).await?.into_iter().map(Author::Staff));
            found.extend(strangers(tx, provider, wanted).await?.into_iter().map(Author::Stranger));
        }
    }
    found.splice(0..0, known.into_iter().map(Author::Person));
    found.truncate(usize::try_from(CHOICES).unwrap_or(usize::MAX));
    Ok(match found.len() {
        0 => Found::None(near.into_iter().map(Author::Person).collect()),
        1 => Found::One(found.remove(0)),
        _ => Found::Many(found),
    })
}

/// The members of staff whom a folded name means, all of it or else a part, but for those who are one of
/// these persons.
async fn staff(
    tx: &mut TenantTx,
    provider: Option<&str>,
    wanted: &str,
    but: &[PersonId],
) -> Result<Vec<Staff>> {
    let part = format!("%{}%", like(wanted));
    let mut found: Vec<(UserId, String, Option<String>, bool)> = sqlx::query_as(
        "select id, name, email, exact from (
             select u.id, u.name, u.email,
                 coalesce($2::text is null and crm.fold(u.name) = $3, false)
                 or coalesce(coalesce($2, 'staff') = 'staff' and $3 in (lower(u.email), u.id::text), false)
                 or exists (
                     select from crm.accounts a where a.tenant_id = $1 and a.user_id = u.id
                       and ($2::text is null or a.provider = $2)
                       and (crm.fold(a.handle) = $3 or crm.fold(a.name) = $3 or crm.fold(a.external_id) = $3)
                 ) as exact
             from crm.users u
             where u.tenant_id = $1 and not exists (
                 select from crm.accounts a
                 where a.tenant_id = $1 and a.user_id = u.id and a.person_id = any($4))
         ) s
         where exact or $2 is null and (crm.fold(name) like $5 or exists (
             select from crm.accounts a
             where a.tenant_id = $1 and a.user_id = s.id and crm.fold(a.name) like $5))
         order by exact desc, name, id limit $6",
    )
    .bind(tx.tenant())
    .bind(provider)
    .bind(wanted)
    .bind(but)
    .bind(part)
    .bind(CHOICES)
    .fetch_all(tx.conn())
    .await?;
    if found.iter().any(|(.., exact)| *exact) {
        found.retain(|(.., exact)| *exact);
    }
    Ok(found.into_iter().map(|(id, name, email, _)| Staff { id, name, email }).collect())
}

/// The accounts without anybody behind them that a folded name means.
async fn strangers(tx: &mut TenantTx, provider: Option<&str>, wanted: &str) -> Result<Vec<Stranger>> {
    sqlx::query_as(
        "select a.id, a.provider, a.external_id, coalesce(a.name, a.handle, a.external_id) as name
         from crm.accounts a
         where a.tenant_id = $1 and a.person_id is null and a.user_id is null
           and ($2::text is null or a.provider = $2)
           and (crm.fold(a.handle) = $3 or crm.fold(a.name) = $3 or crm.fold(a.external_id) = $3)
         order by a.provider, a.external_id limit $4",
    )
    .bind(tx.tenant())
    .bind(provider)
    .bind(wanted)
    .bind(CHOICES)
    .fetch_all(tx.conn())
    .await
}
