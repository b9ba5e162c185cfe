//! `enishi demo` as a process: its start from nothing and again, its memory at rest and at work.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use crm::postgres::{self, Mode};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    time::{sleep, sleep_until},
};

use crate::common::{
    house::Folder,
    http::{Browser, Client},
    report::{self, Figure},
    times::Times,
};

/// Starts of each kind.
pub(crate) const STARTS: usize = 5;
/// Questions a second under load.
const RATE: u32 = 50;
/// What is asked: each reads the demo's data and writes a reply.
const ASKED: [&str; 8] = [
    "show ROI for campaign Spring Hackathon",
    "施策「春のハッカソン」のROIを見せて",
    "person show P-12",
    "P-34の情報",
    "search \"rate limit\"",
    "「料金」を検索",
    "top people last 30 days",
    "名寄せ候補を見せて",
];

/// Cold and warm starts, then memory.
pub(crate) async fn start_and_load(seconds: usize) -> anyhow::Result<()> {
    let folders: Vec<Folder> = (0..STARTS).map(|_| Folder::new()).collect::<anyhow::Result<_>>()?;
    for (kind, aim) in [("cold", "≤ 10 s"), ("warm", "")] {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for folder in &folders {
            let program = Program::start(&folder.path().join("demo")).await?;
            ours.push(program.ready_after);
            program.stop().await?;
            let root = folder.path().join("bare");
            bare.push(tokio::task::spawn_blocking(move || postgres_alone(&root)).await??);
        }
        let (ours, bare) = (median(ours), median(bare));
        let what = format!("demo ready, {kind} start (median of {STARTS})");
        report::line(&what, ours, "Postgres alone", bare, aim, ours.at_most(10.0));
    }
    let program = Program::start(&folders[0].path().join("demo")).await?;
    // a page that is open and nobody who asks: housekeeping of the first seconds is over
    sleep(Duration::from_secs(3)).await;
    let (idle, database) = (program.memory("VmRSS:")?, program.database_memory()?);
    report::line("server's memory, idle", idle, "Postgres beside it (PSS)", database, "", true);
    let times = program.load(seconds).await?;
    let (busy, peak) = (program.memory("VmRSS:")?, program.memory("VmHWM:")?);
    let what = format!("server's memory after {RATE} questions/s for {seconds} s");
    report::line(&what, busy, "idle", idle, "", true);
    report::line("server's memory, highest", peak, "idle", idle, "≤ 512 MB", peak.at_most(512.0));
    let ack = times.percentile(95);
    report::line("ack meanwhile, p95", ack, "p50", times.percentile(50), "≤ 50 ms", ack.at_most(50.0));
    program.stop().await
}

/// A private Postgres from start to stop, nothing in it: how long until it took connections.
fn postgres_alone(root: &Path) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let cluster = postgres::start(root, Mode::Durable)?;
    let ready_after = began.elapsed();
    cluster.stop()?;
    Ok(ready_after)
}

fn median(mut times: Vec<Duration>) -> Figure {
    times.sort_unstable();
    Figure::new(times[times.len() / 2].as_secs_f64(), "s")
}

/// A running demo.
struct Program {
    child: tokio::process::Child,
    pid: u32,
    data: PathBuf,
    host: SocketAddr,
    link: String,
    ready_after: Duration,
}

impl Program {
    /// Starts it and waits for the line with the link.
    async fn start(data: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
        command.args(["demo", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data);
        for variable in ["DATABASE_URL", "ENISHI_URL", "ENISHI_SECRET_KEY", "ENISHI_LOG"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C.UTF-8").stdout(Stdio::piped()).stderr(Stdio::null());
        let began = Instant::now();
        let mut child = tokio::process::Command::from(command).kill_on_drop(true).spawn()?;
        let pid = child.id().context("the demo ended at once")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some((_, rest)) = line.split_once("http://") {
                let (host, path) = rest.split_once('/').context("a link without a path")?;
                let ready_after = began.elapsed();
                let (host, link) = (host.parse()?, format!("/{}", path.trim()));
                // what it says later must not fill the pipe
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { child, pid, data: data.to_owned(), host, link, ready_after });
            }
        }
        bail!("the demo ended before it was ready: {}", child.wait().await?)
    }

    /// A member of staff who asks, by a timetable; the times until each was acknowledged.
    async fn load(&self, seconds: usize) -> anyhow::Result<Times> {
        let mut client = Client::connect(self.host).await?;
        let browser = Browser::sign_in(&mut client, &self.link).await?;
        let (begin, mut times) = (Instant::now(), Vec::new());
        for n in 0..RATE * seconds as u32 {
            let due = begin + Duration::from_secs(1) * n / RATE;
            sleep_until(due.into()).await;
            browser.say(&mut client, &format!("n-{n}"), ASKED[n as usize % ASKED.len()]).await?;
            times.push(due.elapsed());
        }
        Ok(Times::of(times))
    }

    /// A line of the server's `/proc/<pid>/status`.
    fn memory(&self, line: &str) -> anyhow::Result<Figure> {
        megabytes(&fs::read_to_string(format!("/proc/{}/status", self.pid))?, line)
    }

    /// The private Postgres's processes, what they share counted once.
    fn database_memory(&self) -> anyhow::Result<Figure> {
        let postmaster = fs::read_to_string(self.data.join("postgres/postmaster.pid"))?;
        let postmaster = postmaster.lines().next().context("no process id")?.trim().to_owned();
        let mut sum = 0.0;
        for process in fs::read_dir("/proc")?.flatten() {
            let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
            // after the name, which may hold anything: state, parent …
            let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
            let id = process.file_name();
            if parent == Some(&postmaster) || id.to_str() == Some(&postmaster) {
                let smaps = fs::read_to_string(process.path().join("smaps_rollup")).unwrap_or_default();
                sum += smaps.lines().find_map(|line| kilobytes(line, "Pss:")).unwrap_or_default();
            }
        }
        ensure!(sum > 0.0, "no Postgres beside the server");
        Ok(Figure::new(sum / 1024.0, "MB"))
    }

    /// Asks it to stop, and waits.
    async fn stop(mut self) -> anyhow::Result<()> {
        let pid = Pid::from_raw(self.pid.try_into()?).context("no process")?;
        // it says that it is ready a moment before it listens for signals
        sleep(Duration::from_millis(200)).await;
        kill_process(pid, Signal::TERM)?;
        let ended = self.child.wait().await?;
        ensure!(ended.success(), "the demo ended with {ended}");
        Ok(())
    }
}

fn megabytes(text: &str, name: &str) -> anyhow::Result<Figure> {
    let kilobytes = text.lines().find_map(|line| kilobytes(line, name));
    Ok(Figure::new(kilobytes.with_context(|| format!("no {name}"))? / 1024.0, "MB"))
}

/// `VmRSS:     25000 kB`
fn kilobytes(line: &str, name: &str) -> Option<f64> {
    line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse().ok()
}
