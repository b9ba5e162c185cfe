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

use super::tenant::New;
use crate::{config::Storage, gateway::incoming, start, words::count};

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
        let export = export::open(&self.file)?;
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
        anyhow::bail!(
            "the export could not be read to its end; what is counted above was kept. Running the same import again on a mended file adds only what is missing"
        )
    }

    /// The tenant meant; a new one when no other is nearly called that.
    async fn tenant(&self, db: &Db) -> anyhow::Result<TenantId> {
        if let Some(tenant) = tenants::by_slug(db, &self.tenant).await? {
            return Ok(tenant);
        }
        let all = tenants::list(db).await?;
        if let Some((_, near)) = all.iter().find(|(_, slug)| one_slip(slug, &self.tenant)) {
            anyhow::bail!(
                "there is no tenant “{}”; did you mean --tenant {near}? A new one: enishi tenant add {}",
                self.tenant,
                self.tenant
            );
        }
        let tenant = New::named(&self.tenant).make(db).await?;
        eprintln!("Made tenant {}; talk about it with: enishi chat --tenant {}", self.tenant, self.tenant);
        Ok(tenant)
    }

    fn report(&self, tally: &Tally, connection: &Connection, began: Instant) {
        let seconds = began.elapsed().as_secs_f64();
        let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
        let rows = [
            ("Conversations", n(tally.conversations.len() as u64)),
            ("People", n(tally.people.len() as u64)),
            ("Messages and events added", n(tally.added)),
            ("Already there", n(tally.already)),
            ("Skipped", n(tally.skipped.values().map(|(count, _)| count).sum())),
        ];
        println!("{} → {} / {} in {seconds:.1} s", self.file.display(), self.tenant, connection.name);
        for (what, number) in rows {
            println!("  {what:<26}{number:>10}");
        }
        for (reason, (times, place)) in &tally.skipped {
            println!("    {:>10} × {} (first: {place})", n(*times), reason.message(false));
        }
        for problem in tally.problems.iter().take(5) {
            println!("  ! {problem}");
            println!("    {}", problem.ja);
        }
        if tally.problems.len() > 5 {
            println!("  ! and {} more", tally.problems.len() - 5);
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
    let look = "{wide_bar:.cyan/dim} {percent:>3} %  {msg} messages  {bytes_per_sec}  {eta} left";
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
