//! The program as it is used: how soon a message can be searched, how soon the demo is ready, how much memory
//! the server takes.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses a part")]
mod common;
mod demo;
mod fresh;

use common::report::{self, scaled};

/// Messages at full size.
const MESSAGES: usize = 200;
/// Seconds of load at full size.
const SECONDS: usize = 20;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (messages, seconds) = (scaled(MESSAGES, 10), scaled(SECONDS, 2));
    report::begin(
        "program",
        &format!(
            "{messages} messages searched for; the demo started {} times; {seconds} s of load",
            demo::STARTS
        ),
    );
    fresh::searchable(messages).await?;
    demo::start_and_load(seconds).await
}
