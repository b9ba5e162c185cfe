//! The road of an event, a stage a line. Everything else hangs from here.
//!
//! ```text
//! platform event
//!   → adapters::<platform>   verify raw bytes, then parse          → Event
//!   → gateway::accept        inbox row committed, then the ack      (the request ends here)
//!   → gateway::record        account, person, conversation, activity, in one tenant transaction
//!   → nlp::understand        to me? which command? which arguments? → Heard
//!   → crm::access            may this actor do this?                (inside the registry)
//!   → commands::<name>       runs in a tenant transaction           → Reply + outbox row, one commit
//!   → adapters::<platform>   render the Reply for what the platform can show
//!   → gateway::deliver       outbox → platform, retried, paced
//! ```

use adapters::Envelope;
use tracing::Instrument;

use crate::{
    app::{App, Origin},
    gateway::{self, accept::Accepted},
};

/// From raw bytes to the acknowledgement. What comes back is stored; [`process`] takes it from there.
pub async fn receive(
    app: &App,
    origin: &Origin,
    envelope: Envelope,
) -> Result<Accepted, gateway::accept::Refused> {
    gateway::accept(app, origin, envelope).instrument(tracing::info_span!("accept")).await
}

/// From the inbox to the outbox. Safe to run again after a crash anywhere in it: recording the same event
/// twice records it once, and the inbox row is closed in the transaction that writes the reply. One
/// delivery asks for one thing at most; the platforms deliver one event at a time.
pub async fn process(app: &App, origin: &Origin, stored: &crm::inbox::Claimed) -> anyhow::Result<()> {
    if !gateway::hold(app, origin, stored).await? {
        return Ok(());
    }
    let events = gateway::parse(app, origin, stored).instrument(tracing::info_span!("parse")).await?;
    let mut request = None;
    for event in &events {
        let place = gateway::record(app, origin, event).instrument(tracing::info_span!("record")).await?;
        gateway::keep_files(app, origin, stored, (event, place.asked)).await?;
        let heard = tracing::info_span!("understand").in_scope(|| gateway::understand(app, event, place));
        request = request.or(heard);
    }
    match request {
        Some(request) => {
            gateway::respond(app, origin, stored, &request).instrument(tracing::info_span!("respond")).await
        }
        None => gateway::close(app, origin, stored).await,
    }
}

/// From the outbox to the platform: sends what waits, once, and says how many replies that were.
pub async fn deliver(
    app: &App,
    tenant: crm::TenantId,
    only: Option<crm::ConversationId>,
) -> anyhow::Result<usize> {
    gateway::deliver(app, tenant, only).instrument(tracing::info_span!("deliver")).await
}
