//! `enishi import`: what is elsewhere into a tenant. A chat export goes by the same recording as live events,
//! marked historical; a table of people or things is [`table`]'s; what was imported before is [`past`]'s.

mod past;
mod table;
mod tally;

use std::{collections::BTreeMap, io::IsTerminal, path::PathBuf, sync::Arc, time::Instant};

use adapters::{
    Event,
    export::{self, Entry, Export, Origin},
};
use clap::Args;
use crm::{
    Actor, Db, PoolSize, TenantId, TenantTx,
    connections::{self, Connection},
    record::{self, Incoming, Timing},
    tenants,
};
use indicatif::{ProgressBar, ProgressStyle};
use nlp::Lang;

use self::tally::Tally;
use super::{speech, tenant::New};
use crate::{config::Storage, gateway::incoming, say, start, words::count};

/// Read what is elsewhere: a chat export, or a table of people, organizations, activities, attendees, costs
#[derive(Debug, Args)]
#[command(after_help = FORMATS, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Import {
    #[command(subcommand)]
    past: Option<past::Past>,

    /// A chat export (a file, a zip or a folder) or a table (CSV); what it is shows from its content
    #[arg(required = true)]
    file: Option<PathBuf>,

    /// Into which tenant; for a chat export one is made when there is none of that name
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,

    /// What to call the connection; exports of one workspace belong under one name
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,

    #[command(flatten)]
    table: table::Options,
}

/// A chat export, with where it goes.
struct Talk {
    file: PathBuf,
    tenant: String,
    connection: Option<String>,
}

/// What can be read, for `--help`. Names of files and keys are the same in both languages.
const FORMATS: &str = "\
What can be read:
  Slack     a workspace export: the zip, or the folder it unpacks to
  Telegram  result.json of Telegram Desktop (one chat or the whole account)
  Discord   JSON of DiscordChatExporter: a file, or a folder or zip of them
  LINE WORKS  the CSV of the administrators' message monitoring
  lines     a JSON object a line: {platform, workspace, conversation, user,
            name?, email?, ts, text, id?, thread?}; ts is RFC 3339, or seconds
            or milliseconds since 1970
  table     CSV (comma, tab or semicolon; UTF-8, Shift_JIS, EUC-JP, UTF-16)
            of people, organizations, activities, event attendees or costs,
            as business-card apps, event tools and other CRMs export them

読み込めるもの：
  Slack     ワークスペースの書き出し（zip、または展開したフォルダー）
  Telegram  Telegram Desktopのresult.json（1つのチャット、またはアカウント全体）
  Discord   DiscordChatExporterのJSON（ファイル、またはそのフォルダーかzip）
  LINE WORKS  管理者のトークのモニタリングのCSV
  行        1行に1つのJSON：{platform, workspace, conversation, user, name?,
            email?, ts, text, id?, thread?}。tsはRFC 3339、または1970年からの
            秒かミリ秒
  表        CSV（カンマ・タブ・セミコロン区切り、UTF-8・Shift_JIS・EUC-JP・UTF-16）。
            人・組織・活動・イベント参加者・費用（名刺アプリ、イベントツール、
            ほかのCRMの書き出し）";

/// Events recorded in one transaction.
const BATCH: usize = 1_000;

impl Import {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let Self { past, file, tenant, connection, table } = self;
        if let Some(past) = past {
            return past.run(storage).await;
        }
        let Some(file) = file else { anyhow::bail!("which file?") };
        if table.is_meant(&file) {
            return table.run(&file, tenant.as_deref(), storage).await;
        }
        let Some(tenant) = tenant else {
            anyhow::bail!(speech::lang().pick(
                "into which tenant? Say --tenant SLUG; one is made when there is none of that name",
                "取り込み先のテナントを --tenant で指定してください（なければ新しく作ります）",
            ));
        };
        Talk { file, tenant, connection }.run(storage).await
    }
}

