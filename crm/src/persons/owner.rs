//! Which member of staff looks after a person, and which member of staff somebody means.

use super::{Found, without_honorific};
use crate::{
    PersonId, Result, TenantTx, UserId, fold,
    users::{self, User},
};

/// Who looks after a person; nobody else changes that until the transaction ends.
pub async fn owner(tx: &mut TenantTx, person: PersonId) -> Result<Option<UserId>> {
    sqlx::query_scalar("select owner_id from crm.persons where tenant_id = $1 and id = $2 for update")
        .bind(tx.tenant())
        .bind(person)
        .fetch_one(tx.conn())
        .await
}

/// Says who looks after a person from now on; `None`: nobody.
pub async fn set_owner(tx: &mut TenantTx, person: PersonId, user: Option<UserId>) -> Result<()> {
    sqlx::query("update crm.persons set owner_id = $3, updated_at = now() where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(person)
        .bind(user)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A user's name, also of one who may not sign in any more.
pub async fn name_of(tx: &mut TenantTx, user: UserId) -> Result<Option<String>> {
    sqlx::query_scalar("select name from crm.users where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(user)
        .fetch_optional(tx.conn())
        .await
}

/// Finds the member of staff meant by `text`: an id, a name or a part of one with or without さん, an
/// e-mail address or its local part, or the `@handle` of a linked account.
pub async fn staff(tx: &mut TenantTx, text: &str) -> Result<Found<User>> {
    let all = users::list(tx).await?;
    if let Ok(id) = text.trim().parse() {
        let found = all.into_iter().find(|user| user.id == UserId(id));
        return Ok(found.map_or(Found::None(Vec::new()), Found::One));
    }
    let folded = fold(text);
    let wanted = without_honorific(folded.trim());
    if wanted.is_empty() {
        return Ok(Found::None(all));
    }
    let linked = match wanted.strip_prefix('@') {
        Some(handle) => linked(tx, handle).await?,
        None => Vec::new(),
    };
    let wanted = wanted.trim_start_matches('@');
    let whole = |user: &User| {
        let email = user.email.as_deref().map(fold).unwrap_or_default();
        fold(&user.name) == wanted || email == wanted || email.split('@').next() == Some(wanted)
    };
    let part = |user: &User| {
        let name = fold(&user.name);
        name.split(' ').any(|part| part == wanted) || !wanted.is_ascii() && name.starts_with(wanted)
    };
    for fits in [&|user: &User| linked.contains(&user.id), &whole, &part] as [&dyn Fn(&User) -> bool; 3] {
        let mut found: Vec<User> = all.iter().filter(|user| fits(user)).cloned().collect();
        match found.len() {
            0 => {}
            1 => return Ok(Found::One(found.remove(0))),
            _ => return Ok(Found::Many(found)),
        }
    }
    Ok(Found::None(all))
}

async fn linked(tx: &mut TenantTx, handle: &str) -> Result<Vec<UserId>> {
    sqlx::query_scalar(
        "select distinct user_id from crm.accounts
         where tenant_id = $1 and user_id is not null and lower(handle) = $2",
    )
    .bind(tx.tenant())
    .bind(handle)
    .fetch_all(tx.conn())
    .await
}
