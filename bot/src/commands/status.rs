//! `status`: what is connected, how much is recorded, and whether anything waits.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, status};

use super::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, count, day_and_time, words},
};

/// The command.
pub(super) struct Status;

static SPEC: Spec = Spec {
    name: "status",
    about: words("What is connected and how much is recorded", "接続状況と記録件数を表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[is] everything (connected|ok|okay|fine|running)",
            "are you (there|ok|alive|working)",
            "[<show>] [the] (system|connection) status",
            "<show> [the|your] status",
            "(is|are) [the] bot (connected|ok|alive|running|working) [to everything]",
        ],
        ja: &[
            "(接続|システム|連携)(状況|状態)[<見せて>]",
            "ステータス[<見せて>]",
            "(ちゃんと|正常に)動い(てる|ている)",
            "[ボット][は|って][ちゃんと](繋がって|つながって)(る|いる|います)",
        ],
    },
    examples: Phrases {
        en: &["is everything connected?", "status"],
        ja: &["接続状況", "ステータスを教えて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Status {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let totals = status::totals(&mut ctx.tx).await?;
        let connected = status::connected(&mut ctx.tx).await?;
        let mut reply = ctx.reply().fields([
            (say!(lang, "People", "人"), count(totals.persons)),
            (say!(lang, "Accounts", "アカウント"), count(totals.accounts)),
            (say!(lang, "Organizations", "組織"), count(totals.organizations)),
            (say!(lang, "Conversations", "会話"), count(totals.conversations)),
            (say!(lang, "Activities", "アクティビティ"), count(totals.activities)),
            (say!(lang, "Campaigns", "施策"), count(totals.campaigns)),
            (say!(lang, "Search", "検索"), ctx.app.search.describe(ctx.tx.tenant(), lang)),
        ]);
        let rows = connected
            .iter()
            .map(|c| {
                vec![
                    actions::platform(&c.platform, lang).to_owned(),
                    c.name.clone(),
                    count(c.conversations),
                    c.last_at.map_or("–".to_owned(), |at| day_and_time(lang, at, zone)),
                ]
            })
            .collect();
        reply = reply.table(
            vec![
                Column::left(say!(lang, "Platform", "プラットフォーム")),
                Column::left(say!(lang, "Connection", "接続")),
                Column::right(say!(lang, "Conversations", "会話")),
                Column::left(say!(lang, "Last activity", "最終アクティビティ")),
            ],
            rows,
        );
        let trouble = [
            (totals.inbox_waiting, say!(lang, "Events waiting to be recorded", "件の受信イベントが処理待ち")),
            (
                totals.inbox_quarantined,
                say!(
                    lang,
                    "Events that could not be read and are kept aside",
                    "件の受信イベントが読めず保留中"
                ),
            ),
            (totals.outbox_open, say!(lang, "Replies waiting to be sent", "件の返信が送信待ち")),
            (
                totals.outbox_trouble,
                say!(lang, "Replies that failed or may not have arrived", "件の返信が失敗または到着不明"),
            ),
        ];
        // this very question is being dealt with: it is not waiting for anybody
        let lines: Vec<String> = trouble
            .into_iter()
            .enumerate()
            .map(|(i, (n, what))| (if i == 0 { n - 1 } else { n }, what))
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| lang.pick(format!("{what}: {}", count(n)), format!("{}{what}", count(n))))
            .collect();
        Ok(if lines.is_empty() {
            reply
                .text(say!(
                    lang,
                    "Nothing waits; everything is in order.",
                    "処理待ちはありません。すべて正常です。"
                ))
                .into()
        } else {
            reply.text(lines.join("\n")).into()
        })
    }
}
