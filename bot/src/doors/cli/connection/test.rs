//! `enishi connection test`.

use adapters::Finding;
use anyhow::Context as _;
use chrono::Utc;
use clap::Args;
use crm::connections;
use serde_json::json;

use super::{Answer, At};
use crate::{
    doors::cli::findings,
    installed::{self, about_us, find_out},
    say,
    words::actions,
};

/// Ask the platform about everything that a working connection needs
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The connection's name, or platform/name
    name: String,

    /// For programs: one JSON object
    #[arg(long)]
    json: bool,
}

/// Everything that is found out about a connection; what a person has mended is known at once.
pub(super) async fn look_at(
    at: &At<'_>,
    connection: &connections::Connection,
) -> anyhow::Result<Vec<Finding>> {
    let adapter = installed::platform(at.desk.adapters, &connection.platform)
        .context("a platform that was there a moment ago")?;
    let mut tx = at.begin().await?;
    let settings = installed::settings(&mut tx, &at.desk.site, connection).await?;
    let standing = installed::look(&mut tx, at.desk.adapters, at.desk.lang, connection.id).await?;
    tx.commit().await?;
    let standing = standing.context("a connection that was there a moment ago")?;
    let mut found = find_out(&**adapter, &settings).await;
    let hook = installed::hook(&at.desk.site, at.tenant, connection);
    found.extend(about_us(&**adapter, &settings, &standing, (&at.desk.site, &hook), Utc::now()).await);
    if findings::well(&found) {
        let mut tx = at.begin().await?;
        connections::in_order(&mut tx, connection.id).await?;
        tx.commit().await?;
    }
    Ok(found)
}

impl Test {
    pub(super) async fn answer(&self, at: &At<'_>) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let connection = at.named(&self.name).await?;
        let found = look_at(at, &connection).await?;
        let well = findings::well(&found);
        if self.json {
            let (platform, name) = (&connection.platform, &connection.name);
            let all = json!({ "platform": platform, "name": name, "well": well, "findings": findings::json(&found, lang) });
            return Ok(Answer { words: all.to_string(), well });
        }
        let platform = actions::platform(&connection.platform, lang);
        let name = &connection.name;
        let end = if well {
            say!(lang, "It works.", "正常です。")
        } else {
            say!(
                lang,
                "Mend what is marked ✗, then try again.",
                "✗の項目を直してから、もう一度お試しください。"
            )
        };
        Ok(Answer { words: format!("{platform} · {name}\n{}\n{end}", findings::lines(&found, lang)), well })
    }
}
