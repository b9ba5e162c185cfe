//! Sends what happens at its time, and again as the platform would.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

use crate::{
    http::{Caller, Headers},
    journal::{Journal, Line},
    load::{Plan, Planned, Platform},
};

/// Calls under way at a time.
const AT_A_TIME: usize = 256;
/// How often a platform sends again, and when.
const TRIES: usize = 100;
const AGAIN: Duration = Duration::from_millis(700);

/// A platform's side of the connection.
pub(crate) struct Sender {
    pub(crate) host: SocketAddr,
    pub(crate) platforms: Arc<Vec<Box<dyn Platform>>>,
    /// Where each platform posts to.
    pub(crate) paths: Vec<String>,
    pub(crate) journal: Journal,
    idle: Mutex<Vec<Caller>>,
    seats: Semaphore,
    /// Calls that were made, and events that were given up.
    pub(crate) calls: AtomicU64,
    pub(crate) unanswered: AtomicU64,
}

impl Sender {
    pub(crate) fn new(
        host: SocketAddr,
        platforms: Arc<Vec<Box<dyn Platform>>>,
        paths: Vec<String>,
        journal: Journal,
    ) -> Arc<Self> {
        Arc::new(Self {
            host,
            platforms,
            paths,
            journal,
            idle: Mutex::default(),
            seats: Semaphore::new(AT_A_TIME),
            calls: AtomicU64::new(0),
            unanswered: AtomicU64::new(0),
        })
    }

    /// Sends by the timetable until told to stop, then waits for what is under way.
    pub(crate) async fn run(
        self: Arc<Self>,
        mut plan: Plan,
        rate: u32,
        stop: Arc<AtomicBool>,
    ) -> anyhow::Result<()> {
        let began = Instant::now();
        let mut under_way = JoinSet::new();
        for n in 0_u32.. {
            sleep_until(began + Duration::from_secs(1) * n / rate.max(1)).await;
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let (sender, planned) = (self.clone(), plan.next());
            under_way.spawn(sender.event(planned));
            while let Some(done) = under_way.try_join_next() {
                done??;
            }
        }
        while let Some(done) = under_way.join_next().await {
            done??;
        }
        Ok(())
    }

    /// One event: written down, sent at its times, and again until it is acknowledged where the platform does that.
    async fn event(self: Arc<Self>, planned: Planned) -> anyhow::Result<()> {
        self.journal.write(&Line::Sends(planned.event.clone())).await?;
        let began = Instant::now();
        let mut acked = false;
        for (n, after) in planned.after.iter().enumerate() {
            sleep_until(began + *after).await;
            let again = n == 0 && self.platforms[planned.platform].sends_again();
            for _ in 0..if again { TRIES } else { 1 } {
                let due = Instant::now();
                match self.call(&planned).await {
                    Some(200..300) => {
                        let ms = due.elapsed().as_secs_f64() * 1000.0;
                        self.journal.write(&Line::Acked { tag: planned.event.tag.clone(), ms }).await?;
                        acked = true;
                        break;
                    }
                    Some(status @ 400..500) => {
                        let tag = planned.event.tag.clone();
                        self.journal.write(&Line::Refused { tag, status }).await?;
                        break;
                    }
                    _ if again => sleep(AGAIN).await,
                    _ => {}
                }
            }
        }
        if !acked {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn call(&self, planned: &Planned) -> Option<u16> {
        let headers = self.platforms[planned.platform].sign(planned.body.as_bytes());
        self.post(&self.paths[planned.platform], &headers, planned.body.as_bytes()).await
    }

    /// The status; none when there was no answer.
    pub(crate) async fn post(&self, path: &str, headers: &Headers, body: &[u8]) -> Option<u16> {
        let _seat = self.seats.acquire().await.ok()?;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let idle = self.idle().pop();
        // the connection may have ended while it was idle: a failure says nothing about the server
        if let Some(mut caller) = idle
            && let Ok(status) = caller.post(path, headers, body).await
        {
            self.idle().push(caller);
            return Some(status);
        }
        let mut caller = Caller::connect(self.host).await.ok()?;
        let status = caller.post(path, headers, body).await.ok()?;
        self.idle().push(caller);
        Some(status)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Caller>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
