//! Who changed what, with before and after, written in the transaction of the change.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, TenantTx, UserId};

/// A change to be noted.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The command that made it.
    pub command: String,
    /// Its arguments.
    pub arguments: Value,
    /// Short code of what changed.
    pub object: Option<String>,
    /// What was there.
    pub before: Option<Value>,
    /// What is there.
    pub after: Option<Value>,
    /// The call that takes it back: `{"command", "arguments"}`.
    pub reversal: Option<Value>,
    /// The entry this change took back.
    pub reverses: Option<Uuid>,
}

/// Notes a change by the transaction's actor and answers with the entry's id.
pub async fn write(tx: &mut TenantTx, change: &Change, request: Uuid) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let (user, actor) = (tx.actor().user_id(), tx.actor().to_string());
    sqlx::query(
        "insert into crm.audit_log (tenant_id, id, user_id, actor, command, arguments, object, before, after,
             reversal, reverses, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(user)
    .bind(actor)
    .bind(&change.command)
    .bind(&change.arguments)
    .bind(&change.object)
    .bind(&change.before)
    .bind(&change.after)
    .bind(&change.reversal)
    .bind(change.reverses)
    .bind(request)
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// A change that was noted.
#[derive(Debug, Clone, FromRow)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By which user; `None`: the system.
    pub user_id: Option<UserId>,
    /// As shown.
    pub actor: String,
    /// The command.
    pub command: String,
    /// What changed.
    pub object: Option<String>,
    /// The call that takes it back.
    pub reversal: Option<Value>,
}

/// The user's latest change that can be taken back and was not yet, and that does not itself take
/// something back.
pub async fn last_reversible(tx: &mut TenantTx, user: UserId) -> Result<Option<Entry>> {
    sqlx::query_as(
        "select l.id, l.at, l.user_id, l.actor, l.command, l.object, l.reversal from crm.audit_log l
         where l.tenant_id = $1 and l.user_id = $2 and l.reversal is not null and l.reverses is null
           and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id)
         order by l.at desc, l.id desc limit 1",
    )
    .bind(tx.tenant())
    .bind(user)
    .fetch_optional(tx.conn())
    .await
}

/// The latest change that can be taken back and was not yet, of the object with this short code.
pub async fn reversible_of(tx: &mut TenantTx, object: &str) -> Result<Option<Entry>> {
    sqlx::query_as(
        "select l.id, l.at, l.user_id, l.actor, l.command, l.object, l.reversal from crm.audit_log l
         where l.tenant_id = $1 and l.object = $2 and l.reversal is not null and l.reverses is null
           and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id)
         order by l.at desc, l.id desc limit 1",
    )
    .bind(tx.tenant())
    .bind(object)
    .fetch_optional(tx.conn())
    .await
}
