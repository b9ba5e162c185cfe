//! Outbox → platform: render, send, note how it ended.

use adapters::{Address, Reply, SendError};
use crm::{
    Actor, ConversationId, TenantId,
    outbox::{self, Claimed, Outcome},
};

use crate::app::App;

/// Replies taken up at a time: a lease must not run out while its reply waits for the ones before it.
const BATCH: i64 = 1;

/// Sends what waits for the platforms this process speaks; with `only`, for one conversation.
pub async fn deliver(app: &App, tenant: TenantId, only: Option<ConversationId>) -> anyhow::Result<usize> {
    let platforms: Vec<&str> = app.adapters.keys().copied().collect();
    let idempotent: Vec<&str> = app
        .adapters
        .values()
        .filter(|adapter| adapter.capabilities().idempotent_sends)
        .map(|adapter| adapter.platform())
        .collect();
    let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
    let claimed = outbox::claim(&mut tx, &platforms, &idempotent, only, BATCH).await?;
    // the claim is committed before anything is sent: after a crash we know what may have arrived
    tx.commit().await?;
    for reply in &claimed {
        let outcome = send(app, reply).await;
        let mut tx = app.db.begin(tenant, Actor::system("deliver")).await?;
        if !outbox::settle(&mut tx, reply, &outcome).await? {
            tracing::warn!(outbox = %reply.id, "another sender took this reply over");
        }
        tx.commit().await?;
    }
    Ok(claimed.len())
}

async fn send(app: &App, claimed: &Claimed) -> Outcome {
    let adapter = match app.adapter(&claimed.platform) {
        Ok(adapter) => adapter,
        Err(error) => return Outcome::Failed { error: error.to_string() },
    };
    let reply: Reply = match serde_json::from_value(claimed.reply.clone()) {
        Ok(reply) => reply,
        Err(error) => return Outcome::Failed { error: format!("the stored reply cannot be read: {error}") },
    };
    let mut external_id = None;
    for (part, payload) in adapter.render(&reply).iter().enumerate() {
        let to = Address {
            conversation: claimed.conversation.clone(),
            thread: claimed.thread.clone(),
            nonce: format!("{}-{part}", claimed.id.simple()),
        };
        match adapter.send(&to, payload).await {
            Ok(sent) => external_id = external_id.or(sent.message_id),
            // the first parts may be there already: only a platform that ignores repeats gets them again
            Err(SendError::Later { .. }) if part > 0 && !adapter.capabilities().idempotent_sends => {
                return Outcome::Unknown { error: format!("only {part} parts of the reply were sent") };
            }
            Err(SendError::Later { after_ms }) => {
                let after_ms = i64::try_from(after_ms).unwrap_or(i64::MAX).max(backoff_ms(claimed.attempts));
                return Outcome::Later { after_ms, error: "the platform asked to wait".to_owned() };
            }
            Err(SendError::Unknown(error)) => return Outcome::Unknown { error },
            Err(SendError::Refused(error)) => return Outcome::Failed { error },
        }
    }
    Outcome::Sent { external_id }
}

/// 1 s, 2 s, 4 s … at most 5 minutes.
fn backoff_ms(attempt: i32) -> i64 {
    1000 * (1_i64 << attempt.clamp(1, 9).saturating_sub(1)).min(300)
}
