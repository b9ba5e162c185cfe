//! Replies on their way out. Written with what they answer, sent afterwards.

mod trouble;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

pub use trouble::{Decision, Troubled, decide, troubled};

use crate::{ActivityId, ConnectionId, ConversationId, Result, TenantTx, UserId};

/// Seconds a sender may hold a reply.
const LEASE_SECONDS: i32 = 60;
/// Hours for which a message is tried.
const GIVEN_UP_HOURS: i32 = 24;
/// A message is not given up before so many tries, however old it is: about an hour for what a person sends again.
const FEWEST_ATTEMPTS: i32 = 60;

/// A message somebody has undertaken to send.
#[derive(Debug, Clone, FromRow)]
pub struct Claimed {
    /// The row; also the nonce of the message.
    pub id: Uuid,
    /// Which connection it goes by.
    pub connection_id: ConnectionId,
    /// Where it goes.
    pub conversation_id: ConversationId,
    /// The platform's id of the conversation.
    pub conversation: String,
    /// The thread in it.
    pub thread: Option<String>,
    /// The private way to whoever asked.
    pub via: Option<String>,
    /// The platform.
    pub platform: String,
    /// What to say, not yet rendered.
    pub reply: Value,
    /// How many of the messages that it is rendered to are there already.
    pub parts_sent: i32,
    /// It goes to somebody outside: never twice.
    pub customer: bool,
    /// The last try may have arrived: look before sending.
    pub doubtful: bool,
    /// The fence.
    pub lease: Uuid,
    /// Which try this is, from 1; what ended before the platform was asked, or because it wanted nothing yet, is none.
    pub attempts: i32,
}

/// A message to be sent.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// Where.
    pub conversation: ConversationId,
    /// The thread in it.
    pub thread: Option<&'a str>,
    /// The private way to whoever asked.
    pub via: Option<&'a str>,
    /// The event that it answers.
    pub in_reply_to: Option<Uuid>,
    /// What to say, platform-neutral.
    pub reply: &'a Value,
    /// It goes to somebody outside: the message in the timeline whose delivery this is.
    pub sends: Option<ActivityId>,
    /// It goes to somebody outside, whatever it is: never twice.
    pub outside: bool,
}

impl<'a> New<'a> {
    /// A message to a conversation that answers nothing.
    pub fn to(conversation: ConversationId, reply: &'a Value) -> Self {
        Self { conversation, thread: None, via: None, in_reply_to: None, reply, sends: None, outside: false }
    }
}

/// Puts a message on its way.
pub async fn put(tx: &mut TenantTx, new: New<'_>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into crm.outbox (tenant_id, id, conversation_id, thread, via, in_reply_to, reply, activity_id, customer)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(new.conversation)
    .bind(new.thread)
    .bind(new.via)
    .bind(new.in_reply_to)
    .bind(new.reply)
    .bind(new.sends)
    .bind(new.outside || new.sends.is_some())
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

/// Hands over, as sent, what waits at a connection for one of its users and answers nothing that was said, such as
/// reminders: to whoever shows it itself.
pub async fn hand_over_waiting(
    tx: &mut TenantTx,
    connection: ConnectionId,
    user: UserId,
) -> Result<Vec<Value>> {
    let mut waiting: Vec<(DateTime<Utc>, Uuid, Value)> = sqlx::query_as(
        "update crm.outbox o set state = 'sent', sent_at = now(), attempts = attempts + 1
         from crm.conversations c
         where o.tenant_id = $1 and o.state = 'pending' and o.in_reply_to is null
           and c.tenant_id = $1 and c.id = o.conversation_id and c.connection_id = $2
           and exists (select from crm.activities x
                       join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
                       where x.tenant_id = $1 and x.conversation_id = c.id and a.user_id = $3)
         returning o.created_at, o.id, o.reply",
    )
    .bind(tx.tenant())
    .bind(connection)
    .bind(user)
    .fetch_all(tx.conn())
    .await?;
    waiting.sort_by_key(|(at, id, _)| (*at, *id));
    Ok(waiting.into_iter().map(|(_, _, reply)| reply).collect())
}

/// The platforms that whoever claims can send to, by what is known when a try broke off.
#[derive(Debug, Clone, Copy)]
pub struct Platforms<'a> {
    /// All of them.
    pub all: &'a [&'a str],
    /// Those that ignore a second copy.
    pub idempotent: &'a [&'a str],
    /// Those that can be asked whether a message has arrived.
    pub finding: &'a [&'a str],
}

impl<'a> Platforms<'a> {
    /// Platforms that can neither ignore nor find anything.
    pub fn plain(all: &'a [&'a str]) -> Self {
        Self { all, idempotent: &[], finding: &[] }
    }
}

