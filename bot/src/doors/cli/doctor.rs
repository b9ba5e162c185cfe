//! `enishi doctor`: everything that must work, looked at once, with what to do where it does not.

use std::path::Path;

use adapters::{Finding, model::ModelError};
use chrono::Utc;
use clap::Args;
use crm::{Actor, OpenError, PoolSize, postgres::StartError, tenants};
use indicatif::HumanBytes;
use nlp::Lang;
use serde_json::json;

use super::{
    chat,
    connection::{Answer, Desk, adapters},
    findings, link, speech,
};
use crate::{
    config::{LanguageModel, Storage},
    gateway::spool,
    installed::{self, Standing, about_us, find_out},
    model::Model,
    search::Standing as Index,
    start,
    words::{actions, count},
};

/// Look at everything that must work, and say what to mend
///
/// Database, search index and spool first, then each connection: is everything set, does the platform answer, can it
/// reach us. Nothing is changed and nothing is sent to anybody. Ends with 1 when something is bad.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Whose connections; without it everybody's
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,

    /// For programs: one JSON array
    #[arg(long)]
    json: bool,

    /// The address platforms reach the page by; without it, the one the running server serves
    #[arg(long, env = "ENISHI_URL", value_name = "URL")]
    url: Option<String>,

    #[command(flatten, next_help_heading = "Language model")]
    model: LanguageModel,
}

/// One thing that was looked at.
struct Part {
    name: String,
    findings: Vec<Finding>,
}

impl Doctor {
    /// False: something is bad, and has been said.
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<bool> {
        let lang = speech::lang();
        let store = match start::open(storage, PoolSize(2), |_| ()).await {
            Ok(store) => store,
            Err(error) => {
                let database = vec![Part { name: database(lang), findings: vec![closed(&error)] }];
                return said(&database, self.json, lang);
            }
        };
        let adapters = adapters();
        let site = link::site(self.url.as_deref(), storage);
        let desk = Desk { db: &store.db, adapters: &adapters, site, lang };
        let answer = match self.model.open(lang) {
            Ok(model) => examine(&desk, &storage.data_dir, &model, self.tenant.as_deref(), self.json).await,
            Err(error) => Err(error),
        };
        store.close().await;
        let Answer { words, well } = answer?;
        chat::print(&words)?;
        Ok(well)
    }
}

fn said(parts: &[Part], as_json: bool, lang: Lang) -> anyhow::Result<bool> {
    let Answer { words, well } = answer(parts, as_json, lang);
    chat::print(&words)?;
    Ok(well)
}

/// Looks at everything and says how it is.
pub async fn examine(
    desk: &Desk<'_>,
    data_dir: &Path,
    model: &Model,
    tenant: Option<&str>,
    as_json: bool,
) -> anyhow::Result<Answer> {
    let lang = desk.lang;
    let tenants = match tenant {
        Some(slug) => vec![link::tenant(desk.db, Some(slug), lang).await?],
        None => tenants::list(desk.db).await?,
    };
    let n = tenants.len();
    let reached = Finding::good(
        format!("Reached, its tables are up to date; tenants: {n}"),
        format!("接続でき、テーブルも最新です（テナント{n}件）"),
    );
    let mut parts = vec![
        Part { name: database(lang), findings: vec![reached] },
        Part {
            name: lang.pick("Search index", "検索インデックス").to_owned(),
            findings: vec![index(&data_dir.join("search"))],
        },
        Part {
            name: lang.pick("Spool", "スプール（一時保管）").to_owned(),
            findings: vec![waiting(&data_dir.join("spool"))],
        },
        Part {
            name: lang.pick("Language model", "言語モデル").to_owned(),
            findings: vec![thinking(model).await],
        },
    ];
    for (id, slug) in tenants {
        let mut tx = desk.db.begin(id, Actor::system("doctor")).await?;
        let all = installed::list(&mut tx, desk.adapters, lang).await?;
        let mut settings = Vec::new();
        for it in &all {
            settings.push(installed::settings(&mut tx, &desk.site, &it.connection).await.ok());
        }
        tx.commit().await?;
        for (it, settings) in all.iter().zip(settings) {
            let platform = actions::platform(&it.connection.platform, lang);
            let name = format!("{slug} · {platform} · {}", it.connection.name);
            let Some(adapter) = installed::platform(desk.adapters, &it.connection.platform) else { continue };
            let findings = match (it.standing, settings) {
                // what an export was read into is nobody's fault
                (Standing::Unset, _) => vec![Finding::good(
                    "Not set up: what was imported stands here",
                    "未設定（取り込んだ履歴のみ）",
                )],
                (_, None) => vec![sealed()],
                (_, Some(settings)) => {
                    let mut found = find_out(&**adapter, &settings).await;
                    let hook = installed::hook(&desk.site, id, &it.connection);
                    found.extend(about_us(&**adapter, &settings, it, (&desk.site, &hook), Utc::now()).await);
                    found.extend(queues(it));
                    found
                }
            };
            parts.push(Part { name, findings });
        }
    }
    Ok(answer(&parts, as_json, lang))
}

fn database(lang: Lang) -> String {
    lang.pick("Database", "データベース").to_owned()
}

fn answer(parts: &[Part], as_json: bool, lang: Lang) -> Answer {
    let well = parts.iter().all(|part| findings::well(&part.findings));
    if as_json {
        let all = parts
            .iter()
            .map(|part| json!({ "part": part.name, "findings": findings::json(&part.findings, lang) }));
        return Answer { words: json!({ "well": well, "parts": all.collect::<Vec<_>>() }).to_string(), well };
    }
    let parts = parts.iter().map(|part| format!("{}\n{}", part.name, findings::lines(&part.findings, lang)));
    let end = match well {
        true => lang.pick("Nothing is broken.", "問題は見つかりませんでした。"),
        false => lang.pick("Mend what is marked ✗.", "✗の項目を直してください。"),
    };
    Answer { words: format!("{}\n{end}", parts.collect::<Vec<_>>().join("\n")), well }
}

