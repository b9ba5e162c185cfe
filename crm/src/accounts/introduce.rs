//! Who is behind an account of which only the id was known.

use super::Connection;
use crate::{AccountId, PersonId, Result, TenantTx, identifiers::address, persons};

/// What the platform says of somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introduced {
    /// Display name.
    pub name: Option<String>,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// A bot.
    pub is_bot: bool,
}

/// Accounts of a connection that nobody has a name for, with the platform's ids, the newest first.
pub async fn nameless(
    tx: &mut TenantTx,
    connection: &Connection,
    limit: i64,
) -> Result<Vec<(AccountId, String)>> {
    sqlx::query_as(
        "select id, external_id from crm.accounts
         where tenant_id = $1 and provider = $2 and workspace = $3 and name is null and handle is null
         order by id desc limit $4",
    )
    .bind(tx.tenant())
    .bind(&connection.platform)
    .bind(connection.id.to_string())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Notes who it is. A person who was called by the platform's id for want of a name gets the name.
pub async fn introduce(tx: &mut TenantTx, account: AccountId, who: &Introduced) -> Result<()> {
    let clean = |text: &Option<String>| {
        text.as_deref().map(|text| text.replace('\0', "").trim().to_owned()).filter(|text| !text.is_empty())
    };
    let (name, handle) = (clean(&who.name), clean(&who.handle));
    let person: Option<Option<PersonId>> = sqlx::query_scalar(
        "update crm.accounts
         set name = coalesce($3, name), handle = coalesce($4, handle), email = coalesce($5, email),
             is_bot = is_bot or $6
         where tenant_id = $1 and id = $2
         returning (select p.id from crm.persons p
                    where p.tenant_id = $1 and p.id = person_id and p.name = external_id)",
    )
    .bind(tx.tenant())
    .bind(account)
    .bind(&name)
    .bind(&handle)
    .bind(clean(&who.email).as_deref().map(address))
    .bind(who.is_bot)
    .fetch_optional(tx.conn())
    .await?;
    if let (Some(Some(person)), Some(name)) = (person, name.or(handle)) {
        persons::set(tx, person, persons::Field::Name, Some(&name)).await?;
    }
    Ok(())
}
