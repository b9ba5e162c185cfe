//! Where somebody new was recorded, or something changed: a tenant rings, and is looked at at once.
//!
//! Who rings before committing is looked at once more a moment later. What another process wrote rings nowhere;
//! so everybody is looked at from time to time.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use crm::TenantId;
use tokio::sync::Notify;

/// How often a tenant that rang is looked at.
const LOOKS: u8 = 2;
/// Every so many rounds everybody is looked at.
const EVERYBODY: u32 = 8;

/// Tenants that rang.
#[derive(Debug, Default)]
pub struct Changed {
    warm: Mutex<HashMap<TenantId, u8>>,
    rounds: AtomicU32,
    bell: Notify,
}

impl Changed {
    /// Something of this tenant's people has changed, or is about to.
    pub fn ring(&self, tenant: TenantId) {
        self.warm.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, LOOKS);
        self.bell.notify_one();
    }

    pub(super) fn bell(&self) -> &Notify {
        &self.bell
    }

    /// Whom to look at in this round; `None`: everybody.
    pub(super) fn due(&self) -> Option<Vec<TenantId>> {
        let mut warm = self.warm.lock().unwrap_or_else(PoisonError::into_inner);
        let tenants = warm.keys().copied().collect();
        warm.retain(|_, looks| {
            *looks -= 1;
            *looks > 0
        });
        let everybody = self.rounds.fetch_add(1, Ordering::Relaxed).is_multiple_of(EVERYBODY);
        (!everybody).then_some(tenants)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_rang_is_looked_at_twice_and_everybody_from_time_to_time() {
        let changed = Changed::default();
        assert_eq!(changed.due(), None);
        let tenant = TenantId::new();
        changed.ring(tenant);
        let rounds: Vec<_> = (0..EVERYBODY).map(|_| changed.due()).collect();
        assert_eq!(rounds[..3], [Some(vec![tenant]), Some(vec![tenant]), Some(vec![])]);
        assert_eq!(rounds[7], None);
    }
}
