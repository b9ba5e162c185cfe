//! What a request needs to know from the model, and what it has heard so far.

use std::{collections::HashMap, sync::Arc, time::Duration};

use adapters::FetchError;
use crm::{
    ConnectionId,
    access::{self, Right},
};
use nlp::model::Ask;

use super::memory::{self, Key};
use crate::commands::Context;

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// An answer in the form that was asked for. What it says is still to be checked.
    Said(Arc<str>),
    /// This month's budget does not allow it.
    UsedUp,
    /// No answer in time, or none that can be used.
    Silent,
}

/// What one request has heard from the model, and fetched from its platform.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    pub(super) verdicts: HashMap<Key, Verdict>,
    /// How long it has waited for them.
    pub(super) waited: Duration,
    /// Files by their references.
    pub(crate) files: HashMap<String, Result<Arc<[u8]>, FetchError>>,
}

/// Not a fault: these questions are to be asked, with no transaction open, and then the request is to be begun again.
#[derive(Debug, thiserror::Error)]
#[error("a model is to be asked first")]
pub struct Consult(pub Vec<Ask>);

/// Not a fault: this file is to be fetched, with no transaction open, and then the request is to be begun again.
#[derive(Debug, thiserror::Error)]
#[error("a file is to be fetched first")]
pub struct Fetch {
    /// By which connection.
    pub connection: ConnectionId,
    /// As [`adapters::SentFile`] has it.
    pub reference: String,
}

impl Context<'_> {
    /// What is in a file that somebody sent.
    ///
    /// # Errors
    /// [`Fetch`] when it is to be fetched first: to be handed on.
    pub(crate) fn fetched(
        &self,
        connection: ConnectionId,
        reference: &str,
    ) -> Result<Result<Arc<[u8]>, FetchError>, Fetch> {
        let known = self.heard.as_ref().and_then(|heard| heard.files.get(reference));
        known.cloned().ok_or_else(|| Fetch { connection, reference: reference.to_owned() })
    }

    /// Is there a model to ask here, for this asker? Only where the request can be begun again, and never for guests.
    pub(crate) fn may_consult(&self) -> bool {
        self.heard.is_some() && self.app.model.is_there() && access::may(self.tx.actor(), Right::ReadCrm)
    }

    /// What the model says to these questions, in their order; `None`: there is none to ask.
    ///
    /// # Errors
    /// [`Consult`] when they are to be asked first: to be handed on.
    pub(crate) fn consult(&self, asks: &[Ask]) -> Result<Option<Vec<Verdict>>, Consult> {
        let (Some(heard), Some(model), true) = (&self.heard, self.app.model.name(), self.may_consult())
        else {
            return Ok(None);
        };
        let mut verdicts = Vec::new();
        let mut open = Vec::new();
        for ask in asks {
            let key = memory::key(self.tx.tenant(), model, ask);
            match heard
                .verdicts
                .get(&key)
                .cloned()
                .or_else(|| self.app.model.memory.get(&key).map(Verdict::Said))
            {
                Some(verdict) => verdicts.push(verdict),
                None => open.push(ask.clone()),
            }
        }
        if open.is_empty() { Ok(Some(verdicts)) } else { Err(Consult(open)) }
    }
}
