//! A run from its first second to its last: a town, a load, kills, healing, looking.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Utc;
use crm::{Actor, testing::recorded};
use tokio::time::sleep;

use crate::{
    Arguments,
    dice::Dice,
    drive::Sender,
    journal::{self, Journal},
    load::{self, Plan, Stream},
    postgres,
    replica::Bot,
    report::Run,
    signatures, tell, town,
    verdict::Verdict,
};

/// How long the bot lives between two kills.
const LIVES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_millis(5_500));
/// How long nothing is killed at first, at least: something has been said everywhere.
const CALM: Duration = Duration::from_secs(3);
/// A killed replica's leases on connections that are listened to run on for so long, and a little.
const LEASES: Duration = Duration::from_secs(40);
/// How long healing may take: a lease of the last killed worker runs for 30 s, and what was stored faster than it is
/// recorded is recorded then.
const HEALING: Duration = Duration::from_secs(900);

/// Everything, and what came of it.
pub(crate) async fn run(arguments: &Arguments) -> anyhow::Result<Run> {
    let seed = arguments.seed.unwrap_or_else(|| Utc::now().timestamp_subsec_nanos().into());
    let began = Utc::now().format("%Y-%m-%d %H:%M UTC").to_string();
    let folder = Folder::new(arguments.keep)?;
    let (data, written) = (folder.0.join("data"), folder.0.join("journal.jsonl"));
    let mut dice = Dice::new(seed);
    let mut bot = Bot::find(&data)?;
    println!("seed {seed}; preparing in {}", folder.0.display());
    bot.run(&["tenant", "add", town::SLUG, "--owner", "Owner"]).await?;
    let (mut platforms, mut streams) = (load::platforms().await, load::streams().await);
    platforms.push(load::interactions().await);
    streams.push(load::socket().await);
    let (platforms, streams) = (Arc::new(platforms), Arc::new(streams));
    let store = town::open(&data).await?;
    let paths = town::connect(&store, &platforms, &streams).await?;
    store.close().await;
    let first = bot.start().await?;
    println!("ready after {first:?}");
    tell::until_heard(&streams).await?;
    println!("the load begins");

    let journal = Journal::begin(&written)?;
    let sender = Sender::new(bot.host, platforms.clone(), paths, journal.clone());
    let stop = Arc::new(AtomicBool::new(false));
    let plan = Plan::new(platforms.clone(), seed);
    let loading = tokio::spawn(sender.clone().run(plan, arguments.rate, stop.clone()));
    let telling = tell::run(streams.clone(), journal, seed, arguments.streamed, stop.clone());
    let telling = tokio::spawn(telling);
    let loaded = Instant::now();
    let length = length(arguments);
    let names = platforms.iter().map(|it| format!("{} ({})", it.name(), it.door()));
    let names = names.chain(streams.iter().map(|it| format!("{} ({})", it.name(), it.door()))).collect();
    let mut run = Run { seed, began, platforms: names, ..Run::default() };
    sleep(CALM).await;
    until_recorded(&data, &streams).await?;
    let database =
        tokio::spawn(kill_postgres(data.clone(), arguments.postgres_kills(), length, dice.other()));
    for n in 1..=arguments.kills() {
        sleep(dice.between(LIVES.0, LIVES.1)).await;
        bot.kill().await?;
        run.bot_kills += 1;
        run.restarts.push(bot.start().await?);
        if n % 10 == 0 {
            println!("{n} kills after {:.0?}", loaded.elapsed());
        }
    }
    sleep(Duration::from_secs(arguments.seconds).saturating_sub(loaded.elapsed())).await;
    run.revivals = database.await??;
    run.postgres_kills = run.revivals.len();
    run.loaded_for = loaded.elapsed();
    stop.store(true, Ordering::Relaxed);
    println!("{} kills after {:.0?}; healing", run.bot_kills, run.loaded_for);
    loading.await??;
    telling.await??;
    println!("nothing is under way after {:.0?}", loaded.elapsed());
    run.unanswered = sender.unanswered.load(Ordering::Relaxed);
    run.calls = sender.calls.load(Ordering::Relaxed);
    run.healed_after = heal(&data, &streams).await?;

    run.verdict = look(&data, &written).await?;
    println!("{} acknowledged, {} lost; signatures", run.verdict.acked, run.verdict.lost.many);
    let plan = Plan::new(platforms, seed ^ 0x5eed);
    run.signatures = signatures::try_all(&sender, plan, dice.other(), arguments.mutations).await;
    run.panics = bot.panics()?;
    run.false_starts = bot.false_starts;
    bot.stop().await?;
    Ok(run)
}

