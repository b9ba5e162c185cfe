//! `enishi connection rename`.

use clap::Args;

use super::{Answer, At};
use crate::{installed, say};

/// Give a connection another name
#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The connection's name, or platform/name
    name: String,

    /// What it is to be called
    new: String,
}

impl Rename {
    pub(super) async fn answer(&self, at: &At<'_>) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let connection = at.named(&self.name).await?;
        let mut tx = at.begin().await?;
        let renamed = installed::rename(&mut tx, &connection, &self.new).await?;
        renamed.map_err(|refused| {
            anyhow::anyhow!(refused.sentence(lang, &connection.platform, self.new.trim()))
        })?;
        tx.commit().await?;
        let (old, new) = (&connection.name, self.new.trim());
        Ok(say!(lang, "“{old}” is called “{new}” now.", "「{old}」の名前を「{new}」に変更しました。").into())
    }
}
