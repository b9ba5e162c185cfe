//! All four platforms at once, as fast as they are taken: three call, one is listened to.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::ensure;
use crm::{Actor, Db, TenantId, testing::recorded};
use tokio::{task::JoinSet, time::sleep};

use crate::{
    common::report::{self, Figure},
    doors::message,
    http::Caller,
    load::{Platform, Stream},
};

/// Connections that each platform keeps open.
const CALLERS: usize = 8;
/// Of so many events one comes by the platform that is listened to.
const LISTENED: usize = 10;
/// Ids beyond those of the doors' own load.
const FIRST: usize = 1_000_000;

/// Sends `events` of all platforms and waits until every one is recorded.
pub(crate) async fn measure(
    db: &Db,
    tenant: TenantId,
    host: SocketAddr,
    platforms: &Arc<Vec<Box<dyn Platform>>>,
    streams: &[Box<dyn Stream>],
    paths: &[String],
    events: usize,
) -> anyhow::Result<()> {
    let before = recorded(db, tenant).await?;
    let began = Instant::now();
    let each = events * (LISTENED - 1) / LISTENED / platforms.len();
    let mut all = JoinSet::new();
    for platform in 0..platforms.len() {
        for first in 0..CALLERS {
            let (platforms, path) = (platforms.clone(), paths[platform].clone());
            let mut caller = Caller::connect(host).await?;
            all.spawn(async move {
                for n in (first..each).step_by(CALLERS) {
                    let body = platforms[platform].says(&message(FIRST + n)).into_bytes();
                    let headers = platforms[platform].sign(&body);
                    let status = caller.post(&path, &headers, &body).await?;
                    ensure!(status == 200, "not taken: {status}");
                }
                anyhow::Ok(())
            });
        }
    }
    let said = events / LISTENED;
    let discord = &streams[0];
    let rooms = discord.conversations();
    for n in 0..said {
        discord.say(&rooms[n % rooms.len()], &format!("n{n}: 資料をありがとうございます"));
        if n % 20 == 19 {
            sleep(Duration::from_millis(20)).await;
        }
    }
    while let Some(one) = all.join_next().await {
        one??;
    }
    let (taken, acked) = (each * platforms.len(), began.elapsed());
    let sent = taken + said;
    while recorded(db, tenant).await? < before + sent {
        ensure!(began.elapsed() < Duration::from_secs(600), "not everything was recorded in ten minutes");
        sleep(Duration::from_millis(20)).await;
    }
    let rate = |events: usize, time: Duration| Figure::new(events as f64 / time.as_secs_f64(), "events/s");
    report::line(
        "four platforms at once, recorded",
        rate(sent, began.elapsed()),
        "acknowledged meanwhile",
        rate(taken, acked),
        "",
        true,
    );
    Ok(())
}

/// Waits until nothing more comes.
pub(crate) async fn settled(db: &Db, tenant: TenantId) -> anyhow::Result<()> {
    let mut known = recorded(db, tenant).await?;
    loop {
        sleep(Duration::from_secs(2)).await;
        let now = recorded(db, tenant).await?;
        if now == known {
            return Ok(());
        }
        known = now;
    }
}

async fn recorded(db: &Db, tenant: TenantId) -> anyhow::Result<usize> {
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    let count = recorded::count(&mut tx).await?;
    tx.commit().await?;
    Ok(usize::try_from(count)?)
}
