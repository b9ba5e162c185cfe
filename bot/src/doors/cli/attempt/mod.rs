//! `enishi try`: parts of the program on their own, without a database or a connection.
//!
//! For looking closely at one of them; nothing is recorded and nothing is run. One file a part.

mod duplicates;
mod records;
mod search;
mod sentiment;
mod summary;
mod texts;
mod time;
mod understand;

use clap::{Args, Subcommand};

use crate::config::Storage;

/// What to try.
#[derive(Debug, Args)]
pub(super) struct Try {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Who stands twice in a list of people, with reasons
    Duplicates(duplicates::Duplicates),
    /// Which command a text is taken for, with which arguments
    Understand(understand::Understand),
    /// What a conversation comes to
    Summary(summary::Summary),
    /// Which texts answer which questions
    Search(search::Search),
    /// When a text says something is: an interval and its grain
    Time(time::Time),
    /// Whether a text is negative, neutral or positive
    Sentiment(sentiment::Sentiment),
}

impl Try {
    /// Tries it.
    pub(super) fn run(self, storage: &Storage) -> anyhow::Result<()> {
        match self.what {
            What::Duplicates(duplicates) => duplicates.run(),
            What::Understand(understand) => understand.run(),
            What::Summary(summary) => summary.run(),
            What::Search(search) => search.run(storage),
            What::Time(time) => time.run(),
            What::Sentiment(sentiment) => sentiment.run(),
        }
    }
}
