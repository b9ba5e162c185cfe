//! How long a sender waits for the acknowledgement at 500 events a second through the page's own door, against
//! the same server's `/livez` and a bare insert and commit, each at the same rate.
//!
//! Arrivals follow a fixed timetable: event `n` is due at `n / rate` whatever happened to those before it, and
//! its time counts from when it was due. A server that stalls for a second so gets all the waiting of that
//! second, not one slow answer (the mistake is known as coordinated omission).

#[expect(dead_code, reason = "each benchmark uses a part")]
mod common;

use std::{
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use bot::{
    doors::web::{self, Web},
    gateway::workers,
};
use chrono::Utc;
use crm::{Actor, ConnectionId, Db, Role, TenantId, connections, inbox, testing::bare, users};
use tokio::{
    net::TcpListener,
    sync::watch,
    time::{sleep, sleep_until},
};

use common::{
    house::House,
    http::{Browser, Client},
    report::{self, Figure, scaled},
    times::Times,
};

/// Events a second.
const RATE: usize = 500;
/// Seconds of load at full size.
const SECONDS: usize = 60;
/// Signed-in users, each with a connection of their own.
const BROWSERS: usize = 64;
/// What they say: every one is understood, run and answered while the next arrive.
const SAID: [&str; 6] = ["thanks!", "ありがとう", "who am I?", "私は誰？", "help", "ヘルプ"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let seconds = scaled(SECONDS, 3);
    report::begin(
        "ack",
        &format!("{RATE} events/s for {seconds} s over {BROWSERS} connections, times from when each was due"),
    );
    let house = House::build().await?;
    let tenant = house.tenant("acme").await?;
    let committed = commits(&house.db, tenant, seconds).await?;
    let (app, hints) = house.replica(Utc::now).await?;
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&app, &stopped);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let page = tokio::spawn(web::serve(listener, Web::new(app.clone(), lanes, hints, stopped, false)));
    let links = links(&house.db, tenant).await?;

    let door = Browsers { host, links };
    let (livez, _) = door.load(Ask::Livez, seconds).await?;
    let (acks, behind) = door.load(Ask::Say, seconds).await?;
    for percent in [50, 95, 99] {
        let (ours, aim) = (acks.percentile(percent), if percent == 99 { "≤ 50 ms" } else { "" });
        let what = format!("ack, p{percent}");
        report::line(&what, ours, "GET /livez", livez.percentile(percent), aim, ours.at_most(50.0));
        report::line(&what, ours, "insert and commit", committed.percentile(percent), "", true);
    }
    let (answered, after) = until_answered(&house.db, tenant, RATE * seconds).await?;
    report::line(
        "answers ready",
        Figure::new(answered as f64, "replies"),
        "asked",
        Figure::new((RATE * seconds) as f64, "questions"),
        "all",
        answered >= RATE * seconds,
    );
    println!(
        "\nThe last answer was ready {after:.1?} after the last ack; {behind} acks were late by over 1 s."
    );
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    page.await??;
    Ok(())
}

/// A one-time link for each of the users.
async fn links(db: &Db, tenant: TenantId) -> anyhow::Result<Vec<String>> {
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    for n in 0..BROWSERS {
        users::add(&mut tx, &format!("User {n}"), None, Role::Member, None).await?;
    }
    let mut links = Vec::new();
    for user in users::list(&mut tx).await? {
        links.push(format!("/signin/acme/{}", users::sign_in_link(&mut tx, &user).await?));
    }
    tx.commit().await?;
    Ok(links)
}

/// What a browser does when it is time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Livez,
    Say,
}

struct Browsers {
    host: SocketAddr,
    links: Vec<String>,
}

impl Browsers {
    /// All of them by the timetable, on a thread of their own, so that only the machine is shared with the
    /// server. The times, and how many were over a second.
    async fn load(&self, ask: Ask, seconds: usize) -> anyhow::Result<(Times, usize)> {
        let (host, links) = (self.host, self.links.clone());
        let (done, times) = tokio::sync::oneshot::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let loaded = runtime.map_err(anyhow::Error::from);
            let _gone = done.send(loaded.and_then(|r| r.block_on(browsers(host, links, ask, seconds))));
        });
        let times = times.await??;
        let late = times.iter().filter(|time| **time > Duration::from_secs(1)).count();
        Ok((Times::of(times), late))
    }
}

async fn browsers(
    host: SocketAddr,
    links: Vec<String>,
    ask: Ask,
    seconds: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut ready = Vec::new();
    for link in links {
        let mut client = Client::connect(host).await?;
        let browser = match ask {
            Ask::Say => Some(Browser::sign_in(&mut client, &link).await?),
            Ask::Livez => None,
        };
        ready.push((client, browser));
    }
    let begin = Instant::now() + Duration::from_millis(100);
    let mut all = tokio::task::JoinSet::new();
    for (first, (mut client, browser)) in ready.into_iter().enumerate() {
        all.spawn(async move {
            let mut times = Vec::new();
            for n in (first..RATE * seconds).step_by(BROWSERS) {
                let due = timetable(begin, n).await;
                match &browser {
                    Some(browser) => {
                        browser.say(&mut client, &format!("n-{n}"), SAID[n % SAID.len()]).await?;
                    }
                    None => drop(client.request("GET", "/livez", "", "").await?),
                }
                times.push(due.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    collect(all).await
}

/// One row, one commit, by the same timetable and from as many tasks.
async fn commits(db: &Db, tenant: TenantId, seconds: usize) -> anyhow::Result<Times> {
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    let connection: ConnectionId = connections::ensure(&mut tx, "bare", "bare").await?.id;
    tx.commit().await?;
    let db = Arc::new(db.clone());
    let begin = Instant::now() + Duration::from_millis(100);
    let mut all = tokio::task::JoinSet::new();
    for first in 0..BROWSERS {
        let db = db.clone();
        all.spawn(async move {
            let mut times = Vec::new();
            for n in (first..RATE * seconds).step_by(BROWSERS) {
                let due = timetable(begin, n).await;
                let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
                inbox::put(&mut tx, connection, &n.to_be_bytes(), SAID[n % SAID.len()].into()).await?;
                tx.commit().await?;
                times.push(due.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    let times = collect(all).await?;
    let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
    bare::close_inbox(&mut tx).await?;
    tx.commit().await?;
    Ok(Times::of(times))
}

/// Waits until event `n` is due and says when that was.
async fn timetable(begin: Instant, n: usize) -> Instant {
    let due = begin + Duration::from_secs(n as u64) / RATE as u32;
    sleep_until(due.into()).await;
    due
}

async fn collect(
    mut all: tokio::task::JoinSet<anyhow::Result<Vec<Duration>>>,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    while let Some(some) = all.join_next().await {
        times.extend(some??);
    }
    Ok(times)
}

/// Waits until so many replies have been written, or nothing has moved for 40 s (an event left to the sweep
/// waits 30 s). How many there are, and how long that took.
async fn until_answered(db: &Db, tenant: TenantId, asked: usize) -> anyhow::Result<(usize, Duration)> {
    let began = Instant::now();
    let (mut answered, mut moved) = (0, Duration::ZERO);
    while answered < asked && began.elapsed() - moved < Duration::from_secs(40) {
        let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
        let now = usize::try_from(bare::replies(&mut tx).await?)?;
        tx.commit().await?;
        if now > answered {
            (answered, moved) = (now, began.elapsed());
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok((answered, moved))
}
