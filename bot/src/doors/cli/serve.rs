//! `enishi serve`: a replica for real use.

use clap::Args;
use crm::{PoolSize, tenants};

use super::{server::Server, speech};
use crate::{
    config::{LanguageModel, Listen, Storage},
    doors::web,
    model::Model,
    say, start,
};

/// Serve the page and answer on every connection
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    listen: Listen,

    #[command(flatten, next_help_heading = "Language model")]
    model: LanguageModel,
}

impl Serve {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let model = self.model.open(speech::lang())?;
        let listener = web::bind(self.listen.listen, speech::lang()).await?;
        let store = start::open(storage, PoolSize(20), |step| tracing::info!("{}", step.en)).await?;
        let ended = self.serve(storage, &store, listener, model).await;
        store.close().await;
        ended
    }

    async fn serve(
        &self,
        storage: &Storage,
        store: &start::Store,
        listener: tokio::net::TcpListener,
        model: Model,
    ) -> anyhow::Result<()> {
        let server = Server::start(store, storage, &self.listen, listener, model).await?;
        let (lang, url) = (speech::lang(), &server.url);
        println!("{}", say!(lang, "Enishi is ready: {url}", "Enishiの準備ができました： {url}"));
        let next = if tenants::list(&store.db).await?.is_empty() {
            lang.pick(
                "There is no tenant yet. In a second terminal: enishi tenant add SLUG --owner NAME",
                "テナントはまだありません。別のターミナルで： enishi tenant add SLUG --owner NAME",
            )
        } else {
            lang.pick(
                "Sign in: enishi link --tenant SLUG, in a second terminal.",
                "サインインするには、別のターミナルで： enishi link --tenant SLUG",
            )
        };
        println!("{next}");
        println!("{}", lang.pick("Stop with Ctrl-C.", "Ctrl-Cで終了します。"));
        server.until_stopped().await
    }
}