/// Takes up messages (with `only`, for one conversation) that nobody is sending, oldest first: at most one a
/// conversation, so that order holds. One whose sender vanished while sending may have arrived: it is taken up again
/// where the platform ignores the second copy or can be asked, and where it goes to staff, who can live with two;
/// to somebody outside it is left for a person to decide.
pub async fn claim(
    tx: &mut TenantTx,
    platforms: Platforms<'_>,
    only: Option<ConversationId>,
    limit: i64,
) -> Result<Vec<Claimed>> {
    sqlx::query_as(
        "with open as (
             select distinct on (o.conversation_id) o.id, o.state, o.next_try_at, o.lease_until, o.created_at,
                    o.customer and k.platform <> all($3) and k.platform <> all($7) as risky
             from crm.outbox o
             join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
             join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
             where o.tenant_id = $1 and o.state in ('pending', 'sending') and k.platform = any($2)
               and not k.paused and ($6::uuid is null or o.conversation_id = $6)
             order by o.conversation_id, o.created_at, o.id
         ),
         lost as (
             update crm.outbox o set state = 'unknown', error = 'the sender ended before the platform answered'
             from open
             where o.tenant_id = $1 and o.id = open.id and open.state = 'sending'
               and open.lease_until < now() and open.risky
         ),
         doubtful as (
             -- may be asked for without holding up what comes after
             select o.id, o.created_at from crm.outbox o
             join crm.conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
             join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
             where o.tenant_id = $1 and o.state = 'unknown' and k.platform = any($2) and k.platform = any($7)
               and not k.paused and o.next_try_at <= now() and o.attempts < $8 and $6::uuid is null
         ),
         due as (
             select o.id, o.state <> 'pending' as doubtful from crm.outbox o
             left join open on open.id = o.id
             left join doubtful on doubtful.id = o.id
             where o.tenant_id = $1 and (doubtful.id is not null
                or open.id is not null and (o.state = 'pending' and o.next_try_at <= now()
                    or o.state = 'sending' and o.lease_until < now() and not open.risky))
             order by o.created_at limit $4 for update of o skip locked
         )
         update crm.outbox o
         set state = 'sending', attempts = o.attempts + 1, lease = gen_random_uuid(),
             lease_until = now() + make_interval(secs => $5)
         from due, crm.conversations c, crm.connections k
         where o.tenant_id = $1 and o.id = due.id
           and c.tenant_id = $1 and c.id = o.conversation_id and k.tenant_id = $1 and k.id = c.connection_id
         returning o.id, k.id as connection_id, c.id as conversation_id, c.external_id as conversation, o.thread, o.via,
                   k.platform, o.reply, o.parts_sent, o.customer, due.doubtful, o.lease, o.attempts",
    )
    .bind(tx.tenant())
    .bind(platforms.all)
    .bind(platforms.idempotent)
    .bind(limit)
    .bind(f64::from(LEASE_SECONDS))
    .bind(only)
    .bind(platforms.finding)
    .bind(FEWEST_ATTEMPTS)
    .fetch_all(tx.conn())
    .await
}

/// Notes that one more of its messages is there, and keeps the lease. False: another sender holds it by now.
pub async fn part_sent(tx: &mut TenantTx, claimed: &Claimed, external_id: Option<&str>) -> Result<bool> {
    let row = sqlx::query(
        "update crm.outbox
         set parts_sent = parts_sent + 1, external_id = coalesce(external_id, $4),
             lease_until = now() + make_interval(secs => $5)
         where tenant_id = $1 and id = $2 and lease = $3 and state = 'sending'",
    )
    .bind(tx.tenant())
    .bind(claimed.id)
    .bind(claimed.lease)
    .bind(external_id)
    .bind(f64::from(LEASE_SECONDS))
    .execute(tx.conn())
    .await?;
    Ok(row.rows_affected() == 1)
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The platform took it.
    Sent {
        /// Its id there.
        external_id: Option<String>,
    },
    /// It was tried and did not arrive: again after this many milliseconds; failed for good when it is a day old.
    Later {
        /// Milliseconds to wait at least.
        after_ms: i64,
        /// Why.
        error: String,
    },
    /// It was not its turn yet: no try, however often that happens.
    NotYet {
        /// Milliseconds to wait at least.
        after_ms: i64,
        /// Why.
        error: String,
    },
    /// Perhaps it arrived: the platform is asked after this many milliseconds, where it can be; else a person decides.
    Unknown {
        /// Milliseconds to wait at least.
        after_ms: i64,
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
        Outcome::Later { after_ms, error } | Outcome::NotYet { after_ms, error } => {
            ("pending", None, Some(error), *after_ms)
        }
        Outcome::Unknown { after_ms, error } => ("unknown", None, Some(error), *after_ms),
        Outcome::Failed { error } => ("failed", None, Some(error), 0),
    };
    let row = sqlx::query(
        "update crm.outbox
         set state = case when $4 = 'pending' and not $8 and attempts >= $9
                               and created_at < now() - make_interval(hours => $10) then 'failed' else $4 end,
             attempts = attempts - case when $8 then 1 else 0 end,
             external_id = coalesce(external_id, $5), error = $6, lease_until = null,
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
    .bind(matches!(outcome, Outcome::NotYet { .. }))
    .bind(FEWEST_ATTEMPTS)
    .bind(GIVEN_UP_HOURS)
    .execute(tx.conn())
    .await?;
    Ok(row.rows_affected() == 1)
}

/// Gives up answers that nobody waits for any more: those of a platform older than this many minutes. What answers
/// nothing, as a reminder, waits on.
pub async fn give_up(tx: &mut TenantTx, platform: &str, minutes: i32) -> Result<()> {
    sqlx::query(
        "update crm.outbox o set state = 'failed', error = 'nobody was there any more', lease_until = null
         from crm.conversations c, crm.connections k
         where o.tenant_id = $1 and o.state in ('pending', 'sending') and o.in_reply_to is not null
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