/// The database could not be opened: the error says what to do.
fn closed(error: &anyhow::Error) -> Finding {
    let en = format!("{error:#}");
    let ja = error
        .downcast_ref::<StartError>()
        .map(StartError::ja)
        .or_else(|| error.downcast_ref::<OpenError>().map(OpenError::ja))
        .unwrap_or_else(|| en.clone());
    Finding::bad(en, ja)
}

fn sealed() -> Finding {
    Finding::bad(
        "Its secrets cannot be opened: they were sealed with another key",
        "シークレットを復号できません（別の鍵で暗号化されています）",
    )
    .mend(
        "Start with the ENISHI_SECRET_KEY (or the data folder's secret.key) it was set up with, or set its secrets anew: enishi connection set",
        "設定時のENISHI_SECRET_KEY（またはデータフォルダーのsecret.key）で起動するか、enishi connection set でシークレットを設定し直してください",
    )
}

fn index(dir: &Path) -> Finding {
    let standing = Index::of(dir);
    match standing.messages {
        Ok(messages) => {
            let (n, size) = (count(i64::try_from(messages).unwrap_or(i64::MAX)), HumanBytes(standing.bytes));
            Finding::good(format!("{n} messages, {size}"), format!("{n}件、{size}"))
        }
        Err(_) => Finding::doubtful("There is none yet", "まだありません").mend(
            "The next `enishi serve` builds it; `enishi index rebuild` does so now",
            "次の `enishi serve` で作成されます。今すぐ作成するには `enishi index rebuild`",
        ),
    }
}

fn waiting(dir: &Path) -> Finding {
    match spool::standing(dir) {
        Ok((0, _)) => Finding::good("Nothing waits on disk", "ディスクで待機中のイベントはありません"),
        Ok((events, bytes)) => {
            let size = HumanBytes(bytes);
            Finding::doubtful(
                format!("{events} events wait on disk ({size}): the database was away"),
                format!("データベース停止中に受信したイベント{events}件（{size}）がディスクで待機中です"),
            )
            .mend(
                "A running `enishi serve` stores them within seconds",
                "`enishi serve` の実行中は数秒以内に保存されます",
            )
        }
        Err(error) => Finding::bad(
            format!("The folder {} cannot be read: {error}", dir.display()),
            format!("フォルダー {} を読めません（{error}）", dir.display()),
        )
        .mend("Make it readable for this user", "このユーザーが読めるように権限を直してください"),
    }
}

/// Does the model answer? It is not asked anything, so that nothing is to be paid.
async fn thinking(model: &Model) -> Finding {
    let (name, host) = (model.name().unwrap_or_default(), model.host().unwrap_or_default());
    match model.find().await {
        None => Finding::good(
            "None is configured: everything is understood and summarised locally",
            "未設定（解釈も要約もすべてローカルで行います）",
        ),
        Some(Ok(true)) => {
            Finding::good(format!("{name} answers at {host}"), format!("{name}（{host}）が応答しています"))
        }
        Some(Ok(false)) => Finding::doubtful(
            format!("{host} answers, but does not name {name} among its models"),
            format!("{host}は応答していますが、モデル一覧に{name}がありません"),
        )
        .mend("Check ENISHI_LLM_MODEL", "ENISHI_LLM_MODELをご確認ください"),
        Some(Err(error)) => {
            let finding = Finding::bad(
                format!("{name} at {host} does not answer: {error}"),
                format!("{name}（{host}）が応答しません（{error}）"),
            );
            match error {
                ModelError::Unauthorized(_) => finding.mend("Check ENISHI_LLM_KEY", "ENISHI_LLM_KEYをご確認ください"),
                _ => finding.mend(
                    "Check ENISHI_LLM_URL, and that the server runs. Until then everything is done locally",
                    "ENISHI_LLM_URLとサーバーの起動状態をご確認ください。それまではすべてローカルで処理します",
                ),
            }
        }
    }
}

fn queues(it: &installed::Installed) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(trouble) = &it.health.trouble {
        found.push(Finding::doubtful(
            format!("The last trouble that was noted: {}", installed::reason(Lang::En, trouble)),
            format!("最後に記録された問題：{}", installed::reason(Lang::Ja, trouble)),
        ));
    }
    let health = &it.health;
    if health.doubtful > 0 {
        let n = count(health.doubtful);
        found.push(
            Finding::doubtful(
                match health.doubtful {
                    1 => "1 message failed or may not have arrived".to_owned(),
                    _ => format!("{n} messages failed or may not have arrived"),
                },
                format!("送信失敗または到着不明のメッセージ{n}件"),
            )
            .mend(
                "Decide about them on the page /admin/queue",
                "管理ページ /admin/queue で対応を決めてください",
            ),
        );
    }
    if health.quarantined > 0 {
        let n = count(health.quarantined);
        found.push(
            Finding::doubtful(
                match health.quarantined {
                    1 => "1 event could not be read and is kept aside".to_owned(),
                    _ => format!("{n} events could not be read and are kept aside"),
                },
                format!("読めずに保留中のイベント{n}件"),
            )
            .mend("Look at them on the page /admin/queue", "管理ページ /admin/queue で確認してください"),
        );
    }
    found
}
