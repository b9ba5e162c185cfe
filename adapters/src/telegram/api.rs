//! Calls of the Bot API: teloxide's requests over our own HTTP client, and what became of them.
//!
//! teloxide's own client is left out: it hides the status of an answer, waits ten seconds on every server error, and
//! takes a message that it cannot read for one that was not sent.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Url, header::RETRY_AFTER, multipart};
use serde::Serialize;
use serde_json::Value;
use teloxide_core::requests::Payload;

use crate::{SendError, http};

/// How long to wait where nobody says, in milliseconds.
const A_WHILE: u64 = 5_000;
/// The longest wait that is believed, in milliseconds.
const LONGEST: u64 = 60 * 60_000;

/// The Bot API, as one bot.
#[derive(Clone)]
pub(super) struct Api {
    http: Client,
    /// With the token in it: never printed.
    base: Url,
}

/// A call that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failed {
    /// Nobody was reached at this address: nothing has happened.
    Unreached(String),
    /// It may have happened.
    Cut(String),
    /// Telegram says no.
    Refused(Refusal),
}

/// What Telegram says when it says no.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// As HTTP counts: 400, 401, 403, 409, 429 …
    pub(super) code: u64,
    /// In Telegram's words.
    pub(super) why: String,
    /// Milliseconds to wait.
    pub(super) wait: Option<u64>,
    /// The group goes on under this id.
    pub(super) moved_to: Option<String>,
}

impl Api {
    pub(super) fn new(base: Url) -> Self {
        Self { http: http::http(), base }
    }

    /// Calls a method and gives back its `result`.
    pub(super) async fn call<P: Payload + Serialize + Sync>(&self, request: &P) -> Result<Value, Failed> {
        answer(self.method(P::NAME)?.json(request)).await
    }

    /// [`Self::call`] for one that waits on the server, so long at most.
    pub(super) async fn wait<P: Payload + Serialize + Sync>(
        &self,
        request: &P,
        longest: Duration,
    ) -> Result<Value, Failed> {
        answer(self.method(P::NAME)?.json(request).timeout(longest)).await
    }

    /// [`Self::call`] with a file in the field `name`. The others go as form fields: texts as they are, the rest in
    /// JSON.
    pub(super) async fn upload<P: Payload + Serialize + Sync>(
        &self,
        request: &P,
        name: &'static str,
        file: Vec<u8>,
    ) -> Result<Value, Failed> {
        let fields = serde_json::to_value(request).unwrap_or_default();
        let mut form = multipart::Form::new();
        for (key, value) in fields.as_object().into_iter().flatten().filter(|(key, _)| *key != name) {
            form = form.text(key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        let file = multipart::Part::bytes(file).file_name("chart.png").mime_str("image/png");
        let form = form.part(name, file.map_err(|error| Failed::Cut(error.to_string()))?);
        answer(self.method(P::NAME)?.multipart(form)).await
    }

    /// Where a file is, good for an hour: `getFile`.
    pub(super) async fn located(&self, file: &str) -> Result<Value, Failed> {
        answer(self.method("GetFile")?.json(&serde_json::json!({ "file_id": file }))).await
    }

    /// A request for the file at a path that [`Self::located`] gave: `…/file/bot<token>/<path>`.
    pub(super) fn file(&self, path: &str) -> Result<RequestBuilder, SendError> {
        let refused = || SendError::Refused("a path of the file that is none".to_owned());
        let mut url = self.base.clone();
        let parts: Vec<String> = url
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        let (bot, before) = parts.split_last().ok_or_else(refused)?;
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(refused());
        }
        url.path_segments_mut()
            .map_err(|()| refused())?
            .clear()
            .extend(before)
            .push("file")
            .push(bot)
            .extend(path.split('/'));
        Ok(self.http.get(url))
    }

    /// teloxide names methods with a capital; the documentation, and some servers, without.
    fn method(&self, name: &str) -> Result<RequestBuilder, Failed> {
        let (first, rest) = name.split_at_checked(1).unwrap_or_default();
        let url = self.base.join(&format!("{}{rest}", first.to_ascii_lowercase()));
        Ok(self.http.post(url.map_err(|_| Failed::Unreached(http::origin(&self.base)))?))
    }
}

async fn answer(request: RequestBuilder) -> Result<Value, Failed> {
    let answer = request.send().await.map_err(cut)?;
    let status = answer.status();
    let header = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse::<f64>().ok());
    let said: Value = serde_json::from_slice(&answer.bytes().await.map_err(cut)?).unwrap_or_default();
    match said["ok"].as_bool() {
        Some(true) => return Ok(said["result"].clone()),
        None if status.is_success() => {
            return Err(Failed::Cut("an answer that cannot be read".to_owned()));
        }
        _ => {}
    }
    let code = said["error_code"].as_u64().unwrap_or_else(|| status.as_u16().into());
    let why = said["description"].as_str().unwrap_or_default();
    let why = if why.is_empty() { format!("HTTP {code}") } else { why.chars().take(400).collect() };
    let (told, moved_to) = (&said["parameters"]["retry_after"], &said["parameters"]["migrate_to_chat_id"]);
    let wait = told.as_f64().or(header).filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    Err(Failed::Refused(Refusal {
        code,
        why,
        wait: wait.map(|seconds| ((seconds * 1e3).ceil() as u64).min(LONGEST)),
        moved_to: crate::export::field::id(moved_to),
    }))
}

fn cut(error: reqwest::Error) -> Failed {
    match http::unanswered(error) {
        SendError::Unreachable { address } => Failed::Unreached(address),
        SendError::Refused(why) | SendError::Unknown(why) => Failed::Cut(why),
        other => Failed::Cut(other.to_string()),
    }
}

impl Refusal {
    /// The token is not, or no longer, one: 401, or 404 without naming what was not found.
    pub(super) fn unauthorized(&self) -> bool {
        self.code == 401 || self.code == 404 && self.why == "Not Found"
    }
}

impl From<Failed> for SendError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unreached(address) => Self::Unreachable { address },
            Failed::Cut(why) => Self::Unknown(why),
            Failed::Refused(refusal) if refusal.unauthorized() => Self::Unauthorized(refusal.why),
            Failed::Refused(Refusal { code: 429, wait, .. }) => {
                Self::Later { after_ms: wait.unwrap_or(A_WHILE) }
            }
            Failed::Refused(Refusal { code: 500.., why, .. }) => Self::Unknown(why),
            Failed::Refused(refusal) => Self::Refused(refusal.why),
        }
    }
}
