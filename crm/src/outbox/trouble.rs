//! Messages that failed or may not have arrived: looked at by a person, who decides.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Code, CodeKind, ConnectionId, ConversationId, Result, TenantTx, conversations::Conversation};

/// A message that failed or may not have arrived.
#[derive(Debug, Clone, FromRow)]
pub struct Troubled {
    /// The row.
    pub id: Uuid,
    /// Which connection it was to go by.
    pub connection_id: ConnectionId,
    /// What the tenant calls the connection.
    pub connection: String,
    /// The platform.
    pub platform: String,
    /// Where it was to go.
    pub conversation_id: ConversationId,
    /// The platform's id of the conversation.
    pub external_id: String,
    /// The conversation's name, where it has one.
    pub name: Option<String>,
    /// `channel`, `group`, `direct` or `assistant`.
    pub kind: String,
    /// In a direct conversation with somebody outside: the person.
    pub person: Option<String>,
    /// The number of the person's short code.
    pub person_number: Option<i64>,
    /// What it says, not rendered.
    pub reply: Value,
    /// It may have arrived: nobody knows. Else it certainly did not.
    pub unknown: bool,
    /// It goes to somebody outside.
    pub customer: bool,
    /// What the last try ended with.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
}

impl Troubled {
    /// Where it was to go, as people call it.
    pub fn label(&self) -> String {
        Conversation {
            id: self.conversation_id,
            name: self.name.clone(),
            platform: self.platform.clone(),
            external_id: self.external_id.clone(),
            kind: self.kind.clone(),
        }
        .label()
    }

    /// The person's short code.
    pub fn person_code(&self) -> Option<Code> {
        self.person_number.map(|number| Code::new(CodeKind::Person, number))
    }
}

/// The oldest of those that nobody has decided about, and how many there are.
pub async fn troubled(tx: &mut TenantTx, limit: i64) -> Result<(Vec<Troubled>, i64)> {
    let total = sqlx::query_scalar(
        "select count(*) from crm.outbox
         where tenant_id = $1 and state in ('unknown', 'failed') and settled_at is null",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await?;
    let oldest = sqlx::query_as(
        "select o.id, k.id as connection_id, k.name as connection, k.platform, c.id as conversation_id,
                c.external_id, c.name, c.kind, who.name as person, who.number as person_number, o.reply,
                o.state = 'unknown' as unknown, o.customer, o.error, o.created_at, o.attempts
         from crm.outbox o
         join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         left join lateral (
             select p.name, p.number
             from crm.activities x
             join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
             join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
             where c.kind = 'direct' and x.tenant_id = o.tenant_id and x.conversation_id = c.id and not a.is_bot
             order by x.occurred_at desc limit 1
         ) who on true
         where o.tenant_id = $1 and o.state in ('unknown', 'failed') and o.settled_at is null
         order by o.created_at, o.id limit $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    Ok((oldest, total))
}

/// What a person says about such a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is there.
    Arrived,
    /// Send it again, what is there of it already left out.
    Again,
    /// It need not go any more.
    GiveUp,
}

/// Does as a person decided. False: there is no such message in trouble, or not any more.
pub async fn decide(tx: &mut TenantTx, id: Uuid, decision: Decision) -> Result<bool> {
    let decided = match decision {
        Decision::Arrived => {
            "update crm.outbox
             set state = 'sent', sent_at = now(), settled_at = now(), error = null, lease_until = null
             where tenant_id = $1 and id = $2 and state in ('unknown', 'failed') and settled_at is null"
        }
        Decision::Again => {
            "update crm.outbox
             set state = 'pending', attempts = 0, next_try_at = now(), error = null, lease = null,
                 lease_until = null
             where tenant_id = $1 and id = $2 and state in ('unknown', 'failed') and settled_at is null"
        }
        Decision::GiveUp => {
            "update crm.outbox set state = 'failed', settled_at = now(), lease_until = null
             where tenant_id = $1 and id = $2 and state in ('unknown', 'failed') and settled_at is null"
        }
    };
    let rows = sqlx::query(decided).bind(tx.tenant()).bind(id).execute(tx.conn()).await?;
    Ok(rows.rows_affected() == 1)
}
