//! How a command ends.

use adapters::Reply;
use crm::audit::Change;
use uuid::Uuid;

use super::Call;

/// What a command has to show for itself.
#[derive(Debug)]
pub struct Done {
    /// The answer.
    pub reply: Reply,
    /// What it changed, for the audit log.
    pub change: Option<Change>,
}

impl From<Reply> for Done {
    fn from(reply: Reply) -> Self {
        Self { reply, change: None }
    }
}

/// Why a command did not run to its end.
#[derive(Debug)]
pub enum Stop {
    /// A sentence for the asker: what was wrong, what to do. Expected.
    Refused(String),
    /// The words fit several things; the asker says which.
    Choose {
        /// The question.
        question: String,
        /// Each choice: what to show, and the call it stands for.
        options: Vec<(String, Call)>,
    },
    /// This argument was not said: the asker is asked for it, and the answer completes the call.
    Missing(&'static str),
    /// This call is what was really asked for: it is run in place of the one that says so, through the
    /// same door.
    Instead(Call),
    /// This call takes back what an entry noted; that the asker may take it back has been looked into.
    TakeBack {
        /// The change.
        entry: Uuid,
        /// What takes it back.
        call: Call,
        /// With its own right and question, as if somebody asked for it.
        ask: bool,
    },
    /// Our fault: a chain for the log; the asker gets an apology and an id.
    Fault(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// What `run` answers.
pub type Outcome<T = Done> = Result<T, Stop>;
