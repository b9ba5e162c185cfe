//! Making two persons one.

use serde_json::Value;

use super::{
    Counts, FieldChange, Refused, fields, keys, moves, pair,
    standing::{self, End},
    tree,
};
use crate::{
    Code, CodeKind, MergeId, PersonId, Result, TenantTx,
    fields::{Object, Rival, rekey},
    persons::{self, Person},
};

/// Two persons made one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merge's id.
    pub id: MergeId,
    /// The number of its short code.
    pub number: i64,
    /// The person who stays.
    pub into: Person,
    /// The person who is part of it now.
    pub from: Person,
    /// What moved.
    pub moved: Counts,
    /// What `into` took over.
    pub fields: Vec<FieldChange>,
}

impl Merged {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Merge, self.number)
    }
}

/// Makes `from` part of `into`; persons that are part of others by now stand for those. `reason` and
/// `evidence` are kept for later readers.
pub async fn merge(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
    reason: &str,
    evidence: Value,
) -> Result<Result<Merged, Refused>> {
    merge_choosing(tx, into, from, &[], reason, evidence).await
}

/// [`merge()`], with the fields in which what `from` says stays, where it says anything.
pub async fn merge_choosing(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
    chosen: &[persons::Field],
    reason: &str,
    evidence: Value,
) -> Result<Result<Merged, Refused>> {
    tree::take_turn(tx).await?;
    let (into, from) = match pair::resolve(tx, into, from).await? {
        Ok(pair) => pair,
        Err(refused) => return Ok(Err(refused)),
    };
    tree::lock(tx, &[into, from]).await?;
    let moved = moves::count(tx, from).await?;
    let (id, number) = begin(tx, into, from, reason, evidence).await?;
    let end = if reason == standing::AUTOMATIC { End::Linked } else { End::Accepted };
    standing::settle(tx, into, from, end).await?;
    moves::over(tx, id, from, into).await?;
    let (mut kept, other) = fields::pair(tx, into, from).await?;
    let chosen: Vec<fields::Field> = chosen.iter().copied().map(Into::into).collect();
    let fills = fields::fill(&mut kept, &other, &chosen);
    fields::store(tx, &kept).await?;
    fields::note(tx, id, &fills).await?;
    keys::refresh(tx, &[into]).await?;
    rekey(tx, Object::Person, &[from.0, into.0], Rival::Kept).await?;
    let (into, from) = pair::persons(tx, into, from).await?;
    let fields = fields::shown(fills, &fields::names(tx).await?);
    Ok(Ok(Merged { id, number, into, from, moved, fields }))
}

/// Notes the merge and hides `from` behind `into`.
async fn begin(
    tx: &mut TenantTx,
    into: PersonId,
    from: PersonId,
    reason: &str,
    evidence: Value,
) -> Result<(MergeId, i64)> {
    let (id, by) = (MergeId::new(), tx.actor().user_id());
    let number = tx.numbers(CodeKind::Merge, 1).await?.start;
    sqlx::query(
        "insert into crm.merges (tenant_id, id, number, into_person_id, from_person_id, reason, evidence, merged_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(number)
    .bind(into)
    .bind(from)
    .bind(reason)
    .bind(evidence)
    .bind(by)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "update crm.persons set merged_into = $3, updated_at = now() where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(from)
    .bind(into)
    .execute(tx.conn())
    .await?;
    Ok((id, number))
}
