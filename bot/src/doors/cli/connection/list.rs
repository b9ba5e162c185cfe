//! `enishi connection list`.

use chrono_tz::Tz;
use clap::Args;
use crm::tenants;
use nlp::Lang;
use serde_json::json;

use super::{Answer, At};
use crate::{
    doors::cli::speech::padded,
    installed::{self, Installed},
    say,
    words::{actions, count, day_and_time},
};

/// How every connection is doing
#[derive(Debug, Args)]
pub(super) struct List {
    /// For programs: one JSON array
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn answer(&self, at: &At<'_>) -> anyhow::Result<Answer> {
        let lang = at.desk.lang;
        let mut tx = at.begin().await?;
        let all = installed::list(&mut tx, at.desk.adapters, lang).await?;
        let zone = tenants::settings(&mut tx).await?.timezone.parse().unwrap_or(Tz::UTC);
        tx.commit().await?;
        if self.json {
            let all = all.iter().map(|it| for_programs(it, at)).collect::<Vec<_>>();
            return Ok(json!(all).to_string().into());
        }
        if all.is_empty() {
            let platforms = installed::platforms(at.desk.adapters);
            let platforms = platforms.iter().map(|it| it.platform()).collect::<Vec<_>>();
            let platforms = platforms.join(lang.pick(", ", "、"));
            return Ok(say!(
                lang,
                "Nothing is connected yet. `enishi connection add PLATFORM` does that; there is: {platforms}",
                "接続はまだありません。`enishi connection add PLATFORM` で追加できます。接続できるもの：{platforms}"
            )
            .into());
        }
        Ok(all.iter().map(|it| line(it, lang, zone)).collect::<Vec<_>>().join("\n").into())
    }
}

fn line(it: &Installed, lang: Lang, zone: Tz) -> String {
    let (sign, standing) = (it.standing.sign(), it.standing.words().of(lang));
    let platform = padded(actions::platform(&it.connection.platform, lang), 12);
    let name = padded(&it.connection.name, 20);
    let mut facts = vec![match it.heard_at {
        Some(at) => {
            let at = day_and_time(lang, at, zone);
            say!(lang, "last heard {at}", "最終受信 {at}")
        }
        None => lang.pick("never heard", "受信なし").to_owned(),
    }];
    let health = &it.health;
    let counts = [
        (health.waiting, lang.pick("waiting", "処理待ち")),
        (health.quarantined, lang.pick("put aside", "保留")),
        (health.unsent, lang.pick("unsent", "未送信")),
        (health.doubtful, lang.pick("failed or in doubt", "失敗・到着不明")),
    ];
    facts.extend(counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what} {}", count(n))));
    if health.listening {
        facts.push(lang.pick("listening", "受信接続中").to_owned());
    }
    let facts = facts.join(" · ");
    let trouble = it.trouble.as_ref().map_or_else(String::new, |trouble| format!("\n   {trouble}"));
    format!("{sign} {platform} {name} {standing} · {facts}{trouble}")
}

/// No setting is in it: some are secret.
fn for_programs(it: &Installed, at: &At<'_>) -> serde_json::Value {
    json!({
        "id": it.connection.id,
        "platform": it.connection.platform,
        "name": it.connection.name,
        "state": it.standing.word(),
        "trouble": it.trouble,
        "trouble_since": it.health.trouble_since,
        "last_event_at": it.heard_at,
        "paused": it.connection.paused,
        "listening": it.health.listening,
        "conversations": it.health.conversations,
        "waiting": it.health.waiting,
        "quarantined": it.health.quarantined,
        "unsent": it.health.unsent,
        "doubtful": it.health.doubtful,
        "hook": installed::hook(&at.desk.site, at.tenant, &it.connection),
    })
}
