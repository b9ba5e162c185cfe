//! Outbox → platform: render, send, note how it ended.

use std::time::Duration;

use adapters::{Adapter, Address, Connection, Payload, Reply, SendError, Sent};
use crm::{
    Actor, ConversationId, TenantId, connections, conversations,
    outbox::{self, Claimed, Outcome, Platforms},
};
use futures::future::join_all;
use tokio::time::sleep;

use super::pace::Turn;
use crate::{app::App, installed::reason};

/// Messages taken up at a time, each for another conversation: they are sent side by side.
const BATCH: i64 = 8;
/// Milliseconds before somebody looks again at a connection that does not work.
const MENDING_MS: i64 = 60_000;
/// Tries of which each may have arrived: staff can live with two copies, not with one for each.
const COPIES: i32 = 8;
/// Tries of one message after which a platform that nobody answers for is trouble: about half a minute.
const TELL: i32 = 5;
/// How long a platform that nobody answers for is left alone: not longer, so that what waits goes once it is back.
const AWAY: Duration = Duration::from_secs(30);

/// Sends what waits for the platforms this process speaks; with `only`, for one conversation.
pub async fn deliver(app: &App, tenant: TenantId, only: Option<ConversationId>) -> anyhow::Result<usize> {
    let speaks = |able: fn(&dyn Adapter) -> bool| -> Vec<&str> {
        app.adapters.values().filter(|it| able(&***it)).map(|it| it.platform()).collect()
    };
    let (all, idempotent) = (speaks(|_| true), speaks(|it| it.capabilities().idempotent_sends));
    let finding = speaks(|it| it.capabilities().finds_sent);
    let platforms = Platforms { all: &all, idempotent: &idempotent, finding: &finding };
    let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
    let claimed = outbox::claim(&mut tx, platforms, only, BATCH).await?;
    // the claim is committed before anything is sent: after a crash we know what may have arrived
    tx.commit().await?;
    let settled = join_all(claimed.iter().map(|message| settle(app, tenant, message))).await;
    settled.into_iter().collect::<anyhow::Result<()>>()?;
    Ok(claimed.len())
}

async fn settle(app: &App, tenant: TenantId, claimed: &Claimed) -> anyhow::Result<()> {
    let outcome = send(app, tenant, claimed).await?;
    let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
    if !outbox::settle(&mut tx, claimed, &outcome).await? {
        tracing::warn!(outbox = %claimed.id, "another sender took this message over");
    }
    Ok(tx.commit().await?)
}

async fn send(app: &App, tenant: TenantId, claimed: &Claimed) -> anyhow::Result<Outcome> {
    let adapter = app.adapter(&claimed.platform)?;
    let connection = match app.connected(tenant, claimed.connection_id).await {
        Ok(connection) => connection,
        Err(error) => return Ok(Outcome::Later { after_ms: MENDING_MS, error: format!("{error:#}") }),
    };
    let reply: Reply = match serde_json::from_value(claimed.reply.clone()) {
        Ok(reply) => reply,
        Err(error) => {
            return Ok(Outcome::Failed { error: format!("{}: {error}", reason::UNREADABLE) });
        }
    };
    let done = usize::try_from(claimed.parts_sent).unwrap_or(0);
    for (part, payload) in adapter.render(&reply, &app.site).iter().enumerate().skip(done) {
        let to = Address {
            conversation: claimed.conversation.clone(),
            thread: claimed.thread.clone(),
            via: claimed.via.clone(),
            nonce: format!("{}-{part}", claimed.id.simple()),
        };
        let doubtful = claimed.doubtful && part == done;
        let unseen = doubtful && adapter.capabilities().finds_sent;
        match app.pace.turn(adapter.capabilities().pace, claimed.connection_id, claimed.conversation_id) {
            Turn::In(wait) => sleep(wait).await,
            Turn::TooFar(wait) => return Ok(not_yet(claimed, wait, reason::CROWDED, unseen)),
        }
        match one(&**adapter, &*connection, &to, payload, doubtful).await {
            Ok(sent) => {
                if !sent_one(app, tenant, claimed, &sent).await? {
                    return Ok(Outcome::NotYet { after_ms: 0, error: "taken over".to_owned() });
                }
            }
            Err(error) => return failed(app, tenant, claimed, (&**adapter, unseen), error).await,
        }
    }
    Ok(Outcome::Sent { external_id: None })
}