impl Talk {
    async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        // before anything is started: most mistakes are about the file
        let ja = speech::lang() == Lang::Ja;
        let export =
            export::open(&self.file).map_err(|problem| anyhow::anyhow!(problem.message(ja).to_owned()))?;
        let store = start::open(storage, PoolSize(4), |_| ()).await?;
        let ended = self.import(&store.db, export).await;
        store.settle().await;
        store.close().await;
        ended
    }

    async fn import(&self, db: &Db, mut export: Box<dyn Export>) -> anyhow::Result<()> {
        let began = Instant::now();
        let tenant = self.tenant(db).await?;
        let progress = progress(export.total_bytes());
        let mut tally = Tally::default();
        let mut batch: Vec<(Arc<Origin>, Event)> = Vec::with_capacity(BATCH);
        loop {
            let next = tokio::task::block_in_place(|| export.next());
            match next {
                Some(Ok(Entry::Event { event, origin, progress: at })) => {
                    batch.push((origin, event.without_nul()));
                    if batch.len() == BATCH {
                        self.keep(db, tenant, &mut batch, &mut tally).await?;
                        progress.set_position(at.bytes_done);
                        progress.set_message(count(
                            i64::try_from(tally.added + tally.already).unwrap_or(i64::MAX),
                        ));
                    }
                }
                Some(Ok(Entry::Skipped { reason, place })) => tally.skip(reason, place),
                Some(Err(problem)) => tally.problems.push(problem),
                None => break,
            }
        }
        self.keep(db, tenant, &mut batch, &mut tally).await?;
        progress.finish_and_clear();
        tally.report(&self.file, &self.tenant, began);
        if tally.problems.is_empty() {
            return Ok(());
        }
        anyhow::bail!(speech::lang().pick(
            "the export could not be read to its end; what is counted above was kept. Running the same import again on a mended file adds only what is missing",
            "エクスポートを最後まで読めませんでした。上の件数までは保存済みです。直したファイルで同じ取り込みをもう一度実行すると、足りない分だけが追加されます",
        ))
    }

    /// The tenant meant; a new one when no other is nearly called that.
    async fn tenant(&self, db: &Db) -> anyhow::Result<TenantId> {
        let (lang, slug) = (speech::lang(), &self.tenant);
        if let Some(tenant) = tenants::by_slug(db, slug).await? {
            return Ok(tenant);
        }
        let all = tenants::list(db).await?;
        if let Some((_, near)) = all.iter().find(|(_, there)| one_slip(there, slug)) {
            anyhow::bail!(say!(
                lang,
                "there is no tenant “{slug}”; did you mean --tenant {near}? A new one: enishi tenant add {slug}",
                "テナント「{slug}」はありません。--tenant {near} のことでしょうか？ 新しく作るなら： enishi tenant add {slug}"
            ));
        }
        let tenant = New::named(slug).make(db).await?;
        eprintln!(
            "{}",
            say!(
                lang,
                "Made tenant {slug}; talk about it with: enishi chat --tenant {slug}",
                "テナント {slug} を作りました。話すには： enishi chat --tenant {slug}"
            )
        );
        Ok(tenant)
    }

    /// Records a batch in one transaction: all of it or nothing.
    async fn keep(
        &self,
        db: &Db,
        tenant: TenantId,
        batch: &mut Vec<(Arc<Origin>, Event)>,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut of: BTreeMap<Arc<Origin>, Vec<Event>> = BTreeMap::new();
        for (origin, event) in batch.drain(..) {
            of.entry(origin).or_default().push(event);
        }
        let mut tx = db.begin_bulk(tenant, Actor::system("importer")).await?;
        let mut kept = Vec::with_capacity(of.len());
        for (origin, events) in of {
            let connection = match tally.connections.get(&origin) {
                Some(connection) => connection.clone(),
                None => self.connection(&mut tx, &origin).await?,
            };
            let incoming: Vec<Incoming> = events.iter().map(incoming).collect();
            let rows = record::record(&mut tx, &connection, &incoming, Timing::Historical).await?;
            kept.push((origin, connection, events, rows));
        }
        tx.commit().await?;
        for (origin, connection, events, rows) in kept {
            tally.keep(origin, connection, events, &rows);
        }
        Ok(())
    }

    /// Where events of this origin belong.
    async fn connection(&self, tx: &mut TenantTx, origin: &Origin) -> anyhow::Result<Connection> {
        let name = self.connection.as_deref().or(origin.workspace.as_deref()).unwrap_or("import");
        connections::ensure(tx, &origin.platform, name).await
    }
}

fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let tail = short[same..].iter().rev().zip(long[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let swapped = short.len() == long.len()
        && long.len() - same - tail == 2
        && short[same] == long[same + 1]
        && short[same + 1] == long[same];
    long.len() - short.len() <= 1 && (long.len() - same - tail <= 1 || swapped)
}

fn progress(bytes: u64) -> ProgressBar {
    bar(
        bytes,
        speech::lang().pick(
            "{wide_bar:.cyan/dim} {percent:>3} %  {msg} messages  {bytes_per_sec}  {eta} left",
            "{wide_bar:.cyan/dim} {percent:>3} %  {msg}件  {bytes_per_sec}  残り{eta}",
        ),
    )
}

fn bar(length: u64, look: &str) -> ProgressBar {
    let progress =
        if std::io::stderr().is_terminal() { ProgressBar::new(length) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template(look) {
        progress.set_style(style);
    }
    progress
}

#[cfg(test)]
mod tests {
    use super::one_slip;

    #[test]
    fn slips_are_seen() {
        assert!(one_slip("demo", "dmeo"));
        assert!(one_slip("demo", "demoo"));
        assert!(one_slip("demo", "deno"));
        assert!(!one_slip("demo", "acme"));
        assert!(!one_slip("demo", "dome-two"));
    }
}
