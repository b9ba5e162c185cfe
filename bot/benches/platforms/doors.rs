//! One door, by a timetable: an event is due whatever happened to those before it, and its time counts from then.

use std::{
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::ensure;
use chrono::{TimeDelta, Utc};
use tokio::{task::JoinSet, time::sleep_until};

use crate::{
    common::times::Times,
    http::Caller,
    load::{GROUPS, Message, Platform},
};

/// Calls a second.
pub(crate) const RATE: usize = 500;
/// Connections that are kept open.
const CALLERS: usize = 32;

/// The same timetable for a page that does nothing.
pub(crate) async fn livez(host: SocketAddr, seconds: usize) -> anyhow::Result<Times> {
    apart(move || async move {
        let mut all = JoinSet::new();
        let begin = Instant::now() + Duration::from_millis(200);
        for first in 0..CALLERS {
            let mut caller = Caller::connect(host).await?;
            all.spawn(async move {
                let mut times = Vec::new();
                for n in (first..RATE * seconds).step_by(CALLERS) {
                    let due = due(begin, n).await;
                    ensure!(caller.get("/livez").await? == 200, "not alive");
                    times.push(due.elapsed());
                }
                Ok(times)
            });
        }
        collect(all).await
    })
    .await
}

/// How long a platform waits for its acknowledgement.
pub(crate) async fn load(
    host: SocketAddr,
    platforms: &Arc<Vec<Box<dyn Platform>>>,
    platform: usize,
    path: &str,
    seconds: usize,
) -> anyhow::Result<Times> {
    let (platforms, path) = (platforms.clone(), path.to_owned());
    apart(move || async move {
        let mut all = JoinSet::new();
        let begin = Instant::now() + Duration::from_millis(200);
        for first in 0..CALLERS {
            let (platforms, path) = (platforms.clone(), path.clone());
            let mut caller = Caller::connect(host).await?;
            all.spawn(async move {
                let mut times = Vec::new();
                for n in (first..RATE * seconds).step_by(CALLERS) {
                    let body = platforms[platform].says(&message(n)).into_bytes();
                    let headers = platforms[platform].sign(&body);
                    let due = due(begin, n).await;
                    let status = caller.post(&path, &headers, &body).await?;
                    ensure!(status == 200, "not taken: {status}");
                    times.push(due.elapsed());
                }
                Ok(times)
            });
        }
        collect(all).await
    })
    .await
}

/// The how manieth thing that is said; never the same twice.
pub(crate) fn message(n: usize) -> Message {
    let (conversation, nth) = (n % GROUPS, (n / GROUPS) as u64);
    let at = Utc::now() - TimeDelta::days(2) + TimeDelta::seconds(i64::try_from(nth).unwrap_or_default());
    let text = format!("n{n}: 見積もりの件、the second run looks good so far");
    Message { conversation, nth, number: n as u64, speaker: n % 40, at, text }
}

/// On a thread of its own, so that only the machine is shared with what else goes on here.
async fn apart<F>(work: impl FnOnce() -> F + Send + 'static) -> anyhow::Result<Times>
where
    F: Future<Output = anyhow::Result<Vec<Duration>>>,
{
    let (done, times) = tokio::sync::oneshot::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let _gone = done.send(runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(work())));
    });
    Ok(Times::of(times.await??))
}

/// Waits until call `n` is due, and says when that was.
async fn due(begin: Instant, n: usize) -> Instant {
    let due = begin + Duration::from_secs(n as u64) / RATE as u32;
    sleep_until(due.into()).await;
    due
}

async fn collect(mut all: JoinSet<anyhow::Result<Vec<Duration>>>) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    while let Some(some) = all.join_next().await {
        times.extend(some??);
    }
    Ok(times)
}
