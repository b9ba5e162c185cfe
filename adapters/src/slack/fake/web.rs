//! Requests: the Web API, uploads, answers to response URLs.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State as Shared},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{
    BOT_TOKEN, Fault, arguments, blocks, files, locked, methods,
    state::{Call, State},
};

type All = Arc<Mutex<State>>;

pub(super) async fn serve(listener: TcpListener, state: All) {
    let routes = Router::new()
        .route("/api/{method}", any(method))
        .route("/upload/{id}", post(upload))
        .route("/files/{id}", get(download))
        .route("/hooks/{id}", post(hook))
        .with_state(state);
    let _ended = axum::serve(listener, routes).await;
}

async fn method(
    Shared(state): Shared<All>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let head = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut asked = arguments::read(&query.unwrap_or_default(), head(header::CONTENT_TYPE), &body);
    let bearer = head(header::AUTHORIZATION).strip_prefix("Bearer ").map(str::to_owned);
    let argument = asked.remove("token").and_then(|token| token.as_str().map(str::to_owned));
    let token = bearer.or(argument).unwrap_or_default();
    let (answer, fault, scopes) = {
        let mut state = locked(&state);
        let arguments = Value::Object(asked.clone());
        state.calls.push(Call { method: method.clone(), token: token.clone(), arguments });
        let fault = state.fault(&method);
        let answer = match fault {
            Some(Fault::TooMany(_) | Fault::Status(_)) => Ok(Value::Null),
            Some(Fault::Code(code)) => Err(code.to_owned()),
            _ => methods::answer(&mut state, &method, &token, &asked),
        };
        (answer, fault, state.scopes.iter().cloned().collect::<Vec<_>>().join(","))
    };
    let said = match answer {
        Ok(Value::Object(mut fields)) => {
            fields.insert("ok".into(), true.into());
            Value::Object(fields)
        }
        Ok(other) => other,
        Err(code) => match code.split_once(' ') {
            Some((code, needed)) => json!({"ok": false, "error": code, "needed": needed, "provided": scopes}),
            None => json!({"ok": false, "error": code}),
        },
    };
    faulty(fault, said, &scopes).await
}

/// The answer, or what becomes of it.
async fn faulty(fault: Option<Fault>, said: Value, scopes: &str) -> Response {
    let json = |status: StatusCode, text: String| {
        let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
        (status, headers, [("x-oauth-scopes", scopes.to_owned())], text).into_response()
    };
    match fault {
        Some(Fault::TooMany(seconds)) => {
            let answer = json!({"ok": false, "error": "ratelimited"}).to_string();
            let mut response = json(StatusCode::TOO_MANY_REQUESTS, answer);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            response
        }
        Some(Fault::Status(code)) => {
            StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY).into_response()
        }
        Some(Fault::Cut) => {
            let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut")) });
            ([(header::CONTENT_LENGTH, "1000")], Body::from_stream(broken)).into_response()
        }
        Some(Fault::Silent) => std::future::pending().await,
        Some(Fault::BadJson) => json(StatusCode::OK, "{\"ok\": tru".to_owned()),
        Some(Fault::Code(_)) | None => json(StatusCode::OK, said.to_string()),
    }
}

async fn upload(Shared(state): Shared<All>, Path(id): Path<String>, body: Bytes) -> Response {
    let mut state = locked(&state);
    let known = files::take(&mut state, &id, &body);
    if known { "OK".into_response() } else { (StatusCode::BAD_REQUEST, "no such upload").into_response() }
}

/// A file, to whoever brings the token and may read files; others are sent to where one signs in.
async fn download(Shared(state): Shared<All>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let state = locked(&state);
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if bearer != format!("Bearer {BOT_TOKEN}") || !state.scopes.contains("files:read") {
        return (StatusCode::FOUND, [(header::LOCATION, "https://slack.com/signin")]).into_response();
    }
    match state.files.get(&id).and_then(|file| file.bytes.clone()) {
        Some(bytes) => bytes.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A response URL takes five answers, and says `ok` in plain text.
async fn hook(Shared(state): Shared<All>, Path(id): Path<String>, body: Bytes) -> Response {
    let fault = locked(&state).fault("response_url");
    if fault.is_some() {
        return faulty(fault, Value::Null, "").await;
    }
    match responded(&mut locked(&state), &id, serde_json::from_slice(&body).unwrap_or_default()) {
        Ok(()) => "ok".into_response(),
        Err((status, error)) => (status, axum::Json(json!({"ok": false, "error": error}))).into_response(),
    }
}

fn responded(state: &mut State, id: &str, said: Value) -> Result<(), (StatusCode, &'static str)> {
    let charts = |block: &Value| block["type"] == "data_visualization";
    let drawn = said["blocks"].as_array().is_some_and(|blocks| blocks.iter().any(charts));
    let draws = state.draws;
    let left = state.hooks.get_mut(id).ok_or((StatusCode::NOT_FOUND, "expired_url"))?;
    if *left == 0 {
        return Err((StatusCode::NOT_FOUND, "used_url"));
    }
    if !said.is_object() || blocks::problem(&said["blocks"]).is_some() || (drawn && !draws) {
        return Err((StatusCode::OK, "invalid_blocks"));
    }
    *left -= 1;
    state.responses.push(said);
    Ok(())
}
