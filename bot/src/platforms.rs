//! The list of platforms a serving replica speaks. Adding one is a folder in `adapters/` and a line here.

use std::sync::Arc;

use adapters::{
    Adapter, Address, discord::Discord, lineworks::LineWorks, slack::Slack, telegram::Telegram, web::Web,
};
use tokio::sync::broadcast;

/// Every adapter of a serving replica. `hints` tells open pages where something new can be read.
pub fn serving(hints: broadcast::Sender<Address>) -> Vec<Arc<dyn Adapter>> {
    vec![
        Arc::new(Web::new(hints)),
        Arc::new(Discord),
        Arc::new(LineWorks),
        Arc::new(Slack),
        Arc::new(Telegram),
    ]
}
