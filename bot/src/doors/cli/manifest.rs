//! `enishi manifest`: what an operator pastes into a platform's console.

use adapters::Settings;
use clap::Args;
use crm::{Actor, PoolSize, connections};

use super::{
    chat,
    connection::{Desk, adapters},
    link, speech,
};
use crate::{commands, config::Storage, doors::hooks, installed, say, start, words::actions};

/// Print what an operator pastes into a platform's console so that it knows the bot and its commands
///
/// It is made from the commands there are: after an update, print it again and replace the old one.
#[derive(Debug, Args)]
pub(super) struct Manifest {
    /// Which platform
    platform: String,

    /// For which connection: its address is filled in
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

    /// Without a connection: for receiving without a public address (Slack's Socket Mode)
    #[arg(long, conflicts_with = "connection")]
    socket: bool,

    /// Whose connection; without it the demo's, or the only tenant there is
    #[arg(long, value_name = "SLUG", requires = "connection")]
    tenant: Option<String>,

    /// The address platforms reach the page by; without it, the one the running server serves
    #[arg(long, env = "ENISHI_URL", value_name = "URL")]
    url: Option<String>,
}

impl Manifest {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let (lang, adapters) = (speech::lang(), adapters());
        let site = link::site(self.url.as_deref(), storage);
        let Some(connection) = &self.connection else {
            // nothing is stored yet that would have to be read
            let hook = if self.socket { String::new() } else { example(&site, &self.platform) };
            let text = text(&adapters, &self.platform, &hook, lang)?;
            if !self.socket {
                eprintln!("{}", placeholder(&self.platform, lang));
            }
            return chat::print(text.trim_end());
        };
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let desk = Desk { db: &store.db, adapters: &adapters, site, lang };
        let made = manifest(&desk, &self.platform, self.tenant.as_deref(), connection).await;
        store.close().await;
        chat::print(made?.trim_end())
    }
}

/// A platform's manifest for a connection.
///
/// # Errors
/// One sentence: there is no such platform or connection, or the platform takes no such thing.
pub async fn manifest(
    desk: &Desk<'_>,
    platform: &str,
    tenant: Option<&str>,
    connection: &str,
) -> anyhow::Result<String> {
    let lang = desk.lang;
    let (tenant, _) = link::tenant(desk.db, tenant, lang).await?;
    let mut tx = desk.db.begin(tenant, Actor::system("command line")).await?;
    let found = connections::named(&mut tx, &platform.to_lowercase(), connection).await?;
    let settings = match &found {
        Some(found) => installed::settings(&mut tx, &desk.site, found).await.unwrap_or_default(),
        None => Settings::default(),
    };
    tx.commit().await?;
    let Some(found) = found else {
        let platform = actions::platform(platform, lang);
        anyhow::bail!(say!(
            lang,
            "there is no connection “{connection}” to {platform}; `enishi connection list` says which there are",
            "{platform}への接続「{connection}」はありません。`enishi connection list` で確認できます"
        ))
    };
    // nobody calls one that calls itself
    let adapter = installed::platform(desk.adapters, &found.platform);
    let listens = adapter.and_then(|it| it.connect(&settings).ok()).is_some_and(|open| open.listens());
    let hook = if listens { String::new() } else { installed::hook(&desk.site, tenant, &found) };
    text(desk.adapters, platform, &hook, lang)
}

/// What is printed beside the manifest that has no connection yet.
fn placeholder(platform: &str, lang: nlp::Lang) -> String {
    let platform = platform.to_lowercase();
    say!(
        lang,
        "note: the addresses in it stand for none yet. Make the app with it, add the connection with the app's token, then print it again with `enishi manifest {platform} --connection NAME` and replace it. The address must be https; without one use --socket.",
        "注意：定義内のアドレスは仮のものです。これでアプリを作り、そのトークンで接続を追加したあと、`enishi manifest {platform} --connection NAME` で出力し直して置き換えてください。アドレスはhttpsである必要があります。ない場合は --socket をお使いください。"
    )
}

/// Where a connection's address will stand.
fn example(site: &str, platform: &str) -> String {
    let nobody = (crm::TenantId(uuid::Uuid::nil()), crm::ConnectionId(uuid::Uuid::nil()));
    format!("{site}{}", hooks::path(&platform.to_lowercase(), nobody.0, nobody.1))
}

fn text(
    adapters: &installed::Adapters,
    platform: &str,
    hook: &str,
    lang: nlp::Lang,
) -> anyhow::Result<String> {
    let Some(adapter) = installed::platform(adapters, &platform.to_lowercase()) else {
        let all = installed::platforms(adapters).iter().map(|it| it.platform()).collect::<Vec<_>>();
        let all = all.join(lang.pick(", ", "、"));
        anyhow::bail!(say!(
            lang,
            "“{platform}” is no platform that can be connected; there is: {all}",
            "「{platform}」というプラットフォームには接続できません。接続できるもの：{all}"
        ))
    };
    if let Some((_, text)) = adapter.manifest(&commands::menu(), hook) {
        return Ok(text);
    }
    let platform = actions::platform(platform, lang);
    anyhow::bail!(say!(
        lang,
        "{platform} takes no manifest: the bot tells it its commands by itself once it is connected",
        "{platform}に貼り付ける定義はありません。接続すると、ボットが自動でコマンドを登録します"
    ))
}
