//! A chat platform that must be told something before it works: settings of every kind, calls with a proof, tests
//! that find things out.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use adapters::{
    Adapter, Address, Capabilities, Connection, ConversationKind, ConversationRef, Envelope, Event, Finding,
    Menu, Pace, Payload, Profile, Rejected, Reply, SendError, Sender, Sent, Setting, SettingKind, Settings,
    Unfit, Unreadable, Verified, What, words,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use crm::{
    Actor, ConnectionId, connections,
    outbox::{self, New, Outcome, Platforms},
    record::{self, Timing},
};
use uuid::Uuid;

use crate::world::{self, World, noon};

/// The platform's word.
pub(crate) const POST: &str = "post";
/// A token that it takes.
pub(crate) const TOKEN: &str = "tok-geheim-4711";
/// Another secret.
pub(crate) const KEY: &str = "-----BEGIN KEY-----\nabc\ndef\n-----END KEY-----";

/// The platform. Shared with whoever makes it fail.
#[derive(Clone, Default)]
pub(crate) struct Post {
    /// What begins with `?` can be read by now.
    pub(crate) reads_all: Arc<AtomicBool>,
}

const SETTINGS: &[Setting] = &[
    Setting {
        name: "office",
        label: words("Office", "郵便局"),
        help: words("Its name, as on the sign.", "看板にある名前です。"),
        kind: SettingKind::Text,
        required: true,
    },
    Setting {
        name: "way",
        label: words("Way", "受信方法"),
        help: words("How letters come.", "手紙の届き方です。"),
        kind: SettingKind::Choice(&[
            ("calls", words("The office calls us", "郵便局から呼び出し")),
            ("waits", words("We wait at the counter", "窓口で待機")),
        ]),
        required: false,
    },
    Setting {
        name: "token",
        label: words("Token", "トークン"),
        help: words("Office › Keys › Token.", "郵便局 › 鍵 › トークン。"),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: "key",
        label: words("Private key", "秘密鍵"),
        help: words("Office › Keys › Download.", "郵便局 › 鍵 › ダウンロード。"),
        kind: SettingKind::SecretLines,
        required: false,
    },
];

impl Adapter for Post {
    fn platform(&self) -> &'static str {
        POST
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: false,
            pictures: false,
            tables: false,
            edits: false,
            threads: false,
            ephemeral: false,
            idempotent_sends: false,
            finds_sent: false,
            names_by_asking: false,
            pace: Pace::FREE,
            files: false,
            max_message_chars: None,
        }
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        _: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        let token = settings.text("token");
        if token.is_empty() || !envelope.body.ends_with(token.as_bytes()) {
            return Err(Rejected);
        }
        let words = envelope.body.len() - token.len();
        Ok(Verified::from_inbox(envelope.body[..words].to_vec()))
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        verified.body().to_vec()
    }

    fn parse(&self, _: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        let text = String::from_utf8_lossy(verified.body()).into_owned();
        if text.starts_with('?') && !self.reads_all.load(Ordering::Relaxed) {
            return Err(Unreadable("the letter is torn <b>".to_owned()));
        }
        Ok(vec![Event {
            conversation: ConversationRef {
                external_id: "counter".to_owned(),
                name: Some("counter".to_owned()),
                kind: ConversationKind::Channel,
            },
            thread: None,
            message_id: Some(text.clone()),
            sender: Sender {
                external_id: "w-1".to_owned(),
                name: Some("Writer".to_owned()),
                ..Sender::default()
            },
            at: noon(),
            what: What::Message { text, to_bot: false },
            via: None,
        }])
    }

    fn render(&self, _: &Reply, _: &str) -> Vec<Payload> {
        vec![Payload::new("letter")]
    }

    fn manifest(&self, menu: &Menu, hook: &str) -> Option<(&'static str, String)> {
        Some(("text/plain", format!("{} commands, calls {hook}", menu.commands.len())))
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        let token = settings.need("token")?;
        if !token.starts_with("tok-") {
            return Err(Unfit {
                setting: "token",
                should: words("must begin with tok-", "は tok- で始まる必要があります"),
            });
        }
        Ok(Arc::new(Counter {
            revoked: token.contains("revoked"),
            waits: settings.get("way") == Some("waits"),
        }))
    }
}

struct Counter {
    revoked: bool,
    waits: bool,
}

#[async_trait]
impl Connection for Counter {
    async fn send(&self, _: &Address, _: &Payload) -> Result<Sent, SendError> {
        Ok(Sent::default())
    }

    async fn profile(&self, user: &str) -> Result<Option<Profile>, SendError> {
        Ok((user == "w-1").then(|| Profile { name: Some("Wanda Writer".to_owned()), ..Profile::default() }))
    }

    async fn check(&self) -> Vec<Finding> {
        vec![if self.revoked {
            Finding::bad("The token was taken back", "トークンが取り消されています")
                .mend("Office › Keys › New token", "郵便局 › 鍵 › 新しいトークン")
        } else {
            Finding::good("The office knows the token", "トークンは有効です")
        }]
    }

    fn listens(&self) -> bool {
        self.waits
    }
}

/// A peopled world that speaks it.
pub(crate) async fn world() -> (World, Post) {
    let mut world = world::peopled().await;
    let post = Post::default();
    let app = Arc::get_mut(&mut world.app).unwrap();
    app.adapters.insert(POST, Arc::new(post.clone()));
    (world, post)
}

impl World {
    /// Messages of ours to a room of the platform: perhaps arrived, or failed.
    pub(crate) async fn troubled(&self, on: ConnectionId, words: &[(&str, bool)]) -> Vec<Uuid> {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let connection = connections::by_id(&mut tx, on).await.unwrap().unwrap();
        let event = world::act("w-1", "Writer", Some("counter"), "message", Some("hi"), noon());
        let rows = record::record(&mut tx, &connection, &[event], Timing::Live).await.unwrap();
        let mut ids = Vec::new();
        for (text, unknown) in words {
            let reply = Reply { lang: "en".to_owned(), ..Reply::default() }.text((*text).to_owned());
            let room = rows[0].conversation.unwrap();
            let id = outbox::put(&mut tx, New::to(room, &serde_json::json!(reply))).await.unwrap();
            let claimed = outbox::claim(&mut tx, Platforms::plain(&[POST]), None, 10).await.unwrap();
            let mine = claimed.iter().find(|it| it.id == id).unwrap();
            let error = "cut off <while> sending".to_owned();
            let outcome =
                if *unknown { Outcome::Unknown { after_ms: 0, error } } else { Outcome::Failed { error } };
            assert!(outbox::settle(&mut tx, mine, &outcome).await.unwrap());
            ids.push(id);
        }
        tx.commit().await.unwrap();
        ids
    }

    /// A message of ours that waits to be sent to the same room.
    pub(crate) async fn waiting(&self, on: ConnectionId) -> Uuid {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let rooms = crm::testing::recorded::conversations(&mut tx, on).await.unwrap();
        let reply = serde_json::json!(Reply::new("en").text("Later"));
        let id = outbox::put(&mut tx, New::to(rooms[0].0, &reply)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }
}
