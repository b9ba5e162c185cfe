//! `enishi import`: a chat export into a tenant, by the same recording as live events, marked historical.

use std::{
    collections::{BTreeMap, HashSet},
    io::IsTerminal,
    path::PathBuf,
    time::Instant,
};

use adapters::{
    Event,
    export::{self, Entry, Export, Problem, SkipReason},
};
use clap::Args;
use crm::{
    Actor, Db, PoolSize, TenantId,
    connections::{self, Connection},
    record::{self, Incoming, Timing},
    tenants,
};
use indicatif::{ProgressBar, ProgressStyle};
use nlp::Lang;

use super::{
    speech::{self, padded},
    tenant::New,
};
use crate::{config::Storage, gateway::incoming, say, start, words::count};

/// Read a chat export: a Slack workspace export (zip or folder) or Telegram Desktop's result.json
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The export: a zip, a folder or a result.json
    file: PathBuf,

    /// Into which tenant; made when there is none of that name
    #[arg(long, value_name = "SLUG")]
    tenant: String,

    /// What to call the connection; exports of one workspace belong under one name
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
}

/// Events recorded in one transaction.
const BATCH: usize = 1_000;

/// What an import did.
#[derive(Debug, Default)]
struct Tally {
    added: u64,
    already: u64,
    conversations: HashSet<String>,
    people: HashSet<String>,
    skipped: BTreeMap<SkipReason, (u64, String)>,
    problems: Vec<Problem>,
}

impl Import {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
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
        let name = self
            .connection
            .clone()
            .or_else(|| export.workspace_name())
            .unwrap_or_else(|| "import".to_owned());
        let mut tx = db.begin(tenant, Actor::system("importer")).await?;
        let connection = connections::ensure(&mut tx, export.platform(), &name).await?;
        tx.commit().await?;
        let progress = progress(export.total_bytes());
        let mut tally = Tally::default();
        let mut batch: Vec<Event> = Vec::with_capacity(BATCH);
        loop {
            let next = tokio::task::block_in_place(|| export.next());
            match next {
                Some(Ok(Entry::Event(event, at))) => {
                    batch.push(event.without_nul());
                    if batch.len() == BATCH {
                        keep(db, tenant, &connection, &mut batch, &mut tally).await?;
                        progress.set_position(at.bytes_done);
                        progress.set_message(count(
                            i64::try_from(tally.added + tally.already).unwrap_or(i64::MAX),
                        ));
                    }
                }
                Some(Ok(Entry::Skipped { reason, place })) => {
                    let first = tally.skipped.entry(reason).or_insert((0, place));
                    first.0 += 1;
                }
                Some(Err(problem)) => tally.problems.push(problem),
                None => break,
            }
        }
        keep(db, tenant, &connection, &mut batch, &mut tally).await?;
        progress.finish_and_clear();
        self.report(&tally, &connection, began);
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

    fn report(&self, tally: &Tally, connection: &Connection, began: Instant) {
        let lang = speech::lang();
        let ja = lang == Lang::Ja;
        let seconds = began.elapsed().as_secs_f64();
        let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
        let rows = [
            (lang.pick("Conversations", "会話"), n(tally.conversations.len() as u64)),
            (lang.pick("People", "人"), n(tally.people.len() as u64)),
            (lang.pick("Messages and events added", "追加した発言・イベント"), n(tally.added)),
            (lang.pick("Already there", "すでにあったもの"), n(tally.already)),
            (lang.pick("Skipped", "飛ばしたもの"), n(tally.skipped.values().map(|(count, _)| count).sum())),
        ];
        let (file, tenant, connection) = (self.file.display(), &self.tenant, &connection.name);
        println!(
            "{}",
            say!(
                lang,
                "{file} → {tenant} / {connection} in {seconds:.1} s",
                "{file} → {tenant} / {connection}（{seconds:.1}秒）"
            )
        );
        for (what, number) in rows {
            println!("  {}{number:>10}", padded(what, 26));
        }
        for (reason, (times, place)) in &tally.skipped {
            let (times, reason) = (n(*times), reason.message(ja));
            println!(
                "{}",
                say!(
                    lang,
                    "    {times:>10} × {reason} (first: {place})",
                    "    {times:>10}件 {reason}（最初：{place}）"
                )
            );
        }
        for problem in tally.problems.iter().take(5) {
            println!("  ! {}", problem.message(ja));
        }
        if tally.problems.len() > 5 {
            let more = tally.problems.len() - 5;
            println!("{}", say!(lang, "  ! and {more} more", "  ! ほか{more}件"));
        }
    }
}

/// Records a batch in one transaction: all of it or nothing.
async fn keep(
    db: &Db,
    tenant: TenantId,
    connection: &Connection,
    batch: &mut Vec<Event>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let events: Vec<Incoming> = batch.iter().map(incoming).collect();
    let mut tx = db.begin(tenant, Actor::system("importer")).await?;
    let rows = record::record(&mut tx, connection, &events, Timing::Historical).await?;
    tx.commit().await?;
    let added = rows.iter().filter(|row| row.new).count() as u64;
    tally.added += added;
    tally.already += rows.len() as u64 - added;
    for event in batch.drain(..) {
        if !tally.conversations.contains(&event.conversation.external_id) {
            tally.conversations.insert(event.conversation.external_id);
        }
        if !event.sender.is_bot && !tally.people.contains(&event.sender.external_id) {
            tally.people.insert(event.sender.external_id);
        }
    }
    Ok(())
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
    let progress =
        if std::io::stderr().is_terminal() { ProgressBar::new(bytes) } else { ProgressBar::hidden() };
    let look = speech::lang().pick(
        "{wide_bar:.cyan/dim} {percent:>3} %  {msg} messages  {bytes_per_sec}  {eta} left",
        "{wide_bar:.cyan/dim} {percent:>3} %  {msg}件  {bytes_per_sec}  残り{eta}",
    );
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
