//! Start or join, use, leave or stop.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    thread::{self, JoinHandle, sleep},
    time::{Duration, Instant},
};

use rustix::process::{Signal, kill_process};

use super::{
    StartError,
    account::Account,
    binaries, initdb,
    pidfile::{self, State},
    process::{self, Failure, TICK},
    socket,
};

/// How long a start may take; repairing after a crash is part of it.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long the remains of a killed server may stand in the way.
const LEFTOVERS: Duration = Duration::from_secs(10);

/// How long a stop may take before the server is told to drop everything (it repairs itself on start).
const STOP: Duration = Duration::from_secs(30);

/// What the cluster is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Data that must survive a crash.
    Durable,
    /// Tests: no fsync, more connections.
    Throwaway,
}

/// A running cluster, and one user of it. Dropping it leaves; the last user to leave stops the server.
///
/// It blocks: start, stop and drop it outside of async code.
#[derive(Debug)]
pub struct Cluster {
    root: PathBuf,
    data: PathBuf,
    sockets: PathBuf,
    /// Held shared by every user of the cluster, so that the last one can be told.
    users: Option<File>,
    /// Only where this process started it: waits for the server's end, so that a server that was killed
    /// does not stay in the list of processes, where the next one would take it for alive.
    waiter: Option<JoinHandle<()>>,
}

/// Starts the cluster in `root`, or joins the one that runs there. Makes both the folder and the cluster
/// where they are missing. Files in `root`: `postgres/` (data), `postgres.log`, `run/` (socket), `.lock`
/// and `.users` (who uses it; released by the system however a process ends).
///
/// # Errors
/// Each says what to do.
pub fn start(root: &Path, mode: Mode) -> Result<Cluster, StartError> {
    let begun = Instant::now();
    fs::create_dir_all(root).map_err(StartError::at(root))?;
    let root = fs::canonicalize(root).map_err(StartError::at(root))?;
    let _one_at_a_time = lock(&root)?;
    let users = shared(&root)?;
    let data = root.join("postgres");
    let sockets = socket::folder(&root);
    // a user only from here on: what fails before must not stop the server while it holds the lock
    let mut cluster = Cluster { data, sockets, users: None, waiter: None, root };

    let mut leftovers = None;
    loop {
        match cluster.state() {
            State::Ready(_) => break,
            State::Busy(_) if begun.elapsed() < PATIENCE => sleep(TICK),
            State::Busy(_) => {
                let seconds = begun.elapsed().as_secs();
                return Err(StartError::Slow { seconds, log: cluster.log() });
            }
            State::Down => match cluster.launch(mode, begun + PATIENCE) {
                Ok(()) => break,
                Err(Failure::Again(error)) => {
                    if leftovers.get_or_insert_with(Instant::now).elapsed() > LEFTOVERS {
                        return Err(error);
                    }
                    sleep(Duration::from_millis(100));
                }
                Err(Failure::Final(error)) => return Err(error),
            },
        }
    }
    cluster.users = Some(users);
    Ok(cluster)
}

impl Cluster {
    /// The address of a database in it, for a user of it.
    pub fn url(&self, user: &str, database: &str) -> String {
        // port and sslmode are said so that PGPORT and PGSSLMODE in the environment change nothing
        format!(
            "postgres://{}@localhost:{}/{}?host={}&sslmode=disable",
            percent(user.as_bytes()),
            socket::PORT,
            percent(database.as_bytes()),
            percent(self.sockets.as_os_str().as_encoded_bytes()),
        )
    }

    /// Starts the server again if it is gone: killed, or ended by a fault of its own. True when it was.
    ///
    /// # Errors
    /// As [`start`].
    pub fn revive(&mut self, mode: Mode) -> Result<bool, StartError> {
        if !matches!(self.state(), State::Down) {
            return Ok(false);
        }
        let revived = start(&self.root, mode)?;
        // the new user is there before the old one leaves: nobody takes this for the end
        drop(std::mem::replace(self, revived));
        Ok(true)
    }

