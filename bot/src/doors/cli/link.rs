//! `enishi link`: a one-time link to the page.

use clap::Args;
use crm::{Actor, PoolSize, TenantId, tenants, users};

use crate::{
    config::{Listen, Storage},
    start,
};

/// Print a one-time link that signs somebody in to the page
#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    who: Who,

    #[command(flatten)]
    listen: Listen,
}

/// A member of staff of a tenant.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// Whose tenant
    #[arg(long, default_value = "demo", value_name = "SLUG")]
    pub(super) tenant: String,

    /// A name, a part of one, or an e-mail address; without it the owner
    #[arg(long = "as", value_name = "NAME")]
    pub(super) name: Option<String>,
}

impl Who {
    /// The tenant and the user meant, or a sentence that says which there are.
    pub(super) async fn find(&self, db: &crm::Db) -> anyhow::Result<(TenantId, users::User)> {
        let Some(tenant) = tenants::by_slug(db, &self.tenant).await? else {
            let all: Vec<String> = tenants::list(db).await?.into_iter().map(|(_, slug)| slug).collect();
            if all.is_empty() {
                anyhow::bail!(
                    "there is no tenant yet; `enishi demo` makes one to try, `enishi tenant add SLUG` your own"
                );
            }
            anyhow::bail!("there is no tenant “{}”; there is: {}", self.tenant, all.join(", "));
        };
        let mut tx = db.begin(tenant, Actor::system("door")).await?;
        let user = users::named(&mut tx, self.name.as_deref()).await?;
        tx.commit().await?;
        match user {
            Ok(user) => Ok((tenant, user)),
            Err(names) => anyhow::bail!(
                "nobody in tenant “{}” is called “{}”; there is: {}",
                self.tenant,
                self.name.as_deref().unwrap_or_default(),
                names.join(", ")
            ),
        }
    }
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
            let (tenant, user) = self.who.find(&store.db).await?;
            let path = fresh(&store.db, tenant, &self.who.tenant, &user).await?;
            println!("{}{path}", self.listen.public_url(self.listen.listen));
            eprintln!("Signs {} in, once, within an hour.", user.name);
            anyhow::Ok(())
        }
        .await;
        store.close().await;
        printed
    }
}
