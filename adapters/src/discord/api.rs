//! Requests to Discord's API: one path for messages, commands, history and checks, the same in production and
//! against a fake.
//!
//! Not serenity's client: that one ignores the address it is given unless its rate limiter is switched off, and
//! without it forgets what a refusal says about when to come back.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use super::pace::{self, Lane, Pace};
use crate::{SendError, http};

/// What Discord wants to know about a program that speaks to it; without, its shield bars the way.
const AGENT: &str = concat!("DiscordBot (enishi, ", env!("CARGO_PKG_VERSION"), ")");
/// When a server is in trouble or cannot be reached.
const SOON: Duration = Duration::from_secs(2);
/// After a token was refused, nothing is sent with it for so long: refusals are counted against us.
const REFUSED: Duration = Duration::from_secs(60);
/// How long reading waits for its turn.
const PATIENCE: Duration = Duration::from_secs(120);

/// A way to the API with a token.
pub(super) struct Api {
    http: Client,
    base: String,
    token: String,
    pace: Pace,
    refused: Mutex<Option<Instant>>,
}

/// One request.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// From `/`, ids in it.
    pub(super) path: String,
    /// Which others it shares a limit with.
    pub(super) lane: (&'static str, &'a str),
    pub(super) body: Body,
    /// The secret is in the path, no token is needed: answers to interactions.
    pub(super) bare: bool,
    /// Asking twice does no more than asking once.
    pub(super) again: bool,
}

/// What is sent with it.
pub(super) enum Body {
    Nothing,
    Json(Value),
    /// A message with a picture, as `chart.png`.
    Picture(Value, Vec<u8>),
}

/// It did not work.
#[derive(Debug)]
pub(super) struct Trouble {
    /// What was answered; 0 without an answer.
    pub(super) status: u16,
    /// What that means.
    pub(super) error: SendError,
}

impl From<Trouble> for SendError {
    fn from(trouble: Trouble) -> Self {
        trouble.error
    }
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Self {
        Self {
            http: http::http(),
            base: base.trim_end_matches('/').to_owned(),
            token: token.to_owned(),
            pace: Pace::default(),
            refused: Mutex::new(None),
        }
    }

    /// The token, for the gateway.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Reads something.
    pub(super) async fn get(&self, kind: &'static str, major: &str, path: String) -> Result<Value, Trouble> {
        let (method, body) = (Method::GET, Body::Nothing);
        self.call(Call { method, path, lane: (kind, major), body, bare: false, again: true }).await
    }

    /// [`Api::get`], waiting where it is asked to wait.
    pub(super) async fn read(&self, kind: &'static str, major: &str, path: &str) -> Result<Value, Trouble> {
        let begun = Instant::now();
        loop {
            match self.get(kind, major, path.to_owned()).await {
                Err(Trouble { error: SendError::Later { after_ms }, .. }) if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(after_ms)).await;
                }
                answer => return answer,
            }
        }
    }

    /// Sends a request, once. An empty answer is `null`.
    pub(super) async fn call(&self, call: Call<'_>) -> Result<Value, Trouble> {
        let lane = Lane { kind: call.lane.0, major: call.lane.1.to_owned() };
        if !call.bare && self.barred() {
            return Err(unauthorized());
        }
        if let Some(wait) = self.pace.wait(&lane, Instant::now()) {
            return Err(Trouble { status: 429, error: later(wait) });
        }
        let url = format!("{}{}", self.base, call.path);
        let mut request = self.http.request(call.method, url).header("User-Agent", AGENT);
        if !call.bare {
            request = request.header("Authorization", format!("Bot {}", self.token));
        }
        request = match call.body {
            Body::Nothing => request,
            Body::Json(body) => request.json(&body),
            Body::Picture(body, png) => {
                let picture = Part::bytes(png).file_name("chart.png").mime_str("image/png");
                let picture = picture.map_err(|error| lost(error, call.again))?;
                request
                    .multipart(Form::new().text("payload_json", body.to_string()).part("files[0]", picture))
            }
        };
        let answer = request.send().await.map_err(|error| lost(error, call.again))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.pace.heard(&lane, &headers, Instant::now());
        let text = answer.text().await.map_err(|error| lost(error, call.again))?;
        let body = serde_json::from_str::<Value>(&text);
        if status.is_success() {
            return match body {
                Ok(body) => Ok(body),
                Err(_) if text.is_empty() => Ok(Value::Null),
                Err(_) => Err(unknown(status, call.again, "its answer cannot be read")),
            };
        }
        let body = body.unwrap_or_default();
        Err(match status {
            StatusCode::TOO_MANY_REQUESTS => {
                let header = headers.get("retry-after").and_then(|value| value.to_str().ok());
                let after = body["retry_after"].as_f64().map(|s| s.to_string());
                let after = after.as_deref().or(header).and_then(pace::seconds).unwrap_or(SOON);
                let everything = body["global"] == true || headers.contains_key("x-ratelimit-global");
                self.pace.refused(&lane, everything, after, Instant::now());
                Trouble { status: 429, error: later(after) }
            }
            StatusCode::UNAUTHORIZED if !call.bare => {
                if let Ok(mut refused) = self.refused.lock() {
                    *refused = Some(Instant::now());
                }
                unauthorized()
            }
            status if status.is_server_error() => unknown(status, call.again, &reason(&body)),
            status => {
                Trouble { status: status.as_u16(), error: SendError::Refused(reason_of(status, &body)) }
            }
        })
    }

    fn barred(&self) -> bool {
        self.refused.lock().is_ok_and(|at| at.is_some_and(|at| at.elapsed() < REFUSED))
    }
}

fn later(after: Duration) -> SendError {
    // Not a millisecond too early.
    SendError::Later { after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX).saturating_add(1) }
}

fn unauthorized() -> Trouble {
    let why = "Discord does not accept the bot token: Developer Portal → Bot → Reset Token, then set it here";
    Trouble { status: 401, error: SendError::Unauthorized(why.to_owned()) }
}

fn unknown(status: StatusCode, again: bool, why: &str) -> Trouble {
    let error =
        if again { later(SOON) } else { SendError::Unknown(format!("Discord answered {status}: {why}")) };
    Trouble { status: status.as_u16(), error }
}

/// No answer. What was never sent can be sent; of the rest nobody knows.
fn lost(error: reqwest::Error, again: bool) -> Trouble {
    let error = match http::unanswered(error) {
        SendError::Unknown(_) if again => later(SOON),
        error => error,
    };
    Trouble { status: 0, error }
}

fn reason_of(status: StatusCode, body: &Value) -> String {
    let reason = reason(body);
    if reason.is_empty() { format!("Discord answered {status}") } else { reason }
}

/// Discord's own words: `50013 Missing Permissions`, and which field is wrong.
fn reason(body: &Value) -> String {
    let mut words = Vec::new();
    words.extend(body["code"].as_u64().filter(|code| *code > 0).map(|code| code.to_string()));
    words.extend(body["message"].as_str().map(str::to_owned));
    if !body["errors"].is_null() {
        words.push(body["errors"].to_string().chars().take(300).collect());
    }
    words.join(" ")
}
