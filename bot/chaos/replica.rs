//! The program under test, as its users run it: a process of its own on a data folder of its own.

use std::{
    fs::OpenOptions,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use tokio::{
    process::{Child, Command},
    time::sleep,
};

use crate::http::Caller;

/// How long a start may take before something must be wrong.
const PATIENCE: Duration = Duration::from_secs(90);

/// A replica, running or killed.
#[derive(Debug)]
pub(crate) struct Bot {
    program: PathBuf,
    data: PathBuf,
    pub(crate) host: SocketAddr,
    child: Option<Child>,
    /// Starts that ended by themselves: the database went away in the middle of them.
    pub(crate) false_starts: usize,
}

/// How often in a row a start may end by itself; whoever keeps programs running starts them again, too.
const FALSE_STARTS: usize = 3;

impl Bot {
    /// The program beside this one, and a free port.
    pub(crate) fn find(data: &Path) -> anyhow::Result<Self> {
        let own = std::env::current_exe()?;
        let folder = own.ancestors().nth(2).context("no folder above this program")?;
        let program = folder.join("enishi");
        if !program.is_file() {
            bail!("{} is not there: cargo build -p bot, in the same profile", program.display());
        }
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self { program, data: data.to_owned(), host, child: None, false_starts: 0 })
    }

    /// Runs a command to its end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let status = self.command(arguments)?.status().await?;
        if !status.success() {
            bail!("enishi {} ended with {status}; see {}", arguments.join(" "), self.log().display());
        }
        Ok(())
    }

    /// Serves; how long it took until it took events.
    pub(crate) async fn start(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        let (listen, url) = (self.host.to_string(), format!("http://{}", self.host));
        let mut command = self.command(&["serve", "--listen", &listen, "--url", &url])?;
        command.kill_on_drop(true);
        let mut child = command.spawn()?;
        let mut ended = 0;
        loop {
            if self.status("/readyz").await == Some(200) {
                self.child = Some(child);
                return Ok(began.elapsed());
            }
            if let Some(status) = child.try_wait()? {
                ended += 1;
                self.false_starts += 1;
                if ended == FALSE_STARTS {
                    bail!("enishi serve ended with {status}; see {}", self.log().display());
                }
                child = command.spawn()?;
            }
            if began.elapsed() > PATIENCE {
                bail!("enishi serve is not ready after {PATIENCE:?}; see {}", self.log().display());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The status of a page; none when nobody answers.
    pub(crate) async fn status(&self, path: &str) -> Option<u16> {
        Caller::connect(self.host).await.ok()?.get(path).await.ok()
    }

    /// SIGKILL, and waits until it is gone.
    pub(crate) async fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// SIGTERM, and waits until it has ended by itself.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        let pid = self.process();
        let Some(mut child) = self.child.take() else { return Ok(()) };
        if let Some(pid) = pid {
            rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        }
        child.wait().await?;
        Ok(())
    }

    /// Its process; none while it does not run.
    pub(crate) fn process(&self) -> Option<rustix::process::Pid> {
        let id = self.child.as_ref().and_then(Child::id)?;
        rustix::process::Pid::from_raw(i32::try_from(id).ok()?)
    }

    /// Panics it has told of.
    pub(crate) fn panics(&self) -> anyhow::Result<usize> {
        let log = std::fs::read(self.log())?;
        Ok(String::from_utf8_lossy(&log).matches("panicked at").count())
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.data.join("enishi.log")
    }

    fn command(&self, arguments: &[&str]) -> anyhow::Result<Command> {
        std::fs::create_dir_all(&self.data)?;
        let log = OpenOptions::new().create(true).append(true).open(self.log())?;
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data-dir").arg(&self.data);
        // whatever stands there is not meant for this
        for name in ["DATABASE_URL", "ENISHI_SECRET_KEY", "ENISHI_DATA_DIR", "ENISHI_LISTEN", "ENISHI_URL"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        Ok(command)
    }
}
