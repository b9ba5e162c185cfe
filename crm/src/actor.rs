//! Who acts. An actor is never built from a name in a message: it comes from a resolved account or
//! session ([`crate::accounts`], [`crate::users`]), or it is the system itself.

use std::fmt;

use crate::{AccountId, UserId};

/// What a member of staff may do; a higher role may all that a lower one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A chat account not linked to a user: recorded, never obeyed beyond help.
    Guest,
    /// Reads.
    Viewer,
    /// Reads, writes notes and logs, proposes.
    Member,
    /// Runs campaigns and people.
    Manager,
    /// Runs the tenant.
    Admin,
    /// Owns it.
    Owner,
}

impl Role {
    /// Every role, lowest first.
    pub const ALL: [Self; 6] =
        [Self::Guest, Self::Viewer, Self::Member, Self::Manager, Self::Admin, Self::Owner];

    /// The word stored in `users.role`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Manager => "manager",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The word as people read it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Guest => ("guest", "ゲスト"),
            Self::Viewer => ("viewer", "閲覧者"),
            Self::Member => ("member", "メンバー"),
            Self::Manager => ("manager", "マネージャー"),
            Self::Admin => ("admin", "管理者"),
            Self::Owner => ("owner", "オーナー"),
        }
    }

    pub(crate) fn from_stored(word: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.as_str() == word).unwrap_or(Self::Guest)
    }
}

/// Who acts in a [`crate::TenantTx`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor(Who);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    User { id: UserId, name: String, role: Role, lang: Option<String>, timezone: Option<String> },
    Guest { account: AccountId, name: String },
    System(&'static str),
}

impl Actor {
    /// The program itself, and the part of it that acts (`"indexer"`, `"importer"`).
    pub fn system(part: &'static str) -> Self {
        Self(Who::System(part))
    }

    pub(crate) fn user(
        id: UserId,
        name: String,
        role: Role,
        lang: Option<String>,
        timezone: Option<String>,
    ) -> Self {
        Self(Who::User { id, name, role, lang, timezone })
    }

    pub(crate) fn guest(account: AccountId, name: String) -> Self {
        Self(Who::Guest { account, name })
    }

    /// The user behind it, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        match &self.0 {
            Who::User { id, .. } => Some(*id),
            Who::Guest { .. } | Who::System(_) => None,
        }
    }

    /// Its role; the system has none and is not asked.
    pub fn role(&self) -> Option<Role> {
        match &self.0 {
            Who::User { role, .. } => Some(*role),
            Who::Guest { .. } => Some(Role::Guest),
            Who::System(_) => None,
        }
    }

    /// Its name, for greeting and for the audit log.
    pub fn name(&self) -> &str {
        match &self.0 {
            Who::User { name, .. } | Who::Guest { name, .. } => name,
            Who::System(part) => part,
        }
    }

    /// The language it set for itself (`en`, `ja`).
    pub fn lang(&self) -> Option<&str> {
        match &self.0 {
            Who::User { lang, .. } => lang.as_deref(),
            Who::Guest { .. } | Who::System(_) => None,
        }
    }

    /// The time zone it set for itself.
    pub fn timezone(&self) -> Option<&str> {
        match &self.0 {
            Who::User { timezone, .. } => timezone.as_deref(),
            Who::Guest { .. } | Who::System(_) => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Who::User { name, role, .. } => write!(f, "{} {name}", role.as_str()),
            Who::Guest { name, .. } => write!(f, "guest {name}"),
            Who::System(part) => write!(f, "system: {part}"),
        }
    }
}
