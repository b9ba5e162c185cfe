//! Events → rows: conversation, account, person and activity, in one tenant transaction.

use adapters::{ConversationKind, Event, What};
use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    Actor, ConversationId, accounts, conversations, inbox,
    questions::Asked,
    record::{self, By, Did, Incoming, Sender, Timing},
};

use crate::app::{App, Origin};

/// Where an event ended up and who stands behind it.
#[derive(Debug, Clone)]
pub struct Place {
    /// Who asks, and where they can be answered.
    pub asked: Asked,
    /// The thread it was said in.
    pub thread: Option<String>,
    /// The private way to answer.
    pub via: Option<String>,
    /// The conversation, unless it is a talk with this bot.
    pub here: Option<ConversationId>,
    /// The same, where others read what is answered: in a channel or a group.
    pub shared: Option<ConversationId>,
    /// Nothing was said or done there before.
    pub first: bool,
    /// A direct conversation with somebody outside.
    pub alone: bool,
    /// The user behind the account, or a guest.
    pub caller: Actor,
    /// The account is the user's by signing in to one of our own doors, not by a link.
    pub signed_in: bool,
}

/// Records one live event and finds out who is speaking.
pub async fn record(app: &App, origin: &Origin, event: &Event) -> anyhow::Result<Place> {
    let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
    let incoming = dated(incoming(event), (app.clock)());
    let rows = record::record(&mut tx, &origin.connection, &[incoming], Timing::Live).await?;
    let row = rows.first().ok_or_else(|| anyhow::anyhow!("one event, no row"))?;
    let (Some(conversation), Some(account)) = (row.conversation, row.account) else {
        anyhow::bail!("an event without conversation or sender")
    };
    let caller = accounts::caller(&mut tx, account).await?;
    let mut kind = event.conversation.kind;
    if kind == ConversationKind::Direct && caller.user_id().is_some() {
        kind = ConversationKind::Assistant;
        conversations::staff_only(&mut tx, conversation).await?;
    }
    let first = event.what == What::Opened && conversations::is_new(&mut tx, conversation).await?;
    if let What::Moved { to } = &event.what {
        conversations::moved(&mut tx, conversation, to).await?;
    }
    tx.commit().await?;
    app.recorded.notify_one();
    app.changed.ring(origin.tenant);
    let signed_in = caller.user_id().is_some_and(|user| user.to_string() == event.sender.external_id);
    let shared = matches!(kind, ConversationKind::Channel | ConversationKind::Group);
    Ok(Place {
        asked: Asked { conversation, account },
        thread: event.thread.clone(),
        via: event.via.clone(),
        here: (kind != ConversationKind::Assistant).then_some(conversation),
        shared: shared.then_some(conversation),
        first,
        alone: kind == ConversationKind::Direct,
        caller,
        signed_in,
    })
}

/// Records several deliveries of one connection that ask for nothing, and closes them, in one transaction.
/// False: another worker has taken one of them over, and nothing was done.
pub(super) async fn record_all(
    app: &App,
    origin: &Origin,
    stored: &[inbox::Claimed],
    events: &[Event],
) -> anyhow::Result<bool> {
    let now = (app.clock)();
    let events: Vec<Incoming> = events.iter().map(|event| dated(incoming(event), now)).collect();
    let mut tx = app.db.begin_bulk(origin.tenant, Actor::system("gateway")).await?;
    record::record(&mut tx, &origin.connection, &events, Timing::Live).await?;
    if !inbox::all_done(&mut tx, stored).await? {
        return Ok(false);
    }
    tx.commit().await?;
    app.recorded.notify_one();
    app.changed.ring(origin.tenant);
    Ok(true)
}

/// No platform is older: 2000-01-01.
const EARLIEST: DateTime<Utc> = DateTime::from_timestamp(946_684_800, 0).expect("a time");
/// How far a platform's clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// Where the platform does not say when, or says what cannot be, it is now; the latter is noted.
fn dated(incoming: Incoming, now: DateTime<Utc>) -> Incoming {
    if (EARLIEST..=now + AHEAD).contains(&incoming.at) {
        return incoming;
    }
    let told = (incoming.at != DateTime::UNIX_EPOCH).then_some(incoming.at);
    Incoming { at: now, told, ..incoming }
}

/// An event in the store's words.
pub fn incoming(event: &Event) -> Incoming {
    Incoming {
        place: Some(record::Place {
            external_id: event.conversation.external_id.clone(),
            name: event.conversation.name.clone(),
            kind: event.conversation.kind.as_str(),
        }),
        thread: event.thread.clone(),
        external_id: event.message_id.clone(),
        by: By::Sender(Sender {
            external_id: event.sender.external_id.clone(),
            handle: event.sender.handle.clone(),
            name: event.sender.name.clone(),
            email: event.sender.email.clone(),
            is_bot: event.sender.is_bot,
        }),
        at: event.at,
        told: None,
        did: match &event.what {
            What::Message { text, .. } => Did::Act { action: "message".to_owned(), text: Some(text.clone()) },
            What::Edited { text } => Did::Edit { text: text.clone() },
            What::Deleted => Did::Delete,
            What::Called { command, arguments } => Did::Act {
                action: "command".to_owned(),
                text: Some(
                    arguments.values().fold(format!("/{command}"), |text, value| format!("{text} {value}")),
                ),
            },
            What::Opened => Did::Act { action: "open".to_owned(), text: None },
            What::Moved { .. } => Did::Act { action: "move".to_owned(), text: None },
            // the token means nothing to a reader and would only be found by a search
            What::Pressed { .. } => Did::Act { action: "press".to_owned(), text: None },
            What::Other { action, text } => Did::Act { action: action.clone(), text: text.clone() },
        },
    }
}
