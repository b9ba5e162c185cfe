//! Events recorded per second: an import in batches, and 50 people talking at once, each against a bare
//! `insert … select unnest()` of the same rows into the same tables.

#[expect(dead_code, reason = "each benchmark uses a part")]
mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use adapters::{ConversationKind, ConversationRef, Event, Said, Sender, What, web};
use bot::{
    app::{App, Origin},
    doors::own,
    flow,
    gateway::{accept::Accepted, incoming, workers},
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use crm::{
    Actor, TenantId, connections, inbox,
    record::{self, Incoming, Timing},
    testing::bare::Rows,
};
use tokio::{
    sync::{Semaphore, watch},
    time::sleep,
};

use common::{
    house::House,
    report::{self, Figure, scaled},
    texts::{self, Texts},
};

/// Events of the import at full size.
const IMPORTED: usize = 200_000;
/// Events said live at full size.
const SAID: usize = 30_000;
/// Events recorded in one transaction, as `enishi import` does; bare inserts come in the same batches.
const BATCH: usize = 1_000;
/// People who talk at once.
const SENDERS: usize = 50;
/// Channels they talk in.
const CHANNELS: usize = 20;
/// Events said and not yet recorded: enough to keep every lane busy, too few to overfill one.
const UNDER_WAY: usize = 400;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (imported, said) = (scaled(IMPORTED, 2_000), scaled(SAID, 500));
    let texts = Arc::new(Texts::new());
    let house = House::build().await?;
    report::begin(
        "recording",
        &format!("{imported} events imported, {said} said live by {SENDERS} people in {CHANNELS} channels"),
    );
    // first, while there is nothing else to index
    live(&house, &texts, said).await?;
    import(&house, &texts, imported).await
}

/// `enishi import` without reading the file: events of an export, recorded a thousand at a time.
async fn import(house: &House, texts: &Texts, events: usize) -> anyhow::Result<()> {
    let tenant = house.tenant("imported").await?;
    let mut tx = house.db.begin(tenant, Actor::system("importer")).await?;
    let connection = connections::ensure(&mut tx, "slack", "export").await?;
    tx.commit().await?;
    let events: Vec<Event> = (0..events).map(|n| exported(n, texts.nth(n))).collect();
    let began = Instant::now();
    for batch in events.chunks(BATCH) {
        let batch: Vec<Incoming> = batch.iter().map(incoming).collect();
        let mut tx = house.db.begin_bulk(tenant, Actor::system("importer")).await?;
        record::record(&mut tx, &connection, &batch, Timing::Historical).await?;
        tx.commit().await?;
    }
    let ours = rate(events.len(), began);
    let bare = bare(house, tenant, "imported-bare").await?;
    let ratio = ours.ratio(bare);
    report::line("bulk import", ours, "bare unnest", bare, "≥ 0.5 ×", ratio >= 0.5);
    Ok(())
}

