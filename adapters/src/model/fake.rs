//! A model on a loopback port, for tests: how it behaves is set, what it was asked is kept.
//!
//! It checks what servers check: the key, the form of the request, that a schema is given.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures::stream;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use super::Key;

/// The fake's key: good for nothing else.
pub const KEY: &str = "key-of-the-fake-model";
/// The name of its model.
pub const MODEL: &str = "fake-1";

/// How it behaves.
#[derive(Debug, Clone)]
pub enum Manner {
    /// Says this, as a model would.
    Says(String),
    /// Says what this makes of a request.
    Thinks(fn(&Value) -> String),
    /// Answers with this status and body, and with `Retry-After`.
    Status(u16, String, Option<String>),
    /// Answers with these bytes and status 200.
    Bytes(Vec<u8>),
    /// Begins an answer and never ends it: blanks, for ever.
    Endless,
    /// Begins an answer and hangs up.
    Cut,
    /// Takes the request and says nothing.
    Silent,
}

#[derive(Default)]
struct Inner {
    manner: Option<Manner>,
    asked: Vec<Value>,
}

/// A running model. It ends when this is dropped.
pub struct Fake {
    inner: Arc<Mutex<Inner>>,
    address: String,
    serving: JoinHandle<()>,
}

impl Fake {
    /// Starts it on a free port, to behave like this.
    ///
    /// # Panics
    /// Where there is no free port.
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let inner = Arc::new(Mutex::new(Inner { manner: Some(manner), asked: Vec::new() }));
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/v1/models", get(models))
            .with_state(inner.clone());
        let serving = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { inner, address, serving }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where it is, without a path.
    pub fn url(&self) -> &str {
        &self.address
    }

    /// A client of it, with its key.
    ///
    /// # Panics
    /// Never: its address is one.
    pub fn client(&self) -> super::Client {
        super::Client::new(&self.address, Key::new(KEY), MODEL).expect("the fake's address")
    }

    /// From now on it behaves like this.
    pub fn will(&self, manner: Manner) {
        self.inner().manner = Some(manner);
    }

    /// What it was asked, oldest first: the bodies of requests. They are forgotten.
    pub fn asked(&self) -> Vec<Value> {
        std::mem::take(&mut self.inner().asked)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Shared = State<Arc<Mutex<Inner>>>;

fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
}

fn known(headers: &HeaderMap) -> bool {
    headers.get("authorization").and_then(|it| it.to_str().ok()) == Some(&format!("Bearer {KEY}"))
}

async fn models(headers: HeaderMap) -> Response {
    if !known(&headers) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_api_key", "Incorrect API key provided");
    }
    Json(json!({ "object": "list", "data": [{ "id": MODEL, "object": "model" }] })).into_response()
}

async fn complete(State(inner): Shared, headers: HeaderMap, body: Bytes) -> Response {
    if !known(&headers) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_api_key", "Incorrect API key provided");
    }
    let Ok(request) = serde_json::from_slice::<Value>(&body) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_json", "no JSON");
    };
    if request["model"] != MODEL {
        return refused(StatusCode::NOT_FOUND, "model_not_found", "The model does not exist");
    }
    let format = &request["response_format"]["json_schema"];
    let bounded = request["max_tokens"].is_u64() || request["max_completion_tokens"].is_u64();
    if format["name"].as_str().is_none() || format["schema"]["type"] != "object" || !bounded {
        return refused(StatusCode::BAD_REQUEST, "invalid_request", "schema, name and length are needed");
    }
    let manner = {
        let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.asked.push(request.clone());
        inner.manner.clone()
    };
    match manner {
        None => refused(StatusCode::INTERNAL_SERVER_ERROR, "none", "it knows no manners"),
        Some(Manner::Says(text)) => said(&request, &text),
        Some(Manner::Thinks(think)) => said(&request, &think(&request)),
        Some(Manner::Status(status, body, wait)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            match wait {
                Some(wait) => (status, [("retry-after", wait)], body).into_response(),
                None => (status, body).into_response(),
            }
        }
        Some(Manner::Bytes(bytes)) => ([("content-type", "application/json")], bytes).into_response(),
        Some(Manner::Endless) => {
            let blanks = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[b' '; 16])));
            let slowly = futures::StreamExt::then(blanks, |it| async {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                it
            });
            Response::new(Body::from_stream(slowly))
        }
        Some(Manner::Cut) => {
            let pieces =
                [Ok(Bytes::from_static(b"{\"choices\":[{\"message\"")), Err(std::io::Error::other("gone"))];
            Response::new(Body::from_stream(stream::iter(pieces)))
        }
        Some(Manner::Silent) => std::future::pending().await,
    }
}

/// The shape that servers answer in, with tokens counted by fours of bytes.
fn said(request: &Value, text: &str) -> Response {
    let asked = request["messages"].to_string().len() / 4;
    let answered = text.len() / 4 + 1;
    Json(json!({
        "id": "chatcmpl-fake", "object": "chat.completion", "created": 0, "model": MODEL,
        "choices": [{
            "index": 0, "finish_reason": "stop",
            "message": { "role": "assistant", "content": text },
        }],
        "usage": { "prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered },
    }))
    .into_response()
}
