//! The conversations of which a reader sees nothing, not even a count or a date.

use crate::{
    ConversationId, Result, TenantTx,
    access::{self, Right},
};

/// The private conversations that must not be read in this transaction. When others read along
/// ([`TenantTx::read_aloud_in`]): all but the room they are in, whoever asks. Otherwise those in which nobody
/// linked to the actor has taken part; whoever has [`Right::ReadPrivateRooms`], and the system, may read
/// every one.
pub async fn hidden(tx: &mut TenantTx) -> Result<Vec<ConversationId>> {
    if let Some(room) = tx.audience() {
        return sqlx::query_scalar(
            "select id from crm.conversations where tenant_id = $1 and visibility = 'private' and id <> $2",
        )
        .bind(tx.tenant())
        .bind(room)
        .fetch_all(tx.conn())
        .await;
    }
    if access::may(tx.actor(), Right::ReadPrivateRooms) {
        return Ok(Vec::new());
    }
    let user = tx.actor().user_id();
    sqlx::query_scalar(
        "select c.id from crm.conversations c
         where c.tenant_id = $1 and c.visibility = 'private' and not exists (
             select from crm.accounts a
             join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
             where a.tenant_id = $1 and a.user_id = $2 and x.conversation_id = c.id)",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_all(tx.conn())
    .await
}

/// What is [`hidden`], and talk with this bot: nothing there counts as a sign of anybody.
pub(crate) async fn uncounted(tx: &mut TenantTx) -> Result<Vec<ConversationId>> {
    let mut uncounted = hidden(tx).await?;
    let talks: Vec<ConversationId> =
        sqlx::query_scalar("select id from crm.conversations where tenant_id = $1 and kind = 'assistant'")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await?;
    uncounted.extend(talks);
    Ok(uncounted)
}
