//! Who is part of whom.

use std::collections::HashMap;

use crate::{MergeId, PersonId, Result, TenantTx};

/// The person each of these is part of by now; who is part of nobody leads to itself. Ids of nobody are
/// left out.
pub async fn survivors(tx: &mut TenantTx, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonId>> {
    let rows: Vec<(PersonId, PersonId)> = sqlx::query_as(
        "with recursive line as (
             select id as start, id, merged_into from crm.persons where tenant_id = $1 and id = any($2)
             union all
             select l.start, p.id, p.merged_into
             from line l join crm.persons p on p.tenant_id = $1 and p.id = l.merged_into
         )
         select start, id from line where merged_into is null",
    )
    .bind(tx.tenant())
    .bind(persons)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

/// Everybody who is one with a person: the survivor, and all who are part of them.
pub(crate) async fn family(tx: &mut TenantTx, person: PersonId) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "with recursive up as (
             select id, merged_into from crm.persons where tenant_id = $1 and id = $2
             union all
             select p.id, p.merged_into from crm.persons p join up on p.tenant_id = $1 and p.id = up.merged_into
         ),
         one as (
             select id from up where merged_into is null
             union all
             select p.id from crm.persons p join one on p.tenant_id = $1 and p.merged_into = one.id
         )
         select id from one",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// Makes the tenant's merges and undos take turns, until the transaction ends. With this in hand nobody
/// else changes who is part of whom.
pub(crate) async fn take_turn(tx: &mut TenantTx) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('merges of ' || $1::text, 0))")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Keeps others from editing these persons, and from giving them rows, until the transaction ends. What
/// was given to them in transactions still open is waited for, so that none of it is missed.
pub(super) async fn lock(tx: &mut TenantTx, persons: &[PersonId]) -> Result<()> {
    // in the order of ids, as everybody does
    sqlx::query("select from crm.persons where tenant_id = $1 and id = any($2) order by id for update")
        .bind(tx.tenant())
        .bind(persons)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A step on the way from a person to the survivor.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(super) struct Step {
    /// Who.
    pub(super) person: PersonId,
    /// The merge that made it part of the next; `None` for the survivor, who is last.
    pub(super) by: Option<MergeId>,
}

/// The way up from a person: itself first, the survivor last.
pub(super) async fn way_up(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Step>> {
    sqlx::query_as(
        "with recursive line as (
             select 0 as height, id, merged_into from crm.persons where tenant_id = $1 and id = $2
             union all
             select l.height + 1, p.id, p.merged_into
             from line l join crm.persons p on p.tenant_id = $1 and p.id = l.merged_into
         )
         select l.id as person, m.id as by from line l
         left join crm.merges m on m.tenant_id = $1 and m.from_person_id = l.id and m.undone_at is null
         order by l.height",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}
