//! Which member of staff somebody means.

use super::{User, list};
use crate::{
    Result, TenantTx, UserId, fold,
    persons::{Found, without_honorific},
    resolve::may_mean,
};

/// Finds the member of staff meant by `text`: an id, a name or a part of one with or without さん, in kanji, kana or
/// Latin letters, an e-mail address, its local part or a word of it, or the `@handle` of a linked account. What
/// fits surer hides what fits less; of several that fit alike none is taken.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<User>> {
    let all = list(tx).await?;
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
    let local = |user: &User| {
        let email = user.email.as_deref().map(fold).unwrap_or_default();
        email.split('@').next().unwrap_or_default().to_owned()
    };
    let whole = |user: &User| {
        let email = user.email.as_deref().map(fold);
        fold(&user.name) == wanted || email.as_deref() == Some(wanted) || local(user) == wanted
    };
    let part = |user: &User| {
        let name = fold(&user.name);
        name.split(' ').any(|part| part == wanted)
            || !wanted.is_ascii() && name.starts_with(wanted)
            || local(user).split(['.', '_', '-']).any(|part| part == wanted)
    };
    let read = |user: &User| may_mean(wanted, &user.name);
    for fits in
        [&|user: &User| linked.contains(&user.id), &whole, &part, &read] as [&dyn Fn(&User) -> bool; 4]
    {
        let mut found: Vec<User> = all.iter().filter(|user| fits(user)).cloned().collect();
        match found.len() {
            0 => {}
            1 => return Ok(Found::One(found.remove(0))),
            _ => return Ok(Found::Many(found)),
        }
    }
    Ok(Found::None(all))
}

/// The user somebody means by a name as [`refer`] reads it; without a name the first owner. `Err` holds the names of
/// those it may mean, or of all there are.
pub async fn named(tx: &mut TenantTx, name: Option<&str>) -> Result<Result<User, Vec<String>>> {
    let found = match name {
        Some(name) => refer(tx, name).await?,
        None => match list(tx).await?.into_iter().next() {
            Some(first) => Found::One(first),
            None => Found::None(Vec::new()),
        },
    };
    Ok(match found {
        Found::One(user) => Ok(user),
        Found::Many(users) | Found::None(users) => Err(users.into_iter().map(|user| user.name).collect()),
    })
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
