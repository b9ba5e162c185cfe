//! What the doors we serve ourselves have in common: a connection of the tenant, an account for the user.

use adapters::{ConversationKind, ConversationRef, Said, Sender, Settings};
use chrono::{DateTime, Utc};
use crm::{Actor, Db, TenantId, UserId, accounts, connections};

use crate::app::Origin;

/// The tenant's connection for one of our own platforms, made on first use.
pub async fn origin(db: &Db, tenant: TenantId, platform: &str) -> anyhow::Result<Origin> {
    let mut tx = db.begin(tenant, Actor::system("door")).await?;
    let connection = connections::ensure(&mut tx, platform, platform).await?;
    let settings = connections::settings(&mut tx, connection.id).await?;
    tx.commit().await?;
    Ok(Origin { tenant, connection, settings: Settings::from_iter(settings) })
}

/// Makes sure that the user has an account there: what makes the flow know who is speaking.
pub async fn enter(db: &Db, origin: &Origin, user: UserId, name: &str) -> anyhow::Result<()> {
    let mut tx = db.begin(origin.tenant, Actor::system("door")).await?;
    accounts::ensure_own(&mut tx, &origin.connection, user, name).await?;
    Ok(tx.commit().await?)
}

/// What a user said to the bot, in the conversation that only the two of them have.
pub fn said(user: UserId, name: &str, conversation: String, id: String, at: DateTime<Utc>) -> Said {
    Said {
        id,
        conversation: ConversationRef {
            external_id: conversation,
            name: Some(name.to_owned()),
            kind: ConversationKind::Assistant,
        },
        thread: None,
        sender: Sender { external_id: user.to_string(), name: Some(name.to_owned()), ..Sender::default() },
        at,
        text: None,
        pressed: None,
    }
}
