//! The talk that a member of staff has with this bot through one of our own doors.

use crate::{ConversationId, Result, TenantTx, connections::Connection};

/// The conversation that only this user and the bot have; made when they have none yet.
pub async fn talk(
    tx: &mut TenantTx,
    connection: &Connection,
    external_id: &str,
    name: &str,
) -> Result<ConversationId> {
    sqlx::query_scalar(
        "insert into crm.conversations (tenant_id, id, connection_id, external_id, kind, name)
         values ($1, $2, $3, $4, 'assistant', $5)
         on conflict (tenant_id, connection_id, external_id) do update set external_id = excluded.external_id
         returning id",
    )
    .bind(tx.tenant())
    .bind(ConversationId::new())
    .bind(connection.id)
    .bind(external_id)
    .bind(name)
    .fetch_one(tx.conn())
    .await
}
