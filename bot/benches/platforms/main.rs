//! The platforms' doors under load: how long a platform waits for its acknowledgement at 500 calls a second, how fast
//! all four are recorded at once, how near to the platforms' own limits answers leave, and what memory that takes.
//!
//! The program runs as its users run it, a process of its own; the platforms are our fakes (the load of the chaos
//! program, signed as they sign), so load and server share the machine.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses a part")]
mod common;
#[path = "../../chaos/dice.rs"]
#[expect(dead_code, reason = "shared with the chaos program")]
mod dice;
mod doors;
#[path = "../../chaos/http.rs"]
mod http;
#[path = "../../chaos/journal.rs"]
#[expect(dead_code, reason = "shared with the chaos program")]
mod journal;
#[path = "../../chaos/load/mod.rs"]
#[expect(dead_code, unused_imports, reason = "shared with the chaos program")]
mod load;
mod outbox;
#[path = "../../chaos/replica.rs"]
#[expect(dead_code, reason = "shared with the chaos program")]
mod replica;
mod together;
#[path = "../../chaos/town.rs"]
mod town;

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;

use common::report::{self, Figure, scaled};

/// Seconds of load for each door at full size.
const SECONDS: usize = 20;
/// Events of all platforms together at full size.
const EVENTS: usize = 30_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (seconds, events) = (scaled(SECONDS, 2), scaled(EVENTS, 600));
    report::begin(
        "platforms",
        &format!("{} calls/s for {seconds} s by each door; {events} events by all", doors::RATE),
    );
    let data = common::house::Folder::new()?;
    let mut bot = replica::Bot::find(data.path())?;
    bot.run(&["tenant", "add", town::SLUG, "--owner", "Owner"]).await?;
    let platforms = Arc::new(load::platforms().await);
    let streams = load::streams().await;
    let store = town::open(data.path()).await?;
    let paths = town::connect(&store, &platforms, &streams).await?;
    bot.start().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = memory(&bot, "VmRSS:")?;

    let livez = doors::livez(bot.host, seconds).await?;
    for (platform, path) in paths.iter().enumerate().take(platforms.len()) {
        let times = doors::load(bot.host, &platforms, platform, path, seconds).await?;
        let name = platforms[platform].name();
        for percent in [50, 99] {
            let (ours, aim) = (times.percentile(percent), if percent == 99 { "≤ 50 ms" } else { "" });
            let base = livez.percentile(percent);
            report::line(
                &format!("{name}: ack, p{percent}"),
                ours,
                "GET /livez",
                base,
                aim,
                ours.at_most(50.0),
            );
        }
    }
    let tenant = town::tenant(&store).await?;
    together::settled(&store.db, tenant).await?;
    together::measure(&store.db, tenant, bot.host, &platforms, &streams, &paths, events).await?;
    outbox::measure(&store.db, tenant).await?;

    let peak = memory(&bot, "VmHWM:")?;
    report::line("server's memory, highest", peak, "idle", idle, "≤ 512 MB", peak.at_most(512.0));
    bot.stop().await
}

/// A line of its process's status, such as `VmRSS:   25000 kB`.
fn memory(bot: &replica::Bot, name: &str) -> anyhow::Result<Figure> {
    let id = bot.process().context("it does not run")?.as_raw_nonzero();
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(Figure::new(kilobytes / 1024.0, "MB"))
}
