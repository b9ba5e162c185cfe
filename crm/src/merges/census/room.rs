//! Where what was learned of tenants is kept while the program runs.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use crate::{TenantId, merges::census::Census, resolve::Learned};

/// So many persons are held at a time, those of the tenants that were compared last.
const HELD: usize = 400_000;

/// One room for each tenant.
#[derive(Clone, Default)]
pub(crate) struct Rooms(Arc<Mutex<HashMap<TenantId, Arc<Room>>>>);

/// What is held of one tenant.
#[derive(Default)]
pub(crate) struct Room {
    /// Whoever compares has it to himself.
    pub(in crate::merges) census: tokio::sync::Mutex<Option<Census>>,
    seen: RwLock<Seen>,
}

/// What anybody may look at without waiting for whoever compares.
#[derive(Default, Clone)]
struct Seen {
    learned: Option<Arc<Learned>>,
    persons: usize,
    /// Grows with each use of any room.
    used: u64,
}

impl Rooms {
    /// A tenant's.
    pub(crate) fn of(&self, tenant: TenantId) -> Arc<Room> {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = 1 + rooms.values().map(|room| room.seen().used).max().unwrap_or_default();
        let room = rooms.entry(tenant).or_default().clone();
        room.see(|seen| seen.used = now);
        // the one used longest ago gives way, unless somebody is at it
        while rooms.values().map(|room| room.seen().persons).sum::<usize>() > HELD {
            let others = rooms.iter().filter(|(other, room)| **other != tenant && room.seen().persons > 0);
            let Some((_, oldest)) = others.min_by_key(|(_, room)| room.seen().used) else { break };
            let Ok(mut census) = oldest.census.try_lock() else { break };
            *census = None;
            oldest.see(|seen| (seen.learned, seen.persons) = (None, 0));
        }
        room
    }
}

impl Room {
    /// What was learned last, if anything.
    pub(crate) fn learned(&self) -> Option<Arc<Learned>> {
        self.seen().learned
    }

    /// Lets anybody see what was learned.
    pub(super) fn show(&self, learned: Arc<Learned>, persons: usize) {
        self.see(|seen| (seen.learned, seen.persons) = (Some(learned), persons));
    }

    fn seen(&self) -> Seen {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn see(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl fmt::Debug for Rooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rooms")
    }
}
