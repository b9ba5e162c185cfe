//! The shape of the demo tenant. Plain data: what refers to something else holds its index.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// Everything the demo tenant knows.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct World {
    /// Companies and communities.
    pub organizations: Vec<Organization>,
    /// Persons as the CRM knows them: more than there are humans, see [`Person::truth`].
    pub persons: Vec<Person>,
    /// Which persons are a second entry for a human, and what makes them hard to see.
    pub duplicates: Vec<Duplicate>,
    /// Who worked where, and when.
    pub employments: Vec<Employment>,
    /// Identities on the platforms.
    pub accounts: Vec<Account>,
    /// Channels, groups and direct chats.
    pub conversations: Vec<Conversation>,
    /// What happened, oldest first.
    pub activities: Vec<Activity>,
    /// Measures, in the order of their first day.
    pub campaigns: Vec<Campaign>,
    /// What one outcome of an action is worth, in JPY.
    pub outcome_values: Vec<(String, Decimal)>,
    /// The team that uses Enishi.
    pub users: Vec<User>,
    /// What it sells.
    pub deals: Vec<Deal>,
    /// What it has still to do.
    pub tasks: Vec<Task>,
}

/// What somebody may buy, or has bought.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Deal {
    /// What it is called.
    pub name: String,
    /// With which organization.
    pub organization: usize,
    /// With whom there.
    pub person: Option<usize>,
    /// Which of the team looks after it.
    pub owner: usize,
    /// Key of one of the usual stages.
    pub stage: &'static str,
    /// In yen.
    pub amount: Decimal,
    /// When it is to be decided, or was.
    pub closes_on: NaiveDate,
    /// When it began.
    pub began_on: NaiveDate,
    /// The number of its contract.
    pub contract: Option<String>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Task {
    /// What.
    pub text: String,
    /// Which of the team does it.
    pub assignee: usize,
    /// About which deal.
    pub deal: Option<usize>,
    /// On which day.
    pub due_on: Option<NaiveDate>,
}

/// A company or a community.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Organization {
    /// In its own language.
    pub name: String,
    /// In the other language.
    pub other_name: Option<String>,
    /// Its domain, always under `.example`.
    pub domain: String,
    /// `company` or `community`.
    pub kind: String,
}

/// A person as the CRM knows them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    /// As found first.
    pub name: String,
    /// Reading of a Japanese name, in katakana.
    pub kana: Option<String>,
    /// A Japanese name in Latin letters, given name first.
    pub romaji: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// The address to show.
    pub email: Option<String>,
    /// `developer`, `customer`, `lead` or `partner`.
    pub relationship: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Where they work now.
    pub organization: Option<usize>,
    /// Which human this really is: equal for a person and its duplicates. Never load this; it is there
    /// to measure how well duplicates are found.
    pub truth: usize,
}

/// A second person for a human that is already known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Duplicate {
    /// The second entry.
    pub person: usize,
    /// The first entry.
    pub of: usize,
    /// How the two differ: `script`, `kana`, `nickname`, `order`, `typo`, `email` or `handle`.
    pub how: &'static str,
}

/// A time at an organization.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Employment {
    /// Who.
    pub person: usize,
    /// Where.
    pub organization: usize,
    /// As what.
    pub title: Option<String>,
    /// First day, if known.
    pub started_on: Option<NaiveDate>,
    /// Last day; `None` while it goes on.
    pub ended_on: Option<NaiveDate>,
}

/// One identity on one provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// Whose it is; `None` for bots and for the team.
    pub person: Option<usize>,
    /// The member of the team behind it.
    pub user: Option<usize>,
    /// `slack`, `discord`, `telegram`, `lineworks`, `github`, `x` or `email`.
    pub provider: String,
    /// The provider's id, unique within it.
    pub external_id: String,
    /// Without `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// As the provider shows it.
    pub email: Option<String>,
    /// The owner proved it.
    pub verified: bool,
    /// An integration.
    pub is_bot: bool,
    /// First seen on this day.
    pub since: NaiveDate,
}

/// A place where people talk.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Conversation {
    /// `slack`, `discord`, `telegram` or `lineworks`.
    pub provider: String,
    /// The provider's id, unique within it.
    pub external_id: String,
    /// Without `#`.
    pub name: String,
    /// `channel`, `group` or `direct`.
    pub kind: String,
}

/// Something somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Activity {
    /// The identity that did it.
    pub account: Option<usize>,
    /// Who did it, only where no account did.
    pub person: Option<usize>,
    /// Where it was said.
    pub conversation: Option<usize>,
    /// External id of the thread's first message, on replies.
    pub thread: Option<String>,
    /// The platform's id, unique in its conversation; LINE WORKS gives none.
    pub external_id: Option<String>,
    /// `message`, `click`, `star`, `fork`, `attend`, `signup`, `api_call`, `download` or `join`.
    pub action: String,
    /// What was said, or what was clicked, starred, called.
    pub text: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The campaign that it is an outcome of.
    pub campaign: Option<usize>,
}

/// A measure with costs and outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Campaign {
    /// In English.
    pub name: String,
    /// In Japanese.
    pub name_ja: String,
    /// What it is for, in both languages.
    pub goal: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Days after the end in which an outcome still counts.
    pub window_days: i32,
    /// What it published.
    pub resources: Vec<Resource>,
    /// What it cost; lines of a planned campaign lie in the future.
    pub budget: Vec<BudgetLine>,
}

/// Something that a campaign published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Resource {
    /// `url`, `event`, `post`, `repository` or `video`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// One cost.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BudgetLine {
    /// `people`, `ads`, `production`, `venue`, `travel`, `prizes` or `other`.
    pub category: String,
    /// In JPY.
    pub amount: Decimal,
    /// The day it was or will be spent.
    pub spent_on: NaiveDate,
    /// For what, in both languages.
    pub note: String,
}

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct User {
    /// Short name, as on the platforms.
    pub handle: String,
    /// Full name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// `owner`, `admin`, `manager`, `member` or `viewer`.
    pub role: String,
    /// `en` or `ja`; `None` means the language of each message.
    pub lang: Option<String>,
}
