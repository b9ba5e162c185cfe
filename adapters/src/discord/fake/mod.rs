//! A Discord of its own on two loopback ports, as state: servers, channels, people, messages, commands, sessions.
//!
//! It checks what Discord checks (token, intents, limits, shapes) and answers as it does; faults are asked for with
//! [`Fake::next`]. Voice, permissions of single channels and everything a bot like ours never asks are left out.

mod api;
mod form;
mod gateway;
mod http;
mod limits;
mod people;
mod state;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;

use self::state::State;
use super::settings::{API_URL, APPLICATION, BOT_ID, PUBLIC_KEY, TOKEN};
use crate::Settings;

/// The token that is accepted.
pub const TOKEN_OF_BOT: &str = "MTAw.fake.token-of-the-bot";
/// The bot, and its application.
pub const BOT: &str = "1000000000000000100";
/// The server.
pub const GUILD: &str = "1000000000000000200";
/// The role that the server has for the bot.
pub const ROLE: &str = "1000000000000000205";
/// `#help`, open to all.
pub const HELP: &str = "1000000000000000201";
/// `#board`, closed.
pub const BOARD: &str = "1000000000000000202";
/// The thread "How to?" in `#help`.
pub const THREAD: &str = "1000000000000000203";
/// The direct conversation of Hana and the bot.
pub const DIRECT: &str = "1000000000000000204";
/// Hana (花子).
pub const HANA: &str = "1000000000000000301";
/// Bo.
pub const BO: &str = "1000000000000000302";
/// Another bot.
pub const ROBOT: &str = "1000000000000000303";

/// What goes wrong with the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 429, to come back later; of this bucket, or of everything.
    TooMany {
        /// Milliseconds.
        after_ms: u64,
        /// Everything.
        global: bool,
    },
    /// Another status; nothing is done.
    Status(u16),
    /// It is done, and the connection is cut in the middle of the answer.
    Cut,
    /// It is done, and nothing is answered for half a minute.
    Hang,
    /// It is done, and the answer is no JSON.
    BadJson,
}

/// A request that came.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// `POST /channels/1/messages`, from behind `/api/v10`.
    pub what: String,
    /// Its JSON; of a form, `payload_json`.
    pub body: Value,
    /// Names of the files in it.
    pub files: Vec<String>,
}

/// The service. It ends when this is dropped.
pub struct Fake {
    state: Arc<Mutex<State>>,
    api: SocketAddr,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Fake {
    /// Begins to serve.
    ///
    /// # Panics
    /// Without two free ports.
    pub async fn start() -> Self {
        let (api, ws) = (bind().await, bind().await);
        let addresses = (address(&api), address(&ws));
        let state = Arc::new(Mutex::new(State::new(addresses.1)));
        let tasks = vec![
            tokio::spawn(http::serve(api, Arc::clone(&state))),
            tokio::spawn(gateway::serve(ws, Arc::clone(&state))),
        ];
        Self { state, api: addresses.0, tasks }
    }

    /// The base address of the API.
    pub fn api_url(&self) -> String {
        format!("http://{}/api/v10", self.api)
    }

    /// The gateway's address.
    pub fn gateway_url(&self) -> String {
        self.lock().gateway_url()
    }

    /// Settings of a connection to it that has been prepared.
    pub fn settings(&self) -> Settings {
        Settings::default()
            .with(TOKEN, TOKEN_OF_BOT)
            .with(API_URL, self.api_url())
            .with(APPLICATION, BOT)
            .with(BOT_ID, BOT)
            .with(PUBLIC_KEY, self.lock().public_key())
    }

    /// What goes wrong with the next request of any kind; faults come in the order in which they are asked for.
    pub fn next(&self, fault: Fault) {
        self.next_of("", fault);
    }

    /// The same with the next request that begins with this: `POST /webhooks`.
    pub fn next_of(&self, what: &str, fault: Fault) {
        self.lock().faults.push((what.to_owned(), fault));
    }

    /// So many messages to one channel in so long.
    pub fn limit(&self, messages: u64, period: Duration) {
        self.lock().limit = (messages, period);
    }

    /// Switches the privileged intents.
    pub fn intents(&self, content: bool, members: bool) {
        self.lock().privileged = (content, members);
    }

    /// Every request so far.
    pub fn journal(&self) -> Vec<Request> {
        self.lock().journal.clone()
    }

    /// Requests that begin with this: `POST /channels`.
    pub fn asked(&self, what: &str) -> Vec<Request> {
        self.journal().into_iter().filter(|request| request.what.starts_with(what)).collect()
    }

    /// The messages of a channel, oldest first.
    pub fn messages(&self, channel: &str) -> Vec<Value> {
        self.lock().messages.iter().filter(|message| message["channel_id"] == channel).cloned().collect()
    }

    /// What the asker of an interaction sees, oldest first.
    pub fn answers(&self, token: &str) -> Vec<Value> {
        self.lock().interactions.get(token).map(|one| one.answers.clone()).unwrap_or_default()
    }

    /// The commands that are registered.
    pub fn commands(&self) -> Value {
        self.lock().commands.clone()
    }

    /// Ends every connection to the gateway with a closing number.
    pub fn close(&self, code: u16) {
        self.lock().all_sockets(&gateway::Out::Close(code));
    }

    /// Cuts every connection to the gateway.
    pub fn cut(&self) {
        self.lock().all_sockets(&gateway::Out::Cut);
    }

    /// Asks every connection to come again (op 7).
    pub fn reconnect(&self) {
        self.lock().all_sockets(&gateway::Out::Op(7, Value::Null));
    }

    /// Forgets every session: none can be resumed.
    pub fn forget(&self) {
        self.lock().sessions.clear();
    }

    /// The number in the last heartbeat that came.
    pub fn heartbeat(&self) -> Option<u64> {
        self.lock().heartbeat
    }

    /// Milliseconds between heartbeats, for connections that come from now on.
    pub fn beat(&self, ms: u64) {
        self.lock().beat_ms = ms;
    }

    /// Paths by which the gateway was joined, and whether a session was resumed.
    pub fn joined(&self) -> Vec<(String, bool)> {
        self.lock().joined.clone()
    }

    /// How many connections to the gateway have been greeted and are open.
    pub fn connected(&self) -> usize {
        self.lock().sessions.values().filter(|session| session.socket.is_some()).count()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn bind() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback")
}

fn address(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().expect("a bound port")
}

/// Would this message be taken? If not, what is answered.
///
/// # Errors
/// The answer.
pub fn accepts(payload: &crate::Payload) -> Result<(), String> {
    let files = if payload.picture.is_some() { vec!["chart.png".to_owned()] } else { Vec::new() };
    limits::message(&payload.body, &files).map_err(|(_, answer)| answer.to_string())
}
