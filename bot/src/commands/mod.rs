//! Everything the bot can do, one command a file.
//!
//! **To add a command**: write its file (copy the one nearest to it: a [`Spec`] with words and examples in
//! both languages, and `run`), add its `mod` line and its place in [`ALL`]. Chat, help, the CLI, the policy
//! matrix and the tests read the list; nothing else needs to know.

mod back;
mod context;
mod groups;
mod object;
mod outcome;
mod references;
mod spec;

mod account_attach;
mod account_detach;
mod account_list;
mod activity_delete;
mod activity_list;
mod activity_restore;
mod activity_show;
mod budget_add;
mod budget_amount;
mod budget_line;
mod budget_remove;
mod budget_restore;
mod budget_set;
mod budget_show;
mod campaign_add;
mod campaign_close;
mod campaign_delete;
mod campaign_fields;
mod campaign_list;
mod campaign_meant;
mod campaign_reopen;
mod campaign_restore;
mod campaign_set;
mod campaign_show;
mod decisions;
mod examples;
mod feedback;
mod feedback_list;
mod forget_me;
mod help;
mod history;
mod in_trash;
mod influencers;
mod link;
mod log;
mod log_remove;
mod log_this;
mod log_time;
mod merge;
mod merge_accept;
mod merge_explain;
mod merge_history;
mod merge_pair;
mod merge_reasons;
mod merge_reconsider;
mod merge_reject;
mod merge_suggest;
mod merge_undo;
mod more;
mod note;
mod note_delete;
mod note_list;
mod note_restore;
mod org_add;
mod org_delete;
mod org_find;
mod org_people;
mod org_restore;
mod org_set;
mod org_show;
mod person_add;
mod person_delete;
mod person_fields;
mod person_find;
mod person_owner;
mod person_restore;
mod person_set;
mod person_show;
mod person_tag;
mod person_timeline;
mod questions_open;
mod record_me;
mod resource_add;
mod resource_address;
mod resource_remove;
mod resource_restore;
mod roi_compare;
mod roi_show;
mod roi_top;
mod room_list;
mod room_record;
mod room_set;
mod search;
mod set_lang;
mod set_tz;
mod status;
mod summary;
mod talk;
mod top_people;
mod topics;
mod undo;
mod unlink;
mod value_clear;
mod value_list;
mod value_set;
mod whoami;

use async_trait::async_trait;

use adapters::Reply;
use crm::{Code, CodeKind};

use crate::words::{Words, words};

pub use context::{Arguments, Call, Context};
pub use outcome::{Done, Outcome, Stop};
pub use references::Seen;
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

    /// Why its changes cannot be taken back, for commands whose changes cannot.
    fn for_good(&self) -> Words {
        words("It cannot be taken back.", "この変更は取り消せません。")
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

/// The call that shows what a code names; `None` for what is shown only within something else.
pub(crate) fn show(code: Code) -> Option<Call> {
    let (command, argument) = match code.kind {
        CodeKind::Person => ("person show", "person"),
        CodeKind::Organization => ("org show", "organization"),
        CodeKind::Campaign => ("campaign show", "campaign"),
        CodeKind::Activity => ("activity show", "activity"),
        CodeKind::Merge | CodeKind::Change | CodeKind::BudgetLine | CodeKind::Resource | CodeKind::Note => {
            return None;
        }
    };
    Some(Call::new(command, [(argument, code.to_string())]))
}

/// Every command, in the order in which help shows them.
pub const ALL: &[&dyn Command] = &[
    &help::Help,
    &examples::Examples,
    &whoami::Whoami,
    &link::Link,
    &unlink::Unlink,
    &set_lang::SetLang,
    &set_tz::SetTz,
    &status::Status,
    &person_show::PersonShow,
    &person_find::PersonFind,
    &person_timeline::PersonTimeline,
    &person_add::PersonAdd,
    &person_set::PersonSet,
    &person_tag::PersonTag,
    &person_owner::PersonOwner,
    &person_delete::PersonDelete,
    &person_restore::PersonRestore,
    &account_list::AccountList,
    &account_attach::AccountAttach,
    &account_detach::AccountDetach,
    &top_people::TopPeople,
    &org_show::OrgShow,
    &org_find::OrgFind,
    &org_people::OrgPeople,
    &org_add::OrgAdd,
    &org_set::OrgSet,
    &org_delete::OrgDelete,
    &org_restore::OrgRestore,
    &note::Note,
    &note_list::NoteList,
    &note_delete::NoteDelete,
    &note_restore::NoteRestore,
    &log::Log,
    &log_this::LogThis,
    &log_remove::LogRemove,
    &activity_show::ActivityShow,
    &activity_list::ActivityList,
    &activity_delete::ActivityDelete,
    &activity_restore::ActivityRestore,
    &search::Search,
    &summary::Summary,
    &decisions::Decisions,
    &questions_open::QuestionsOpen,
    &topics::Topics,
    &influencers::Influencers,
    &campaign_list::CampaignList,
    &campaign_show::CampaignShow,
    &campaign_add::CampaignAdd,
    &campaign_set::CampaignSet,
    &campaign_close::CampaignClose,
    &campaign_reopen::CampaignReopen,
    &campaign_delete::CampaignDelete,
    &campaign_restore::CampaignRestore,
    &resource_add::ResourceAdd,
    &resource_remove::ResourceRemove,
    &resource_restore::ResourceRestore,
    &budget_show::BudgetShow,
    &budget_add::BudgetAdd,
    &budget_set::BudgetSet,
    &budget_remove::BudgetRemove,
    &budget_restore::BudgetRestore,
    &roi_show::RoiShow,
    &roi_compare::RoiCompare,
    &roi_top::RoiTop,
    &value_list::ValueList,
    &value_set::ValueSet,
    &value_clear::ValueClear,
    &merge_suggest::MergeSuggest,
    &merge_explain::MergeExplain,
    &merge_accept::MergeAccept,
    &merge_reject::MergeReject,
    &merge_reconsider::MergeReconsider,
    &merge_history::MergeHistory,
    &merge_undo::MergeUndo,
    &merge::Merge,
    &history::History,
    &undo::Undo,
    &feedback::Feedback,
    &feedback_list::FeedbackList,
    &room_list::RoomList,
    &room_record::RoomRecord,
    &room_set::RoomSet,
    &forget_me::ForgetMe,
    &record_me::RecordMe,
    &more::More,
];
