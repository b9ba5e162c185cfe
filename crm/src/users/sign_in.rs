//! One-time sign-in links and browser sessions. Tokens leave the database as hashes only.

use ring::digest;
use sqlx::FromRow;

use super::User;
use crate::{Actor, Result, Role, Secret, TenantTx, UserId};

/// How long a link may wait to be used, in minutes.
const LINK_MINUTES: i32 = 60;
/// A session ends after this long without a request, in hours.
const IDLE_HOURS: i32 = 12;
/// And in any case after this long, in days.
const LONGEST_DAYS: i32 = 30;

/// Who a browser session belongs to.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SignedIn {
    /// The user.
    pub id: UserId,
    /// Its name.
    pub name: String,
    /// The language it chose.
    pub lang: Option<String>,
    /// The time zone it chose (IANA).
    pub timezone: Option<String>,
    role: String,
}

impl SignedIn {
    /// What it may do.
    pub fn role(&self) -> Role {
        Role::from_stored(&self.role)
    }

    /// The user with this id; `None` when it was disabled.
    pub(crate) async fn of(tx: &mut TenantTx, user: UserId) -> Result<Option<Self>> {
        sqlx::query_as(
            "select id, name, lang, timezone, role from crm.users
             where tenant_id = $1 and id = $2 and disabled_at is null",
        )
        .bind(tx.tenant())
        .bind(user)
        .fetch_optional(tx.conn())
        .await
    }

    /// The user as one who acts.
    pub fn actor(&self) -> Actor {
        Actor::user(self.id, self.name.clone(), self.role(), self.lang.clone(), self.timezone.clone())
    }

    /// Whose session this is, without counting as a request: a page that is merely left open does not keep
    /// its session from ending. `None` as for [`session`].
    pub async fn still(tx: &mut TenantTx, token: &str) -> Result<Option<Self>> {
        sqlx::query_as(
            "select u.id, u.name, u.lang, u.timezone, u.role
             from crm.sessions s join crm.users u on u.tenant_id = s.tenant_id and u.id = s.user_id
             where s.tenant_id = $1 and s.token_hash = $2 and s.expires_at > now()
               and s.seen_at > now() - make_interval(hours => $3) and u.disabled_at is null",
        )
        .bind(tx.tenant())
        .bind(hash(token))
        .bind(IDLE_HOURS)
        .fetch_optional(tx.conn())
        .await
    }
}

/// Makes a link's token for a user: good once, for an hour.
pub async fn sign_in_link(tx: &mut TenantTx, user: &User) -> anyhow::Result<String> {
    let token = token()?;
    sqlx::query(
        "insert into crm.sign_in_links (tenant_id, token_hash, user_id, expires_at)
         values ($1, $2, $3, now() + make_interval(mins => $4))",
    )
    .bind(tx.tenant())
    .bind(hash(&token))
    .bind(user.id)
    .bind(LINK_MINUTES)
    .execute(tx.conn())
    .await?;
    Ok(token)
}

/// Turns a link's token into a session's token; `None` when it was used, is too old or never was.
pub async fn use_sign_in_link(tx: &mut TenantTx, link: &str) -> anyhow::Result<Option<String>> {
    let user: Option<UserId> = sqlx::query_scalar(
        "update crm.sign_in_links set used_at = now()
         where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > now()
         returning user_id",
    )
    .bind(tx.tenant())
    .bind(hash(link))
    .fetch_optional(tx.conn())
    .await?;
    let Some(user) = user else { return Ok(None) };
    let token = token()?;
    sqlx::query(
        "insert into crm.sessions (tenant_id, token_hash, user_id, expires_at)
         values ($1, $2, $3, now() + make_interval(days => $4))",
    )
    .bind(tx.tenant())
    .bind(hash(&token))
    .bind(user)
    .bind(LONGEST_DAYS)
    .execute(tx.conn())
    .await?;
    Ok(Some(token))
}

/// Whose session this is; `None` when it has ended or its user was disabled.
pub async fn session(tx: &mut TenantTx, token: &str) -> Result<Option<SignedIn>> {
    // one write a minute at most keeps the idle clock going
    sqlx::query(
        "update crm.sessions set seen_at = now()
         where tenant_id = $1 and token_hash = $2 and seen_at < now() - interval '1 minute'
           and seen_at > now() - make_interval(hours => $3)",
    )
    .bind(tx.tenant())
    .bind(hash(token))
    .bind(IDLE_HOURS)
    .execute(tx.conn())
    .await?;
    SignedIn::still(tx, token).await
}

/// Signs out.
pub async fn end_session(tx: &mut TenantTx, token: &str) -> Result<()> {
    sqlx::query("delete from crm.sessions where tenant_id = $1 and token_hash = $2")
        .bind(tx.tenant())
        .bind(hash(token))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// 256 random bits, in hex.
fn token() -> anyhow::Result<String> {
    Ok(crate::seal::hex(Secret::random()?.expose()))
}

pub(super) fn hash(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
