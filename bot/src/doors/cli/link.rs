//! `enishi link`: a one-time link to the page.

use clap::Args;
use crm::{Actor, PoolSize, TenantId, tenants, users};
use nlp::Lang;

use super::speech;
use crate::{config::Storage, say, start};

/// Print a one-time link that signs somebody in to the page
#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    who: Who,

    /// The address people reach the page by; without it, the one the running server serves
    #[arg(long, env = "ENISHI_URL", value_name = "URL")]
    url: Option<String>,
}

/// Where the page is when no server has said otherwise.
const USUAL: &str = "http://127.0.0.1:8080";

/// A member of staff of a tenant.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// Whose tenant; without it the demo's, or the only one there is
    #[arg(long, value_name = "SLUG")]
    pub(super) tenant: Option<String>,

    /// A name, a part of one, or an e-mail address; without it the owner
    #[arg(long = "as", value_name = "NAME")]
    pub(super) name: Option<String>,
}

impl Who {
    /// The tenant with its short name and the user meant, or a sentence that says which there are.
    pub(super) async fn find(&self, db: &crm::Db) -> anyhow::Result<(TenantId, String, users::User)> {
        let lang = speech::lang();
        let (tenant, slug) = tenant(db, self.tenant.as_deref(), lang).await?;
        let mut tx = db.begin(tenant, Actor::system("door")).await?;
        let user = users::named(&mut tx, self.name.as_deref()).await?;
        tx.commit().await?;
        match user {
            Ok(user) => Ok((tenant, slug, user)),
            Err(names) => {
                let (name, names) = (self.name.as_deref().unwrap_or_default(), names.join(", "));
                anyhow::bail!(say!(
                    lang,
                    "“{name}” names no one member of staff in tenant “{slug}”; there is: {names}",
                    "テナント「{slug}」で「{name}」に当てはまる人を1人に決められません。いる人：{names}"
                ))
            }
        }
    }
}

/// The tenant of this short name, or the one that is meant without: with its short name, or a sentence that says
/// which there are.
pub(super) async fn tenant(
    db: &crm::Db,
    slug: Option<&str>,
    lang: Lang,
) -> anyhow::Result<(TenantId, String)> {
    let all = tenants::list(db).await?;
    let meant = match (slug, all.as_slice()) {
        (Some(slug), all) => all.iter().find(|(_, other)| other == slug),
        (None, [only]) => Some(only),
        (None, all) => all.iter().find(|(_, slug)| slug == "demo"),
    };
    if let Some(meant) = meant {
        return Ok(meant.clone());
    }
    if all.is_empty() {
        anyhow::bail!(no_tenant(lang));
    }
    let all = all.into_iter().map(|(_, slug)| slug).collect::<Vec<_>>().join(", ");
    anyhow::bail!(match slug {
        Some(slug) => say!(
            lang,
            "there is no tenant “{slug}”; there is: {all}",
            "テナント「{slug}」はありません。あるもの：{all}"
        ),
        None => say!(
            lang,
            "which tenant? Say --tenant with one of: {all}",
            "どのテナントですか。--tenant で指定してください：{all}"
        ),
    })
}

/// That there is none, and what makes one.
pub(super) fn no_tenant(lang: Lang) -> &'static str {
    lang.pick(
        "there is no tenant yet; `enishi demo` makes one to try, `enishi tenant add SLUG` your own",
        "テナントはまだありません。お試し用は `enishi demo`、ご自身のものは `enishi tenant add SLUG` で作れます",
    )
}

/// Where our pages are, without a slash at the end: as was said, else as the running server serves them.
pub(super) fn site(said: Option<&str>, storage: &Storage) -> String {
    let said = said.filter(|url| !url.is_empty()).map(str::to_owned);
    let url = said.or_else(|| std::fs::read_to_string(start::address_file(storage)).ok());
    url.as_deref().unwrap_or(USUAL).trim().trim_end_matches('/').to_owned()
}

/// The path of a fresh one-time link.
pub(super) async fn fresh(
    db: &crm::Db,
    tenant: TenantId,
    slug: &str,
    user: &users::User,
) -> anyhow::Result<String> {
    let mut tx = db.begin(tenant, Actor::system("door")).await?;
    let token = users::sign_in_link(&mut tx, user).await?;
    tx.commit().await?;
    Ok(format!("/signin/{slug}/{token}"))
}

impl Link {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let printed = async {
            let (tenant, slug, user) = self.who.find(&store.db).await?;
            let path = fresh(&store.db, tenant, &slug, &user).await?;
            println!("{}{path}", site(self.url.as_deref(), storage));
            let name = &user.name;
            eprintln!(
                "{}",
                say!(
                    speech::lang(),
                    "Signs {name} in, once, within an hour.",
                    "{name}さんとして、1時間以内に一度だけサインインできます。"
                )
            );
            anyhow::Ok(())
        }
        .await;
        store.close().await;
        printed
    }
}
