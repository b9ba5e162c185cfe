//! Requests: who asks, how often, and what goes wrong. What is answered stands in `api.rs`.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Request as Incoming, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::form;
use super::state::State;
use super::{Fault, Request, TOKEN_OF_BOT, api, lock};

pub(super) async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    let app = axum::Router::new().fallback(any).with_state(state);
    let _ends = axum::serve(listener, app).await;
}

async fn any(Shared(state): Shared<Arc<Mutex<State>>>, incoming: Incoming) -> Response {
    let method = incoming.method().to_string();
    let uri = incoming.uri().clone();
    if let Some(path) = uri.path().strip_prefix("/cdn/") {
        let id = path.split('/').next().unwrap_or_default();
        return match lock(&state).files.get(id).cloned() {
            Some(bytes) => bytes.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        };
    }
    let Some(path) = uri.path().strip_prefix("/api/v10").map(str::to_owned) else {
        return answer(404, json!({"code": 0, "message": "404: Not Found"}));
    };
    let headers = incoming.headers().clone();
    let Some((body, files)) = read(incoming).await else {
        return answer(400, json!({"code": 50_109, "message": "The request body contains invalid JSON."}));
    };
    let (response, fault) = {
        let mut state = lock(&state);
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let what = format!("{method} {path}{query}");
        let fault = state.faults.iter().position(|(of, _)| what.starts_with(of));
        let fault = fault.map(|at| state.faults.remove(at).1);
        state.journal.push(Request { what, body: body.clone(), files: files.clone() });
        let response = match fault {
            Some(Fault::TooMany { after_ms, global }) => too_many(Duration::from_millis(after_ms), global),
            Some(Fault::Status(code)) => answer(code, json!({"code": 0, "message": "trouble"})),
            _ => respond(&mut state, &method, &path, uri.query().unwrap_or_default(), &headers, body, &files),
        };
        (response, fault)
    };
    match fault {
        Some(Fault::Cut) => {
            let cut = futures::stream::iter([
                Ok(Bytes::from_static(b"{\"id\":")),
                Err(std::io::Error::other("cut")),
            ]);
            Response::new(Body::from_stream(cut))
        }
        Some(Fault::Hang) => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            response
        }
        Some(Fault::BadJson) => "<html>".into_response(),
        _ => response,
    }
}

/// The JSON and the names of files, from a body of either kind.
async fn read(incoming: Incoming) -> Option<(Value, Vec<String>)> {
    let kind = incoming.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let form = kind.filter(|kind| kind.starts_with("multipart/")).map(str::to_owned);
    let bytes = axum::body::to_bytes(incoming.into_body(), 25 << 20).await.ok()?;
    match form {
        Some(kind) => form::read(&kind, &bytes),
        None if bytes.is_empty() => Some((Value::Null, Vec::new())),
        None => Some((serde_json::from_slice(&bytes).ok()?, Vec::new())),
    }
}

fn respond(
    state: &mut State,
    method: &str,
    path: &str,
    query: &str,
    headers: &HeaderMap,
    body: Value,
    files: &[String],
) -> Response {
    let text = |name: header::HeaderName| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    // Interactions carry their secret in the path.
    let open = matches!(parts[0], "webhooks" | "interactions");
    if !open && !text(header::USER_AGENT).starts_with("DiscordBot (") {
        return (StatusCode::FORBIDDEN, "error code: 40333").into_response();
    }
    if !open && text(header::AUTHORIZATION) != format!("Bot {TOKEN_OF_BOT}") {
        return answer(401, json!({"code": 0, "message": "401: Unauthorized"}));
    }
    let mut limited = None;
    if let ("POST", ["channels", id, "messages"]) = (method, &parts[..]) {
        match spend(state, id) {
            Ok(left) => limited = Some(left),
            Err(after) => return too_many(after, false),
        }
    }
    let done = api::route(state, method, &parts, query, body, files);
    let mut response = match done {
        Ok(Value::Null) => StatusCode::NO_CONTENT.into_response(),
        Ok(value) => answer(200, value),
        Err((code, value)) => answer(code, value),
    };
    if let Some((left, after)) = limited {
        for (name, value) in [
            ("x-ratelimit-bucket", "messages".to_owned()),
            ("x-ratelimit-limit", state.limit.0.to_string()),
            ("x-ratelimit-remaining", left.to_string()),
            ("x-ratelimit-reset-after", after.as_secs_f64().to_string()),
        ] {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// One message to a channel: how many are left, and until when; or how long to wait.
fn spend(state: &mut State, channel: &str) -> Result<(u64, Duration), Duration> {
    let (most, period) = state.limit;
    let (spent, until) = state.spent.entry(channel.to_owned()).or_insert((0, Instant::now() + period));
    let now = Instant::now();
    if *until <= now {
        (*spent, *until) = (0, now + period);
    }
    if *spent >= most {
        return Err(*until - now);
    }
    *spent += 1;
    Ok((most - *spent, *until - now))
}

fn too_many(after: Duration, global: bool) -> Response {
    let seconds = after.as_secs_f64();
    let body = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let mut response = answer(429, body);
    let headers = response.headers_mut();
    headers.insert("retry-after", header::HeaderValue::from(seconds.ceil() as u64));
    if global {
        headers.insert("x-ratelimit-global", header::HeaderValue::from_static("true"));
    }
    response
}

fn answer(code: u16, value: Value) -> Response {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (code, axum::Json(value)).into_response()
}
