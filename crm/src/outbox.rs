//! Replies on their way out. Written with what they answer, sent afterwards.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{ConversationId, Result, TenantTx};

/// Seconds a sender may hold a reply.
const LEASE_SECONDS: i32 = 60;
/// After this many tries a reply has failed.
const MAX_ATTEMPTS: i32 = 8;

/// A reply somebody has undertaken to send.
#[derive(Debug, Clone, FromRow)]
pub struct Claimed {
    /// The row; also the nonce of the message.
    pub id: Uuid,
    /// The platform's id of the conversation.
    pub conversation: String,
    /// The thread in it.
    pub thread: Option<String>,
    /// The platform.
    pub platform: String,
    /// What to say, not yet rendered.
    pub reply: Value,
    /// The fence.
    pub lease: Uuid,
    /// Which try this is, from 1.
    pub attempts: i32,
}

/// Puts a reply on its way.
pub async fn put(
    tx: &mut TenantTx,
    conversation: ConversationId,
    thread: Option<&str>,
    in_reply_to: Option<Uuid>,
    reply: &Value,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into crm.outbox (tenant_id, id, conversation_id, thread, in_reply_to, reply)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(conversation)
    .bind(thread)
    .bind(in_reply_to)
    .bind(reply)
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// Hands over the replies to one event to whoever waits for them and shows them itself, as sent.
pub async fn hand_over(tx: &mut TenantTx, in_reply_to: Uuid) -> Result<Vec<Value>> {
    let mut replies: Vec<(DateTime<Utc>, Uuid, Value)> = sqlx::query_as(
        "update crm.outbox set state = 'sent', sent_at = now(), attempts = attempts + 1
         where tenant_id = $1 and in_reply_to = $2 and state = 'pending'
         returning created_at, id, reply",
    )
    .bind(tx.tenant())
    .bind(in_reply_to)
    .fetch_all(tx.conn())
    .await?;
    replies.sort_by_key(|(at, id, _)| (*at, *id));
    Ok(replies.into_iter().map(|(_, _, reply)| reply).collect())
}

/// Takes up replies for these platforms (with `only`, for one conversation) that nobody is sending, oldest
/// first: at most one a conversation, so that order holds. A reply whose sender vanished while sending may have arrived: it
/// is taken up again only where the platform ignores the second copy.
pub async fn claim(
    tx: &mut TenantTx,
    platforms: &[&str],
    idempotent: &[&str],
    only: Option<ConversationId>,
    limit: i64,
) -> Result<Vec<Claimed>> {
    sqlx::query_as(
        "with open as (
             select distinct on (o.conversation_id) o.id, o.state, o.next_try_at, o.lease_until, o.created_at,
                    k.platform
             from crm.outbox o
             join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
             join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
             where o.tenant_id = $1 and o.state in ('pending', 'sending') and k.platform = any($2)
               and ($6::uuid is null or o.conversation_id = $6)
             order by o.conversation_id, o.created_at, o.id
         ),
         lost as (
             update crm.outbox o set state = 'unknown', error = 'the sender ended before the platform answered'
             from open
             where o.tenant_id = $1 and o.id = open.id and open.state = 'sending'
               and open.lease_until < now() and open.platform <> all($3)
         ),
         due as (
             select o.id from crm.outbox o join open on open.id = o.id
             where o.tenant_id = $1 and (o.state = 'pending' and o.next_try_at <= now()
                or o.state = 'sending' and o.lease_until < now() and open.platform = any($3))
             order by o.created_at limit $4 for update of o skip locked
         )
         update crm.outbox o
         set state = 'sending', attempts = o.attempts + 1, lease = gen_random_uuid(),
             lease_until = now() + make_interval(secs => $5)
         from due, crm.conversations c, crm.connections k
         where o.tenant_id = $1 and o.id = due.id
           and c.tenant_id = $1 and c.id = o.conversation_id and k.tenant_id = $1 and k.id = c.connection_id
         returning o.id, c.external_id as conversation, o.thread, k.platform, o.reply, o.lease, o.attempts",
    )
    .bind(tx.tenant())
    .bind(platforms)
    .bind(idempotent)
    .bind(limit)
    .bind(f64::from(LEASE_SECONDS))
    .bind(only)
    .fetch_all(tx.conn())
    .await
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The platform took it.
    Sent {
        /// Its id there.
        external_id: Option<String>,
    },
    /// Try again after this many milliseconds; failed for good after several tries.
    Later {
        /// Milliseconds to wait at least.
        after_ms: i64,
        /// Why.
        error: String,
    },
    /// Perhaps it arrived: a person decides.
    Unknown {
        /// Why.
        error: String,
    },
    /// It never will.
    Failed {
        /// Why.
        error: String,
    },
}

