//! What a search index must know, in commit order.
//!
//! A position by id or time would lose rows for ever: a transaction that began first can commit last.
//! So each activity carries the transaction that last changed it, and a reader takes only what is
//! older than every transaction still running: nothing can still appear below that line.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{AccountId, ActivityId, ConversationId, Result, TenantTx};

/// A change to one activity.
#[derive(Debug, Clone, FromRow)]
pub struct Change {
    /// Which.
    pub id: ActivityId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// By whom.
    pub account_id: Option<AccountId>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it says; `None`: it is gone.
    pub text: Option<String>,
    /// The transaction that changed it.
    pub changed_in: i64,
}

/// How far a reader has come in one tenant: everything up to and with this transaction and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Transaction.
    pub transaction: i64,
    /// Activity within it.
    pub activity: ActivityId,
}

impl Position {
    /// Before everything.
    pub const START: Self = Self { transaction: 0, activity: ActivityId(uuid::Uuid::nil()) };
}

/// The next changes after a position, oldest transaction first. Talk with the bot is left out.
pub async fn changes(tx: &mut TenantTx, after: Position, limit: i64) -> Result<Vec<Change>> {
    sqlx::query_as(
        "select x.id, x.conversation_id, x.account_id, x.occurred_at, x.text,
                x.changed_in::text::bigint as changed_in
         from crm.activities x
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         where x.tenant_id = $1 and (x.changed_in, x.id) > ($2::text::xid8, $3)
           and x.changed_in < pg_snapshot_xmin(pg_current_snapshot())
           and c.kind <> 'assistant' and (x.text is not null or x.deleted_at is not null)
         order by x.changed_in, x.id limit $4",
    )
    .bind(tx.tenant())
    .bind(after.transaction.to_string())
    .bind(after.activity)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// The next transaction number of this server. A stored position beyond it comes from another server
/// (a restored backup): its index must be rebuilt.
pub async fn now(tx: &mut TenantTx) -> Result<i64> {
    sqlx::query_scalar("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        .fetch_one(tx.conn())
        .await
}
