//! Fetches and starts the peers: programs of other authors that our adapters and fakes are tried against.
//!
//! Each lives in a folder of its own below `target/peers` and is fetched once, by the first test that wants it.
//! Where the registry cannot be reached, the test that asks gets `None` and has to pass; anything else that goes
//! wrong is a fault of the test. Not for what we wrote ourselves.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs::{self, File},
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a peer may take to open its port, and a client to come to its end.
const PATIENCE: Duration = Duration::from_secs(60);

/// What package managers say when there is nobody to ask.
const UNREACHABLE: &[&str] = &[
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "ConnectTimeoutError",
    "Network is unreachable",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
];

/// A Python that has these packages (`aiogram==3.22.0`), in a virtual environment called `name`.
pub(crate) fn python(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let folder = fetched(name, packages, |folder| {
        let environment =
            Command::new("python3").args(["-m", "venv", "--clear", "."]).current_dir(folder).output()?;
        if !environment.status.success() || packages.is_empty() {
            return Ok(environment);
        }
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"])
            .args(packages)
            .output()
    })?;
    Some(folder.join("bin/python"))
}

/// A folder called `name` whose `node_modules` has these packages (`@slack/web-api@8.2.0`).
pub(crate) fn node(name: &str, packages: &[&str]) -> Option<PathBuf> {
    fetched(name, packages, |folder| {
        fs::write(folder.join("package.json"), r#"{"private": true}"#)?;
        Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--loglevel=error",
                "--fetch-retries=1",
            ])
            .args(packages)
            .current_dir(folder)
            .output()
    })
}

/// Where everything about a peer is kept.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../peers").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder.canonicalize().unwrap()
}

/// The peer's folder, filled by `fetch` unless it holds exactly these packages already. One test at a time:
/// others wait, also in other processes.
fn fetched(
    name: &str,
    packages: &[&str],
    fetch: impl Fn(&Path) -> std::io::Result<Output>,
) -> Option<PathBuf> {
    let folder = folder(name);
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let (ready, wanted) = (folder.with_extension("ready"), packages.join(" "));
    if fs::read_to_string(&ready).is_ok_and(|there| there == wanted) {
        return Some(folder);
    }
    let _ = fs::remove_file(&ready);
    let fetched = match fetch(&folder) {
        Ok(fetched) => fetched,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: what fetches {name} is not installed here");
            return None;
        }
        Err(error) => panic!("{name} could not be fetched: {error}"),
    };
    let said = format!("{}{}", text(&fetched.stdout), text(&fetched.stderr));
    if !fetched.status.success() {
        assert!(UNREACHABLE.iter().any(|sign| said.contains(sign)), "{name} could not be fetched: {said}");
        eprintln!("skipped: the registry that has {name} cannot be reached");
        return None;
    }
    fs::write(ready, wanted).unwrap();
    Some(folder)
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A peer that runs until this is dropped, and whatever it has started.
pub(crate) struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts it and waits until it listens on `port` of 127.0.0.1. What it prints goes to
    /// `target/peers/{name}.{port}.log`.
    pub(crate) fn start(name: &str, mut command: Command, port: u16) -> Self {
        let log = folder(name).with_extension(format!("{port}.log"));
        let out = File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(out.try_clone().unwrap()).stderr(out).process_group(0);
        let child = command.spawn().unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let mut running = Self { child, log };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = running.child.try_wait().unwrap();
            assert!(ended.is_none(), "{name} has ended ({ended:?}): {}", running.printed());
            assert!(began.elapsed() < PATIENCE, "{name} does not listen: {}", running.printed());
            thread::sleep(Duration::from_millis(50));
        }
        running
    }

    /// What it has printed so far.
    pub(crate) fn printed(&self) -> String {
        text(&fs::read(&self.log).unwrap_or_default())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Ends a process that was started in a group of its own, with the group.
fn stop(child: &mut Child) {
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", child.id())])
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}

/// Runs a client to its end and gives back what it printed. Its failing, or not ending, is a fault. Await it:
/// what it talks to may be served by the same test.
pub(crate) async fn run(name: &str, command: Command) -> String {
    let name = name.to_owned();
    tokio::task::spawn_blocking(move || ended(&name, command)).await.unwrap()
}

fn ended(name: &str, mut command: Command) -> String {
    let place = folder(name);
    let one = format!("{}.{}", std::process::id(), free_port());
    let (out, err) =
        (place.with_extension(format!("{one}.out.log")), place.with_extension(format!("{one}.err.log")));
    command
        .stdin(Stdio::null())
        .stdout(File::create(&out).unwrap())
        .stderr(File::create(&err).unwrap())
        .process_group(0);
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{name} does not start: {error}"));
    let began = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break Some(status),
            None if began.elapsed() > PATIENCE => break None,
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    stop(&mut child);
    let read = |path: &Path| text(&fs::read(path).unwrap_or_default());
    let (printed, complained) = (read(&out), read(&err));
    assert!(
        status.is_some_and(|status| status.success()),
        "{name} ended with {status:?} after printing: {printed}\n{complained}"
    );
    printed
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_of_nothing_is_an_empty_one() {
        if let Some(python) = python("python-alone", &[]) {
            assert!(python.exists());
        }
        if let Some(folder) = node("node-alone", &[]) {
            assert!(folder.join("package.json").exists());
        }
    }

    #[tokio::test]
    async fn what_a_client_prints_comes_back_and_a_server_ends_with_its_handle() {
        let mut client = Command::new("sh");
        client.args(["-c", "echo one; echo two >&2"]);
        assert_eq!(run("shell", client).await, "one\n");
        let Some(python) = python("python-alone", &[]) else { return };
        let port = free_port();
        let mut server = Command::new(python);
        server.args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string()]);
        let server = Running::start("python-alone", server, port);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok(), "{}", server.printed());
        drop(server);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
