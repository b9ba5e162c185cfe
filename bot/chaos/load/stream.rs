//! Platforms that we listen to: what was said stays there until we have fetched it, however long we were away. A
//! platform is one type here: what is said in it, and what it then calls that.

use std::sync::atomic::{AtomicU64, Ordering};

use adapters::{Settings, discord, slack, telegram};
use serde_json::json;

/// A platform that is listened to.
pub(crate) trait Stream: Send + Sync {
    /// As our adapter calls it.
    fn name(&self) -> &'static str;

    /// By what it is listened to.
    fn door(&self) -> &'static str;

    /// What its connection has to be told.
    fn settings(&self) -> Settings;

    /// The conversations in which something is said.
    fn conversations(&self) -> Vec<String>;

    /// Somebody says something; the id of the message.
    fn say(&self, conversation: &str, text: &str) -> String;

    /// From now on nothing that is said is lost: whoever listens has come.
    fn is_heard(&self) -> bool;
}

/// Discord and Telegram. They end when this is dropped.
pub(crate) async fn streams() -> Vec<Box<dyn Stream>> {
    let telegram = telegram::fake::Fake::start().await;
    telegram.set_privacy(false);
    for chat in POLLED {
        telegram.chat(json!({"id": chat, "type": "supergroup", "title": format!("Group {chat}")}));
    }
    vec![Box::new(Discord(discord::fake::Fake::start().await)), Box::new(Polled(telegram))]
}

/// Slack by Socket Mode.
pub(crate) async fn socket() -> Box<dyn Stream> {
    Box::new(Socket::start().await)
}

/// Discord by its gateway: a session is resumed, or the history read.
struct Discord(discord::fake::Fake);

impl Stream for Discord {
    fn name(&self) -> &'static str {
        "discord"
    }

    fn door(&self) -> &'static str {
        "gateway"
    }

    fn settings(&self) -> Settings {
        self.0.settings()
    }

    fn conversations(&self) -> Vec<String> {
        vec![discord::fake::HELP.to_owned(), discord::fake::BOARD.to_owned()]
    }

    fn say(&self, conversation: &str, text: &str) -> String {
        self.0.say(conversation, discord::fake::HANA, text)
    }

    fn is_heard(&self) -> bool {
        self.0.connected() > 0
    }
}

/// Groups of the Telegram that is polled: others than those of the one that calls us.
const POLLED: [i64; 3] = [-1_003_001, -1_003_002, -1_003_003];

/// Telegram by polling: an update stays until a later one is asked for.
struct Polled(telegram::fake::Fake);

impl Stream for Polled {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn door(&self) -> &'static str {
        "polling"
    }

    fn settings(&self) -> Settings {
        self.0.settings()
    }

    fn conversations(&self) -> Vec<String> {
        POLLED.iter().map(i64::to_string).collect()
    }

    fn say(&self, conversation: &str, text: &str) -> String {
        self.0.says(conversation.parse().unwrap_or_default(), 77, text).to_string()
    }

    fn is_heard(&self) -> bool {
        true
    }
}

/// Channels of the Slack that is listened to: others than those of the one that calls us.
const SOCKET: [&str; 3] = ["C2SOCKET1", "C2SOCKET2", "C2SOCKET3"];
/// After so many messages Slack sends again what was not acknowledged.
const AGAIN: u64 = 10;

/// Slack by Socket Mode: what comes while no socket is open stands in the history alone; what was sent and not
/// acknowledged is sent again.
struct Socket {
    fake: slack::fake::Fake,
    said: AtomicU64,
}

impl Socket {
    async fn start() -> Self {
        let fake = slack::fake::Fake::start().await;
        for id in SOCKET {
            let members = [slack::fake::BOT_USER.to_owned()].into();
            let name = id.to_lowercase();
            let channel = slack::fake::Channel { name, kind: "channel", members, messages: Vec::new() };
            fake.state().channels.insert(id.to_owned(), channel);
        }
        Self { fake, said: AtomicU64::new(0) }
    }
}

impl Stream for Socket {
    fn name(&self) -> &'static str {
        "slack"
    }

    fn door(&self) -> &'static str {
        "socket"
    }

    fn settings(&self) -> Settings {
        self.fake.socket_settings()
    }

    fn conversations(&self) -> Vec<String> {
        SOCKET.map(str::to_owned).into()
    }

    fn say(&self, conversation: &str, text: &str) -> String {
        let event = self.fake.said(conversation, "U1", text, None);
        if self.is_heard() {
            self.fake.push(&self.fake.event(&event));
            if self.said.fetch_add(1, Ordering::Relaxed).is_multiple_of(AGAIN) {
                self.fake.push_again();
            }
        }
        event["ts"].as_str().unwrap_or_default().to_owned()
    }

    fn is_heard(&self) -> bool {
        self.fake.listened_to()
    }
}
