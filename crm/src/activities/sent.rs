//! What we wrote to a person.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{ActivityId, Code, CodeKind, ConversationId, PersonId, Result, TenantTx};

/// The verb under which it stands in the history. Nothing that the person did: nowhere counted as such.
pub const SENT: &str = "sent";

/// Notes that the acting user writes to a person; the way there is the outbox's business.
pub async fn sent(
    tx: &mut TenantTx,
    person: PersonId,
    conversation: ConversationId,
    text: &str,
    at: DateTime<Utc>,
) -> Result<(ActivityId, Code)> {
    let id = ActivityId::new();
    let number = tx.numbers(CodeKind::Activity, 1).await?.start;
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.activities
             (tenant_id, id, number, person_id, conversation_id, action, text, occurred_at, metadata, dedup_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(number)
    .bind(person)
    .bind(conversation)
    .bind(SENT)
    .bind(text.replace('\0', ""))
    .bind(at)
    .bind(json!({ "sent_by": by }))
    .bind(id.0.as_bytes().as_slice())
    .execute(tx.conn())
    .await?;
    Ok((id, Code::new(CodeKind::Activity, number)))
}
