//! Accounts: one identity on one provider, and who stands behind it.

use sqlx::FromRow;

use crate::{AccountId, Actor, PersonId, Result, Role, TenantTx, UserId, connections::Connection};

/// One identity on one provider.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// `slack`, `github`, `email` …
    pub provider: String,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address as the provider shows it.
    pub email: Option<String>,
    /// Proved by signing in.
    pub verified: bool,
}

/// A person's accounts.
pub async fn of_person(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Account>> {
    sqlx::query_as(
        "select id, provider, handle, name, email, verified_at is not null as verified
         from crm.accounts where person_id = $1 order by provider, handle, id",
    )
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
         where a.id = $1",
    )
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
