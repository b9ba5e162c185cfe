//! Accounts: one identity on one provider, and who stands behind it.

mod given;
mod introduce;
mod list;
mod reach;
mod refer;
mod remove;
mod seen;

use sqlx::FromRow;

use crate::{
    AccountId, Actor, PersonId, Result, Role, TenantTx, UserId, connections::Connection,
    identifiers::address, merges,
};

pub use given::given_since;
pub use introduce::{Introduced, introduce, nameless};
pub use list::{Listed, list};
pub use reach::{Reach, direct, reach};
pub use refer::{Named, Referred, by_id, refer};
pub use remove::remove;
pub use seen::{Seen, seen};

/// Providers with one name space for everybody, where a name alone says whose account it is.
pub const GLOBAL: &[&str] =
    &["github", "x", "email", "gitlab", "linkedin", "qiita", "zenn", "connpass", "youtube", "bluesky"];

/// One identity on one provider.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// `slack`, `github`, `email` …
    pub provider: String,
    /// Empty for providers with one global name space; else the connection's id.
    pub workspace: String,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address as the provider shows it.
    pub email: Option<String>,
    /// Proved by signing in.
    pub verified: bool,
}

/// An account to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAccount {
    /// Whose; `None`: not known, or a bot. A person who is part of another stands for that other.
    pub person: Option<PersonId>,
    /// `slack`, `github`, `email` …
    pub provider: String,
    /// Empty for providers with one global name space; else the connection's id.
    pub workspace: String,
    /// The provider's immutable id.
    pub external_id: String,
    /// `@name`, with or without the `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address; stored trimmed and in lower case.
    pub email: Option<String>,
    /// A bot.
    pub is_bot: bool,
    /// Proved by signing in.
    pub verified: bool,
}

/// Adds accounts, in order. One that is known already is an error.
pub async fn add(tx: &mut TenantTx, accounts: &[NewAccount]) -> Result<Vec<AccountId>> {
    let ids: Vec<AccountId> = accounts.iter().map(|_| AccountId::new()).collect();
    let persons: Vec<PersonId> = accounts.iter().filter_map(|a| a.person).collect();
    let survivors = merges::survivors(tx, &persons).await?;
    let handle =
        |a: &NewAccount| a.handle.as_deref().map(|handle| handle.trim().trim_start_matches('@').to_owned());
    sqlx::query(
        "insert into crm.accounts (tenant_id, id, person_id, provider, workspace, external_id, handle, name, email,
             is_bot, verified_at)
         select $1, t.id, t.person, t.provider, t.workspace, t.external_id, t.handle, t.name, t.email, t.is_bot,
                case when t.verified then now() end
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                     $10::bool[], $11::bool[])
              as t (id, person, provider, workspace, external_id, handle, name, email, is_bot, verified)",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(accounts.iter().map(|a| a.person.map(|p| survivors.get(&p).copied().unwrap_or(p))).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.provider.as_str()).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.workspace.as_str()).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.external_id.as_str()).collect::<Vec<_>>())
    .bind(accounts.iter().map(handle).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.name.as_deref()).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.email.as_deref().map(address)).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.is_bot).collect::<Vec<_>>())
    .bind(accounts.iter().map(|a| a.verified).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(ids)
}

/// A person's accounts.
pub async fn of_person(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Account>> {
    sqlx::query_as(
        "select id, provider, workspace, handle, name, email, verified_at is not null as verified
         from crm.accounts where tenant_id = $1 and person_id = $2
         order by provider, handle, id",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// The account by which a signed-in user talks through one of our own doors, linked to that user.
pub async fn ensure_own(
    tx: &mut TenantTx,
    connection: &Connection,
    user: UserId,
    name: &str,
) -> Result<AccountId> {
    sqlx::query_scalar(
        "insert into crm.accounts (tenant_id, id, user_id, provider, workspace, external_id, name, verified_at)
         values ($1, $2, $3, $4, $5, $6, $7, now())
         on conflict (tenant_id, provider, workspace, external_id)
             do update set user_id = excluded.user_id, name = excluded.name
         returning id",
    )
    .bind(tx.tenant())
    .bind(AccountId::new())
    .bind(user)
    .bind(&connection.platform)
    .bind(connection.id.to_string())
    .bind(user.to_string())
    .bind(name)
    .fetch_one(tx.conn())
    .await
}

/// Says which member of staff is behind an account.
pub async fn link(tx: &mut TenantTx, account: AccountId, user: UserId) -> Result<()> {
    sqlx::query("update crm.accounts set user_id = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(account)
        .bind(user)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Parts an account from its member of staff; false when there was none.
pub async fn unlink(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.accounts set user_id = null where tenant_id = $1 and id = $2 and user_id is not null",
    )
    .bind(tx.tenant())
    .bind(account)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Who acts when somebody whom a connection's platform calls this speaks; `None`: never seen.
pub async fn caller_of(
    tx: &mut TenantTx,
    connection: &Connection,
    external_id: &str,
) -> Result<Option<Actor>> {
    let account: Option<AccountId> = sqlx::query_scalar(
        "select id from crm.accounts
         where tenant_id = $1 and provider = $2 and workspace = $3 and external_id = $4",
    )
    .bind(tx.tenant())
    .bind(&connection.platform)
    .bind(connection.id.to_string())
    .bind(external_id)
    .fetch_optional(tx.conn())
    .await?;
    match account {
        Some(account) => caller(tx, account).await.map(Some),
        None => Ok(None),
    }
}

/// Who acts when this account speaks: its user, or a guest. Never decided by a name.
pub async fn caller(tx: &mut TenantTx, account: AccountId) -> Result<Actor> {
    #[derive(FromRow)]
    struct Row {
        account_name: Option<String>,
        user_id: Option<UserId>,
        name: Option<String>,
        role: Option<String>,
        lang: Option<String>,
        timezone: Option<String>,
    }
    let row: Row = sqlx::query_as(
        "select coalesce(a.name, a.handle) as account_name, u.id as user_id, u.name, u.role, u.lang, u.timezone
         from crm.accounts a
         left join crm.users u
             on u.tenant_id = a.tenant_id and u.id = a.user_id and u.disabled_at is null
         where a.tenant_id = $1 and a.id = $2",
    )
    .bind(tx.tenant())
    .bind(account)
    .fetch_one(tx.conn())
    .await?;
    Ok(match (row.user_id, row.name, row.role) {
        (Some(id), Some(name), Some(role)) => {
            Actor::user(id, name, Role::from_stored(&role), row.lang, row.timezone)
        }
        _ => Actor::guest(account, row.account_name.unwrap_or_default()),
    })
}
