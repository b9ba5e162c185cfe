//! A serving replica from start to stop: the page, the workers, and an orderly end.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use chrono::Utc;
use tokio::{
    net::TcpListener,
    sync::{broadcast, watch},
    task::JoinSet,
};

use crate::{
    app::App,
    config::{Listen, Storage},
    doors::web::{self, Web},
    gateway::{
        spool::{self, Spool},
        workers,
    },
    model::Model,
    platforms,
    registry::Registry,
    search::Search,
    start::{self, Store},
    vectors::Vectors,
};

/// How long what is under way may take to finish when the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running replica.
pub(super) struct Server {
    /// Where the page is, without a slash at the end.
    pub(super) url: String,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    page: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl Server {
    /// Starts the workers and serves the page on an address that is already taken.
    pub(super) async fn start(
        store: &Store,
        storage: &Storage,
        listen: &Listen,
        listener: TcpListener,
        model: Model,
    ) -> anyhow::Result<Self> {
        let search = Search::open(&store.db, &storage.data_dir.join("search")).await?;
        let search = search.with_vectors(Vectors::open(&storage.data_dir));
        let (hints, _) = broadcast::channel(256);
        let registry = Registry::new()?.kept_in(&storage.data_dir);
        let app = App::new(store.db.clone(), registry, search, Utc::now, platforms::serving(hints.clone()));
        let url = listen.public_url(listener.local_addr().context("the page's address")?);
        let spool = Spool::open(&storage.data_dir.join("spool"), spool::CAP).context("the spool's folder")?;
        // links that only this machine could open are of no use in a chat
        let app = app.spooling(spool).asking(model);
        let app = Arc::new(app.at(listen.url.as_ref().map_or("", |_| url.as_str())));
        // for `enishi link` in a second terminal; without it the link names the usual address
        let _ = std::fs::write(start::address_file(storage), &url);
        let (stop, stopped) = watch::channel(false);
        let (lanes, tasks) = workers::start(&app, &stopped);
        // meanwhile, so that nobody waits for it
        let learning = app.clone();
        tokio::task::spawn_blocking(move || learning.registry.grammar().learn());
        let web = Web::new(app.clone(), lanes, hints, stopped, url.starts_with("https:")).served_at(&url);
        let page = tokio::spawn(web::serve(listener, web));
        Ok(Self { url, stop, tasks, page })
    }

    /// Waits for Ctrl-C or SIGTERM, finishes what is under way, and stops.
    pub(super) async fn until_stopped(self) -> anyhow::Result<()> {
        let Self { stop, mut tasks, mut page, .. } = self;
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        let served = tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.context("waiting for Ctrl-C"),
            _ = terminate.recv() => Ok(()),
            served = &mut page => served?,
        };
        stop.send_replace(true);
        let finished = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, finished).await.is_err() {
            tracing::warn!("stopping with work in hand; another replica or the next start takes it over");
        }
        if !page.is_finished() {
            // whoever keeps a connection open for longer is cut off: nothing of theirs is half stored
            let _ = tokio::time::timeout(Duration::from_secs(3), page).await;
        }
        served
    }
}
