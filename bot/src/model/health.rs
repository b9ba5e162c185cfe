//! How the model does. One that does not answer is left alone for a while: nobody else waits for nothing.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use adapters::model::ModelError;
use chrono::{DateTime, Utc};

/// After so many failures in a row it rests.
const PATIENCE: u32 = 3;
/// So long.
const REST: Duration = Duration::from_secs(60);

/// How the last question went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// When.
    pub at: DateTime<Utc>,
    /// `None`: it was answered.
    pub failed: Option<ModelError>,
}

#[derive(Debug, Default)]
struct State {
    last: Option<Last>,
    failures: u32,
    rests_until: Option<Instant>,
}

#[derive(Debug, Default)]
pub(super) struct Health {
    state: Mutex<State>,
    tireless: bool,
}

impl Health {
    pub(super) fn never_resting() -> Self {
        Self { tireless: true, ..Self::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn last(&self) -> Option<Last> {
        self.state().last.clone()
    }

    pub(super) fn rests(&self) -> bool {
        self.state().rests_until.is_some_and(|until| Instant::now() < until)
    }

    /// Notes how a question went.
    pub(super) fn note(&self, at: DateTime<Utc>, failed: Option<&ModelError>) {
        let mut state = self.state();
        state.last = Some(Last { at, failed: failed.cloned() });
        if failed.is_some_and(ModelError::is_of_the_server) {
            state.failures += 1;
            if state.failures >= PATIENCE && !self.tireless {
                let asked_to = match failed {
                    Some(ModelError::Busy { after_ms: Some(ms), .. }) => Duration::from_millis(*ms),
                    _ => REST,
                };
                state.rests_until = Some(Instant::now() + asked_to.min(REST));
            }
        } else {
            state.failures = 0;
            state.rests_until = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_in_a_row_and_it_rests() {
        let health = Health::default();
        let at = DateTime::from_timestamp(0, 0).unwrap();
        for _ in 0..2 {
            health.note(at, Some(&ModelError::TooSlow));
        }
        health.note(at, None);
        for _ in 0..2 {
            health.note(at, Some(&ModelError::TooSlow));
        }
        // a question that was too long says nothing of the server
        health.note(at, Some(&ModelError::TooLong(String::new())));
        assert!(!health.rests());
        for _ in 0..3 {
            health.note(at, Some(&ModelError::TooSlow));
        }
        assert!(health.rests());
        assert_eq!(health.last(), Some(Last { at, failed: Some(ModelError::TooSlow) }));
        let tireless = Health::never_resting();
        for _ in 0..9 {
            tireless.note(at, Some(&ModelError::TooSlow));
        }
        assert!(!tireless.rests());
    }
}
