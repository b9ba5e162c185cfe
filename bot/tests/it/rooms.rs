//! A chat platform with rooms and threads, to talk to the bot where others listen.

use std::sync::Arc;

use adapters::{
    Adapter, Address, Capabilities, Connection, ConversationKind, ConversationRef, Envelope, Event, Finding,
    Pace, Payload, Rejected, Reply, SendError, Sender, Sent, Settings, Unfit, Unreadable, Verified, What,
};
use async_trait::async_trait;
use bot::{
    app::{App, Origin},
    flow,
    gateway::accept::Accepted,
};
use chrono::{DateTime, Utc};
use crm::{
    AccountId, Actor, Role, accounts,
    outbox::{self, Platforms},
    record, users,
};

use crate::world::{World, noon};

/// Takes events as they are, and sends nothing.
struct Rooms;

impl Adapter for Rooms {
    fn platform(&self) -> &'static str {
        "slack"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            pictures: false,
            tables: true,
            edits: false,
            threads: true,
            ephemeral: false,
            idempotent_sends: false,
            finds_sent: false,
            names_by_asking: false,
            pace: Pace::FREE,
            files: false,
            max_message_chars: None,
        }
    }

    fn verify(&self, _: &Settings, envelope: Envelope, _: DateTime<Utc>) -> Result<Verified, Rejected> {
        Ok(Verified::from_inbox(envelope.body))
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        verified.body().to_vec()
    }

    fn parse(&self, _: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        let event = serde_json::from_slice(verified.body()).map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(vec![event])
    }

    fn render(&self, _: &Reply, _: &str) -> Vec<Payload> {
        Vec::new()
    }

    fn connect(&self, _: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        Ok(Arc::new(Rooms))
    }
}

#[async_trait]
impl Connection for Rooms {
    async fn send(&self, _: &Address, _: &Payload) -> Result<Sent, SendError> {
        Ok(Sent::default())
    }

    async fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}

/// Makes the program speak that platform; before anybody else holds it.
pub(crate) fn open(world: &mut World) -> Origin {
    let app: &mut App = Arc::get_mut(&mut world.app).unwrap();
    app.adapters.insert("slack", Arc::new(Rooms));
    Origin { tenant: world.tenant, connection: world.slack.clone(), settings: Settings::default() }
}

/// A message in a room.
pub(crate) struct Line<'a> {
    pub(crate) id: &'a str,
    pub(crate) who: &'a str,
    pub(crate) room: &'a str,
    pub(crate) thread: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) to_bot: bool,
}

impl World {
    /// Somebody writes in a room; what the bot then says in whichever room, by the room's name.
    pub(crate) async fn write(&self, door: &Origin, line: &Line<'_>) -> Vec<(String, Reply)> {
        let event = Event {
            conversation: ConversationRef {
                external_id: line.room.to_owned(),
                name: Some(line.room.to_owned()),
                kind: ConversationKind::Channel,
            },
            thread: line.thread.map(str::to_owned),
            message_id: Some(line.id.to_owned()),
            sender: Sender {
                external_id: line.who.to_owned(),
                name: Some(line.who.to_owned()),
                ..Sender::default()
            },
            at: noon(),
            what: What::Message { text: line.text.to_owned(), to_bot: line.to_bot },
            via: None,
        };
        let envelope = Envelope::new([], serde_json::to_vec(&event).unwrap());
        let Accepted::New(stored) = flow::receive(&self.app, door, envelope).await.unwrap() else {
            panic!("{} was there before", line.id)
        };
        flow::process(&self.app, door, &stored).await.unwrap();
        self.said_in_rooms().await
    }

    /// Takes what the bot has to say in rooms, in order, as if delivered.
    pub(crate) async fn said_in_rooms(&self) -> Vec<(String, Reply)> {
        let mut replies = Vec::new();
        loop {
            let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
            let claimed = outbox::claim(&mut tx, Platforms::plain(&["slack"]), None, 100).await.unwrap();
            for reply in &claimed {
                outbox::settle(&mut tx, reply, &outbox::Outcome::Sent { external_id: None }).await.unwrap();
                let said = serde_json::from_value(reply.reply.clone()).unwrap();
                replies.push((reply.conversation.clone(), said));
            }
            tx.commit().await.unwrap();
            if claimed.is_empty() {
                return replies;
            }
        }
    }

    /// Gives the user of a role an account on the platform.
    pub(crate) async fn is(&self, who: &str, role: Role) -> AccountId {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let event = crate::world::act(who, who, Some("hall"), "message", Some("hi"), noon());
        let event = record::Incoming { external_id: Some(format!("hi-{who}")), ..event };
        let rows = record::record(&mut tx, &self.slack, &[event], record::Timing::Live).await.unwrap();
        let account = rows[0].account.unwrap();
        let user = users::named(&mut tx, Some(role.as_str())).await.unwrap().unwrap();
        accounts::link(&mut tx, account, user.id).await.unwrap();
        tx.commit().await.unwrap();
        account
    }
}
