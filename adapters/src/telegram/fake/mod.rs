//! Telegram on a loopback port, for tests: chats, members, messages, updates and a webhook as state, from which the
//! answers of its Bot API follow. It checks what the real one checks (the token, lengths after marks are read,
//! keyboards, who may be written to) and refuses as that one does.
//!
//! Not Telegram's timing: nothing is slow here unless a [`Fault`] makes it so, and a webhook is tried again at once.

mod calls;
mod edit;
mod fault;
mod hook;
mod html;
mod people;
mod request;
mod server;
mod state;
mod updates;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

pub use fault::Fault;
pub use request::Request;
use state::State;

use crate::Settings;

/// The token of the fake's bot: good for nothing else.
pub const TOKEN: &str = "7000001:AAF-token_of-the-fake-bot";
/// The bot's id.
pub const BOT_ID: &str = "7000001";
/// Its `@name`.
pub const BOT_USERNAME: &str = "enishi_bot";

/// A running Telegram. It ends when this is dropped.
pub struct Fake {
    shared: Arc<Shared>,
    address: String,
    tasks: [JoinHandle<()>; 2],
}

/// What handlers and the deliverer of updates have in common.
struct Shared {
    state: Mutex<State>,
    /// Something has changed that somebody may wait for.
    changed: Notify,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and tells whoever waits.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state());
        self.changed.notify_waiters();
        changed
    }
}

impl Fake {
    /// Starts it on a free port, with a bot in it and nobody else.
    ///
    /// # Panics
    /// Where there is no free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Notify::new() });
        let router = server::router(shared.clone());
        let serving = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        let delivering = tokio::spawn(hook::deliver(shared.clone()));
        Self { shared, address, tasks: [serving, delivering] }
    }

    /// Where it is: the setting `api_url`.
    pub fn url(&self) -> &str {
        &self.address
    }

    /// The settings of a connection that polls it.
    pub fn settings(&self) -> Settings {
        Settings::default()
            .with("bot_token", TOKEN)
            .with("api_url", self.url())
            .with("bot_id", BOT_ID)
            .with("bot_username", BOT_USERNAME)
    }

    /// What goes wrong with the next call that is no `getUpdates`. Several wait for their turn.
    pub fn next(&self, fault: Fault) {
        self.shared.change(|state| state.faults.push_back((None, fault)));
    }

    /// What goes wrong with the next call of this method.
    pub fn next_of(&self, method: &str, fault: Fault) {
        self.shared.change(|state| state.faults.push_back((Some(method.to_lowercase()), fault)));
    }

    /// Every call so far, in order; those that went wrong, too.
    pub fn journal(&self) -> Vec<Request> {
        self.shared.state().journal.clone()
    }

    /// The calls of one method.
    pub fn calls(&self, method: &str) -> Vec<Request> {
        self.journal().into_iter().filter(|call| call.method.eq_ignore_ascii_case(method)).collect()
    }

    /// What stands in a chat, the bot's messages and those of others, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Value> {
        self.shared.state().chats.get(&chat).map(|chat| chat.messages.clone()).unwrap_or_default()
    }

    /// What the bot has said in a chat.
    pub fn said(&self, chat: i64) -> Vec<Value> {
        self.messages(chat).into_iter().filter(|message| message["from"]["is_bot"] == true).collect()
    }

    /// The commands of a language; `""` for those of everybody.
    pub fn commands(&self, language: &str) -> Vec<(String, String)> {
        let state = self.shared.state();
        let word = |command: &Value, key: &str| command[key].as_str().unwrap_or_default().to_owned();
        let commands = state.commands.get(language).and_then(Value::as_array);
        commands.into_iter().flatten().map(|one| (word(one, "command"), word(one, "description"))).collect()
    }

    /// The address that updates are posted to.
    pub fn webhook(&self) -> Option<String> {
        self.shared.state().webhook.as_ref().map(|webhook| webhook.url.clone())
    }

    /// Why the webhook did not take an update, the last time that it did not.
    pub fn undelivered(&self) -> Option<String> {
        self.shared.state().webhook.as_ref()?.last_error.clone().map(|(_, why)| why)
    }

    /// Updates that nobody has taken yet.
    pub fn waiting(&self) -> usize {
        self.shared.state().updates.len()
    }

    /// From now on each update is posted twice, and every second one before the one ahead of it.
    pub fn deliver_in_disorder(&self) {
        self.shared.change(|state| state.disorder = true);
    }

    /// Waits until `done`, ten seconds at most: gives back whether it came to that.
    pub async fn until(&self, done: impl Fn(&Self) -> bool) -> bool {
        for _ in 0..500 {
            if done(self) {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        done(self)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
