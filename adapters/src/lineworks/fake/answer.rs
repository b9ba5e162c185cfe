//! What every call has in common: the journal, the faults, the token, the quota, the form of a refusal.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{Fault, Request, Shared, lock, state::State};

pub(super) type Answer = Response<Body>;

/// JSON with a status.
pub(super) fn say(status: u16, body: &Value) -> Answer {
    let mut answer = Response::new(Body::from(body.to_string()));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

/// A status and nothing else.
pub(super) fn nothing(status: u16) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    answer
}

/// A refusal in the API's form.
pub(super) fn refuse(status: u16, code: &str, description: &str) -> Answer {
    say(status, &json!({"code": code, "description": description}))
}

/// `401` with the reason in the header, as RFC 6750 has it.
fn unauthorized(why: &str) -> Answer {
    let mut answer = refuse(401, "UNAUTHORIZED", "Authentication failed");
    let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{why}\"");
    if let Ok(challenge) = challenge.parse() {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    answer
}

fn too_many(reset_s: u64) -> Answer {
    let mut answer = refuse(429, "TOO_MANY_REQUESTS", "API rate limit exceeded");
    answer.headers_mut().insert("rateLimit-reset", reset_s.into());
    answer
}

/// A call to the API: faults first, then the token, then the quota, then what it asks for.
pub(super) async fn call(
    Shared { 0: state }: Shared,
    name: &str,
    headers: &HeaderMap,
    body: &[u8],
    act: impl FnOnce(&mut State) -> Answer,
) -> Answer {
    let fault = {
        let faults = &mut lock(&state).faults;
        let due = faults.iter().position(|(of, _)| of.as_ref().is_none_or(|of| of == name));
        due.and_then(|due| faults.remove(due)).map(|(_, fault)| fault)
    };
    let read: Value = serde_json::from_slice(body).unwrap_or_default();
    let answer = with_fault(fault, || {
        let mut state = lock(&state);
        if let Some(refusal) = stopped(&state, headers) {
            return refusal;
        }
        let (used, left_s) = count(&mut state, name);
        let quota = state.quota;
        if used > quota {
            return too_many(left_s);
        }
        let mut answer = act(&mut state);
        let limits = [("rateLimit-limit", quota), ("rateLimit-remaining", quota - used)];
        if answer.status() != StatusCode::FOUND {
            for (name, number) in limits {
                answer.headers_mut().insert(name, number.into());
            }
            answer.headers_mut().insert("rateLimit-reset", left_s.into());
        }
        answer
    });
    let status = answer.as_ref().map_or(0, |answer| answer.status().as_u16());
    lock(&state).journal.push(Request { call: name.to_owned(), body: read, status });
    match answer {
        Some(answer) if fault == Some(Fault::DoneThenSilence) => {
            tokio::time::sleep(Duration::from_secs(3_600)).await;
            answer
        }
        Some(answer) => answer,
        None => cut(),
    }
}

/// Does it, or not, as the fault has it. `None`: the line is cut.
pub(super) fn with_fault(fault: Option<Fault>, act: impl FnOnce() -> Answer) -> Option<Answer> {
    Some(match fault {
        None | Some(Fault::DoneThenSilence) => act(),
        Some(Fault::TooMany { reset_s }) => too_many(reset_s),
        Some(Fault::Status(status)) => refuse(status, "FAULT", "as asked for"),
        Some(Fault::Unauthorized) => unauthorized("The access token expired"),
        Some(Fault::Cut) => return None,
        Some(Fault::DoneThen(status)) => {
            act();
            refuse(status, "FAULT", "as asked for")
        }
        Some(Fault::DoneThenCut) => {
            act();
            return None;
        }
        Some(Fault::DoneThenBadJson) => {
            let mut answer = act();
            *answer.body_mut() = Body::from("{\"access_token\": \"cut in the mid");
            answer
        }
    })
}

/// Ends the task that serves the connection, and the connection with it. No message is printed.
pub(super) fn cut() -> ! {
    std::panic::resume_unwind(Box::new("the line is cut"))
}

/// The refusal of a token that was not minted here or lives no more.
fn stopped(state: &State, headers: &HeaderMap) -> Option<Answer> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    match state.tokens.get(token) {
        Some((until, _)) if *until > Instant::now() => None,
        Some(_) => Some(unauthorized("The access token expired")),
        None => Some(unauthorized("The access token is invalid")),
    }
}

/// The calls of this kind in this minute, this one among them, and the seconds until the next minute.
fn count(state: &mut State, name: &str) -> (u32, u64) {
    let now = Instant::now();
    let minute = state.calls.entry(name.to_owned()).or_insert((now, 0));
    if now.duration_since(minute.0) >= Duration::from_secs(60) {
        *minute = (now, 0);
    }
    minute.1 += 1;
    (minute.1, 60 - now.duration_since(minute.0).as_secs().min(59))
}

/// Somewhere the API is not.
pub(super) async fn no_such_path() -> Answer {
    refuse(404, "NOT_FOUND", "no such API")
}
