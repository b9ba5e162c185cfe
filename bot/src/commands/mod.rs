//! Everything the bot can do, one command a file.
//!
//! **To add a command**: write its file (copy the one nearest to it: a [`Spec`] with words and examples in
//! both languages, and `run`), add its `mod` line and its place in [`ALL`]. Chat, help, the CLI, the policy
//! matrix and the tests read the list; nothing else needs to know.

mod context;
mod outcome;
mod spec;

mod campaign_list;
mod campaign_show;
mod help;
mod merge;
mod merge_suggest;
mod merge_undo;
mod person_find;
mod person_show;
mod person_timeline;
mod roi_show;
mod search;
mod status;
mod summary;
mod top_people;
mod undo;
mod whoami;

use async_trait::async_trait;

use adapters::Reply;

pub use context::{Arguments, Call, Context};
pub use outcome::{Done, Outcome, Stop};
pub use spec::{Argument, Effect, Phrases, Spec};

/// Something the bot can do. Reached through [`crate::registry::Registry::call`] and no other way.
#[async_trait]
pub trait Command: Send + Sync {
    /// What it says of itself.
    fn spec(&self) -> &'static Spec;

    /// Does it, in the context's transaction.
    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome;

    /// For [`Effect::Dangerous`]: what it would do, shown before the asker is asked. Refusals and choices
    /// come from here, so that nobody says yes to something that cannot be done.
    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        Ok(Preview { reply: ctx.reply(), pinned: call.clone() })
    }
}

/// What a dangerous command would do.
#[derive(Debug)]
pub struct Preview {
    /// For the asker to read.
    pub reply: Reply,
    /// The call that a yes runs: what was meant by names stands here as codes, so that nothing that is
    /// named or renamed in the meantime can take its place.
    pub pinned: Call,
}

/// Every command, in the order in which help shows them.
pub const ALL: &[&dyn Command] = &[
    &help::Help,
    &whoami::Whoami,
    &status::Status,
    &person_show::PersonShow,
    &person_find::PersonFind,
    &person_timeline::PersonTimeline,
    &top_people::TopPeople,
    &search::Search,
    &summary::Summary,
    &campaign_list::CampaignList,
    &campaign_show::CampaignShow,
    &roi_show::RoiShow,
    &merge_suggest::MergeSuggest,
    &merge_undo::MergeUndo,
    &merge::Merge,
    &undo::Undo,
];
