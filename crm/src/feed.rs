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
    pub conversation_id: Option<ConversationId>,
    /// By whom.
    pub account_id: Option<AccountId>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// The platform's id of the first message of its thread; its own where it begins one or is in none.
    pub thread: Option<String>,
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

    /// After everything below a horizon.
    pub fn at(horizon: i64) -> Self {
        Self { transaction: horizon - 1, activity: ActivityId(uuid::Uuid::max()) }
    }
}

/// The line below which nothing can appear any more: the oldest transaction still running.
pub async fn horizon(tx: &mut TenantTx) -> Result<i64> {
    sqlx::query_scalar("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        .fetch_one(tx.conn())
        .await
}

/// The next changes after a position and below a [`horizon`] taken before, oldest transaction first. Talk
/// with the bot is left out, and what was done and not said: the text of a click is its link. What is deleted is told
/// of all. Fewer than `limit`: there are no more, and the reader may go on from
/// [`Position::at`] the horizon.
pub async fn changes(tx: &mut TenantTx, after: Position, horizon: i64, limit: i64) -> Result<Vec<Change>> {
    sqlx::query_as(
        "select x.id, x.conversation_id, x.account_id, x.occurred_at, x.text,
                coalesce(x.thread, x.external_id) as thread, x.changed_in::text::bigint as changed_in
         from crm.activities x
         left join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         where x.tenant_id = $1 and (x.changed_in, x.id) > ($2::text::xid8, $3)
           and x.changed_in < $5::text::xid8
           and c.kind is distinct from 'assistant'
           and (x.deleted_at is not null
                or x.text is not null and x.action not in ('click', 'download', 'star', 'fork', 'api_call'))
         order by x.changed_in, x.id limit $4",
    )
    .bind(tx.tenant())
    .bind(after.transaction.to_string())
    .bind(after.activity)
    .bind(limit)
    .bind(horizon.to_string())
    .fetch_all(tx.conn())
    .await
}

/// Which server this is: made with the cluster, kept by copies of its files, not by a restored dump.
pub async fn server(tx: &mut TenantTx) -> Result<String> {
    sqlx::query_scalar("select system_identifier::text from pg_control_system()").fetch_one(tx.conn()).await
}

/// Takes over rows whose transaction lies in the future: they were restored from another server, which
/// counted its own. True when there were any.
pub async fn adopt(tx: &mut TenantTx) -> Result<bool> {
    let adopted = sqlx::query(
        "update crm.activities set changed_in = pg_current_xact_id()
         where tenant_id = $1 and changed_in >= pg_snapshot_xmax(pg_current_snapshot())
           and changed_in <> pg_current_xact_id()",
    )
    .bind(tx.tenant())
    .execute(tx.conn())
    .await?;
    Ok(adopted.rows_affected() > 0)
}
