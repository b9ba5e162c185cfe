//! How connections stand, as one looks at them.

use adapters::Settings;
use chrono::{DateTime, Utc};
use crm::{
    ConnectionId, TenantTx,
    connections::{self, Connection, Health, Values},
};
use nlp::Lang;

use super::{Adapters, fill::said, platform, reason};
use crate::words::{Words, words};

/// How a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Set, and something has come in by it.
    Working,
    /// Set, and nothing has come in yet.
    Quiet,
    /// Nothing is set: what was read from an export, or not yet connected.
    Unset,
    /// A person has to mend something.
    Trouble,
    /// Stopped for a while by a person.
    Paused,
}

impl Standing {
    /// A sign that is seen before it is read.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Working => "🟢",
            Self::Quiet => "🟡",
            Self::Unset => "⚫",
            Self::Trouble => "🔴",
            Self::Paused => "⏸",
        }
    }

    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Working => words("working", "稼働中"),
            Self::Quiet => words("set up, nothing heard yet", "設定済み（未受信）"),
            Self::Unset => words("not set up", "未設定"),
            Self::Trouble => words("needs mending", "要対応"),
            Self::Paused => words("paused", "一時停止中"),
        }
    }

    /// For programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Quiet => "quiet",
            Self::Unset => "unset",
            Self::Trouble => "trouble",
            Self::Paused => "paused",
        }
    }
}

/// A connection to a platform that can be connected.
#[derive(Debug, Clone)]
pub struct Installed {
    /// Which.
    pub connection: Connection,
    /// Counts and times.
    pub health: Health,
    /// How it stands.
    pub standing: Standing,
    /// What is wrong with it, in the reader's language where we said it ourselves.
    pub trouble: Option<String>,
    /// When something was last heard by it.
    pub heard_at: Option<DateTime<Utc>>,
}

/// Every connection to a platform that can be connected, by platform and name.
pub async fn list(tx: &mut TenantTx, adapters: &Adapters, lang: Lang) -> anyhow::Result<Vec<Installed>> {
    let all = connections::list(tx).await?;
    let healths = connections::health(tx).await?;
    let mut installed = Vec::new();
    for connection in all {
        let health = healths.iter().find(|it| it.id == connection.id).cloned();
        if let (Some(health), Some(_)) = (health, platform(adapters, &connection.platform)) {
            installed.push(stand(tx, adapters, lang, connection, health).await?);
        }
    }
    Ok(installed)
}

/// One of them.
pub async fn look(
    tx: &mut TenantTx,
    adapters: &Adapters,
    lang: Lang,
    id: ConnectionId,
) -> anyhow::Result<Option<Installed>> {
    Ok(list(tx, adapters, lang).await?.into_iter().find(|it| it.connection.id == id))
}

async fn stand(
    tx: &mut TenantTx,
    adapters: &Adapters,
    lang: Lang,
    connection: Connection,
    health: Health,
) -> anyhow::Result<Installed> {
    let asked = platform(adapters, &connection.platform).map_or(&[][..], |it| it.settings());
    let values = connections::settings(tx, connection.id).await;
    let unset = values.as_ref().is_ok_and(|values| asked.iter().all(|it| empty(values, it.name)));
    // what our own adapter finds wrong is said in the reader's language; the platform's words stay as they are
    let unfit = match &values {
        Ok(values) if !unset => unfit(adapters, &connection, values, lang),
        Ok(_) => None,
        Err(sealed) => Some(format!("{sealed:#}")),
    };
    let trouble =
        unfit.or_else(|| health.trouble.as_deref().filter(|_| !unset).map(|kept| reason(lang, kept)));
    let standing = match (&trouble, health.heard_at) {
        _ if connection.paused => Standing::Paused,
        _ if unset => Standing::Unset,
        (Some(_), _) => Standing::Trouble,
        (None, Some(_)) => Standing::Working,
        (None, None) => Standing::Quiet,
    };
    Ok(Installed { heard_at: health.heard_at, connection, health, standing, trouble })
}

fn empty(values: &Values, name: &str) -> bool {
    values.get(name).is_none_or(String::is_empty)
}

fn unfit(adapters: &Adapters, connection: &Connection, values: &Values, lang: Lang) -> Option<String> {
    let adapter = platform(adapters, &connection.platform)?;
    let unfit = adapter.connect(&Settings::from_iter(values.clone())).err()?;
    Some(said(&unfit, lang, adapter.settings()))
}
