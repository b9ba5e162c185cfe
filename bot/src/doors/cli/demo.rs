//! `enishi demo`: a private database, an invented tenant, the page, and a link to sign in with.

use std::{io::IsTerminal, time::Instant};

use clap::Args;
use crm::{PoolSize, tenants};
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    link::{self, Who},
    server::Server,
};
use crate::{
    config::{Listen, Storage},
    demo_tenant,
    doors::web,
    start::{self, Store},
};

/// Start with an invented tenant full of people and conversations: nothing to set up
#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    listen: Listen,
}

/// The demo's tenant.
const SLUG: &str = "demo";

impl Demo {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let began = Instant::now();
        // first of all: whoever cannot have the port need not wait for anything else
        let listener = web::bind(self.listen.listen).await?;
        let progress = progress();
        let store = start::open(storage, PoolSize(20), |step| step_is(&progress, step)).await?;
        let ended = self.serve(storage, &store, listener, &progress, began).await;
        store.close().await;
        ended
    }

    async fn serve(
        &self,
        storage: &Storage,
        store: &Store,
        listener: tokio::net::TcpListener,
        progress: &ProgressBar,
        began: Instant,
    ) -> anyhow::Result<()> {
        if tenants::by_slug(&store.db, SLUG).await?.is_none() {
            step_is(progress, "inventing a tenant");
            demo_tenant::make(&store.db, SLUG, |done, total| {
                progress.set_length(total);
                progress.set_position(done);
            })
            .await?;
            store.settle().await;
        }
        let server = Server::start(store, storage, &self.listen, listener).await?;
        let who = Who { tenant: SLUG.to_owned(), name: None };
        let (tenant, user) = who.find(&store.db).await?;
        let path = link::fresh(&store.db, tenant, SLUG, &user).await?;
        progress.finish_and_clear();
        let url = &server.url;
        println!(
            "Enishi is ready in {:.1} s, as {} of the demo tenant.\n",
            began.elapsed().as_secs_f64(),
            user.name
        );
        println!("  Open (works once)   {url}{path}");
        println!("  Or, in a terminal   enishi chat \"show ROI for campaign Spring Hackathon\"");
        println!("                      enishi chat \"名寄せ候補を見せて\"");
        println!("                      enishi chat                 (a prompt; say help)");
        println!("  A new link          enishi link");
        println!("  Your own history    enishi import EXPORT --tenant NAME");
        println!("\nEverything lives in {}. Stop with Ctrl-C.", storage.data_dir.display());
        server.until_stopped().await
    }
}

/// A line that says what is going on; on a terminal only.
fn progress() -> ProgressBar {
    let progress = if std::io::stderr().is_terminal() { ProgressBar::new(1) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar:.cyan/dim} {percent:>3} %") {
        progress.set_style(style);
    }
    progress.enable_steady_tick(std::time::Duration::from_millis(100));
    progress
}

fn step_is(progress: &ProgressBar, step: &str) {
    progress.set_message(step.to_owned());
    if progress.is_hidden() {
        eprintln!("{step} …");
    }
}
