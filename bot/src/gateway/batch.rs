//! Most of what is said is not said to us: many such events are recorded in the time of one.
//!
//! Not another road: whatever is not plain (words for the bot, bytes that cannot be read, a fault, a lease
//! that went to another worker) takes the one of [`crate::flow`], by itself, which knows what to do.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use adapters::{Event, Verified, What};
use anyhow::Context as _;
use crm::inbox;

use super::{record::record_all, workers};
use crate::app::{App, Origin};

/// Works on events in their order: those that ask for nothing together, the others each by itself.
pub(super) async fn process(app: &Arc<App>, mut waiting: Vec<(Origin, inbox::Claimed)>) {
    // stable: within a connection, and so within a conversation, the order holds
    waiting.sort_by_key(|(origin, _)| (origin.tenant, origin.connection.id));
    let mut batch = Batch::default();
    for (origin, stored) in waiting {
        let quiet = quiet(app, &origin, &stored);
        if quiet.is_none() || !batch.takes(&origin) {
            mem::take(&mut batch).process(app).await;
        }
        match quiet {
            Some(events) => batch.add(origin, stored, events),
            None => workers::process(app, origin, stored).await,
        }
    }
    batch.process(app).await;
}

/// The events of a delivery that asks for nothing; `None` where it may ask for something, or cannot be read.
fn quiet(app: &App, origin: &Origin, stored: &inbox::Claimed) -> Option<Vec<Event>> {
    let adapter = app.adapter(&origin.connection.platform).ok()?;
    let parse = || adapter.parse(&origin.settings, &Verified::from_inbox(stored.body.clone()));
    // a fault in the reader must not end the lane; where it is tried again, it stands alone
    let events = catch_unwind(AssertUnwindSafe(parse)).ok()?.ok()?;
    let asks = |event: &Event| match event.what {
        What::Message { to_bot, .. } => to_bot,
        What::Pressed { .. } | What::Called { .. } | What::Opened => true,
        // moves a conversation before the next event is recorded in it
        What::Moved { .. } => true,
        What::Edited { .. } | What::Deleted | What::Other { .. } => false,
    };
    // which files came is remembered with whoever sent them
    let quiet = !events.iter().any(|event| (asks(event) || event.names_files()) && !event.sender.is_bot);
    quiet.then(|| events.into_iter().map(Event::without_nul).collect())
}

/// Deliveries of one connection that ask for nothing.
#[derive(Default)]
struct Batch {
    origin: Option<Origin>,
    stored: Vec<inbox::Claimed>,
    events: Vec<Event>,
}

impl Batch {
    fn takes(&self, origin: &Origin) -> bool {
        self.origin.as_ref().is_none_or(|mine| mine.connection.id == origin.connection.id)
    }

    fn add(&mut self, origin: Origin, stored: inbox::Claimed, events: Vec<Event>) {
        self.origin = Some(origin);
        self.stored.push(stored);
        self.events.extend(events);
    }

    /// All in one transaction; where that does not work, each by itself.
    async fn process(self, app: &Arc<App>) {
        let Self { origin, stored, events } = self;
        let Some(origin) = origin else { return };
        if stored.len() > 1 && together(app, &origin, stored.clone(), events).await {
            return;
        }
        for stored in stored {
            workers::process(app, origin.clone(), stored).await;
        }
    }
}

/// False: nothing was done.
async fn together(app: &Arc<App>, origin: &Origin, stored: Vec<inbox::Claimed>, events: Vec<Event>) -> bool {
    let (app, origin) = (app.clone(), origin.clone());
    // a task of its own: a panic is one batch that failed
    let done = tokio::spawn(async move { record_all(&app, &origin, &stored, &events).await }).await;
    match done.context("a panic").flatten() {
        Ok(done) => done,
        Err(fault) => {
            tracing::warn!(fault = format!("{fault:#}"), "events are recorded one by one");
            false
        }
    }
}
