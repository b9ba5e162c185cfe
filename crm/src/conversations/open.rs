//! Where something can be read, for those who may read it.

use super::{Conversation, by_id, hidden};
use crate::{ConversationId, Result, TenantTx};

/// Where an activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// In this conversation.
    pub conversation: ConversationId,
    /// An answer in the thread that begins with the activity of this number.
    pub thread: Option<i64>,
}

/// The conversation with this id, unless it is hidden from the one who reads, or talk with this bot.
pub async fn open(tx: &mut TenantTx, id: ConversationId) -> Result<Option<Conversation>> {
    if hidden(tx).await?.contains(&id) {
        return Ok(None);
    }
    Ok(by_id(tx, id).await?.filter(|conversation| conversation.kind != "assistant"))
}

/// Where the activity with this number can be read; `None` when it was in no conversation, in one that
/// [`open`] does not open, or never.
pub async fn spot(tx: &mut TenantTx, number: i64) -> Result<Option<Spot>> {
    let found: Option<(ConversationId, Option<i64>)> = sqlx::query_as(
        "select x.conversation_id,
                (select r.number from crm.activities r
                 where r.tenant_id = x.tenant_id and r.conversation_id = x.conversation_id
                   and r.external_id = x.thread and r.number <> x.number
                   and (r.thread is null or r.thread = r.external_id)
                 order by r.occurred_at limit 1) as thread
         from crm.activities x
         where x.tenant_id = $1 and x.number = $2 and x.conversation_id is not null",
    )
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await?;
    let Some((conversation, thread)) = found else { return Ok(None) };
    Ok(open(tx, conversation).await?.map(|_| Spot { conversation, thread }))
}
