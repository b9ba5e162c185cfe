//! A private database as the product runs it (fsync on, autovacuum on), in a folder that goes with the
//! benchmark, and what else a replica is made of.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use adapters::{Address, web::Web};
use anyhow::Context as _;
use bot::{
    app::{App, Clock},
    registry::Registry,
    search::Search,
};
use crm::{
    AppLogin, Db, Keys, PoolSize, Secret, TenantId,
    postgres::{self, Cluster, Mode},
    tenants::{self, Settings},
};
use tokio::sync::broadcast;
use uuid::Uuid;

/// A folder that goes with this value.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("enishi-bench-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// A database, prepared and open.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) admin_url: String,
    // in this order: the server stops before its folder goes
    _cluster: Cluster,
    folder: Folder,
}

impl House {
    pub(crate) async fn build() -> anyhow::Result<Self> {
        let folder = Folder::new()?;
        let root = folder.path().join("data");
        let cluster = tokio::task::spawn_blocking(move || postgres::start(&root, Mode::Durable)).await??;
        let admin_url = cluster.url("enishi", "enishi");
        let keys = Keys::new(&Secret::random()?)?;
        Db::prepare(&admin_url, AppLogin::Socket, &keys).await?;
        let db = Db::open(&admin_url, AppLogin::Socket, keys, PoolSize(20)).await?;
        Ok(Self { db, admin_url, _cluster: cluster, folder })
    }

    /// An empty tenant.
    pub(crate) async fn tenant(&self, slug: &str) -> anyhow::Result<TenantId> {
        let settings = Settings {
            name: slug.to_owned(),
            lang: "en".to_owned(),
            timezone: "Asia/Tokyo".to_owned(),
            currency: "JPY".to_owned(),
            fiscal_start_month: 4,
            demo: false,
        };
        tenants::create(&self.db, slug, &settings).await?.context("there is such a tenant already")
    }

    /// A replica that speaks the page's chat, and what it rings when there is something to read.
    pub(crate) async fn replica(
        &self,
        clock: Clock,
    ) -> anyhow::Result<(Arc<App>, broadcast::Sender<Address>)> {
        let search = Search::open(&self.db, &self.folder.path().join("search")).await?;
        let (hints, _) = broadcast::channel(1_024);
        let adapters: Vec<Arc<dyn adapters::Adapter>> = vec![Arc::new(Web::new(hints.clone()))];
        Ok((Arc::new(App::new(self.db.clone(), Registry::new()?, search, clock, adapters)), hints))
    }
}
