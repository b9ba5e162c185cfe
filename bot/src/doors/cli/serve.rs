//! `enishi serve`: a replica for real use.

use clap::Args;
use crm::{PoolSize, tenants};

use super::server::Server;
use crate::{
    config::{Listen, Storage},
    doors::web,
    start,
};

/// Serve the page and answer on every connection
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    listen: Listen,
}

impl Serve {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let listener = web::bind(self.listen.listen).await?;
        let store = start::open(storage, PoolSize(20), |step| tracing::info!("{step}")).await?;
        let ended = self.serve(storage, &store, listener).await;
        store.close().await;
        ended
    }

    async fn serve(
        &self,
        storage: &Storage,
        store: &start::Store,
        listener: tokio::net::TcpListener,
    ) -> anyhow::Result<()> {
        let server = Server::start(store, storage, &self.listen, listener).await?;
        println!("Enishi is ready: {}", server.url);
        if tenants::list(&store.db).await?.is_empty() {
            println!("There is no tenant yet. In a second terminal: enishi tenant add SLUG --owner NAME");
        } else {
            println!("Sign in: enishi link --tenant SLUG, in a second terminal.");
        }
        println!("Stop with Ctrl-C.");
        server.until_stopped().await
    }
}
