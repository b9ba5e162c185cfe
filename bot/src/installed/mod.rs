//! Connections to platforms as people set them up: asked for, tried, looked after. The pages of the
//! administrators and the command line do the same things by the same functions here.
//!
//! What keeps a connection open and moves events is [`crate::gateway`]'s.

mod change;
mod decide;
mod fill;
pub(crate) mod reason;
mod standing;
mod trial;

use std::{collections::HashMap, sync::Arc};

use adapters::{Adapter, Settings};
use crm::TenantTx;

use crate::{doors::hooks, gateway::connections::HOOK_URL};

pub use change::{Refused, add, name, pause, remove, rename, save};
pub use decide::{decide, dismiss, replay};
pub use fill::{Filled, Wrong, fill, said};
pub use reason::{reason, unreadable};
pub use standing::{Installed, Standing, list, look};
pub use trial::{about_us, find_out};

/// The platforms a process speaks, by name.
pub type Adapters = HashMap<&'static str, Arc<dyn Adapter>>;

/// The platforms that can be connected, by name: those that must be told something. The others we serve ourselves.
pub fn platforms(adapters: &Adapters) -> Vec<&Arc<dyn Adapter>> {
    let mut all: Vec<_> = adapters.values().filter(|adapter| !adapter.settings().is_empty()).collect();
    all.sort_by_key(|adapter| adapter.platform());
    all
}

/// The adapter of a platform that can be connected.
pub fn platform<'a>(adapters: &'a Adapters, name: &str) -> Option<&'a Arc<dyn Adapter>> {
    adapters.get(name).filter(|adapter| !adapter.settings().is_empty())
}

/// The address by which a platform calls a connection; `site` is that of our pages.
pub fn hook(site: &str, tenant: crm::TenantId, connection: &crm::connections::Connection) -> String {
    let path = hooks::path(&connection.platform, tenant, connection.id);
    format!("{}{path}", site.trim_end_matches('/'))
}

/// Everything a connection knows, with the address by which its platform is to call it, where that is one that a
/// platform can call.
///
/// # Errors
/// When its secrets were sealed with another key.
pub async fn settings(
    tx: &mut TenantTx,
    site: &str,
    connection: &crm::connections::Connection,
) -> anyhow::Result<Settings> {
    let mut settings = Settings::from_iter(crm::connections::settings(tx, connection.id).await?);
    if site.starts_with("https://") {
        settings.set(HOOK_URL, hook(site, tx.tenant(), connection));
    }
    Ok(settings)
}
