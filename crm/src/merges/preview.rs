//! What a merge would do, without doing it.

use super::{Counts, Difference, FieldChange, Refused, fields, moves, pair};
use crate::{
    PersonId, Result, TenantTx,
    persons::{self, Person},
};

/// What a merge would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The person who would stay.
    pub into: Person,
    /// The person who would be part of it.
    pub from: Person,
    /// What would move.
    pub moves: Counts,
    /// What `into` would take over.
    pub fields: Vec<FieldChange>,
    /// What both have, differently.
    pub differences: Vec<Difference>,
    /// Accounts proved by signing in: of `into`, of `from`. Some on both sides are a reason to look twice.
    pub verified: (i64, i64),
}

/// What [`super::merge()`] would do with these two.
pub async fn preview(tx: &mut TenantTx, into: PersonId, from: PersonId) -> Result<Result<Preview, Refused>> {
    preview_choosing(tx, into, from, &[]).await
}

/// What [`super::merge_choosing`] would do with these two.
pub async fn preview_choosing(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
    chosen: &[persons::Field],
) -> Result<Result<Preview, Refused>> {
    let (into, from) = match pair::resolve(tx, into, from).await? {
        Ok(pair) => pair,
        Err(refused) => return Ok(Err(refused)),
    };
    let moves = moves::count(tx, from).await?;
    let (mut kept, other) = fields::pair(tx, into, from).await?;
    let (chosen, names): (Vec<fields::Field>, _) =
        (chosen.iter().copied().map(Into::into).collect(), fields::names(tx).await?);
    let differences = fields::differences(&kept, &other, &chosen, &names);
    let fields = fields::shown(fields::fill(&mut kept, &other, &chosen), &names);
    let verified = sqlx::query_as(
        "select count(*) filter (where person_id = $2), count(*) filter (where person_id = $3)
         from crm.accounts where tenant_id = $1 and person_id in ($2, $3) and verified_at is not null",
    )
    .bind(tx.tenant())
    .bind(into)
    .bind(from)
    .fetch_one(tx.conn())
    .await?;
    let (into, from) = pair::persons(tx, into, from).await?;
    Ok(Ok(Preview { into, from, moves, fields, differences, verified }))
}
