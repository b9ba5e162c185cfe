//! `enishi connection remove`.

use anyhow::Context as _;
use clap::Args;

use super::{Answer, Asked, At};
use crate::{installed, say};

/// Take a connection away
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The connection's name, or platform/name
    name: String,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Remove {
    pub(super) async fn answer(&self, at: &At<'_>, asked: &mut (dyn Asked + Send)) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let connection = at.named(&self.name).await?;
        let name = &connection.name;
        if !self.yes {
            let what = say!(
                lang,
                "“{name}” goes: its settings and secrets are forgotten and what waits to be sent by it is given up. What was recorded stays.",
                "「{name}」を削除します。設定とシークレットは消去され、送信待ちのメッセージは送信されません。記録済みの内容は残ります。"
            );
            if !asked.is_there() {
                anyhow::bail!(say!(
                    lang,
                    "{what} Say --yes to do it.",
                    "{what}実行するには --yes を付けてください。"
                ));
            }
            asked.tell(&what);
            let question = say!(lang, "Type its name to remove it ›", "削除するには名前を入力してください ›");
            let said = asked.ask(&question, false).with_context(|| {
                lang.pick("given up; nothing was changed", "中止しました。何も変更していません")
            })?;
            if said.trim() != name {
                anyhow::bail!(
                    lang.pick("given up; nothing was changed", "中止しました。何も変更していません")
                );
            }
        }
        let mut tx = at.begin().await?;
        let gone = installed::remove(&mut tx, &connection).await?;
        tx.commit().await?;
        Ok(if gone {
            say!(lang, "“{name}” is removed.", "「{name}」を削除しました。")
        } else {
            say!(
                lang,
                "“{name}” is disconnected: its secrets are forgotten. It stays in the lists for what was recorded by it.",
                "「{name}」の接続を解除し、シークレットを消去しました。記録済みの内容があるため、名前は一覧に残ります。"
            )
        }
        .into())
    }
}
