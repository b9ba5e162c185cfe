//! The accounts of a person, with what is known of each.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{AccountId, PersonId, Result, TenantTx, conversations};

/// An account in a table.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Listed {
    /// Its id.
    pub id: AccountId,
    /// `slack`, `github`, `email` …
    pub provider: String,
    /// The id of the connection it was seen on; empty where the provider has one name space.
    pub workspace: String,
    /// That connection, by name; `None` where the provider has one name space.
    pub connection: Option<String>,
    /// `@name`, without the `@`; else the provider's id.
    pub called: String,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// When it was proved by signing in.
    pub verified_at: Option<DateTime<Utc>>,
    /// The member of staff behind it.
    pub staff: Option<String>,
    /// Somebody said that no one person is behind it: `bot` or `shared`.
    pub ignored: Option<String>,
    /// The latest sign of it, but for talk with this bot and where the actor may not read.
    pub last_seen: Option<DateTime<Utc>>,
}

/// A person's accounts, by provider.
pub async fn list(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Listed>> {
    let uncounted = conversations::uncounted(tx).await?;
    sqlx::query_as(
        "select a.id, a.provider, a.workspace, c.name as connection, coalesce(a.handle, a.external_id) as called, a.name,
                a.email, a.verified_at, u.name as staff, a.ignored,
                (select max(x.occurred_at) from crm.activities x
                 where x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null
                   and (x.conversation_id is null or x.conversation_id <> all($3))) as last_seen
         from crm.accounts a
         left join crm.connections c on c.tenant_id = $1 and c.id::text = a.workspace
         left join crm.users u on u.tenant_id = $1 and u.id = a.user_id
         where a.tenant_id = $1 and a.person_id = $2
         order by a.provider, c.name, called, a.id",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(uncounted)
    .fetch_all(tx.conn())
    .await
}
