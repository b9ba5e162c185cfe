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
    extract::{DefaultBodyLimit, FromRequest, Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use crm::{Actor, ConnectionId, TenantId, connections};
use tokio::time::timeout;
use uuid::Uuid;

use crate::{
    app::{App, Origin},
    gateway::{
        accept::{self, Accepted, Refused},
        workers::Lanes,
    },
};

/// Largest body of a platform that is not there, in bytes.
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
    Router::new().route("/hooks/{platform}/{connection}", post(call)).with_state(hooks)
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
    let most = hooks.app.adapter(&platform).map_or(LARGEST_BODY, |adapter| adapter.largest_body());
    let body = match whole(request, most, WHOLE).await {
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

/// The body, if it is no larger than that and comes in time. What says beforehand that it is larger is not read.
async fn whole(mut request: Request, most: usize, within: Duration) -> Result<Bytes, Response> {
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let too_large = || (StatusCode::PAYLOAD_TOO_LARGE, "too_large").into_response();
    if said.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > most) {
        return Err(too_large());
    }
    DefaultBodyLimit::max(most).apply(&mut request);
    match timeout(within, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(rejected)) if rejected.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(too_large()),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST.into_response()),
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
        let slow = whole(Request::new(Body::from_stream(drops)), 1 << 20, Duration::from_millis(200)).await;
        assert_eq!(slow.unwrap_err().status(), StatusCode::REQUEST_TIMEOUT);
        let all = whole(Request::new(Body::from("{}")), 2, WHOLE).await.unwrap();
        assert_eq!(&all[..], b"{}");
    }

    #[tokio::test]
    async fn no_more_is_read_than_may_come() {
        let endless = || stream::repeat_with(|| Ok::<_, Infallible>("x".repeat(1_000)));
        let large = whole(Request::new(Body::from_stream(endless())), 1 << 20, WHOLE).await;
        assert_eq!(large.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
        // what says that it is larger is not waited for
        let told = Request::builder().header(header::CONTENT_LENGTH, "11");
        let told = told.body(Body::from_stream(stream::pending::<Result<&str, Infallible>>())).unwrap();
        assert_eq!(whole(told, 10, WHOLE).await.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
        let cut = stream::iter([Ok("x"), Err(std::io::Error::other("gone"))]);
        let cut = whole(Request::new(Body::from_stream(cut)), 10, WHOLE).await;
        assert_eq!(cut.unwrap_err().status(), StatusCode::BAD_REQUEST);
    }

    #[test]
    fn a_path_names_its_connection() {
        let (tenant, connection) = (TenantId::new(), ConnectionId::new());
        let path = path("slack", tenant, connection);
        assert_eq!(path.strip_prefix("/hooks/slack/").and_then(named), Some((tenant, connection)));
        assert!(["", "x", "AAAA", &"A".repeat(44), "ü"].into_iter().all(|key| named(key).is_none()));
    }
}
