//! Everything the bot can do, one command a file.
//!
//! **To add a command**: write its file (copy the one nearest to it: a [`Spec`] with words and examples in
//! both languages, and `run`), add its `mod` line and its place in [`ALL`]. Chat, help, the CLI, the policy
//! matrix and the tests read the list; nothing else needs to know.

mod back;
mod conditions;
mod context;
mod groups;
mod near_misses;
mod noted;
mod object;
mod outcome;
mod pointing;
mod reading;
mod references;
mod spec;

mod accounts;
mod activities;
mod audit;
mod budget;
mod campaigns;
mod deals;
mod examples;
mod feedback;
mod fields;
mod help;
mod history;
mod identifiers;
mod in_trash;
mod inquiries;
mod me;
pub(crate) mod merges;
mod models;
mod more;
mod notes;
mod organizations;
mod persons;
mod resources;
mod roi;
mod rooms;
mod scores;
mod search;
mod sentiment;
mod staff;
mod status;
mod tables;
mod talk;
mod tasks;
mod undo;
mod values;

use async_trait::async_trait;

use adapters::{Menu, MenuArgument, MenuCommand, Reply};
use crm::{Code, CodeKind};
use nlp::understand::SlotKind;

use crate::words::{Words, menu as menu_words, words};

pub(crate) use budget::add::CATEGORIES;
pub(crate) use campaigns::list::stage as campaign_stage;
pub(crate) use conditions::known as choice_named;
pub use context::{Arguments, Call, Context};
pub(crate) use deals::close::NO_REASON;
pub(crate) use deals::filters as deal_filters;
pub(crate) use fields::value::{Fault as FieldFault, plain as field_value};
pub(crate) use history::said as change_said;
pub(crate) use merges::{merge::of_organizations, reasons::reason as merge_reason};
pub(crate) use organizations::filters as organization_filters;
pub(crate) use organizations::{find::found as organizations_found, show::kind as organization_kind};
pub use outcome::{Done, Outcome, Stop};
pub(crate) use persons::filters as person_filters;
pub(crate) use persons::{
    fields::{RELATIONSHIPS, is_address},
    find::found as people_found,
};
pub(crate) use pointing::{line, turned};
pub(crate) use reading::Reading;
pub use references::Seen;
pub use spec::{Argument, Effect, Phrases, Spec};
pub(crate) use tasks::when::written;

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
        words(
            "This was itself an undo, or the earlier state was not kept, so it cannot be taken back. Make the change you want instead.",
            "この変更は、それ自体が取り消しであるか、元の内容が残っていないため、取り消せません。必要な変更を改めて行ってください。",
        )
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
        CodeKind::Deal => ("deal show", "deal"),
        CodeKind::Task => ("task show", "task"),
        CodeKind::Merge
        | CodeKind::Change
        | CodeKind::BudgetLine
        | CodeKind::Resource
        | CodeKind::Note
        | CodeKind::Import => return None,
    };
    Some(Call::new(command, [(argument, code.to_string())]))
}

