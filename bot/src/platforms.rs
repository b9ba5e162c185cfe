//! The list of platforms a serving replica speaks. Adding one is a folder in `adapters/` and a line here.

use std::sync::Arc;

use adapters::{
    Adapter, Address, console::Console, discord::Discord, lineworks::LineWorks, slack::Slack,
    telegram::Telegram, web::Web,
};
use tokio::sync::broadcast;

/// Those of a process in which one person talks at a terminal: it speaks by that alone, and knows of the others how
/// they are doing.
pub fn at_terminal(console: Console) -> Vec<Arc<dyn Adapter>> {
    let (hints, _) = broadcast::channel(1);
    let mut all = serving(hints);
    all.push(Arc::new(console));
    all
}

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