/// 50 people at once: each event is stored and acknowledged, handed to the workers, recorded and closed,
/// while the index follows.
async fn live(house: &House, texts: &Arc<Texts>, events: usize) -> anyhow::Result<()> {
    let tenant = house.tenant("live").await?;
    let (app, _hints) = house.replica(Utc::now).await?;
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&app, &stopped);
    let origin = own::origin(&app.db, tenant, "web").await?;
    // who and where is known before the clock runs
    for n in 0..SENDERS {
        let Accepted::New(stored) = say(&app, &origin, n, usize::MAX - n, "hello".to_owned()).await? else {
            continue;
        };
        flow::process(&app, &origin, &stored).await?;
    }
    let room = Arc::new(Semaphore::new(UNDER_WAY));
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut talk = tokio::task::JoinSet::new();
    for sender in 0..SENDERS {
        let (app, origin, lanes, texts) = (app.clone(), origin.clone(), lanes.clone(), texts.clone());
        let (room, acknowledged) = (room.clone(), acknowledged.clone());
        talk.spawn(async move {
            for n in (sender..events).step_by(SENDERS) {
                room.acquire().await?.forget();
                if let Accepted::New(stored) = say(&app, &origin, sender, n, texts.nth(n)).await? {
                    lanes.hand_over(&app, &origin, stored);
                }
                acknowledged.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    let mut recorded = 0;
    while recorded < events {
        sleep(Duration::from_millis(10)).await;
        let before = acknowledged.load(Ordering::Relaxed);
        let done = before.saturating_sub(waiting(&app, tenant).await?).max(recorded);
        room.add_permits(done - recorded);
        recorded = done;
    }
    let ours = rate(events, began);
    while let Some(told) = talk.join_next().await {
        told??;
    }
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    let bare = bare(house, tenant, "live-bare").await?;
    let ratio = ours.ratio(bare);
    report::line("live path, 50 senders", ours, "bare unnest", bare, "≥ 0.25 ×", ratio >= 0.25);
    let each = one_by_one(house, &app, texts, events).await?;
    report::line("live path, 50 senders", ours, "one insert and commit each", each, "", true);
    Ok(())
}

/// What each event costs at least where it is acknowledged by itself: one row, one commit, 50 at once.
async fn one_by_one(
    house: &House,
    app: &Arc<App>,
    texts: &Arc<Texts>,
    events: usize,
) -> anyhow::Result<Figure> {
    let tenant = house.tenant("one-by-one").await?;
    let origin = own::origin(&app.db, tenant, "web").await?;
    let connection = origin.connection.id;
    let began = Instant::now();
    let mut talk = tokio::task::JoinSet::new();
    for sender in 0..SENDERS {
        let (db, texts) = (house.db.clone(), texts.clone());
        talk.spawn(async move {
            for n in (sender..events).step_by(SENDERS) {
                let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
                inbox::put(&mut tx, connection, &n.to_be_bytes(), texts.nth(n).into_bytes()).await?;
                tx.commit().await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(told) = talk.join_next().await {
        told??;
    }
    Ok(rate(events, began))
}

/// The same rows for another tenant, with nothing around them.
async fn bare(house: &House, recorded: TenantId, slug: &str) -> anyhow::Result<Figure> {
    let tenant = house.tenant(slug).await?;
    let mut tx = house.db.begin(recorded, Actor::system("benchmark")).await?;
    let rows = Rows::read(&mut tx).await?;
    tx.commit().await?;
    let began = Instant::now();
    rows.write(&house.db, tenant, BATCH).await?;
    Ok(rate(rows.activities(), began))
}

/// One message of an export: a new face every hundredth.
fn exported(n: usize, text: String) -> Event {
    let sender = texts::roll(&mut (n as u64), n / 100 + 20);
    Event {
        conversation: place(&channel(n)),
        thread: None,
        message_id: Some(format!("{n}.000100")),
        sender: person(sender),
        at: noon() + TimeDelta::seconds(n as i64),
        what: What::Message { text, to_bot: false },
        via: None,
    }
}

/// Somebody says something in their channel.
async fn say(app: &App, origin: &Origin, sender: usize, n: usize, text: String) -> anyhow::Result<Accepted> {
    let said = Said {
        id: format!("m-{n}"),
        conversation: place(&channel(sender)),
        thread: None,
        sender: person(sender),
        at: Utc::now(),
        text: Some(text),
        pressed: None,
    };
    Ok(flow::receive(app, origin, web::envelope(&said, &origin.settings)).await?)
}

fn channel(n: usize) -> String {
    format!("channel-{}", n % CHANNELS)
}

fn place(name: &str) -> ConversationRef {
    ConversationRef {
        external_id: name.to_owned(),
        name: Some(name.to_owned()),
        kind: ConversationKind::Channel,
    }
}

fn person(n: usize) -> Sender {
    Sender { external_id: format!("u-{n}"), name: Some(format!("Person {n}")), ..Sender::default() }
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 1, 3, 0, 0).single().unwrap_or_default()
}

async fn waiting(app: &App, tenant: TenantId) -> anyhow::Result<usize> {
    let mut tx = app.db.begin(tenant, Actor::system("benchmark")).await?;
    let waiting = inbox::waiting(&mut tx).await?;
    tx.commit().await?;
    Ok(usize::try_from(waiting)?)
}

fn rate(events: usize, began: Instant) -> Figure {
    Figure::new(events as f64 / began.elapsed().as_secs_f64(), "events/s")
}
