//! What a member of staff notes that somebody did: a call, a meeting, a visit.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{ActivityId, Code, CodeKind, PersonId, Result, TenantTx};

/// Something to be noted.
#[derive(Debug, Clone)]
pub struct NewLog<'a> {
    /// Who did it, or with whom it was done.
    pub person: PersonId,
    /// What: `call`, `meeting`, `email` …
    pub action: &'a str,
    /// In words.
    pub text: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// Notes it, as done by no account, with the user who notes it.
pub async fn log(tx: &mut TenantTx, new: &NewLog<'_>) -> Result<(ActivityId, Code)> {
    let id = ActivityId::new();
    let number = tx.numbers(CodeKind::Activity, 1).await?.start;
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.activities
             (tenant_id, id, number, person_id, action, text, occurred_at, metadata, dedup_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(number)
    .bind(new.person)
    .bind(new.action)
    .bind(new.text.replace('\0', ""))
    .bind(new.at)
    .bind(json!({ "logged_by": by }))
    // the same words twice are two notes: each is its own
    .bind(id.0.as_bytes().as_slice())
    .execute(tx.conn())
    .await?;
    Ok((id, Code::new(CodeKind::Activity, number)))
}