/// Sends one message; one that may be there already is looked for first, where the platform can be asked.
async fn one(
    adapter: &dyn Adapter,
    connection: &dyn Connection,
    to: &Address,
    payload: &Payload,
    doubtful: bool,
) -> Result<Sent, SendError> {
    if doubtful
        && adapter.capabilities().finds_sent
        && let Some(sent) = connection.find(to).await.map_err(still_unknown)?
    {
        return Ok(sent);
    }
    connection.send(to, payload).await
}

/// Whatever kept us from looking, the message may still be there.
fn still_unknown(error: SendError) -> SendError {
    match error {
        SendError::Unauthorized(_) => error,
        other => SendError::Unknown(other.to_string()),
    }
}

/// Notes that a message is there. False: another sender has taken over.
async fn sent_one(app: &App, tenant: TenantId, claimed: &Claimed, sent: &Sent) -> anyhow::Result<bool> {
    let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
    let ours = outbox::part_sent(&mut tx, claimed, sent.message_id.as_deref()).await?;
    connections::reached(&mut tx, claimed.connection_id).await?;
    if let Some(to) = &sent.conversation {
        conversations::moved(&mut tx, claimed.conversation_id, to).await?;
    }
    tx.commit().await?;
    Ok(ours)
}

/// What to do about a message that was not sent, or perhaps was; `unseen`: an earlier try may have arrived, and
/// nobody has looked yet.
async fn failed(
    app: &App,
    tenant: TenantId,
    claimed: &Claimed,
    (adapter, unseen): (&dyn Adapter, bool),
    error: SendError,
) -> anyhow::Result<Outcome> {
    let can = adapter.capabilities();
    Ok(match error {
        SendError::Later { after_ms } => {
            let wait = Duration::from_millis(after_ms);
            app.pace.hold(claimed.connection_id, wait);
            not_yet(claimed, wait, reason::ASKED_TO_WAIT, unseen)
        }
        SendError::Unreachable { .. } => {
            let wait = backoff(claimed);
            // the others of this connection need not find it out one by one
            app.pace.hold(claimed.connection_id, wait.min(AWAY));
            if claimed.attempts >= TELL {
                ails(app, tenant, claimed, &error.to_string()).await?;
            }
            Outcome::Later { after_ms: ms(wait), error: error.to_string() }
        }
        SendError::Unknown(error) if can.idempotent_sends => {
            Outcome::Later { after_ms: ms(backoff(claimed)), error }
        }
        // staff can live with two; a customer cannot, and where one can look, that is better
        SendError::Unknown(error) if !can.finds_sent && !claimed.customer && claimed.attempts < COPIES => {
            Outcome::Later { after_ms: ms(backoff(claimed)), error }
        }
        SendError::Unknown(error) => Outcome::Unknown { after_ms: ms(backoff(claimed)), error },
        SendError::Refused(error) => Outcome::Failed { error },
        SendError::Unauthorized(error) => {
            ails(app, tenant, claimed, &error).await?;
            match unseen {
                true => Outcome::Unknown { after_ms: MENDING_MS, error },
                false => Outcome::Later { after_ms: MENDING_MS, error },
            }
        }
    })
}

/// Tells the operators, in the log once for the same trouble.
async fn ails(app: &App, tenant: TenantId, claimed: &Claimed, what: &str) -> anyhow::Result<()> {
    let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
    let news = connections::trouble(&mut tx, claimed.connection_id, what).await?;
    tx.commit().await?;
    if news {
        tracing::warn!(connection = %claimed.connection_id, platform = claimed.platform, what, "sending does not work");
    }
    Ok(())
}

/// It has to wait for its turn. One that may be there already stays one that has to be looked for.
fn not_yet(claimed: &Claimed, wait: Duration, why: &str, unseen: bool) -> Outcome {
    let (after_ms, error) = (ms(spread(claimed, wait)), why.to_owned());
    match unseen {
        true => Outcome::Unknown { after_ms, error },
        false => Outcome::NotYet { after_ms, error },
    }
}

/// 1 s, 2 s, 4 s … at most about a minute, give or take a fifth.
fn backoff(claimed: &Claimed) -> Duration {
    let wait = Duration::from_secs(1 << claimed.attempts.clamp(1, 7).saturating_sub(1));
    wait * (800 + u32::from(claimed.lease.as_bytes()[0]) * 400 / 255) / 1000
}

/// Not before `wait`, and not all at the same moment.
fn spread(claimed: &Claimed, wait: Duration) -> Duration {
    wait + Duration::from_millis(u64::from(claimed.lease.as_bytes()[0]))
}

fn ms(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}
