//! A language model, where one is configured: asked between transactions, within a budget, remembered by content.
//!
//! The way of a question: a command or the understanding of a message needs an answer and says so ([`Consult`]); its
//! transaction is rolled back; the question is entered, asked and settled (`hear`); the request is begun again and
//! finds the answer in what was [`Heard`]. So no transaction is open while a model thinks, and whoever needs an answer
//! is written as if it were there. Where none comes, in time or within the budget, the local form stands.

mod consult;
mod health;
mod hear;
mod memory;
mod price;

use std::time::Duration;

use adapters::model::{Client, ModelError};
use nlp::model::Task;

pub use consult::{Consult, Fetch, Heard, Verdict};
pub use health::Last;
pub(crate) use hear::{ask_once, hear};
pub use price::{BadPrice, Price};

use self::{health::Health, memory::Memory};

/// How long a question may wait for its answer where nobody says otherwise.
const PATIENCE: Duration = Duration::from_secs(4);
/// A summary may wait so many times as long as a request that is to be understood, all its parts together.
const LONGER: u32 = 5;
/// Nothing may wait longer: an event that is worked on for half a minute is taken for forgotten.
const LONGEST: Duration = Duration::from_secs(22);
/// How long finding out whether it is there may take.
const LOOK: Duration = Duration::from_secs(3);

/// The model of an installation, or that there is none.
#[derive(Debug)]
pub struct Model {
    client: Option<Client>,
    price: Option<Price>,
    patience: Duration,
    memory: Memory,
    health: Health,
}

impl Model {
    /// None: everything is done locally.
    pub fn none() -> Self {
        Self {
            client: None,
            price: None,
            patience: PATIENCE,
            memory: Memory::default(),
            health: Health::default(),
        }
    }

    /// This one.
    pub fn at(client: Client) -> Self {
        Self { client: Some(client), ..Self::none() }
    }

    /// With what its tokens cost.
    #[must_use]
    pub fn priced(self, price: Option<Price>) -> Self {
        Self { price, ..self }
    }

    /// With another wait for the answer to what is to be understood.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asked again at once, however often it has failed: for whoever wants to see every failure.
    #[must_use]
    pub fn never_resting(self) -> Self {
        Self { health: Health::never_resting(), ..self }
    }

    /// Is there one?
    pub fn is_there(&self) -> bool {
        self.client.is_some()
    }

    /// Its name.
    pub fn name(&self) -> Option<&str> {
        self.client.as_ref().map(Client::model)
    }

    /// Where it is asked: scheme, host and port.
    pub fn host(&self) -> Option<String> {
        self.client.as_ref().map(Client::host)
    }

    /// What its tokens cost.
    pub fn price(&self) -> Option<&Price> {
        self.price.as_ref()
    }

    /// How its last question went; `None`: it has not been asked.
    pub fn last(&self) -> Option<Last> {
        self.health.last()
    }

    /// Looks whether it answers, without asking it anything; `None`: there is none. False: it is not in the server's
    /// list.
    pub async fn find(&self) -> Option<Result<bool, ModelError>> {
        Some(self.client.as_ref()?.find(LOOK).await)
    }

    /// How long all questions of a task may take together.
    fn patience(&self, task: Task) -> Duration {
        match task {
            Task::Understand => self.patience.min(LONGEST),
            Task::Summary | Task::Sentiment => (self.patience * LONGER).min(LONGEST),
        }
    }
}
