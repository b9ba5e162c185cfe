//! The door: `/bot{token}/{method}`, in any case of letters, by POST or GET; `/file/bot{token}/{path}`.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, RawQuery, State as Held},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use futures::stream;
use serde_json::{Value, json};

use super::{Fault, Request, Shared, TOKEN, calls, updates};

/// What a method answers: its result, or why not.
pub(super) type Answer = Result<Value, Refused>;

/// A refusal, with the parameters that some have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refused {
    pub(super) code: u16,
    pub(super) why: String,
    pub(super) parameters: Value,
}

/// `Bad Request: …`, the most common refusal.
pub(super) fn bad(why: impl std::fmt::Display) -> Refused {
    Refused { code: 400, why: format!("Bad Request: {why}"), parameters: Value::Null }
}

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{bot}/{method}", any(call))
        .route("/file/{bot}/{*path}", get(file))
        .layer(DefaultBodyLimit::max(50 << 20))
        .with_state(shared)
}

async fn call(
    Held(shared): Held<Arc<Shared>>,
    Path((bot, method)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let request = Request::read(&method, &query.unwrap_or_default(), kind, &body);
    let Some(request) = request else { return answered(Err(bad("request body is malformed"))) };
    if bot.strip_prefix("bot") != Some(TOKEN) {
        return answered(Err(Refused { code: 401, why: "Unauthorized".into(), parameters: Value::Null }));
    }
    let fault = shared.change(|state| {
        state.journal.push(request.clone());
        state.fault(&method)
    });
    let refused = |code: u16, why: &str, parameters: Value| {
        answered(Err(Refused { code, why: why.to_owned(), parameters }))
    };
    match &fault {
        Some(Fault::TooMany(seconds)) => {
            let why = format!("Too Many Requests: retry after {seconds}");
            return refused(429, &why, json!({"retry_after": seconds}));
        }
        Some(Fault::Server(code)) => return refused(*code, "Internal Server Error", Value::Null),
        Some(Fault::Gateway(code)) => {
            let code = StatusCode::from_u16(*code).unwrap_or(StatusCode::BAD_GATEWAY);
            return (code, [(CONTENT_TYPE, "text/html")], "<h1>Bad Gateway</h1>").into_response();
        }
        Some(Fault::Refuse(code, why)) => return refused(*code, why, Value::Null),
        _ => {}
    }
    let answer = match method.eq_ignore_ascii_case("getUpdates") {
        true => updates::poll(&shared, &request).await,
        false => shared.change(|state| calls::call(state, &request)),
    };
    match fault {
        Some(Fault::Cut) => {
            let broken = stream::iter([Ok(Bytes::from_static(b"{\"ok\":")), Err("cut")]);
            Response::new(Body::from_stream(broken))
        }
        Some(Fault::BadJson) => "{\"ok\":tru".into_response(),
        Some(Fault::Late(ms)) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            answered(answer)
        }
        _ => answered(answer),
    }
}

fn answered(answer: Answer) -> Response {
    let (code, body) = match answer {
        Ok(result) => (200, json!({"ok": true, "result": result})),
        Err(Refused { code, why, parameters }) => {
            let mut body = json!({"ok": false, "error_code": code, "description": why});
            if !parameters.is_null() {
                body["parameters"] = parameters;
            }
            (code, body)
        }
    };
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
    (code, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// `%2F` in a path is `/`: some clients write it so.
async fn file(Held(shared): Held<Arc<Shared>>, Path((bot, path)): Path<(String, String)>) -> Response {
    let file = shared.state().files.get(&path).cloned();
    match file.filter(|_| bot.strip_prefix("bot") == Some(TOKEN)) {
        Some(file) => file.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
