//! Which account somebody means: `github:taro`, `@taro`, `taro@example.com`.

use sqlx::FromRow;

use super::GLOBAL;
use crate::{AccountId, PersonId, Result, TenantTx, fold, identifiers::address};

/// An account as somebody named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `github`, `slack` …; `None`: whichever it is on.
    pub provider: Option<String>,
    /// Handle, address, or the provider's id, as written.
    pub name: String,
}

impl Named {
    /// Reads a name: with its provider before a colon, an address by itself, or a handle after `@`. `None`
    /// for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((provider, name)) = text.split_once([':', '：']) {
            let provider = match fold(provider).as_str() {
                "twitter" => "x".to_owned(),
                "mail" | "e-mail" | "メール" | "めーる" => "email".to_owned(),
                "line" | "works" => "lineworks".to_owned(),
                other => other.to_owned(),
            };
            let name = name.trim().trim_start_matches('@');
            return (!provider.is_empty() && !name.is_empty())
                .then(|| Self { provider: Some(provider), name: name.to_owned() });
        }
        if let Some(handle) = text.strip_prefix('@') {
            return (!handle.is_empty()).then(|| Self { provider: None, name: handle.to_owned() });
        }
        let is_address =
            text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        is_address.then(|| Self { provider: Some("email".to_owned()), name: address(text) })
    }

    /// Can such an account be noted before it was ever seen? Only where the name is its own.
    pub fn is_global(&self) -> bool {
        self.provider.as_deref().is_some_and(|provider| GLOBAL.contains(&provider))
    }
}

/// An account and who stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Referred {
    /// Its id.
    pub id: AccountId,
    /// `slack`, `github`, `email` …
    pub provider: String,
    /// What it is called there: handle, else the provider's id.
    pub called: String,
    /// Display name.
    pub name: Option<String>,
    /// A bot.
    pub is_bot: bool,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// The connection it was seen on, by name.
    pub connection: Option<String>,
}

impl Referred {
    /// As people write it: `github:taro`.
    pub fn label(&self) -> String {
        format!("{}:{}", self.provider, self.called)
    }

    /// As nobody else is written, for a choice between equal labels.
    pub fn unique(&self) -> String {
        format!("{}:{}", self.provider, self.id)
    }
}

/// Accounts that are called so: by handle, by the provider's id, or by our own.
pub async fn refer(tx: &mut TenantTx, named: &Named) -> Result<Vec<Referred>> {
    sqlx::query_as(
        "select a.id, a.provider, coalesce(a.handle, a.external_id) as called, a.name, a.is_bot,
                a.person_id as person, c.name as connection
         from crm.accounts a
         left join crm.connections c on c.tenant_id = $1 and c.id::text = a.workspace
         where a.tenant_id = $1 and ($2::text is null or a.provider = $2)
           and (lower(a.handle) = $3 or lower(a.external_id) = $3 or a.id::text = $3
                or a.provider = 'email' and lower(a.email) = $3)
         order by a.provider, a.first_seen, a.id limit 9",
    )
    .bind(tx.tenant())
    .bind(&named.provider)
    .bind(address(&named.name))
    .fetch_all(tx.conn())
    .await
}

/// The account with this id.
pub async fn by_id(tx: &mut TenantTx, id: AccountId) -> Result<Option<Referred>> {
    let named = Named { provider: None, name: id.to_string() };
    Ok(refer(tx, &named).await?.into_iter().find(|account| account.id == id))
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn reads_what_people_write() {
        let read =
            |text: &str| Named::read(text).map(|n| format!("{}|{}", n.provider.unwrap_or_default(), n.name));
        for (text, want) in [
            ("github:Taro", Some("github|Taro")),
            ("GitHub: @Taro", Some("github|Taro")),
            ("twitter:taro", Some("x|taro")),
            ("メール：taro@example.com", Some("email|taro@example.com")),
            ("@taro", Some("|taro")),
            ("Taro@Example.com", Some("email|taro@example.com")),
            ("taro", None),
            ("github:", None),
            (":taro", None),
            ("@", None),
        ] {
            assert_eq!(read(text).as_deref(), want, "{text}");
        }
    }
}
