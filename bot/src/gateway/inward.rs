//! The way in for what a connection that we opened hears: stored, then handed over.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use adapters::{Choice, Intake, NotStored, Partial, Verified};

use super::{
    accept::{self, Accepted},
    completion,
    workers::Lanes,
};
use crate::app::{App, Origin};

/// The way in for what a connection hears.
pub(super) struct Inward<'a> {
    app: &'a Arc<App>,
    lanes: &'a Lanes,
    origin: &'a Origin,
    position: Mutex<Option<String>>,
    heard: AtomicBool,
}

impl<'a> Inward<'a> {
    pub(super) fn new(
        app: &'a Arc<App>,
        lanes: &'a Lanes,
        origin: &'a Origin,
        position: Option<String>,
    ) -> Self {
        Self { app, lanes, origin, position: Mutex::new(position), heard: AtomicBool::new(false) }
    }

    /// Has the platform shown a sign of life since this was last asked?
    pub(super) fn heard(&self) -> bool {
        self.heard.swap(false, Ordering::Relaxed)
    }

    /// That of the last event that is stored.
    pub(super) fn position(&self) -> Option<String> {
        self.position.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait::async_trait]
impl Intake for Inward<'_> {
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored> {
        self.alive();
        match accept::store(self.app, self.origin, verified).await {
            Ok(Accepted::New(stored)) => self.lanes.hand_over(self.app, self.origin, stored),
            Ok(Accepted::Again | Accepted::Spooled) => {}
            Err(error) => {
                tracing::error!(
                    fault = format!("{:#}", anyhow::Error::from(error)),
                    "an event was not stored"
                );
                return Err(NotStored);
            }
        }
        if let Some(position) = position {
            *self.position.lock().unwrap_or_else(PoisonError::into_inner) = Some(position.to_owned());
        }
        Ok(())
    }

    async fn complete(&self, partial: Partial) -> Vec<Choice> {
        completion::complete(self.app, self.origin, &partial).await.unwrap_or_else(|fault| {
            tracing::warn!(fault = format!("{fault:#}"), "nothing to suggest");
            Vec::new()
        })
    }

    fn alive(&self) {
        self.heard.store(true, Ordering::Relaxed);
    }
}
