//! `enishi connection set`.

use anyhow::Context as _;
use clap::Args;
use crm::connections;

use super::{Answer, Asked, At, add::complete, given};
use crate::{installed, say};

/// Tell a connection something new
#[derive(Debug, Args)]
pub(super) struct Set {
    /// The connection's name, or platform/name
    name: String,

    /// A setting: name=value, or name=@file; name= takes it away; again for each
    #[arg(long, value_name = "NAME=VALUE", required = true)]
    set: Vec<String>,
}

impl Set {
    pub(super) async fn answer(&self, at: &At<'_>, asked: &mut (dyn Asked + Send)) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let mut values = given(&self.set, lang)?;
        let connection = at.named(&self.name).await?;
        let adapter = installed::platform(at.desk.adapters, &connection.platform)
            .context("a platform that was there a moment ago")?;
        let mut tx = at.begin().await?;
        let kept = connections::settings_of(&mut tx, connection.id).await?;
        let filled = complete(&**adapter, &kept, &mut values, lang, asked)?;
        let changed = installed::save(&mut tx, &connection, &**adapter, &filled).await?;
        let changed = changed.map_err(|refused| {
            anyhow::anyhow!(refused.sentence(lang, adapter.platform(), &connection.name))
        })?;
        tx.commit().await?;
        let (name, slug) = (&connection.name, &at.slug);
        Ok(if changed {
            say!(
                lang,
                "“{name}” is changed; running servers take it up within seconds. Try it: enishi connection test \"{name}\" --tenant {slug}",
                "「{name}」を変更しました。実行中のサーバーには数秒で反映されます。確認： enishi connection test \"{name}\" --tenant {slug}"
            )
        } else {
            say!(lang, "“{name}” stays as it was: nothing of it is new.", "「{name}」に変更点はありません。")
        }
        .into())
    }
}
