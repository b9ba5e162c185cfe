//! The client: one request, one answer, nothing repeated but what cannot have been read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::{RequestBuilder, Response, Url, header::RETRY_AFTER};
use serde_json::Value;

use super::{Answer, Key, ModelError, wire};
use crate::http::http;

/// The largest answer that is read, in bytes; the text asked for is a few hundred.
const LARGEST: usize = 256 * 1024;

/// What a model is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is to be done.
    pub system: &'a str,
    /// With what.
    pub user: &'a str,
    /// The name of the schema.
    pub schema_name: &'a str,
    /// JSON Schema of the answer.
    pub schema: &'a Value,
    /// The longest answer, in tokens.
    pub most_tokens: u32,
    /// The longest wait.
    pub patience: Duration,
}

/// An address that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the address of a model: write it such as https://api.example.com/v1")]
pub struct BadAddress(String);

/// A model at an address.
#[derive(Debug)]
pub struct Client {
    base: Url,
    key: Key,
    model: String,
    /// It has refused the older way of saying how long an answer may be.
    newer: AtomicBool,
}

impl Client {
    /// For a model at an address; `/v1` is added where the address has no path.
    ///
    /// # Errors
    /// When it is no address over HTTP.
    pub fn new(address: &str, key: Key, model: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(address.chars().take(100).collect());
        let mut base = Url::parse(address.trim()).map_err(|_| bad())?;
        // who puts a key into the address would have it in the logs
        let plain = matches!(base.scheme(), "http" | "https") && base.username().is_empty();
        if !plain || base.host_str().is_none() || base.password().is_some() || base.query().is_some() {
            return Err(bad());
        }
        let path = match base.path().trim_end_matches('/') {
            "" => "/v1/".to_owned(),
            path => format!("{path}/"),
        };
        base.set_path(&path);
        Ok(Self { base, key, model: model.trim().to_owned(), newer: AtomicBool::new(false) })
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Where it is asked: scheme, host and port.
    pub fn host(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Asks.
    ///
    /// # Errors
    /// When there is no usable answer in time.
    pub async fn ask(&self, question: &Question<'_>) -> Result<Answer, ModelError> {
        let ask = async {
            let newer = self.newer.load(Ordering::Relaxed);
            match self.attempt(question, newer).await {
                Err(ModelError::Refused(why)) if !newer && wants_newer(&why) => {
                    self.newer.store(true, Ordering::Relaxed);
                    self.attempt(question, true).await
                }
                answered => answered,
            }
        };
        tokio::time::timeout(question.patience, ask).await.unwrap_or(Err(ModelError::TooSlow))
    }

    async fn attempt(&self, question: &Question<'_>, newer: bool) -> Result<Answer, ModelError> {
        let body = wire::body(&self.model, question, newer);
        let request = self.at("chat/completions", true)?.json(&body).timeout(question.patience);
        wire::answer(&self.sent(request).await?)
    }

    /// Does it answer? Asks for the list of models, which costs nothing; false: our model is not in it.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn find(&self, patience: Duration) -> Result<bool, ModelError> {
        let body = self.sent(self.at("models", false)?.timeout(patience)).await?;
        let said: Value = serde_json::from_slice(&body)
            .map_err(|_| ModelError::Unusable("no list of models".to_owned()))?;
        // some servers list files, or nothing: only a list that has others in it says something
        let ids: Vec<&str> =
            said["data"].as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect();
        Ok(ids.is_empty() || ids.contains(&self.model.as_str()))
    }

    fn at(&self, path: &str, post: bool) -> Result<RequestBuilder, ModelError> {
        let url = self.base.join(path).map_err(|_| ModelError::Unreached("a bad address".to_owned()))?;
        let request = if post { http().post(url) } else { http().get(url) };
        Ok(match self.key.expose() {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
    }

    async fn sent(&self, request: RequestBuilder) -> Result<Vec<u8>, ModelError> {
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        let wait = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok()?.parse().ok());
        let body = bounded(response).await;
        match status.is_success() {
            true => body,
            false => Err(wire::refusal(status, wait, &body.unwrap_or_default())),
        }
    }
}

/// OpenAI's own words about its newer models.
fn wants_newer(why: &str) -> bool {
    why.contains("max_completion_tokens") || why.contains("temperature")
}

/// The body, as far as it is of a size that can be one.
async fn bounded(mut response: Response) -> Result<Vec<u8>, ModelError> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(lost)? {
        if body.len() + piece.len() > LARGEST {
            return Err(ModelError::Unusable("it is too large".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The address stays out: somebody may have put a secret into it.
fn lost(error: reqwest::Error) -> ModelError {
    let connect = error.is_connect() || error.is_builder();
    match error {
        error if error.is_timeout() && !connect => ModelError::TooSlow,
        error => {
            let error = error.without_url();
            let causes =
                std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            let why = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
            if connect { ModelError::Unreached(why) } else { ModelError::Unusable(why) }
        }
    }
}
