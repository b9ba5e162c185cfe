//! Whether a conversation is recorded, and who may read it.

use sqlx::FromRow;

use crate::{ConversationId, Result, TenantTx, scores};

/// How a conversation is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Settings {
    /// What is said there is recorded.
    pub recorded: bool,
    /// Only staff who took part in it, and administrators, may read it.
    pub private: bool,
}

/// How this conversation is kept.
pub async fn settings(tx: &mut TenantTx, id: ConversationId) -> Result<Settings> {
    sqlx::query_as(
        "select recorded, visibility = 'private' as private from crm.conversations
         where tenant_id = $1 and id = $2 for update",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_one(tx.conn())
    .await
}

/// Says whether what is said there is recorded from now on. What was recorded stays.
pub async fn set_recorded(tx: &mut TenantTx, id: ConversationId, recorded: bool) -> Result<()> {
    sqlx::query("update crm.conversations set recorded = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(recorded)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Says who may read it: everybody who may read, or only those who took part.
pub async fn set_private(tx: &mut TenantTx, id: ConversationId, private: bool) -> Result<()> {
    sqlx::query("update crm.conversations set visibility = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(if private { "private" } else { "public" })
        .execute(tx.conn())
        .await?;
    // what is said there counts for nobody's score, or counts again
    scores::begin_anew(tx).await
}
