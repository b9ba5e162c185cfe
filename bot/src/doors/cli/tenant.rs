//! `enishi tenant`: make a tenant with its owner, list the tenants there are.

use chrono_tz::Tz;
use clap::{Args, Subcommand};
use crm::{
    Db, PoolSize, Role, TenantId,
    tenants::{self, Settings},
    users,
};

use super::speech;
use crate::{config::Storage, say, start};

/// Make a tenant with its owner, or list the tenants there are
#[derive(Debug, Args)]
pub(super) struct Tenant {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a tenant with its owner
    Add(New),
    /// List the tenants there are
    List,
}

/// A tenant to be.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Short name in lower case, for addresses and --tenant
    slug: String,

    /// Display name; without it the slug
    #[arg(long)]
    name: Option<String>,

    /// Name of its owner
    #[arg(long, default_value = "Owner")]
    owner: String,

    /// The owner's e-mail address
    #[arg(long)]
    email: Option<String>,

    /// Language where nobody said otherwise
    #[arg(long, default_value = "en", value_parser = ["en", "ja"])]
    lang: String,

    /// IANA time zone
    #[arg(long, default_value = "Asia/Tokyo", value_parser = |zone: &str| zone.parse::<Tz>().map(|zone| zone.to_string()))]
    timezone: String,

    /// Currency of figures (ISO 4217)
    #[arg(long, default_value = "JPY", value_parser = currency)]
    currency: String,
}

fn currency(code: &str) -> Result<String, String> {
    let upper = code.to_ascii_uppercase();
    if upper.len() == 3 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(upper)
    } else {
        Err(speech::lang().pick("three letters, such as JPY or EUR", "JPYやEURのような3文字").to_owned())
    }
}

impl New {
    /// As if only the slug had been given.
    pub(super) fn named(slug: &str) -> Self {
        let text = str::to_owned;
        Self {
            slug: text(slug),
            name: None,
            owner: text("Owner"),
            email: None,
            lang: text("en"),
            timezone: text("Asia/Tokyo"),
            currency: text("JPY"),
        }
    }

    /// Makes it; refused with a sentence when the slug is taken or cannot be one.
    pub(super) async fn make(self, db: &Db) -> anyhow::Result<TenantId> {
        let slug = &self.slug;
        let fits = (1..=63).contains(&slug.len())
            && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !slug.starts_with('-');
        if !fits {
            anyhow::bail!(say!(
                speech::lang(),
                "“{slug}” cannot be a tenant's short name: use up to 63 lower-case letters, digits and dashes",
                "「{slug}」はテナントの短い名前に使えません。英小文字・数字・ハイフンで63文字以内にしてください"
            ));
        }
        let settings = Settings {
            name: self.name.unwrap_or_else(|| slug.clone()),
            lang: self.lang,
            timezone: self.timezone,
            currency: self.currency,
            fiscal_start_month: 4,
            demo: false,
        };
        // the tenant with its owner, or neither
        let Some((tenant, mut tx)) = tenants::begin(db, slug, &settings).await? else {
            anyhow::bail!(say!(
                speech::lang(),
                "there is a tenant “{slug}” already; choose another short name",
                "テナント「{slug}」はすでにあります。別の短い名前にしてください"
            ));
        };
        users::add(&mut tx, &self.owner, self.email.as_deref(), Role::Owner, None).await?;
        tx.commit().await?;
        Ok(tenant)
    }
}

impl Tenant {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let ended = match self.command {
            Command::Add(new) => {
                let slug = new.slug.clone();
                new.make(&store.db).await.map(|_| {
                    let made = say!(
                        speech::lang(),
                        "Made tenant {slug}.
  Read your history:  enishi import EXPORT --tenant {slug}
  Sign in:            enishi serve, then enishi link --tenant {slug}",
                        "テナント {slug} を作りました。
  履歴の取り込み： enishi import EXPORT --tenant {slug}
  サインイン：     enishi serve のあと enishi link --tenant {slug}"
                    );
                    println!("{made}");
                })
            }
            Command::List => list(&store.db).await,
        };
        store.close().await;
        ended
    }
}

async fn list(db: &Db) -> anyhow::Result<()> {
    let tenants = tenants::list(db).await?;
    if tenants.is_empty() {
        eprintln!(
            "{}",
            speech::lang().pick(
                "There is no tenant yet. `enishi demo` makes one to try, `enishi tenant add SLUG` your own.",
                "テナントはまだありません。お試し用は `enishi demo`、ご自身のものは `enishi tenant add SLUG` で作れます。"
            )
        );
    }
    for (_, slug) in tenants {
        println!("{slug}");
    }
    Ok(())
}
