//! `POST /hooks/{platform}/{connection}`: where platforms call us. Size, signature, stored, acknowledged.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use adapters::Envelope;
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use crm::{Actor, ConnectionId, TenantId, connections};
use tower_http::{limit::RequestBodyLimitLayer, timeout::RequestBodyTimeoutLayer};
use uuid::Uuid;

use crate::{
    app::{App, Origin},
    gateway::{
        accept::{self, Accepted, Refused},
        workers::Lanes,
    },
};

/// Largest body, in bytes: platforms send files by reference.
const LARGEST_BODY: usize = 1 << 20;
/// Longest pause within a body.
const BODY_PAUSE: Duration = Duration::from_secs(10);
/// How often it is noted that a connection is heard.
const HEARD: Duration = Duration::from_secs(10);
/// Seconds after which a platform may send again what could not be stored.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// What every call shares.
#[derive(Clone)]
pub struct Hooks {
    app: Arc<App>,
    lanes: Lanes,
    /// When it was last noted that something had come in by a connection.
    heard: Arc<Mutex<HashMap<ConnectionId, Instant>>>,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hooks")
    }
}

impl Hooks {
    /// The door's state.
    pub fn new(app: Arc<App>, lanes: Lanes) -> Self {
        Self { app, lanes, heard: Arc::default() }
    }

    /// Notes that something has come in, now and then, beside the acknowledgement.
    fn heard(&self, origin: &Origin) {
        let (tenant, id) = (origin.tenant, origin.connection.id);
        {
            let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            if heard.get(&id).is_some_and(|at| at.elapsed() < HEARD) {
                return;
            }
            heard.insert(id, Instant::now());
        }
        let db = self.app.db.clone();
        tokio::spawn(async move {
            let noted = async {
                let mut tx = db.begin(tenant, Actor::system("gateway")).await?;
                connections::heard(&mut tx, id).await?;
                tx.commit().await
            };
            if let Err(fault) = noted.await {
                tracing::debug!(%fault, "that something came in was not noted");
            }
        });
    }
}

/// The route.
pub fn router(hooks: Hooks) -> Router {
    Router::new()
        .route("/hooks/{platform}/{connection}", post(call))
        .with_state(hooks)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
}

/// The path by which a platform calls a connection. It names tenant and connection; it proves nothing.
pub fn path(platform: &str, tenant: TenantId, connection: ConnectionId) -> String {
    let both = [*tenant.0.as_bytes(), *connection.0.as_bytes()].concat();
    format!("/hooks/{platform}/{}", BASE64_URL_SAFE_NO_PAD.encode(both))
}

/// What [`path`] names.
fn named(key: &str) -> Option<(TenantId, ConnectionId)> {
    let both: [u8; 32] = BASE64_URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok()?;
    let (tenant, connection) = (both.first_chunk::<16>()?, both.last_chunk::<16>()?);
    Some((TenantId(Uuid::from_bytes(*tenant)), ConnectionId(Uuid::from_bytes(*connection))))
}

async fn call(
    State(hooks): State<Hooks>,
    Path((platform, key)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejected) => return rejected.into_response(),
    };
    // a connection that does not exist answers as one whose signature is wrong
    let Some((tenant, connection)) = named(&key) else { return StatusCode::UNAUTHORIZED.into_response() };
    let origin = match hooks.app.origin(tenant, connection).await {
        Ok(Some(origin)) if origin.connection.platform == platform => origin,
        Ok(_) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(fault) => return unavailable(&fault),
    };
    // in a task of its own: whoever hangs up between the commit and the hand-over must not delay the answer
    let taken = tokio::spawn(async move { take(&hooks, &origin, envelope(&headers, &body)).await });
    taken.await.unwrap_or_else(|panic| unavailable(&panic.into()))
}

async fn take(hooks: &Hooks, origin: &Origin, envelope: Envelope) -> Response {
    let app = &hooks.app;
    let verified = match accept::verify(app, origin, envelope) {
        Ok(verified) => verified,
        Err(Refused::BadSignature) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(Refused::NotStored(fault)) => return unavailable(&fault),
    };
    let ack = match app.adapter(&origin.connection.platform) {
        Ok(adapter) => adapter.ack(&verified),
        Err(fault) => return unavailable(&fault),
    };
    if !ack.only_answer {
        match accept::store(app, origin, verified).await {
            Ok(Accepted::New(stored)) => {
                hooks.lanes.hand_over(app, origin, stored);
                hooks.heard(origin);
            }
            Ok(Accepted::Again | Accepted::Spooled) => {}
            Err(Refused::BadSignature) => return StatusCode::UNAUTHORIZED.into_response(),
            Err(Refused::NotStored(fault)) => return unavailable(&fault),
        }
    }
    match ack.json {
        Some(json) => Json(json).into_response(),
        None => StatusCode::OK.into_response(),
    }
}

fn envelope(headers: &HeaderMap, body: &[u8]) -> Envelope {
    let text = headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    Envelope::new(text, body)
}

fn unavailable(fault: &anyhow::Error) -> Response {
    tracing::error!(fault = format!("{fault:#}"), "an event was not stored");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_connection() {
        let (tenant, connection) = (TenantId::new(), ConnectionId::new());
        let path = path("slack", tenant, connection);
        assert_eq!(path.strip_prefix("/hooks/slack/").and_then(named), Some((tenant, connection)));
        assert!(["", "x", "AAAA", &"A".repeat(44), "ü"].into_iter().all(|key| named(key).is_none()));
    }
}
