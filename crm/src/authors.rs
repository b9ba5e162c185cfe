//! Who may have written something: the accounts behind a person, an organization or a bare handle.
//!
//! Not who may read it: that is [`crate::conversations::hidden`].

use chrono::NaiveDate;
use sqlx::FromRow;

use crate::{AccountId, OrganizationId, PersonId, Result, TenantTx, fold, persons::Found};

/// An account that no person is known to be behind: a bot, or somebody nobody has resolved yet.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Stranger {
    /// The account.
    pub id: AccountId,
    /// `slack`, `github` …
    pub provider: String,
    /// The provider's immutable id.
    pub external_id: String,
    /// The name it shows, its handle, or its id.
    pub name: String,
}

/// At most this many to choose from.
const CHOICES: i64 = 9;

/// Every account of a person.
pub async fn of_person(tx: &mut TenantTx, person: PersonId) -> Result<Vec<AccountId>> {
    sqlx::query_scalar("select id from crm.accounts where tenant_id = $1 and person_id = $2")
        .bind(tx.tenant())
        .bind(person)
        .fetch_all(tx.conn())
        .await
}

/// The accounts by which whoever acts in this transaction writes; none for the system.
pub async fn own(tx: &mut TenantTx) -> Result<Vec<AccountId>> {
    let user = tx.actor().user_id();
    sqlx::query_scalar(
        "select a.id from crm.accounts a
         where a.tenant_id = $1 and (a.user_id = $2 or a.person_id in (
             select b.person_id from crm.accounts b where b.tenant_id = $1 and b.user_id = $2))",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_all(tx.conn())
    .await
}

/// Every account of the people who work for an organization on a day.
pub async fn of_organization(
    tx: &mut TenantTx,
    organization: OrganizationId,
    day: NaiveDate,
) -> Result<Vec<AccountId>> {
    sqlx::query_scalar(
        "select distinct a.id from crm.employments e
         join crm.accounts a on a.tenant_id = e.tenant_id and a.person_id = e.person_id
         where e.tenant_id = $1 and e.organization_id = $2
           and coalesce(e.started_on <= $3, true) and coalesce(e.ended_on >= $3, true)",
    )
    .bind(tx.tenant())
    .bind(organization)
    .bind(day)
    .fetch_all(tx.conn())
    .await
}

/// Which account without a person somebody means: `@handle`, `provider:id`, or the name it shows.
pub async fn stranger(tx: &mut TenantTx, text: &str) -> Result<Found<Stranger>> {
    let folded = fold(text);
    let (provider, wanted) =
        folded.split_once(':').map_or((None, folded.as_str()), |(provider, rest)| (Some(provider), rest));
    let wanted = wanted.trim().trim_start_matches('@');
    if wanted.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    let mut found: Vec<Stranger> = sqlx::query_as(
        "select a.id, a.provider, a.external_id, coalesce(a.name, a.handle, a.external_id) as name
         from crm.accounts a
         where a.tenant_id = $1 and a.person_id is null and a.user_id is null
           and ($2::text is null or a.provider = $2)
           and (crm.fold(a.handle) = $3 or crm.fold(a.name) = $3 or crm.fold(a.external_id) = $3)
         order by a.provider, a.external_id limit $4",
    )
    .bind(tx.tenant())
    .bind(provider)
    .bind(wanted)
    .bind(CHOICES)
    .fetch_all(tx.conn())
    .await?;
    Ok(match found.len() {
        0 => Found::None(Vec::new()),
        1 => Found::One(found.remove(0)),
        _ => Found::Many(found),
    })
}
