//! The server process: its settings, its log, its start.

use std::{
    fs::{File, OpenOptions, rename},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::process::Pid;

use super::{Mode, StartError, account::Account, binaries::Binaries, pidfile, socket};

/// How often the server is looked at while it starts or stops.
pub(super) const TICK: Duration = Duration::from_millis(2);

/// Where the log is moved once it is larger than this, in bytes.
const LARGE_LOG: u64 = 16 << 20;

/// What every cluster of ours runs with, whatever its files say.
const ALWAYS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "cluster_name=enishi",
    "timezone=UTC",
    "log_timezone=UTC",
    "logging_collector=off",
    "log_checkpoints=off",
];

/// Survives a crash of the machine.
const DURABLE: &[&str] = &["max_connections=100"];

/// Fast, and gone with the machine. Without autovacuum nothing holds a template database open.
const THROWAWAY: &[&str] = &[
    "max_connections=300",
    "shared_buffers=64MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
];

/// How a start went wrong.
pub(super) enum Failure {
    /// For good.
    Final(StartError),
    /// What a killed server left behind is still going away; it may work in a moment.
    Again(StartError),
}

/// Starts the server and waits until it takes connections or `deadline` has passed.
pub(super) fn launch(
    data: &Path,
    sockets: &Path,
    log: &Path,
    binaries: &Binaries,
    account: Account,
    mode: Mode,
    deadline: Instant,
) -> Result<Child, Failure> {
    let begun = Instant::now();
    let (out, start) = open_log(log).map_err(|error| Failure::Final(StartError::at(log)(error)))?;
    let err = out.try_clone().map_err(|error| Failure::Final(StartError::at(log)(error)))?;
    let program = binaries.dir.join("postgres");
    let mut command = account.command(&program);
    command.arg("-D").arg(data).arg("-k").arg(sockets).args(["-p", &socket::PORT.to_string()]);
    let own = match mode {
        Mode::Durable => DURABLE,
        Mode::Throwaway => THROWAWAY,
    };
    for setting in ALWAYS.iter().chain(own) {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null()).stdout(out).stderr(err);
    let mut child = command
        .spawn()
        .map_err(|error| Failure::Final(StartError::NotRun { program, uid: account.uid(), error }))?;
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    loop {
        if pidfile::read(data).is_some_and(|(it, ready)| ready && Some(it) == pid) {
            return Ok(child);
        }
        if let Ok(Some(_)) = child.try_wait() {
            return Err(ended(data, log, start));
        }
        if Instant::now() > deadline {
            // Not killed: it may be repairing the data, and the next start joins it.
            return Err(Failure::Final(StartError::Slow {
                seconds: begun.elapsed().as_secs(),
                log: log.into(),
            }));
        }
        sleep(TICK);
    }
}

/// What the log says since `start`.
fn ended(data: &Path, log: &Path, start: u64) -> Failure {
    let mut bytes = Vec::new();
    let read = File::open(log)
        .and_then(|mut file| file.seek(SeekFrom::Start(start)).and_then(|_| file.read_to_end(&mut bytes)));
    let text = String::from_utf8_lossy(&bytes);
    if read.is_ok() && text.contains("No space left on device") {
        return Failure::Final(StartError::DiskFull(data.into()));
    }
    let error = StartError::Ended { log: PathBuf::from(log), lines: last_lines(&text) };
    // "lock file "postmaster.pid" already exists"; "pre-existing shared memory block … is still in use"
    let leftover = text.contains("lock file") || text.contains("shared memory block");
    if leftover { Failure::Again(error) } else { Failure::Final(error) }
}

/// Opens the log for appending, and tells its length.
fn open_log(path: &Path) -> std::io::Result<(File, u64)> {
    let open = || OpenOptions::new().create(true).append(true).open(path);
    let file = open()?;
    let length = file.metadata()?.len();
    if length < LARGE_LOG {
        return Ok((file, length));
    }
    rename(path, path.with_extension("log.old"))?;
    Ok((open()?, 0))
}

/// The last few lines, joined to one.
pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(4)..].join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_last_lines_only() {
        assert_eq!(last_lines("a\n\n b \nc\nd\ne\n"), "b / c / d / e");
        assert_eq!(last_lines("一行だけ"), "一行だけ");
        assert_eq!(last_lines(""), "");
    }
}
