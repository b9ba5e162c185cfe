//! Tasks: what somebody of us is to do, by when, and about what; and the reminder when it is due.
//!
//! That somebody was reminded is written with the reminder itself, in one transaction ([`remind`]): however many
//! replicas look, and whenever they die, it goes out once.

mod add;
mod list;
pub mod remind;
mod set;
mod trash;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

pub use add::{NewTask, add};
pub use list::{Filter, Which, list, open_of};
pub use set::{Edit, by_number, deleted, done, reopen, set};
pub(crate) use trash::empty;
pub use trash::{delete, restore};

use crate::{
    AccountId, CampaignId, Code, CodeKind, ConversationId, DealId, OrganizationId, PersonId, TaskId, UserId,
};

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// A person.
    Person(PersonId),
    /// An organization.
    Organization(OrganizationId),
    /// A deal.
    Deal(DealId),
    /// A campaign.
    Campaign(CampaignId),
}

impl About {
    /// The four columns, in the order of the table.
    fn columns(
        about: Option<Self>,
    ) -> (Option<PersonId>, Option<OrganizationId>, Option<DealId>, Option<CampaignId>) {
        match about {
            None => (None, None, None, None),
            Some(Self::Person(id)) => (Some(id), None, None, None),
            Some(Self::Organization(id)) => (None, Some(id), None, None),
            Some(Self::Deal(id)) => (None, None, Some(id), None),
            Some(Self::Campaign(id)) => (None, None, None, Some(id)),
        }
    }
}

/// When a task is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When somebody is reminded.
    pub at: DateTime<Utc>,
    /// Only a day was said.
    pub all_day: bool,
    /// From then on it is overdue.
    pub late_at: DateTime<Utc>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The number of its short code.
    pub number: i64,
    /// What is to be done.
    pub text: String,
    /// Who of us does it.
    pub assignee_id: Option<UserId>,
    /// Their name.
    pub assignee: Option<String>,
    person_id: Option<PersonId>,
    organization_id: Option<OrganizationId>,
    deal_id: Option<DealId>,
    campaign_id: Option<CampaignId>,
    about_number: Option<i64>,
    /// What the thing that it is about is called.
    pub about_name: Option<String>,
    due_at: Option<DateTime<Utc>>,
    all_day: bool,
    late_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Where it was asked for.
    pub conversation_id: Option<ConversationId>,
    /// By which account.
    pub account_id: Option<AccountId>,
    /// In which thread.
    pub thread: Option<String>,
}

impl Task {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Task, self.number)
    }

    /// When it is due.
    pub fn due(&self) -> Option<Due> {
        Some(Due { at: self.due_at?, all_day: self.all_day, late_at: self.late_at? })
    }

    /// What it is about, unless that is in the trash.
    pub fn about(&self) -> Option<About> {
        self.person_id
            .map(About::Person)
            .or(self.organization_id.map(About::Organization))
            .or(self.deal_id.map(About::Deal))
            .or(self.campaign_id.map(About::Campaign))
    }

    /// The short code of what it is about.
    pub fn about_code(&self) -> Option<Code> {
        let kind = match self.about()? {
            About::Person(_) => CodeKind::Person,
            About::Organization(_) => CodeKind::Organization,
            About::Deal(_) => CodeKind::Deal,
            About::Campaign(_) => CodeKind::Campaign,
        };
        Some(Code::new(kind, self.about_number?))
    }

    /// Is it still to be done, and late?
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.done_at.is_none() && self.late_at.is_some_and(|late| late <= now)
    }
}

/// The columns of [`Task`], and where they come from: `t` is the task. What is in the trash it is not about.
macro_rules! tasks {
    () => {
        "select t.id, t.number, t.text, t.assignee_id, u.name as assignee, p.id as person_id, o.id as organization_id,
                d.id as deal_id, c.id as campaign_id, coalesce(p.number, o.number, d.number, c.number) as about_number,
                coalesce(p.name, o.name, d.name, c.name) as about_name, t.due_at, t.all_day, t.late_at, t.created_by,
                t.done_at, t.conversation_id, t.account_id, t.thread
         from crm.tasks t
         left join crm.users u on u.tenant_id = t.tenant_id and u.id = t.assignee_id
         left join crm.persons p on p.tenant_id = t.tenant_id and p.id = t.person_id and p.deleted_at is null
         left join crm.organizations o
             on o.tenant_id = t.tenant_id and o.id = t.organization_id and o.deleted_at is null
         left join crm.deals d on d.tenant_id = t.tenant_id and d.id = t.deal_id and d.deleted_at is null
         left join crm.campaigns c on c.tenant_id = t.tenant_id and c.id = t.campaign_id and c.deleted_at is null
         where t.tenant_id = $1"
    };
}
pub(crate) use tasks;
