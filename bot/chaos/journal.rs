//! What the oracle knows: an event is written down before it is sent, an ack after it came, each on disk before
//! anything else happens. The verdict reads the file, not our memory.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

/// One line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// About to be sent for the first time.
    Sends(Event),
    /// Answered with 2xx.
    Acked {
        /// Which.
        tag: String,
        /// How long after it was due, in milliseconds.
        ms: f64,
    },
    /// The platform keeps it until it is fetched.
    Kept {
        /// Which.
        tag: String,
    },
    /// Answered with something that tells the sender not to send it again.
    Refused {
        /// Which.
        tag: String,
        /// The answer.
        status: u16,
    },
}

/// An event as the platform knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    /// A word that stands in it and nowhere else.
    pub(crate) tag: String,
    /// Whose.
    pub(crate) platform: String,
    /// By which of its doors it comes to us: `hooks`, `socket` …
    pub(crate) door: String,
    /// What it tells.
    pub(crate) what: What,
    /// The conversation, as the platform calls it.
    pub(crate) conversation: String,
    /// The message, as the platform calls it; none where it has no name for messages.
    pub(crate) message: Option<String>,
    /// The how manieth said in its conversation; of an edit, the how manieth of its message.
    pub(crate) nth: u64,
}

/// What an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// Something was said.
    Message,
    /// It says something else now.
    Edit,
    /// It is gone.
    Delete,
    /// Signed, and not to be read.
    Malformed,
}

/// A file that lines are added to. Those that come while others are being written share the next sync.
#[derive(Debug, Clone)]
pub(crate) struct Journal(mpsc::Sender<(String, oneshot::Sender<()>)>);

impl Journal {
    pub(crate) fn begin(path: &Path) -> anyhow::Result<Self> {
        let mut file = File::create(path).with_context(|| format!("making {}", path.display()))?;
        let (sender, lines) = mpsc::channel::<(String, oneshot::Sender<()>)>();
        thread::spawn(move || {
            while let Ok(first) = lines.recv() {
                let mut batch = vec![first];
                batch.extend(lines.try_iter());
                let text: String = batch.iter().map(|(line, _)| line.as_str()).collect();
                // nobody is told: whoever waits for this line fails
                if file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).is_err() {
                    return;
                }
                batch.into_iter().for_each(|(_, done)| _ = done.send(()));
            }
        });
        Ok(Self(sender))
    }

    /// Returns once it is on disk.
    pub(crate) async fn write(&self, line: &Line) -> anyhow::Result<()> {
        let (done, told) = oneshot::channel();
        self.0
            .send((format!("{}\n", serde_json::to_string(line)?), done))
            .ok()
            .context("the journal ended")?;
        told.await.context("the journal could not be written")
    }
}

/// Reads one to its end.
pub(crate) fn read(path: &PathBuf) -> anyhow::Result<Vec<Line>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
