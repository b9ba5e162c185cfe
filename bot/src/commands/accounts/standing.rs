//! Whether we are linked with an account, seen before it is read: 🟢 🟡 ⚫.
//!
//! An account is on a connection of ours, or on a provider with one name space for everybody, where any
//! connection to that provider will do. Linked and active is what such a connection works for; one that is set
//! up but silent, paused or in trouble makes it configured; without one there is no link.

use std::collections::HashMap;

use nlp::Lang;

use crate::{
    commands::{Context, Outcome},
    installed::{self, Standing},
    say,
};

/// How we are linked with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Link {
    /// Nothing of ours leads there.
    None,
    /// A connection is set up, and nothing comes or goes by it now.
    Configured,
    /// A connection is set up and works.
    Active,
}

impl Link {
    fn by(standing: Standing) -> Self {
        match standing {
            Standing::Working => Self::Active,
            Standing::Quiet | Standing::Trouble | Standing::Paused => Self::Configured,
            Standing::Unset => Self::None,
        }
    }

    /// A sign that is seen before it is read.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Active => "🟢",
            Self::Configured => "🟡",
            Self::None => "⚫",
        }
    }
}

/// How we are linked with every account there may be.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// By the connection's id, as accounts carry it.
    connections: HashMap<String, Link>,
    /// The best of each platform.
    platforms: HashMap<String, Link>,
    /// Platforms that we serve ourselves.
    own: Vec<&'static str>,
}

impl Links {
    /// As things stand now.
    pub(crate) async fn load(ctx: &mut Context<'_>) -> Outcome<Self> {
        let adapters = &ctx.app.adapters;
        let mut links = Self {
            own: adapters.values().filter(|it| it.settings().is_empty()).map(|it| it.platform()).collect(),
            ..Self::default()
        };
        for it in installed::list(&mut ctx.tx, adapters, ctx.lang).await? {
            let link = Link::by(it.standing);
            links.connections.insert(it.connection.id.to_string(), link);
            let best = links.platforms.entry(it.connection.platform).or_insert(link);
            *best = link.max(*best);
        }
        Ok(links)
    }

    /// With the accounts of a provider on a connection, given by its id; empty: on the provider as a whole.
    pub(crate) fn of(&self, provider: &str, workspace: &str) -> Link {
        if self.own.contains(&provider) {
            return Link::Active;
        }
        let known = match workspace {
            "" => self.platforms.get(provider),
            connection => self.connections.get(connection),
        };
        known.copied().unwrap_or(Link::None)
    }
}

/// What the signs mean.
pub(crate) fn legend(lang: Lang) -> String {
    say!(
        lang,
        "🟢 linked and active · 🟡 set up, but silent, paused or in trouble · ⚫ no connection to it",
        "🟢 連携中（稼働） · 🟡 設定済み（未受信・停止中・要対応） · ⚫ 未連携"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_its_connection_or_the_best_of_its_provider() {
        let links = Links {
            connections: [("c1", Link::Configured), ("c2", Link::Active)]
                .map(|(id, link)| (id.to_owned(), link))
                .into(),
            platforms: [("slack".to_owned(), Link::Active), ("github".to_owned(), Link::Configured)].into(),
            own: vec!["web"],
        };
        for (provider, workspace, sign) in [
            ("slack", "c1", "🟡"),
            ("slack", "c2", "🟢"),
            ("slack", "gone", "⚫"),
            ("github", "", "🟡"),
            ("x", "", "⚫"),
            ("web", "c9", "🟢"),
        ] {
            assert_eq!(links.of(provider, workspace).sign(), sign, "{provider} {workspace}");
        }
    }
}
