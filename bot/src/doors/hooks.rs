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
    extract::{FromRequest, Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use crm::{Actor, ConnectionId, TenantId, connections};
use tokio::time::timeout;
use tower_http::limit::RequestBodyLimitLayer;
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
/// How long a body may take to come, however it comes.
const WHOLE: Duration = Duration::from_secs(20);
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
    request: Request,
) -> Response {
    let body = match whole(request, WHOLE).await {
        Ok(body) => body,
        Err(rejected) => return rejected,
    };
    // a connection that does not exist answers as one whose signature is wrong
    let Some((tenant, connection)) = named(&key) else { return StatusCode::UNAUTHORIZED.into_response() };
    let origin = match hooks.app.origin(tenant, connection).await {
        Ok(Some(origin)) if origin.connection.platform == platform => origin,
        Ok(_) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(fault) => return unavailable(connection, &fault),
    };
    // in a task of its own: whoever hangs up between the commit and the hand-over must not delay the answer
    let taken = tokio::spawn(async move { take(&hooks, &origin, envelope(&headers, &body)).await });
    taken.await.unwrap_or_else(|panic| unavailable(connection, &panic.into()))
}

/// The body, if it comes in time.
async fn whole(request: Request, within: Duration) -> Result<Bytes, Response> {
    match timeout(within, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(rejected)) => Err(rejected.into_response()),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "slow_body").into_response()),
    }
}

async fn take(hooks: &Hooks, origin: &Origin, envelope: Envelope) -> Response {
    let app = &hooks.app;
    let id = origin.connection.id;
    // as our own test does, which proves nothing either
    let knocks = envelope.body == b"{}";
    let verified = match accept::verify(app, origin, envelope) {
        Ok(verified) => verified,
        Err(Refused::BadSignature) => {
            if !knocks && app.refusals.count(id) {
                tracing::warn!(connection = %id, name = origin.connection.name, "a call whose proof is wrong was turned away");
            }
            return StatusCode::UNAUTHORIZED.into_response();
        }
        Err(Refused::NotStored(fault)) => return unavailable(id, &fault),
    };
    app.refusals.forget(id);
    let ack = match app.adapter(&origin.connection.platform) {
        Ok(adapter) => adapter.ack(&verified),
        Err(fault) => return unavailable(id, &fault),
    };
    if !ack.only_answer {
        match accept::store(app, origin, verified).await {
            Ok(Accepted::New(stored)) => {
                hooks.lanes.hand_over(app, origin, stored);
                hooks.heard(origin);
            }
            Ok(Accepted::Again | Accepted::Spooled) => {}
            Err(Refused::BadSignature) => return StatusCode::UNAUTHORIZED.into_response(),
            Err(Refused::NotStored(fault)) => return unavailable(id, &fault),
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

fn unavailable(connection: ConnectionId, fault: &anyhow::Error) -> Response {
    tracing::error!(%connection, fault = format!("{fault:#}"), "an event was not stored");
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)]).into_response()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Body;
    use futures::stream;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test]
    async fn a_body_that_never_ends_is_not_waited_for() {
        // a byte now and then: no pause is long
        let drops = stream::unfold((), |()| async {
            sleep(Duration::from_millis(5)).await;
            Some((Ok::<_, Infallible>("x"), ()))
        });
        let slow = whole(Request::new(Body::from_stream(drops)), Duration::from_millis(200)).await;
        assert_eq!(slow.unwrap_err().status(), StatusCode::REQUEST_TIMEOUT);
        let all = whole(Request::new(Body::from("{}")), WHOLE).await.unwrap();
        assert_eq!(&all[..], b"{}");
    }

    #[test]
    fn a_path_names_its_connection() {
        let (tenant, connection) = (TenantId::new(), ConnectionId::new());
        let path = path("slack", tenant, connection);
        assert_eq!(path.strip_prefix("/hooks/slack/").and_then(named), Some((tenant, connection)));
        assert!(["", "x", "AAAA", &"A".repeat(44), "ü"].into_iter().all(|key| named(key).is_none()));
    }
}
