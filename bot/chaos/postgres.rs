//! The private database: killed with all its processes, never told to stop.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::sleep;

/// How long it may take until it is back.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where its postmaster writes who it is.
fn pidfile(data: &Path) -> PathBuf {
    data.join("postgres/postmaster.pid")
}

/// The postmaster, and whether it takes connections.
fn postmaster(data: &Path) -> Option<(i32, bool)> {
    let text = fs::read_to_string(pidfile(data)).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    Some((pid, lines.nth(6).is_some_and(|state| state.trim() == "ready")))
}

/// SIGKILL for the postmaster and everything it has begun. False when it does not run.
pub(crate) fn kill(data: &Path) -> anyhow::Result<bool> {
    let Some((pid, _)) = postmaster(data) else { return Ok(false) };
    // that number may be another's by now: only a process that works in our folder is ours
    let works_in = fs::read_link(format!("/proc/{pid}/cwd"));
    if works_in.ok() != fs::canonicalize(data.join("postgres")).ok() {
        return Ok(false);
    }
    let all: Vec<i32> = std::iter::once(pid).chain(children(pid)?).collect();
    for one in all {
        let one = Pid::from_raw(one).context("a process with number 0")?;
        // whoever is gone already needs no signal
        let _ = kill_process(one, Signal::KILL);
    }
    Ok(true)
}

/// Processes whose parent this is.
fn children(parent: i32) -> anyhow::Result<Vec<i32>> {
    let mut children = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<i32>() else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // the name stands in brackets and may hold anything
        let after = stat.rsplit_once(')').map(|(_, after)| after.split_whitespace().nth(1));
        if after.flatten().and_then(|it| it.parse().ok()) == Some(parent) {
            children.push(pid);
        }
    }
    Ok(children)
}

/// Waits until another one takes connections; how long that took.
pub(crate) async fn until_back(data: &Path, former: Option<i32>) -> anyhow::Result<Duration> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if postmaster(data).is_some_and(|(pid, ready)| ready && Some(pid) != former) {
            return Ok(began.elapsed());
        }
        sleep(Duration::from_millis(20)).await;
    }
    bail!("the private database was not back after {PATIENCE:?}")
}

/// Who it is now.
pub(crate) fn pid(data: &Path) -> Option<i32> {
    postmaster(data).map(|(pid, _)| pid)
}
