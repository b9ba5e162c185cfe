//! What a person decided about messages and events that stand aside, done and written into the audit log.

use crm::{
    TenantTx,
    audit::{self, Change},
    inbox::{self, Which},
    outbox::{self, Decision},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Does as somebody decided about a message; false when it is not in trouble any more.
pub async fn decide(tx: &mut TenantTx, message: Uuid, decision: Decision) -> anyhow::Result<bool> {
    let decided = outbox::decide(tx, message, decision).await?;
    if decided {
        let word = match decision {
            Decision::Arrived => "arrived",
            Decision::Again => "again",
            Decision::GiveUp => "give up",
        };
        note(tx, "queue decide", json!({ "decision": word, "message": message })).await?;
    }
    Ok(decided)
}

/// Gives events that were put aside to the workers once more, and says how many.
pub async fn replay(tx: &mut TenantTx, which: Which) -> anyhow::Result<u64> {
    let many = inbox::replay(tx, which).await?;
    if many > 0 {
        let what = match which {
            Which::One(event) => json!({ "event": event }),
            Which::All(connection) => json!({ "connection": connection, "events": many }),
        };
        note(tx, "queue replay", what).await?;
    }
    Ok(many)
}

/// Closes an event that was put aside; false when it is aside no more.
pub async fn dismiss(tx: &mut TenantTx, event: Uuid) -> anyhow::Result<bool> {
    let closed = inbox::dismiss(tx, event).await?;
    if closed {
        note(tx, "queue dismiss", json!({ "event": event })).await?;
    }
    Ok(closed)
}

async fn note(tx: &mut TenantTx, command: &str, arguments: Value) -> anyhow::Result<()> {
    let change = Change { command: command.to_owned(), arguments, ..Change::default() };
    audit::write(tx, &change, Uuid::now_v7()).await?;
    Ok(())
}
