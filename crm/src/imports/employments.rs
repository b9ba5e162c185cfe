//! What belongs to people and comes with a row: addresses and numbers, where they work, notes. Each answers
//! with the rows it made, so that they can be taken away again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::PersonRow;
use crate::{
    CodeKind, OrganizationId, PersonId, Result, TenantTx,
    identifiers::IdentifierKind,
    organizations::{self, is_free_mail},
};

/// Notes claims, without proof; those that somebody has already are left as they are.
pub(super) async fn claim(
    tx: &mut TenantTx,
    claims: &[(PersonId, IdentifierKind, String)],
) -> Result<Vec<(Uuid, PersonId)>> {
    let claims: BTreeSet<&(PersonId, IdentifierKind, String)> =
        claims.iter().filter(|(.., value)| !value.is_empty()).collect();
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "insert into crm.identifiers (tenant_id, id, person_id, kind, value)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as t (id, person, kind, value)
         where not exists (
             select from crm.identifiers i
             where i.tenant_id = $1 and i.kind = t.kind and i.value = t.value and i.person_id = t.person)
         returning id, person_id",
    )
    .bind(tx.tenant())
    .bind(claims.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind(claims.iter().map(|(person, ..)| *person).collect::<Vec<_>>())
    .bind(claims.iter().map(|(_, kind, _)| kind.as_str()).collect::<Vec<_>>())
    .bind(claims.iter().map(|(.., value)| value.as_str()).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await
}

/// Says where people work, nobody knows since when.
pub(super) async fn begin(
    tx: &mut TenantTx,
    jobs: &[(PersonId, OrganizationId)],
) -> Result<Vec<(Uuid, PersonId)>> {
    if jobs.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query_as(
        "insert into crm.employments (tenant_id, id, person_id, organization_id)
         select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::uuid[]) t returning id, person_id",
    )
    .bind(tx.tenant())
    .bind(jobs.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind(jobs.iter().map(|(person, _)| *person).collect::<Vec<_>>())
    .bind(jobs.iter().map(|(_, organization)| *organization).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await
}

/// Says where people work whose rows name no employer: at the organization with the domain of their address.
pub(super) async fn begin_by_email(
    tx: &mut TenantTx,
    rows: impl Iterator<Item = (PersonId, &PersonRow)>,
    today: NaiveDate,
) -> Result<Vec<(Uuid, PersonId)>> {
    let is_own = |email: &&String| email.rsplit('@').next().is_some_and(|domain| !is_free_mail(domain));
    let unsaid = rows.filter(|(_, row)| row.organization.is_none());
    let seen =
        unsaid.flat_map(|(id, row)| row.emails.iter().filter(is_own).map(move |it| (id, it.clone(), today)));
    let employed = organizations::employ_by_emails(tx, &seen.collect::<Vec<_>>()).await?;
    Ok(employed.into_iter().map(|it| (it.id, it.person_id)).collect())
}

/// Writes notes, by who acts, each on a thing of this kind.
pub(super) async fn note(
    tx: &mut TenantTx,
    object: &str,
    notes: &[(Uuid, &str)],
) -> Result<Vec<(Uuid, Uuid)>> {
    if notes.is_empty() {
        return Ok(Vec::new());
    }
    let (by, numbers) = (tx.actor().user_id(), tx.numbers(CodeKind::Note, notes.len()).await?);
    sqlx::query_as(
        "insert into crm.notes (tenant_id, id, number, object, object_id, text, written_by)
         select $1, t.id, t.number, $2, t.object_id, t.text, $3
         from unnest($4::uuid[], $5::bigint[], $6::uuid[], $7::text[]) as t (id, number, object_id, text)
         returning id, object_id",
    )
    .bind(tx.tenant())
    .bind(object)
    .bind(by)
    .bind(notes.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind(numbers.collect::<Vec<i64>>())
    .bind(notes.iter().map(|(object, _)| *object).collect::<Vec<_>>())
    .bind(notes.iter().map(|(_, text)| *text).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await
}
