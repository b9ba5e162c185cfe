//! The chat accounts that speak for a member of staff.

use sqlx::FromRow;

use crate::{Result, TenantTx, UserId};

/// A chat account and where it is.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Linked {
    /// The platform it is on.
    pub provider: String,
    /// The connection it was seen on, by name; `None` where the provider has one name space.
    pub connection: Option<String>,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// Display name; the provider's id where nothing else is known.
    pub name: String,
}

/// The accounts linked to a user, by platform. The ones that stand for the user's own sign-in are no chat
/// accounts: their id is the user's.
pub async fn linked(tx: &mut TenantTx, user: UserId) -> Result<Vec<Linked>> {
    sqlx::query_as(
        "select a.provider, c.name as connection, a.handle, coalesce(a.name, a.handle, a.external_id) as name
         from crm.accounts a
         left join crm.connections c on c.tenant_id = $1 and c.id::text = a.workspace
         where a.tenant_id = $1 and a.user_id = $2 and a.external_id <> $2::text
         order by a.provider, c.name, name, a.id",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_all(tx.conn())
    .await
}
