//! The two survivors that a merge is about.

use super::{Refused, tree};
use crate::{CodeKind, PersonId, Result, TenantTx, persons};

/// Who `into` and `from` are by now, or why they cannot be merged.
pub(super) async fn resolve(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
) -> Result<Result<(PersonId, PersonId), Refused>> {
    let found = tree::survivors(tx, &[into, from]).await?;
    let (Some(&into), Some(&from)) = (found.get(&into), found.get(&from)) else {
        return Ok(Err(Refused::NotFound { what: CodeKind::Person }));
    };
    if into != from {
        return Ok(Ok((into, from)));
    }
    let survivor = persons::by_ids(tx, &[into]).await?.pop();
    Ok(Err(match survivor {
        Some(survivor) => Refused::SamePerson { survivor },
        None => Refused::NotFound { what: CodeKind::Person },
    }))
}

/// The two, for show: `into`, then `from`.
pub(super) async fn persons(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
) -> Result<(persons::Person, persons::Person)> {
    let mut found = persons::by_ids(tx, &[into, from]).await?;
    found.sort_by_key(|person| person.id != into);
    let mut found = found.into_iter();
    found.next().zip(found.next()).ok_or(sqlx::Error::RowNotFound)
}
