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
use crate::app::App;

/// Messages taken up at a time, each for another conversation: they are sent side by side.
const BATCH: i64 = 8;
/// Milliseconds before somebody looks again at a connection that does not work.
const MENDING_MS: i64 = 60_000;

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
            return Ok(Outcome::Failed { error: format!("the stored reply cannot be read: {error}") });
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
        match app.pace.turn(adapter.capabilities().pace, claimed.connection_id, claimed.conversation_id) {
            Turn::In(wait) => sleep(wait).await,
            Turn::TooFar(wait) => return Ok(later(claimed, wait, "many messages wait for this platform")),
        }
        let doubtful = claimed.doubtful && part == done;
        match one(&**adapter, &*connection, &to, payload, doubtful).await {
            Ok(sent) => {
                if !sent_one(app, tenant, claimed, &sent).await? {
                    return Ok(Outcome::Later { after_ms: 0, error: "taken over".to_owned() });
                }
            }
            Err(error) => return failed(app, tenant, claimed, &**adapter, error).await,
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
    if let Some(to) = &sent.conversation {
        conversations::moved(&mut tx, claimed.conversation_id, to).await?;
    }
    tx.commit().await?;
    Ok(ours)
}

/// What to do about a message that was not sent, or perhaps was.
async fn failed(
    app: &App,
    tenant: TenantId,
    claimed: &Claimed,
    adapter: &dyn Adapter,
    error: SendError,
) -> anyhow::Result<Outcome> {
    let can = adapter.capabilities();
    Ok(match error {
        SendError::Later { after_ms } => {
            let wait = Duration::from_millis(after_ms);
            app.pace.hold(claimed.connection_id, wait);
            later(claimed, wait, "the platform asked to wait")
        }
        SendError::Unknown(error) if can.idempotent_sends => later(claimed, Duration::ZERO, &error),
        // staff can live with two; a customer cannot, and where one can look, that is better
        SendError::Unknown(error) if !can.finds_sent && !claimed.customer => {
            later(claimed, Duration::ZERO, &error)
        }
        SendError::Unknown(error) => Outcome::Unknown { error },
        SendError::Refused(error) => Outcome::Failed { error },
        SendError::Unauthorized(error) => {
            let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
            connections::trouble(&mut tx, claimed.connection_id, &error).await?;
            tx.commit().await?;
            Outcome::Later { after_ms: MENDING_MS, error }
        }
    })
}

/// Not before `wait`, and not before 1 s, 2 s, 4 s … at most 10 minutes, give or take a fifth.
fn later(claimed: &Claimed, wait: Duration, error: &str) -> Outcome {
    let backoff = 1000 * (1_i64 << claimed.attempts.clamp(1, 11).saturating_sub(1)).min(600);
    let spread = i64::from(claimed.lease.as_bytes()[0]) * 400 / 255 + 800;
    let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    Outcome::Later { after_ms: wait.max(backoff * spread / 1000), error: error.to_owned() }
}
