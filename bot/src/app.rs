//! The program while it runs: what every door and worker shares.

use std::{collections::HashMap, fmt, sync::Arc};

use adapters::{Adapter, Settings};
use chrono::{DateTime, Utc};
use crm::{Db, TenantId};
use tokio::sync::Notify;

use crate::{
    gateway::{changed::Changed, connections::Connections, pace::Pace, refusals::Refusals, spool::Spool},
    model::Model,
    registry::Registry,
    search::Search,
};

/// What every door and worker shares. Tests build the same, with another clock.
pub struct App {
    /// The database, as the runtime role.
    pub db: Db,
    /// Every command.
    pub registry: Registry,
    /// The search index.
    pub search: Search,
    /// What time it is.
    pub clock: Clock,
    /// The platforms this process speaks, by name.
    pub adapters: HashMap<&'static str, Arc<dyn Adapter>>,
    /// Connections that are open.
    pub connections: Connections,
    /// When each of them may be sent to.
    pub pace: Pace,
    /// Calls by their addresses that were turned away.
    pub refusals: Refusals,
    /// Where events wait while the database is away; none: whoever sends them is told to send again.
    pub spool: Option<Spool>,
    /// The language model, if there is one.
    pub model: Model,
    /// Where our pages are, without a slash at the end; empty when nobody but us can open them.
    pub site: String,
    /// Rung when there is a reply to send.
    pub outbox: Notify,
    /// Rung when there is something new to index.
    pub recorded: Notify,
    /// Rung where it is to be found out anew who is who.
    pub changed: Changed,
}

/// Where the time comes from.
pub type Clock = fn() -> DateTime<Utc>;

impl App {
    /// Puts the parts together.
    pub fn new(
        db: Db,
        registry: Registry,
        search: Search,
        clock: Clock,
        adapters: Vec<Arc<dyn Adapter>>,
    ) -> Self {
        Self {
            db,
            registry,
            search,
            clock,
            adapters: adapters.into_iter().map(|adapter| (adapter.platform(), adapter)).collect(),
            connections: Connections::default(),
            pace: Pace::default(),
            refusals: Refusals::default(),
            spool: None,
            model: Model::none(),
            site: String::new(),
            outbox: Notify::new(),
            recorded: Notify::new(),
            changed: Changed::default(),
        }
    }

    /// With pages that can be opened from outside.
    pub fn at(mut self, site: impl Into<String>) -> Self {
        self.site = site.into();
        self
    }

    /// With a language model, or without.
    pub fn asking(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// With a place on disk for events that come while the database is away.
    pub fn spooling(mut self, spool: Spool) -> Self {
        self.spool = Some(spool);
        self
    }

    /// The adapter for a platform.
    pub fn adapter(&self, platform: &str) -> anyhow::Result<&Arc<dyn Adapter>> {
        self.adapters.get(platform).ok_or_else(|| anyhow::anyhow!("this process does not speak {platform}"))
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("adapters", &self.adapters.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Where events come from: looked up once, so that accepting one is one insert and one commit.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The tenant.
    pub tenant: TenantId,
    /// The connection it came by.
    pub connection: crm::connections::Connection,
    /// What it was told: what verifies its events, and what it has learned about itself.
    pub settings: Settings,
}
