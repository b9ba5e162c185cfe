//! Fetches and starts the peers: programs of other authors that our adapters and fakes are tried against.
//!
//! Each lives in a folder of its own below `target/peers` and is fetched once, by the first test that wants it.
//! Where the registry does not answer, the test that asks gets `None` and has to pass: that is printed past the test
//! harness, and stands in `target/peers/{name}.skipped` until the peer has been fetched. Anything else that goes wrong
//! fails the test, a missing Python, npm or openssl too. Not for what we wrote ourselves.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, ErrorKind, Write},
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
    "ReadTimeoutError",
    "Network is unreachable",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "ERR_SOCKET_TIMEOUT",
];

/// What somebody has to install who has no Python with its virtual environments.
const PYTHON: &str = "python3 with its venv module (Debian, Ubuntu: apt install python3-venv)";
/// … who has no Node.
const NODE: &str = "Node 18 or newer with npm (Debian, Ubuntu: apt install nodejs npm)";
/// … who has no openssl.
const OPENSSL: &str = "the openssl command (Debian, Ubuntu: apt install openssl)";

/// A Python that has these packages (`aiogram==3.22.0`), in a virtual environment called `name`.
pub(crate) fn python(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let folder = fetched(name, packages, PYTHON, |folder| {
        let environment =
            Command::new("python3").args(["-m", "venv", "--clear", "."]).current_dir(folder).output()?;
        let said = text(&[environment.stdout.clone(), environment.stderr.clone()].concat());
        assert!(environment.status.success(), "{}", needed(name, PYTHON, &said));
        if packages.is_empty() {
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
    fetched(name, packages, NODE, |folder| {
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

/// What openssl printed, told this, and whether it was content.
pub(crate) fn openssl<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> (String, bool) {
    let ran = Command::new("openssl")
        .args(args)
        .output()
        .unwrap_or_else(|error| panic!("{}", needed("openssl", OPENSSL, &error.to_string())));
    (text(&[ran.stdout, ran.stderr].concat()), ran.status.success())
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
    tool: &str,
    fetch: impl Fn(&Path) -> io::Result<Output>,
) -> Option<PathBuf> {
    let folder = folder(name);
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let (ready, wanted) = (folder.with_extension("ready"), packages.join(" "));
    let skipped = folder.with_extension("skipped");
    let _ = fs::remove_file(&skipped);
    if fs::read_to_string(&ready).is_ok_and(|there| there == wanted) {
        return Some(folder);
    }
    let _ = fs::remove_file(&ready);
    let fetched = match fetch(&folder) {
        Ok(fetched) => fetched,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("{}", needed(name, tool, &error.to_string()))
        }
        Err(error) => panic!("{name} could not be fetched: {error}"),
    };
    let said = format!("{}{}", text(&fetched.stdout), text(&fetched.stderr));
    if !fetched.status.success() {
        let Some(sign) = UNREACHABLE.iter().find(|sign| said.contains(**sign)) else {
            panic!("{name} could not be fetched: {said}")
        };
        let why = format!("skipped: the registry that has {wanted} for {name} does not answer ({sign})\n");
        // not eprint!, which the harness keeps to itself where a test passes
        io::stderr().write_all(why.as_bytes()).unwrap();
        fs::write(skipped, why).unwrap();
        return None;
    }
    fs::write(ready, wanted).unwrap();
    Some(folder)
}

/// What to say where a program is missing that fetches or runs a peer.
fn needed(name: &str, tool: &str, why: &str) -> String {
    format!("{name} needs {tool}: {why}")
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

    /// What fetches prints this, and fails.
    fn fails(says: &str) -> impl Fn(&Path) -> io::Result<Output> {
        let program = format!("echo {says}; exit 1");
        move |_: &Path| Command::new("sh").args(["-c", &program]).output()
    }

    #[test]
    fn only_a_registry_that_does_not_answer_is_a_reason_to_skip() {
        let skipped = folder("nobody").with_extension("skipped");
        assert_eq!(fetched("nobody", &["x==1"], PYTHON, fails("ENOTFOUND")), None);
        let why = fs::read_to_string(&skipped).unwrap();
        assert_eq!(why, "skipped: the registry that has x==1 for nobody does not answer (ENOTFOUND)\n");
        let there = fetched("nobody", &["x==1"], PYTHON, |_| Command::new("true").output());
        assert_eq!((there, skipped.exists()), (Some(folder("nobody")), false), "it answers again");
        fs::remove_file(folder("nobody").with_extension("ready")).unwrap();
    }

    #[test]
    #[should_panic(
        expected = "no-tool needs Node 18 or newer with npm (Debian, Ubuntu: apt install nodejs npm)"
    )]
    fn a_missing_program_fails_and_says_what_to_install() {
        fetched("no-tool", &["x@1"], NODE, |_| Command::new("no-such-program").output());
    }

    #[test]
    #[should_panic(expected = "refused could not be fetched: no version x@1")]
    fn what_the_registry_refuses_fails() {
        fetched("refused", &["x@1"], NODE, fails("no version x@1"));
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
