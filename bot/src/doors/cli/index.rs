//! `enishi index`: the search index of this data folder, looked at or built anew.
//!
//! Seldom needed: a server keeps its index up to date and repairs a damaged one by itself.

use std::{
    io::IsTerminal,
    path::Path,
    time::{Duration, Instant},
};

use clap::{Args, Subcommand};
use crm::{Actor, Db, PoolSize, status, tenants};
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::speech;
use crate::{
    config::Storage,
    say,
    search::{Search, Standing},
    start,
    words::count,
};

/// Look at the search index, or build it anew
#[derive(Debug, Args)]
pub(super) struct Index {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How many messages can be found, what that takes on the disk, and who keeps it up to date
    Status,
    /// Throw the index away and build it from the database; nothing is lost by that
    Rebuild,
}

/// Without a terminal, a line this often.
const LINE: Duration = Duration::from_secs(5);

impl Index {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let dir = storage.data_dir.join("search");
        match self.what {
            What::Status => {
                println!("{}", standing(&dir));
                Ok(())
            }
            What::Rebuild => {
                let store = start::open(storage, PoolSize(4), |_| ()).await?;
                let ended = rebuild(&store.db, &dir).await;
                store.close().await;
                ended
            }
        }
    }
}

fn standing(dir: &Path) -> String {
    let (lang, standing, folder) = (speech::lang(), Standing::of(dir), dir.display());
    let found = match standing.messages {
        Ok(messages) => {
            let (messages, size) = (number(messages), HumanBytes(standing.bytes));
            say!(lang, "{messages} messages, {size}", "{messages}件、{size}")
        }
        Err(_) => {
            lang.pick("none yet; the next start builds it", "未作成（次の起動時に作成されます）").to_owned()
        }
    };
    let written = if standing.written {
        lang.pick("kept up to date by a running server", "実行中のサーバーが更新しています")
    } else {
        lang.pick("no server is running beside it", "更新しているサーバーはありません")
    };
    say!(
        lang,
        "Search index {folder}: {found}; {written}.",
        "検索インデックス {folder}：{found}。{written}。"
    )
}

async fn rebuild(db: &Db, dir: &Path) -> anyhow::Result<()> {
    let (lang, began) = (speech::lang(), Instant::now());
    let Some(search) = Search::anew(db, dir).await? else {
        anyhow::bail!(lang.pick(
            "the search index is kept up to date by a running server (or another command): stop that first, then rebuild",
            "検索インデックスは実行中のサーバー（または別のコマンド）が更新しています。停止してから再構築してください",
        ));
    };
    let progress = progress(total(db).await?);
    let mut said = Instant::now();
    while search.catch_up(db).await? {
        progress.set_position(search.messages());
        if progress.is_hidden() && said.elapsed() >= LINE {
            said = Instant::now();
            let messages = number(search.messages());
            eprintln!("{}", say!(lang, "{messages} messages so far", "{messages}件まで完了"));
        }
    }
    progress.finish_and_clear();
    let (messages, seconds) = (number(search.messages()), began.elapsed().as_secs_f64());
    let size = HumanBytes(Standing::of(dir).bytes);
    println!(
        "{}",
        say!(
            lang,
            "The search index is built anew: {messages} messages, {size}, in {seconds:.1} s.",
            "検索インデックスを再構築しました：{messages}件、{size}、{seconds:.1}秒。"
        )
    );
    Ok(())
}

/// Everything recorded: somewhat more than what has words to be found by.
async fn total(db: &Db) -> anyhow::Result<u64> {
    let mut total = 0;
    for (tenant, _) in tenants::list(db).await? {
        let mut tx = db.begin(tenant, Actor::system("indexer")).await?;
        total += u64::try_from(status::totals(&mut tx).await?.activities).unwrap_or_default();
        tx.commit().await?;
    }
    Ok(total)
}

fn progress(total: u64) -> ProgressBar {
    let progress =
        if std::io::stderr().is_terminal() { ProgressBar::new(total) } else { ProgressBar::hidden() };
    let look = speech::lang().pick(
        "{wide_bar:.cyan/dim} {percent:>3} %  {pos} messages  {eta} left",
        "{wide_bar:.cyan/dim} {percent:>3} %  {pos}件  残り{eta}",
    );
    if let Ok(style) = ProgressStyle::with_template(look) {
        progress.set_style(style);
    }
    progress
}

fn number(n: u64) -> String {
    count(i64::try_from(n).unwrap_or(i64::MAX))
}