/// Waits until something is recorded of every conversation that is listened to: where nothing is, nobody knows from
/// where on its history was missed.
async fn until_recorded(data: &Path, streams: &[Box<dyn Stream>]) -> anyhow::Result<()> {
    let began = Instant::now();
    let store = town::open(data).await?;
    let tenant = town::tenant(&store).await?;
    loop {
        let mut tx = store.db.begin(tenant, Actor::system("chaos")).await?;
        let activities = recorded::activities(&mut tx).await?;
        tx.commit().await?;
        let known: HashSet<(&str, &str)> =
            activities.iter().map(|row| (row.platform.as_str(), row.conversation.as_str())).collect();
        let all = streams.iter().all(|stream| {
            stream.conversations().iter().all(|place| known.contains(&(stream.name(), place.as_str())))
        });
        if all {
            break;
        }
        anyhow::ensure!(began.elapsed() < HEALING, "not everything that is listened to is recorded");
        sleep(Duration::from_millis(500)).await;
    }
    store.close().await;
    Ok(())
}

/// How long the load will last, about: restarts take their time.
fn length(arguments: &Arguments) -> Duration {
    let life = (LIVES.0 + LIVES.1) / 2 + Duration::from_secs(1);
    let kills = life * u32::try_from(arguments.kills()).unwrap_or(u32::MAX);
    kills.max(Duration::from_secs(arguments.seconds))
}

/// Kills it so often within that time, at random moments; how long each time it took until it was back, whoever
/// started it again.
async fn kill_postgres(
    data: PathBuf,
    kills: usize,
    length: Duration,
    mut dice: Dice,
) -> anyhow::Result<Vec<Duration>> {
    let mut revivals = Vec::new();
    let turn = length / u32::try_from(kills.max(1))?;
    while revivals.len() < kills {
        let rest = dice.between(Duration::ZERO, turn);
        sleep(rest).await;
        let pid = postgres::pid(&data);
        if postgres::kill(&data)? {
            revivals.push(postgres::until_back(&data, pid).await?);
            sleep(turn.saturating_sub(rest + revivals[revivals.len() - 1])).await;
        }
    }
    Ok(revivals)
}

/// Waits until the bot has dealt with everything, and listens everywhere again; how long that took.
async fn heal(data: &Path, streams: &[Box<dyn Stream>]) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let store = town::open(data).await?;
    let tenant = town::tenant(&store).await?;
    let (mut quiet, mut said) = (0, Instant::now());
    while quiet < 3 && began.elapsed() < HEALING {
        let mut tx = store.db.begin(tenant, Actor::system("chaos")).await?;
        let waiting = recorded::unfinished(&mut tx).await?.waiting;
        tx.commit().await?;
        let spooled = std::fs::read_dir(data.join("spool"))?
            .filter_map(|entry| entry.ok()?.metadata().ok())
            .map(|file| file.len())
            .sum::<u64>();
        if said.elapsed() > Duration::from_secs(10) {
            said = Instant::now();
            println!("{waiting} wait in the database, {spooled} bytes on disk");
        }
        let listens = began.elapsed() > LEASES && streams.iter().all(|stream| stream.is_heard());
        quiet = if listens && waiting == 0 && spooled == 0 { quiet + 1 } else { 0 };
        sleep(Duration::from_millis(500)).await;
    }
    store.close().await;
    Ok(began.elapsed())
}

/// Compares the journal with the database.
async fn look(data: &Path, written: &PathBuf) -> anyhow::Result<Verdict> {
    let store = town::open(data).await?;
    let tenant = town::tenant(&store).await?;
    let mut tx = store.db.begin(tenant, Actor::system("chaos")).await?;
    let activities = recorded::activities(&mut tx).await?;
    let aside = recorded::quarantined(&mut tx).await?;
    let unfinished = recorded::unfinished(&mut tx).await?;
    tx.commit().await?;
    store.close().await;
    Ok(Verdict::of(journal::read(written)?, &activities, &aside, &unfinished))
}

/// A folder that goes with the run, unless it is to be kept.
struct Folder(PathBuf, bool);

impl Folder {
    fn new(keep: bool) -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("enishi-chaos-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path, keep))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.1 {
            let _gone = std::fs::remove_dir_all(&self.0);
        }
    }
}
