//! The connections of every tenant, looked up once and kept while their settings stay as they are.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use adapters::{Connection, Settings};
use anyhow::Context as _;
use crm::{Actor, ConnectionId, TenantId, connections};

use crate::{
    app::{App, Origin},
    doors::hooks,
};

/// How long what was looked up is believed without another look.
const BELIEVED: Duration = Duration::from_secs(5);

/// The setting in which a connection finds the address by which its platform calls us.
pub(crate) const HOOK_URL: &str = "hook_url";

/// What was looked up, by tenant and connection.
#[derive(Default)]
pub struct Connections(Mutex<HashMap<(TenantId, ConnectionId), Known>>);

#[derive(Clone)]
struct Known {
    origin: Origin,
    open: Option<Arc<dyn Connection>>,
    looked: Instant,
}

impl App {
    /// A connection and its settings; `None` where there is none, or it is paused. With the database away, what was
    /// known last: events can still be verified.
    pub async fn origin(&self, tenant: TenantId, id: ConnectionId) -> anyhow::Result<Option<Origin>> {
        Ok(self.known(tenant, id).await?.map(|known| known.origin))
    }

    /// An open connection.
    ///
    /// # Errors
    /// Where there is none, it is paused, or its settings do not fit: the sentence says which.
    pub async fn connected(&self, tenant: TenantId, id: ConnectionId) -> anyhow::Result<Arc<dyn Connection>> {
        let known = self.known(tenant, id).await?.context("the connection is gone or paused")?;
        if let Some(open) = known.open {
            return Ok(open);
        }
        let open = self.adapter(&known.origin.connection.platform)?.connect(&known.origin.settings)?;
        if let Some(known) = self.connections.lock().get_mut(&(tenant, id)) {
            known.open = Some(open.clone());
        }
        Ok(open)
    }

    async fn known(&self, tenant: TenantId, id: ConnectionId) -> anyhow::Result<Option<Known>> {
        let known = self.connections.lock().get(&(tenant, id)).cloned();
        if let Some(known) = &known
            && known.looked.elapsed() < BELIEVED
        {
            return Ok(Some(known.clone()));
        }
        match (self.look_up(tenant, id, known.as_ref()).await, known) {
            (Ok(Some(fresh)), _) => {
                self.connections.lock().insert((tenant, id), fresh.clone());
                Ok(Some(fresh))
            }
            (Ok(None), _) => {
                self.connections.lock().remove(&(tenant, id));
                Ok(None)
            }
            (Err(error), Some(known)) => {
                tracing::warn!(fault = format!("{error:#}"), "a connection is used as it was last known");
                Ok(Some(known))
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn look_up(
        &self,
        tenant: TenantId,
        id: ConnectionId,
        known: Option<&Known>,
    ) -> anyhow::Result<Option<Known>> {
        let mut tx = self.db.begin(tenant, Actor::system("gateway")).await?;
        let Some(connection) = connections::by_id(&mut tx, id).await?.filter(|it| !it.paused) else {
            return Ok(None);
        };
        // the same settings: what is open stays open, with the tokens it has fetched
        let same = known.filter(|known| known.origin.connection.version == connection.version);
        let (settings, open) = match same {
            Some(known) => (known.origin.settings.clone(), known.open.clone()),
            None => {
                let mut settings = Settings::from_iter(connections::settings(&mut tx, id).await?);
                if !self.site.is_empty() {
                    let path = hooks::path(&connection.platform, tenant, id);
                    settings.set(HOOK_URL, format!("{}{path}", self.site));
                }
                (settings, None)
            }
        };
        tx.commit().await?;
        Ok(Some(Known { origin: Origin { tenant, connection, settings }, open, looked: Instant::now() }))
    }
}

impl Connections {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(TenantId, ConnectionId), Known>> {
        // whoever panicked did so between two complete entries
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
