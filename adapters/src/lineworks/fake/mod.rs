//! LINE WORKS on a loopback port, for tests: people, rooms, messages and files as state, from which the answers of
//! its API follow. It checks what the real one checks (assertions, tokens, quotas, the shape of messages) and
//! refuses as that one does.
//!
//! Callbacks are signed with the Bot Secret and, like the real ones, never sent again.

mod account;
mod answer;
mod deliver;
mod fault;
mod limits;
mod menu;
mod messages;
mod state;
mod storage;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use deliver::Disorder;
pub use fault::Fault;
use state::State;
pub use state::{Message, Request};

use crate::Settings;

/// Would the platform take this `content`? Why not.
///
/// # Errors
/// The limit or the rule that it breaks.
pub fn check_message(content: &Value) -> Result<(), String> {
    limits::message(content)
}

/// The private key of the fake's service account: made for it, good for nothing else.
pub const PRIVATE_KEY: &str = include_str!("private_key.pem");
/// The bot.
pub const BOT_ID: &str = "2000001";
/// Signs its callbacks.
pub const BOT_SECRET: &str = "a-bot-secret-of-the-fake";
/// A room that is there from the beginning.
pub const ROOM: &str = "12345a12-b12c-12d3-e123fghijkl";
/// Two people who are there from the beginning.
pub const PEOPLE: [&str; 2] =
    ["d191e339-3299-44e6-7a44-04d9cb01a5e0", "560dd110-b4f9-44a4-1322-04bac6fff134"];

/// A running LINE WORKS. It ends when this is dropped.
pub struct Fake {
    base: String,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

/// The state, as the handlers get it.
type Shared = axum::extract::State<Arc<Mutex<State>>>;

/// The state, whatever became of whoever held it last.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fake {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address of its own"));
        let state = Arc::new(Mutex::new(State::new(&base)));
        let bot = Router::new()
            .route("/users/{to}/messages", post(messages::to_user))
            .route("/channels/{to}/messages", post(messages::to_room))
            .route("/channels/{room}", get(account::room))
            .route("/persistentmenu", get(menu::show).post(menu::set))
            .route("/attachments", post(storage::create))
            .route("/attachments/{file}", get(storage::locate));
        let api = Router::new()
            .route("/oauth2/v2.0/token", post(account::token))
            .route("/v1.0/bots/{bot}", get(account::bot))
            .nest("/v1.0/bots/{bot}", bot)
            .route("/v1.0/users/{user}", get(account::user))
            .route("/storage/{file}", post(storage::upload).get(storage::download))
            .fallback(answer::no_such_path)
            .layer(axum::extract::DefaultBodyLimit::max(16 << 20))
            .with_state(Arc::clone(&state));
        let serving = tokio::spawn(async move { drop(axum::serve(listener, api).await) });
        Self { base, state, serving }
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> &str {
        &self.base
    }

    /// The settings of a connection to it.
    pub fn settings(&self) -> Settings {
        settings(&self.base)
    }

    /// What goes wrong with the next call to the API; several are used up in order.
    pub fn next(&self, fault: Fault) {
        lock(&self.state).faults.push_back((None, fault));
    }

    /// What goes wrong with the next call of one kind: `POST users/messages`.
    pub fn next_of(&self, call: &str, fault: Fault) {
        lock(&self.state).faults.push_back((Some(call.to_owned()), fault));
    }

    /// What goes wrong with the next call for a token.
    pub fn next_token(&self, fault: Fault) {
        lock(&self.state).token_faults.push_back(fault);
    }

    /// Every message that was taken, in order.
    pub fn messages(&self) -> Vec<Message> {
        lock(&self.state).messages.clone()
    }

    /// Every request, in order.
    pub fn journal(&self) -> Vec<Request> {
        lock(&self.state).journal.clone()
    }

    /// Every assertion that asked for a token, good or not.
    pub fn assertions(&self) -> Vec<String> {
        lock(&self.state).assertions.clone()
    }

    /// The persistent menu.
    pub fn menu(&self) -> Option<Value> {
        lock(&self.state).menu.clone()
    }

    /// What is stored under a file id.
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        lock(&self.state).files.get(id).and_then(|file| file.bytes.clone())
    }

    /// Takes back every token.
    pub fn revoke(&self) {
        lock(&self.state).tokens.clear();
    }

    /// Changes what the console says about the bot: `callbackUrl`, `enableCallback`, `callbackEvents` …
    pub fn configure(&self, field: &str, value: impl Into<Value>) {
        lock(&self.state).bot[field] = value.into();
    }

    /// The scopes the app was given; `bot user.profile.read` at the beginning.
    pub fn grant(&self, scopes: &str) {
        lock(&self.state).scopes = scopes.to_owned();
    }

    /// The next tokens live for so many seconds.
    pub fn token_life(&self, seconds: u64) {
        lock(&self.state).token_life = seconds;
    }

    /// A room with the bot in it.
    pub fn room(&self, id: &str) {
        let room = json!({"domainId": 40_029_600, "channelId": id, "title": id, "channelType": {"type": "MULTI_USERS"}});
        lock(&self.state).rooms.insert(id.to_owned(), room);
    }

    /// A person of the domain.
    pub fn person(&self, id: &str, name: &str) {
        let person = json!({"domainId": 40_029_600, "userId": id, "email": format!("{id}@example.com"),
            "userName": {"lastName": name, "firstName": ""}, "i18nNames": []});
        lock(&self.state).people.insert(id.to_owned(), person);
    }

    /// A bot with a rich menu takes no persistent one.
    pub fn draw_rich_menu(&self) {
        lock(&self.state).rich_menu = true;
    }

    /// So many calls a minute to each API, from now on. 240 at the beginning.
    pub fn quota(&self, calls: u32) {
        lock(&self.state).quota = calls;
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The settings of a connection to a fake at this address.
pub fn settings(base: &str) -> Settings {
    Settings::default()
        .with("bot_id", BOT_ID)
        .with("bot_secret", BOT_SECRET)
        .with("client_id", "client-of-the-fake")
        .with("client_secret", "client-secret-of-the-fake")
        .with("service_account", "fake1.serviceaccount@example.com")
        .with("private_key", PRIVATE_KEY)
        .with("api_url", format!("{base}/v1.0"))
        .with("auth_url", format!("{base}/oauth2/v2.0"))
        .with(super::settings::BOT_NAMES, "縁ボット\nEnishi Bot")
}
