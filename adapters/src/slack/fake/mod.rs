//! A Slack of our own for tests: a workspace as state, its Web API, its sockets and its signatures.
//!
//! It refuses what Slack refuses as far as we could break it, and answers as Slack does. Nothing here knows how our
//! own side is written.

mod arguments;
mod blocks;
mod deliveries;
mod files;
mod methods;
mod socket;
mod state;
mod web;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

pub use self::blocks::problem as blocks_problem;
pub use self::state::{Call, Channel, State};
use crate::Settings;

/// The Signing Secret of the app.
pub const SIGNING_SECRET: &str = "f00dfeedf00dfeedf00dfeedf00dfeed";
/// The bot's token.
pub const BOT_TOKEN: &str = "xoxb-1-fake";
/// The app's token.
pub const APP_TOKEN: &str = "xapp-1-fake";
/// The workspace, the app, the bot as a member and as an author.
pub const TEAM: &str = "T0FAKE";
/// The app.
pub const APP: &str = "A0FAKE";
/// The bot as a member.
pub const BOT_USER: &str = "U0BOT";
/// The bot as an author.
pub const BOT: &str = "B0BOT";

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 429, with so many seconds in `Retry-After`.
    TooMany(u64),
    /// An HTTP status without an answer; nothing was done.
    Status(u16),
    /// `ok: false` with this code; nothing was done.
    Code(&'static str),
    /// It was done, and the connection broke off before the answer was whole.
    Cut,
    /// It was done, and the answer never comes.
    Silent,
    /// It was done, and the answer is no JSON.
    BadJson,
}

/// A running Slack. Ends when it is dropped.
pub struct Fake {
    state: Arc<Mutex<State>>,
    /// The address of the API.
    pub url: String,
    root: String,
    tasks: Vec<JoinHandle<()>>,
}

impl Fake {
    /// Starts on free ports of 127.0.0.1. There are the people `U1` (Taro) and `U2` (Hanako), the channels `C1`
    /// (#general, with the bot) and `C2` (#random, without it).
    ///
    /// # Panics
    /// Where no port can be had.
    pub async fn start() -> Self {
        let listen = || async { TcpListener::bind("127.0.0.1:0").await.expect("a free port") };
        let (http, ws) = (listen().await, listen().await);
        let address = |listener: &TcpListener| listener.local_addr().expect("an address");
        let (root, socket) = (format!("http://{}", address(&http)), format!("ws://{}", address(&ws)));
        let state = Arc::new(Mutex::new(State::new(root.clone(), socket)));
        let tasks = vec![
            tokio::spawn(web::serve(http, Arc::clone(&state))),
            tokio::spawn(socket::serve(ws, Arc::clone(&state))),
        ];
        Self { state, url: format!("{root}/api"), root, tasks }
    }

    /// Everything there is, to look at and to change.
    pub fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// Settings of a connection that is posted to.
    pub fn settings(&self) -> Settings {
        let settings =
            Settings::default().with("bot_token", BOT_TOKEN).with("signing_secret", SIGNING_SECRET);
        settings
            .with("api_url", self.url.clone())
            .with("bot_user", BOT_USER)
            .with("bot", BOT)
            .with("team", TEAM)
    }

    /// Settings of a connection that listens.
    pub fn socket_settings(&self) -> Settings {
        self.settings().with("transport", "socket").with("app_token", APP_TOKEN)
    }

    /// The next call goes wrong; with several, one after the other.
    pub fn next(&self, fault: Fault) {
        self.state().faults.push_back((None, fault));
    }

    /// The next call of this method goes wrong.
    pub fn next_of(&self, method: &'static str, fault: Fault) {
        self.state().faults.push_back((Some(method), fault));
    }

    /// What was called so far.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// What was called of this method, its arguments.
    pub fn called(&self, method: &str) -> Vec<Value> {
        self.calls().into_iter().filter(|call| call.method == method).map(|call| call.arguments).collect()
    }

    /// The messages of a conversation, oldest first.
    pub fn messages(&self, channel: &str) -> Vec<Value> {
        self.state().channels.get(channel).map(|channel| channel.messages.clone()).unwrap_or_default()
    }

    /// Somebody sends a file, with words or without; gives the message as the events carry it.
    pub fn shared(&self, channel: &str, user: &str, (name, bytes): (&str, &[u8]), text: &str) -> Value {
        let id = {
            let mut state = self.state();
            let id = format!("F{}", state.count());
            let file = state::File {
                name: name.to_owned(),
                length: bytes.len(),
                bytes: Some(bytes.to_vec()),
                alt: String::new(),
            };
            state.files.insert(id.clone(), file);
            id
        };
        let address = format!("{}/files/{id}", self.root);
        let mut event = self.said(channel, user, text, None);
        event["subtype"] = "file_share".into();
        event["files"] = json!([{"id": id, "name": name, "title": name, "size": bytes.len(), "filetype": "csv",
            "mimetype": "text/csv", "mode": "hosted", "url_private": address, "url_private_download": address}]);
        event
    }

    /// Somebody writes; gives the message as the events carry it.
    pub fn said(&self, channel: &str, user: &str, text: &str, thread: Option<&str>) -> Value {
        let mut message = json!({"type": "message", "user": user, "text": text, "team": TEAM});
        if let Some(thread) = thread {
            message["thread_ts"] = thread.into();
        }
        let mut state = self.state();
        let stored = state.store(channel, message);
        let kind = state.channels.get(channel).map_or("channel", |channel| channel.kind);
        let mut event = stored.clone();
        event["channel"] = channel.into();
        event["channel_type"] = kind.into();
        event["event_ts"] = stored["ts"].clone();
        event
    }

    /// A response URL, as it comes with a command: takes five answers.
    pub fn response_url(&self) -> String {
        let mut state = self.state();
        let id = state.count();
        state.hooks.insert(id.to_string(), 5);
        format!("{}/hooks/{id}", self.root)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// A test that has failed elsewhere does not make this one fail.
fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
