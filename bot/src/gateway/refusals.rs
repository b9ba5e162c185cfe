//! Calls by a connection's address whose proof was wrong: a wrong secret looks like silence otherwise.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crm::ConnectionId;

/// How often the log is told of one connection.
const TOLD: Duration = Duration::from_secs(60);

/// How many there were since this process began, by connection.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<ConnectionId, Counted>>);

#[derive(Debug, Clone, Copy)]
struct Counted {
    calls: u64,
    told: Instant,
}

impl Refusals {
    /// Counts one; true when the log is to be told.
    pub(crate) fn count(&self, connection: ConnectionId) -> bool {
        let now = Instant::now();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(&connection) {
            None => {
                all.insert(connection, Counted { calls: 1, told: now });
                true
            }
            Some(counted) => {
                counted.calls += 1;
                let tell = now - counted.told >= TOLD;
                if tell {
                    counted.told = now;
                }
                tell
            }
        }
    }

    /// The next one is the first: something came whose proof was right.
    pub(crate) fn forget(&self, connection: ConnectionId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&connection);
    }

    /// How many there were since the last call that was taken.
    pub fn of(&self, connection: ConnectionId) -> u64 {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&connection).map_or(0, |counted| counted.calls)
    }
}
