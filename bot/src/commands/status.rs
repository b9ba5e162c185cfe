//! `status`: what is connected, how much is recorded, and whether anything waits.

use adapters::{Column, markdown::escape};
use async_trait::async_trait;
use crm::{
    access::{self, Right},
    status,
};
use nlp::Lang;

use super::{Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    installed::{self, Installed},
    model::Last,
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
            (say!(lang, "Language model", "言語モデル"), model(ctx)),
        ]);
        let installed = installed::list(&mut ctx.tx, &ctx.app.adapters, lang).await.map_err(Stop::Fault)?;
        let rows = connected
            .iter()
            .map(|c| {
                let real = installed
                    .iter()
                    .find(|it| it.connection.platform == c.platform && it.connection.name == c.name);
                vec![
                    actions::platform(&c.platform, lang).to_owned(),
                    c.name.clone(),
                    // the doors that we serve ourselves are open as long as we are
                    real.map_or("–".to_owned(), |it| {
                        format!("{} {}", it.standing.sign(), it.standing.words().of(lang))
                    }),
                    count(c.conversations),
                    c.last_at.map_or("–".to_owned(), |at| day_and_time(lang, at, zone)),
                ]
            })
            .collect();
        reply = reply.table(
            vec![
                Column::left(say!(lang, "Platform", "プラットフォーム")),
                Column::left(say!(lang, "Connection", "接続")),
                Column::left(say!(lang, "State", "状態")),
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
        // a question that came as an event is being dealt with: it is not waiting for anybody
        let this = i64::from(ctx.heard.is_some());
        let mut lines: Vec<String> = installed.iter().filter_map(|it| ill(it, lang)).collect();
        let decide = totals.inbox_quarantined + totals.outbox_trouble > 0 || !lines.is_empty();
        lines.extend(
            trouble
                .into_iter()
                .enumerate()
                .map(|(i, (n, what))| (if i == 0 { n - this } else { n }, what))
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| lang.pick(format!("{what}: {}", count(n)), format!("{}{what}", count(n)))),
        );
        if decide && access::may(ctx.tx.actor(), Right::RunConnections) {
            lines.push(say!(
                lang,
                "To look after them: [queue](/admin/queue), [connections](/admin/connections)",
                "対応はこちら：[要対応の送受信](/admin/queue)、[接続](/admin/connections)"
            ));
        }
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

/// The language model, and how its last question went.
fn model(ctx: &Context<'_>) -> String {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let Some(name) = ctx.app.model.name() else {
        return say!(lang, "none (all local)", "なし（すべてローカル）");
    };
    match ctx.app.model.last() {
        None => say!(lang, "{name}, not asked yet", "{name}（まだ使用していません）"),
        Some(Last { at, failed: None }) => {
            let at = day_and_time(lang, at, zone);
            say!(lang, "{name}, answered {at}", "{name}（最終応答：{at}）")
        }
        Some(Last { at, failed: Some(error) }) => {
            let at = day_and_time(lang, at, zone);
            say!(lang, "{name}, did not answer {at}: {error}", "{name}（{at}に応答なし：{error}）")
        }
    }
}

/// What is wrong with a connection, on a line; `None` where nothing is.
fn ill(it: &Installed, lang: Lang) -> Option<String> {
    let (platform, name) = (actions::platform(&it.connection.platform, lang), &it.connection.name);
    let health = &it.health;
    let counts = [
        (health.unsent, lang.pick("unsent", "未送信")),
        (health.doubtful, lang.pick("failed or in doubt", "送信失敗・到着不明")),
        (health.quarantined, lang.pick("could not be read", "読めずに保留")),
    ];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what} {}", count(n)));
    let facts: Vec<String> = it.trouble.clone().into_iter().chain(counts).collect();
    (!facts.is_empty()).then(|| escape(&format!("{platform} · {name}: {}", facts.join(" · "))))
}