/// The commands as platforms list them.
pub fn menu() -> Menu {
    let both = |words: Words| adapters::words(words.en, words.ja);
    let completes = |kind| matches!(kind, SlotKind::Person | SlotKind::Organization | SlotKind::Campaign);
    let commands = ALL.iter().map(|command| {
        let spec = command.spec();
        let first = |phrases: &[&'static str]| phrases.first().copied().unwrap_or(spec.name);
        MenuCommand {
            name: spec.name,
            japanese: menu_words::command(spec.name),
            about: both(spec.about),
            arguments: spec
                .arguments
                .iter()
                .map(|argument| MenuArgument {
                    name: argument.name,
                    japanese: menu_words::argument(spec.name, argument.name),
                    about: both(argument.about),
                    required: argument.required,
                    completes: completes(argument.kind),
                })
                .collect(),
            example: adapters::words(first(spec.examples.en), first(spec.examples.ja)),
            prominent: PROMINENT.contains(&spec.name),
        }
    });
    Menu { commands: commands.collect() }
}

/// What stands first where there is little room.
const PROMINENT: &[&str] =
    &["help", "summary", "search", "roi show", "person show", "decisions", "log this", "status"];

/// Every command, in the order in which help shows them.
pub const ALL: &[&dyn Command] = &[
    &help::Help,
    &examples::Examples,
    &me::whoami::Whoami,
    &me::link::Link,
    &me::unlink::Unlink,
    &me::set_lang::SetLang,
    &me::set_tz::SetTz,
    &status::Status,
    &persons::show::PersonShow,
    &persons::find::PersonFind,
    &persons::timeline::PersonTimeline,
    &persons::add::PersonAdd,
    &persons::set::PersonSet,
    &persons::leave::PersonLeave,
    &persons::moved::PersonMove,
    &persons::tag::PersonTag,
    &persons::tags_list::TagList,
    &persons::owner::PersonOwner,
    &persons::delete::PersonDelete,
    &persons::restore::PersonRestore,
    &persons::send::Send,
    &accounts::list::AccountList,
    &accounts::attach::AccountAttach,
    &accounts::detach::AccountDetach,
    &accounts::ignore::AccountIgnore,
    &accounts::notice::AccountNotice,
    &persons::top::TopPeople,
    &scores::person::PersonScore,
    &scores::weights::ScoreWeights,
    &scores::weight::ScoreWeight,
    &fields::list::FieldList,
    &fields::add::FieldAdd,
    &fields::set::FieldSet,
    &fields::delete::FieldDelete,
    &fields::restore::FieldRestore,
    &organizations::show::OrgShow,
    &organizations::find::OrgFind,
    &organizations::people::OrgPeople,
    &organizations::add::OrgAdd,
    &organizations::set::OrgSet,
    &organizations::delete::OrgDelete,
    &organizations::restore::OrgRestore,
    &notes::note::Note,
    &notes::list::NoteList,
    &notes::delete::NoteDelete,
    &notes::restore::NoteRestore,
    &deals::list::DealList,
    &deals::show::DealShow,
    &deals::add::DealAdd,
    &deals::stage::DealStage,
    &deals::close::DealClose,
    &deals::set::DealSet,
    &deals::delete::DealDelete,
    &deals::reopen::DealReopen,
    &deals::restore::DealRestore,
    &deals::pipeline::Pipeline,
    &deals::stages_list::StagesList,
    &deals::stages_set::StagesSet,
    &tasks::add::TaskAdd,
    &tasks::list::TaskList,
    &tasks::show::TaskShow,
    &tasks::done::TaskDone,
    &tasks::snooze::TaskSnooze,
    &tasks::reopen::TaskReopen,
    &tasks::set::TaskSet,
    &tasks::delete::TaskDelete,
    &tasks::restore::TaskRestore,
    &activities::log::Log,
    &activities::log_this::LogThis,
    &activities::log_remove::LogRemove,
    &activities::show::ActivityShow,
    &activities::list::ActivityList,
    &activities::delete::ActivityDelete,
    &activities::restore::ActivityRestore,
    &search::Search,
    &talk::summary::Summary,
    &talk::decisions::Decisions,
    &talk::questions_open::QuestionsOpen,
    &talk::topics::Topics,
    &talk::influencers::Influencers,
    &sentiment::show::SentimentShow,
    &sentiment::wrong::SentimentWrong,
    &inquiries::list::Inquiries,
    &inquiries::set::InquirySet,
    &inquiries::kind_list::InquiryKindList,
    &inquiries::kind_add::InquiryKindAdd,
    &inquiries::kind_remove::InquiryKindRemove,
    &campaigns::list::CampaignList,
    &campaigns::show::CampaignShow,
    &campaigns::add::CampaignAdd,
    &campaigns::set::CampaignSet,
    &campaigns::close::CampaignClose,
    &campaigns::reopen::CampaignReopen,
    &campaigns::delete::CampaignDelete,
    &campaigns::restore::CampaignRestore,
    &resources::add::ResourceAdd,
    &resources::remove::ResourceRemove,
    &resources::restore::ResourceRestore,
    &budget::show::BudgetShow,
    &budget::add::BudgetAdd,
    &budget::set::BudgetSet,
    &budget::remove::BudgetRemove,
    &budget::restore::BudgetRestore,
    &roi::show::RoiShow,
    &roi::compare::RoiCompare,
    &roi::top::RoiTop,
    &values::list::ValueList,
    &values::set::ValueSet,
    &values::clear::ValueClear,
    &merges::suggest::MergeSuggest,
    &merges::explain::MergeExplain,
    &merges::accept::MergeAccept,
    &merges::bulk::MergeBulk,
    &merges::reject::MergeReject,
    &merges::reconsider::MergeReconsider,
    &merges::history::MergeHistory,
    &merges::undo::MergeUndo,
    &merges::check::MergeCheck,
    &merges::merge::Merge,
    &merges::automatic::MergeAutomatic,
    &identifiers::exclude::IdentifierExclude,
    &identifiers::allow::IdentifierAllow,
    &identifiers::list::IdentifierList,
    &tables::import::Import,
    &tables::start::ImportStart,
    &tables::list::ImportList,
    &tables::undo::ImportUndo,
    &tables::export::Export,
    &models::usage::Usage,
    &models::budget::UsageBudget,
    &models::record::UsageRecord,
    &models::calls::UsageCalls,
    &history::History,
    &audit::Audit,
    &undo::Undo,
    &feedback::feedback::Feedback,
    &feedback::list::FeedbackList,
    &rooms::list::RoomList,
    &rooms::record::RoomRecord,
    &rooms::set::RoomSet,
    &me::forget_me::ForgetMe,
    &me::record_me::RecordMe,
    &more::More,
];
