//! Staff, and how they sign in to the page.

mod link;
mod linked;
mod preferences;
mod refer;
mod sign_in;

pub use link::{CODE_MINUTES, Redeemed, link_code, redeem_link_code};
pub use linked::{Linked, linked};
pub use preferences::{set_lang, set_timezone};
pub use refer::{named, refer};
pub use sign_in::{SignedIn, end_session, session, sign_in_link, use_sign_in_link};

use sqlx::FromRow;

use crate::{Result, Role, TenantTx, UserId};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// What it may do.
    pub role: Role,
    /// The language it chose.
    pub lang: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: UserId,
    name: String,
    email: Option<String>,
    role: String,
    lang: Option<String>,
}

impl From<Row> for User {
    fn from(row: Row) -> Self {
        let Row { id, name, email, role, lang } = row;
        Self { id, name, email, role: Role::from_stored(&role), lang }
    }
}

/// Adds a member of staff.
pub async fn add(
    tx: &mut TenantTx,
    name: &str,
    email: Option<&str>,
    role: Role,
    lang: Option<&str>,
) -> Result<UserId> {
    let id = UserId::new();
    sqlx::query(
        "insert into crm.users (tenant_id, id, name, email, role, lang) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(name)
    .bind(email)
    .bind(role.as_str())
    .bind(lang)
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// All who may still sign in, highest role first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<User>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, name, email, role, lang from crm.users where tenant_id = $1 and disabled_at is null
         order by array_position(array['owner', 'admin', 'manager', 'member', 'viewer'], role), created_at, id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(User::from).collect())
}