/// Notes how a try ended. False: another sender holds the lease by now, and its word counts.
pub async fn settle(tx: &mut TenantTx, claimed: &Claimed, outcome: &Outcome) -> Result<bool> {
    let (state, external_id, error, after_ms) = match outcome {
        Outcome::Sent { external_id } => ("sent", external_id.as_deref(), None, 0),
        Outcome::Later { error, .. } if claimed.attempts >= MAX_ATTEMPTS => ("failed", None, Some(error), 0),
        Outcome::Later { after_ms, error } => ("pending", None, Some(error), *after_ms),
        Outcome::Unknown { error } => ("unknown", None, Some(error), 0),
        Outcome::Failed { error } => ("failed", None, Some(error), 0),
    };
    let row = sqlx::query(
        "update crm.outbox
         set state = $4, external_id = coalesce($5, external_id), error = $6, lease_until = null,
             next_try_at = now() + make_interval(secs => $7::float8 / 1000),
             sent_at = case when $4 = 'sent' then now() end
         where tenant_id = $1 and id = $2 and lease = $3 and state = 'sending'",
    )
    .bind(tx.tenant())
    .bind(claimed.id)
    .bind(claimed.lease)
    .bind(state)
    .bind(external_id)
    .bind(error)
    .bind(after_ms)
    .execute(tx.conn())
    .await?;
    Ok(row.rows_affected() == 1)
}

/// Gives up replies to places that no longer exist: those of a platform older than this many minutes.
pub async fn give_up(tx: &mut TenantTx, platform: &str, minutes: i32) -> Result<()> {
    sqlx::query(
        "update crm.outbox o set state = 'failed', error = 'nobody was there any more', lease_until = null
         from crm.conversations c, crm.connections k
         where o.tenant_id = $1 and o.state in ('pending', 'sending')
           and o.created_at < now() - make_interval(mins => $3)
           and c.tenant_id = $1 and c.id = o.conversation_id
           and k.tenant_id = $1 and k.id = c.connection_id and k.platform = $2",
    )
    .bind(tx.tenant())
    .bind(platform)
    .bind(minutes)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One line of a conversation with the bot: what was said, or what it answered.
#[derive(Debug, Clone, FromRow)]
pub struct Line {
    /// The activity's or the reply's id; both sort by time.
    pub id: Uuid,
    /// The sender's own id of what was said.
    pub external_id: Option<String>,
    /// What a person said.
    pub text: Option<String>,
    /// What the bot answered.
    pub reply: Option<Value>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The latest lines of a conversation after one of them, in order.
pub async fn lines(
    tx: &mut TenantTx,
    conversation: ConversationId,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = sqlx::query_as(
        "select * from (
             select id, external_id, text, null::jsonb as reply, recorded_at as at from crm.activities
             where tenant_id = $1 and conversation_id = $2 and text is not null and ($3::uuid is null or id > $3)
             union all
             select id, null, null, reply, created_at from crm.outbox
             where tenant_id = $1 and conversation_id = $2 and ($3::uuid is null or id > $3)) lines
         order by id desc limit $4",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(after)
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    lines.reverse();
    Ok(lines)
}

/// The line with this id: a sender's own id of what was said, or a reply's.
pub async fn line_of(tx: &mut TenantTx, conversation: ConversationId, id: &str) -> Result<Option<Uuid>> {
    sqlx::query_scalar(
        "select id from crm.activities where tenant_id = $1 and conversation_id = $2 and external_id = $3
         union all
         select id from crm.outbox where tenant_id = $1 and conversation_id = $2 and id::text = $3
         limit 1",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(id)
    .fetch_optional(tx.conn())
    .await
}
