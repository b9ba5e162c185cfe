//! `enishi demo`: a private database, an invented tenant, the page, and a link to sign in with.

use std::{io::IsTerminal, time::Instant};

use clap::Args;
use crm::{PoolSize, tenants};
use indicatif::{ProgressBar, ProgressStyle};
use nlp::Lang;

use super::{
    link::{self, Who},
    server::Server,
    speech,
};
use crate::{
    config::{LanguageModel, Listen, Storage},
    demo_tenant,
    doors::web,
    model::Model,
    say,
    start::{self, Store},
};

/// Start with an invented tenant full of people and conversations: nothing to set up
#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    listen: Listen,

    #[command(flatten, next_help_heading = "Language model")]
    model: LanguageModel,
}

/// The demo's tenant.
const SLUG: &str = "demo";

impl Demo {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let began = Instant::now();
        let model = self.model.open(speech::lang())?;
        // first of all: whoever cannot have the port need not wait for anything else
        let listener = web::bind(self.listen.listen, speech::lang()).await?;
        let progress = progress();
        let store =
            start::open(storage, PoolSize(20), |step| step_is(&progress, step.of(speech::lang()))).await?;
        let ended = self.serve((storage, &store), listener, model, &progress, began).await;
        store.close().await;
        ended
    }

    async fn serve(
        &self,
        (storage, store): (&Storage, &Store),
        listener: tokio::net::TcpListener,
        model: Model,
        progress: &ProgressBar,
        began: Instant,
    ) -> anyhow::Result<()> {
        if tenants::by_slug(&store.db, SLUG).await?.is_none() {
            step_is(progress, speech::lang().pick("inventing a tenant", "デモ用テナントを作成中"));
            demo_tenant::make(&store.db, SLUG, |done, total| {
                progress.set_length(total);
                progress.set_position(done);
            })
            .await?;
            store.settle().await;
        }
        let server = Server::start(store, storage, &self.listen, listener, model).await?;
        let who = Who { tenant: Some(SLUG.to_owned()), name: None };
        let (tenant, _, user) = who.find(&store.db).await?;
        let path = link::fresh(&store.db, tenant, SLUG, &user).await?;
        progress.finish_and_clear();
        println!("{}", ready(speech::lang(), began, &user.name, &format!("{}{path}", server.url), storage));
        server.until_stopped().await
    }
}

/// What to do now.
fn ready(lang: Lang, began: Instant, user: &str, link: &str, storage: &Storage) -> String {
    let seconds = began.elapsed().as_secs_f64();
    let folder = storage.data_dir.display();
    let enishi = as_started(storage);
    say!(
        lang,
        "Enishi is ready in {seconds:.1} s, as {user} of the demo tenant.

  Open (works once)   {link}
  Or, in a terminal   {enishi} chat \"show ROI for campaign Spring Hackathon\"
                      {enishi} chat \"名寄せ候補を見せて\"
                      {enishi} chat                 (a prompt; say help)
  A new link          {enishi} link
  Your own history    {enishi} import EXPORT --tenant NAME

Everything lives in {folder}. Stop with Ctrl-C.",
        "Enishiの準備ができました（{seconds:.1}秒）。デモ用テナントの{user}さんとして使えます。

  開く（一度だけ有効）  {link}
  ターミナルでは        {enishi} chat \"名寄せ候補を見せて\"
                        {enishi} chat \"show ROI for campaign Spring Hackathon\"
                        {enishi} chat                 （対話形式。「ヘルプ」で使い方）
  新しいリンク          {enishi} link
  お手元の履歴          {enishi} import EXPORT --tenant NAME

データはすべて {folder} にあります。Ctrl-Cで終了します。"
    )
}

/// How this program was started, so that what is printed can be typed as it stands.
fn as_started(storage: &Storage) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "enishi".to_owned());
    if storage.data_dir == std::path::Path::new("./data") {
        return program;
    }
    format!("{program} --data-dir {}", storage.data_dir.display())
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
