//! Stored bytes → events. What cannot be read is put aside with its reason and stops nobody.

use adapters::{Event, Verified};
use crm::{Actor, inbox};

use crate::app::{App, Origin};

/// Parses a stored body. Unreadable: quarantined, and no events.
pub async fn parse(app: &App, origin: &Origin, stored: &inbox::Claimed) -> anyhow::Result<Vec<Event>> {
    let adapter = app.adapter(&origin.connection.platform)?;
    match adapter.parse(&origin.settings, &Verified::from_inbox(stored.body.clone())) {
        Ok(events) => Ok(events.into_iter().map(Event::without_nul).collect()),
        Err(unreadable) => {
            tracing::warn!(inbox = %stored.id, reason = %unreadable, "event put aside");
            let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
            inbox::quarantine(&mut tx, stored, &unreadable.0).await?;
            tx.commit().await?;
            Ok(Vec::new())
        }
    }
}
