//! What a platform says of a conversation later: another id, a name, who talks in it.

use crate::{ConnectionId, ConversationId, Result, TenantTx};

/// The conversation goes on under another id. Where that one is known already, both stay as they are.
pub async fn moved(tx: &mut TenantTx, id: ConversationId, to: &str) -> Result<()> {
    sqlx::query(
        "update crm.conversations c set external_id = $3
         where c.tenant_id = $1 and c.id = $2
           and not exists (select from crm.conversations o
                           where o.tenant_id = c.tenant_id and o.connection_id = c.connection_id
                             and o.external_id = $3)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(to)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Has at most one thing happened in it?
pub async fn is_new(tx: &mut TenantTx, id: ConversationId) -> Result<bool> {
    sqlx::query_scalar(
        "select count(*) < 2 from (
             select 1 from crm.activities where tenant_id = $1 and conversation_id = $2 limit 2) first",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_one(tx.conn())
    .await
}

/// A direct conversation turns out to be a member of staff talking with the bot.
pub async fn staff_only(tx: &mut TenantTx, id: ConversationId) -> Result<()> {
    sqlx::query(
        "update crm.conversations set kind = 'assistant' where tenant_id = $1 and id = $2 and kind = 'direct'",
    )
    .bind(tx.tenant())
    .bind(id)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Channels and groups of a connection that have no name yet, with the platform's ids, the newest first.
pub async fn nameless(
    tx: &mut TenantTx,
    connection: ConnectionId,
    limit: i64,
) -> Result<Vec<(ConversationId, String)>> {
    sqlx::query_as(
        "select id, external_id from crm.conversations
         where tenant_id = $1 and connection_id = $2 and name is null and kind in ('channel', 'group')
         order by created_at desc limit $3",
    )
    .bind(tx.tenant())
    .bind(connection)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Says what a conversation is called.
pub async fn introduce(tx: &mut TenantTx, id: ConversationId, name: &str) -> Result<()> {
    sqlx::query("update crm.conversations set name = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(name.replace('\0', ""))
        .execute(tx.conn())
        .await?;
    Ok(())
}
