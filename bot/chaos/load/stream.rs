//! Platforms that we listen to: what was said stays there until we have fetched it, however long we were away. A
//! platform is one type here: what is said in it, and what it then calls that.

use adapters::{Settings, discord, telegram};
use serde_json::json;

/// A platform that is listened to.
pub(crate) trait Stream: Send + Sync {
    /// As our adapter calls it.
    fn name(&self) -> &'static str;

    /// What its connection has to be told.
    fn settings(&self) -> Settings;

    /// The conversations in which something is said.
    fn conversations(&self) -> Vec<String>;

    /// Somebody says something; the id of the message.
    fn say(&self, conversation: &str, text: &str) -> String;

    /// From now on nothing that is said is lost: whoever listens has come.
    fn is_heard(&self) -> bool;
}

/// Every one of them. They end when this is dropped.
pub(crate) async fn streams() -> Vec<Box<dyn Stream>> {
    let telegram = telegram::fake::Fake::start().await;
    telegram.set_privacy(false);
    for chat in POLLED {
        telegram.chat(json!({"id": chat, "type": "supergroup", "title": format!("Group {chat}")}));
    }
    vec![Box::new(Discord(discord::fake::Fake::start().await)), Box::new(Polled(telegram))]
}

/// Discord by its gateway: a session is resumed, or the history read.
struct Discord(discord::fake::Fake);

impl Stream for Discord {
    fn name(&self) -> &'static str {
        "discord"
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