    /// Leaves the cluster. True when this was its last user, so that the server was stopped.
    ///
    /// # Errors
    /// When the server could not be told to stop.
    pub fn stop(mut self) -> io::Result<bool> {
        self.leave()
    }

    /// The folder it was started in, as an absolute path.
    #[cfg(feature = "testing")]
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Leaves without stopping: somebody else sees to that. The addresses stay good.
    #[cfg(feature = "testing")]
    pub(crate) fn leave_running(&mut self) {
        self.users = None;
    }

    fn launch(&mut self, mode: Mode, deadline: Instant) -> Result<(), Failure> {
        let mut major = initdb::major(&self.data);
        let found = match binaries::find(major.map(|major| (self.data.as_path(), major))) {
            Err(StartError::OtherMajor { .. }) if mode == Mode::Throwaway => {
                let removed = fs::remove_dir_all(&self.data).map_err(StartError::at(&self.data));
                major = None;
                removed.and_then(|()| binaries::find(None))
            }
            found => found,
        };
        let binaries = found.map_err(Failure::Final)?;
        let account = Account::choose(&self.root, &self.data).map_err(Failure::Final)?;
        socket::make(&self.sockets, account).map_err(Failure::Final)?;
        if major.is_none() {
            initdb::make(&self.data, &binaries, account, mode).map_err(Failure::Final)?;
        }
        let log = self.log();
        let mut child = process::launch(&self.data, &self.sockets, &log, &binaries, account, mode, deadline)?;
        tracing::debug!(major = binaries.major, data = %self.data.display(), "started PostgreSQL");
        self.waiter = Some(thread::spawn(move || drop(child.wait())));
        Ok(())
    }

    fn state(&self) -> State {
        pidfile::state(&self.data, &socket::file(&self.sockets))
    }

    fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    fn leave(&mut self) -> io::Result<bool> {
        let Some(users) = self.users.take() else { return Ok(false) };
        let _one_at_a_time = lock(&self.root).map_err(io::Error::other)?;
        users.unlock()?;
        if users.try_lock().is_err() {
            return Ok(false); // somebody else still uses it
        }
        let (State::Ready(pid) | State::Busy(pid)) = self.state() else { return Ok(true) };
        // fast shutdown: sessions are ended, everything is written
        kill_process(pid, Signal::INT)?;
        let begun = Instant::now();
        let mut patient = true;
        while pidfile::read(&self.data).is_some_and(|(it, _)| it == pid) {
            if patient && begun.elapsed() > STOP {
                patient = false;
                kill_process(pid, Signal::QUIT)?;
            } else if begun.elapsed() > STOP * 2 {
                return Err(io::Error::other(format!(
                    "PostgreSQL (process {pid:?}) does not stop; its log is {}",
                    self.log().display()
                )));
            }
            sleep(TICK);
        }
        if let Some(waiter) = self.waiter.take() {
            drop(waiter.join());
        }
        drop(fs::remove_dir(&self.sockets)); // empty now; made again by the next start
        Ok(true)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::warn!(%error, "stopping PostgreSQL failed");
        }
    }
}

/// Serialises starts and stops between processes. Released when dropped, or when the process ends.
fn lock(root: &Path) -> Result<File, StartError> {
    let path = root.join(".lock");
    let file = File::create(&path).map_err(StartError::at(&path))?;
    file.lock().map_err(StartError::at(&path))?;
    Ok(file)
}

fn shared(root: &Path) -> Result<File, StartError> {
    let path = root.join(".users");
    let file = File::create(&path).map_err(StartError::at(&path))?;
    file.lock_shared().map_err(StartError::at(&path))?;
    Ok(file)
}

/// Escapes all but letters, digits, `-` and `_`.
fn percent(bytes: &[u8]) -> String {
    let escape = |&byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(escape).collect()
}
