//! The web pages: sign in, chat, and what can be read: conversations, search results, cards. No external
//! assets, no inline script.

mod admin;
mod ask;
mod assets;
mod bubbles;
mod campaigns;
mod card;
mod codes;
mod deals;
mod duplicates;
mod error;
mod export;
mod goal;
mod import;
mod me;
mod message;
mod messages;
mod nowhere;
mod organizations;
mod page;
mod people;
mod prose;
mod reader;
mod records;
mod refused;
mod room;
mod rooms;
mod same;
mod search;
mod session;
mod sign_in;
mod stream;
mod tasks;
mod ways;
mod words;

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use adapters::Address;
use anyhow::Context as _;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    routing::{get, post},
};
use crm::TenantId;
use nlp::Lang;
use tokio::{
    net::TcpListener,
    sync::{RwLock, broadcast, watch},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    set_header::SetResponseHeaderLayer, trace::TraceLayer,
};

use crate::{
    app::{App, Origin},
    doors::{
        hooks::{self, Hooks},
        http, own,
    },
    gateway::workers::Lanes,
    say,
};

/// Largest request body, in bytes.
const LARGEST_BODY: usize = 128 * 1024;

/// What every handler shares.
#[derive(Debug, Clone)]
pub struct Web {
    app: Arc<App>,
    lanes: Lanes,
    hints: broadcast::Sender<Address>,
    origins: Arc<RwLock<HashMap<TenantId, Origin>>>,
    stop: watch::Receiver<bool>,
    /// Served over https: cookies may say so.
    https: bool,
    /// Where this page is, without a slash at the end: the address that platforms are to call.
    site: String,
}

impl Web {
    /// The door's state.
    pub fn new(
        app: Arc<App>,
        lanes: Lanes,
        hints: broadcast::Sender<Address>,
        stop: watch::Receiver<bool>,
        https: bool,
    ) -> Self {
        let site = app.site.clone();
        Self { app, lanes, hints, origins: Arc::default(), stop, https, site }
    }

    /// With the address it is served at, where nobody has said by which one people reach it.
    pub fn served_at(mut self, url: &str) -> Self {
        if self.site.is_empty() {
            self.site = url.trim_end_matches('/').to_owned();
        }
        self
    }

    /// The tenant's web connection, looked up once.
    async fn origin(&self, tenant: TenantId) -> anyhow::Result<Origin> {
        if let Some(origin) = self.origins.read().await.get(&tenant) {
            return Ok(origin.clone());
        }
        let origin = own::origin(&self.app.db, tenant, "web").await?;
        self.origins.write().await.insert(tenant, origin.clone());
        Ok(origin)
    }
}

/// Every route.
pub fn router(web: Web) -> Router {
    let security = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    let hooks = Hooks::new(web.app.clone(), web.lanes.clone());
    // what only one reader may see, and no cache may keep
    let private = Router::new()
        .route("/signin/{tenant}/{token}", get(sign_in::show).post(sign_in::enter))
        .route("/signout", post(session::sign_out))
        .route("/me", get(me::show))
        .route("/me/code", get(me::back).post(me::code))
        .route("/chat", get(page::chat))
        .route("/chat/messages", post(messages::say))
        .route("/chat/stream", get(stream::follow))
        .route("/r", get(rooms::show))
        .route("/r/{id}", get(room::show))
        .route("/r/{id}/t/{code}", get(room::show_thread))
        .route("/search", get(search::show))
        .route("/export/{object}", post(export::make))
        .route("/export/{tenant}/{token}", get(export::show).post(export::fetch))
        .route("/a/{code}", get(message::show))
        .route("/p/{code}", get(card::show))
        .route("/p/{into}/same/{from}", get(same::show))
        .route("/p/{into}/same/{from}/merge", post(same::merge))
        .route("/p/{into}/same/{from}/different", post(same::different))
        .route("/o/{code}", get(card::show))
        .route("/c/{code}", get(card::show))
        .route("/d/{code}", get(card::show))
        .route("/t/{code}", get(card::show))
        .route("/people", get(people::show))
        .route("/organizations", get(organizations::show))
        .route("/duplicates", get(duplicates::show))
        .route("/campaigns", get(campaigns::show))
        .route("/deals", get(deals::show))
        .route("/deals/{code}/stage", post(deals::stage))
        .route("/deals/{code}/close", post(deals::close))
        .route("/tasks", get(tasks::show))
        .route("/tasks/{code}/done", post(tasks::done))
        .merge(admin::router())
        .merge(import::router())
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ));
    let mut router = private
        .route("/", get(page::home))
        .route("/assets/{name}", get(assets::serve))
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .fallback(nowhere::show)
        .with_state(web.clone())
        .layer(middleware::from_fn(error::in_their_language))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        // files are larger than anything else that is sent
        .merge(import::uploads(web).layer(middleware::from_fn(error::in_their_language)))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new());
    for (name, value) in security {
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    router.merge(hooks::router(hooks)).layer(TraceLayer::new_for_http())
}

/// Is the database there?
async fn ready(axum::extract::State(web): axum::extract::State<Web>) -> StatusCode {
    match web.app.db.ping().await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Takes the address, or says in one sentence why not.
pub async fn bind(address: SocketAddr, lang: Lang) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let (ip, next) = (address.ip(), address.port().wrapping_add(1).max(1024));
        anyhow::anyhow!(match error.kind() {
            std::io::ErrorKind::AddrInUse => say!(
                lang,
                "{address} is taken by another program; stop that one, or choose another port: --listen {ip}:{next}",
                "{address} は別のプログラムが使用中です。そちらを終了するか、別のポートを指定してください： --listen {ip}:{next}"
            ),
            std::io::ErrorKind::PermissionDenied => say!(
                lang,
                "not allowed to listen on {address}; choose a port above 1023: --listen {ip}:8080",
                "{address} で待ち受ける権限がありません。1024以上のポートを指定してください： --listen {ip}:8080"
            ),
            _ => say!(
                lang,
                "cannot listen on {address}: {error}; choose another address with --listen",
                "{address} で待ち受けできません（{error}）。--listen で別のアドレスを指定してください"
            ),
        })
    })
}

/// Serves until `stop` turns true; open streams end by themselves then.
pub async fn serve(listener: TcpListener, web: Web) -> anyhow::Result<()> {
    let stop = web.stop.clone();
    http::serve(listener, router(web), stop).await.context("serving the page")
}
