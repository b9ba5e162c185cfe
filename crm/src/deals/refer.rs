//! Which deal somebody means: by code, by its name, or by whom it is with.

use super::{Deal, deals};
use crate::{Code, CodeKind, Result, TenantTx, fold, persons::Found};

/// Most deals that may bear a name.
const MOST: usize = 9;

/// The living deal with this number; nobody else changes it until the transaction ends.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Deal>> {
    sqlx::query_as(concat!(deals!(), " and d.number = $2 and d.deleted_at is null for update of d"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// The deal in the trash with this number.
pub async fn deleted(tx: &mut TenantTx, number: i64) -> Result<Option<Deal>> {
    sqlx::query_as(concat!(deals!(), " and d.number = $2 and d.deleted_at is not null for update of d"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// Finds the deal meant by `text`: `D-9`, its name or a part of one, or the name of the organization or person it is
/// with. Of several, the open ones are meant.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Deal>> {
    if let Some(code) = Code::parse(text) {
        let found = match code.kind {
            CodeKind::Deal => by_number(tx, code.number).await?,
            _ => None,
        };
        return Ok(found.map_or(Found::None(Vec::new()), Found::One));
    }
    let wanted = fold(text);
    if wanted.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    let all: Vec<Deal> = sqlx::query_as(concat!(
        deals!(),
        " and d.deleted_at is null order by (s.outcome <> 'open'), d.created_at desc, d.number desc limit 5000"
    ))
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    let names = |deal: &Deal| -> Vec<String> {
        [Some(&deal.name), deal.organization.as_ref(), deal.person.as_ref()]
            .into_iter()
            .flatten()
            .map(|name| fold(name))
            .collect()
    };
    for fits in [is, contains] {
        let mut found: Vec<Deal> =
            all.iter().filter(|deal| names(deal).iter().any(|name| fits(name, &wanted))).cloned().collect();
        if found.len() > 1 && found.iter().any(|deal| deal.closed_at.is_none()) {
            found.retain(|deal| deal.closed_at.is_none());
        }
        match found.len() {
            0 => {}
            1 => return Ok(Found::One(found.swap_remove(0))),
            _ => {
                found.truncate(MOST);
                return Ok(Found::Many(found));
            }
        }
    }
    Ok(Found::None(Vec::new()))
}

fn is(name: &str, wanted: &str) -> bool {
    name.replace(' ', "") == wanted.replace(' ', "")
}

fn contains(name: &str, wanted: &str) -> bool {
    name.contains(wanted)
}
