//! A tenant with a connection to each platform, made before anything is killed, and looked at after everything was.

use std::path::Path;

use anyhow::Context as _;
use bot::{config::Storage, doors::hooks, start};
use crm::{
    Actor, PoolSize, TenantId,
    connections::{self, Values},
    tenants,
};

use crate::load::{Platform, Stream};

/// The tenant's short name.
pub(crate) const SLUG: &str = "chaos";

/// Opens the database as a second process, beside the bot.
pub(crate) async fn open(data: &Path) -> anyhow::Result<start::Store> {
    let storage = Storage { data_dir: data.to_owned(), database_url: None, secret_key: None };
    start::open(&storage, PoolSize(2), |_| {}).await
}

/// The tenant.
pub(crate) async fn tenant(store: &start::Store) -> anyhow::Result<TenantId> {
    tenants::by_slug(&store.db, SLUG).await?.context("the tenant is not there")
}

/// Makes the connections; the path that each platform calls, in their order.
pub(crate) async fn connect(
    store: &start::Store,
    platforms: &[Box<dyn Platform>],
    streams: &[Box<dyn Stream>],
) -> anyhow::Result<Vec<String>> {
    let tenant = tenant(store).await?;
    let mut tx = store.db.begin(tenant, Actor::system("chaos")).await?;
    let calling = platforms.iter().map(|it| (it.name(), "calls us", it.settings()));
    let listened = streams.iter().map(|it| (it.name(), "is listened to", it.settings()));
    let mut paths = Vec::new();
    for (platform, name, settings) in calling.chain(listened) {
        let told: Values = settings.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let made = connections::add(&mut tx, platform, name, &Values::new(), &told).await?;
        let made = made.context("there is such a connection already")?;
        paths.push(hooks::path(platform, tenant, made.id));
    }
    tx.commit().await?;
    Ok(paths)
}
