//! `enishi import list` and `enishi import undo I-3`: what was imported, and taking it back.

use clap::Subcommand;
use crm::{
    Actor, Code, CodeKind, Db, PoolSize,
    audit::{self, Change},
    imports::{self, Import, State},
};
use nlp::Lang;
use serde_json::json;
use uuid::Uuid;

use super::super::{
    ask::{Asked as _, Terminal},
    link, speech,
};
use crate::{config::Storage, imported, say, start};

/// What was imported before.
#[derive(Debug, Subcommand)]
pub(super) enum Past {
    /// List the tables that were imported
    List {
        /// Whose; without it the demo's, or the only one there is
        #[arg(long, value_name = "SLUG")]
        tenant: Option<String>,
    },
    /// Take an import back: what it made goes into the trash, what it changed is as it was
    Undo {
        /// Which, as I-3: `enishi import list` shows them
        #[arg(value_name = "CODE")]
        import: String,

        /// Without asking
        #[arg(long, short)]
        yes: bool,

        /// Whose; without it the demo's, or the only one there is
        #[arg(long, value_name = "SLUG")]
        tenant: Option<String>,
    },
}

/// Imports listed.
const SHOWN: i64 = 50;

impl Past {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let ended = match &self {
            Self::List { tenant } => list(&store.db, tenant.as_deref()).await,
            Self::Undo { import, yes, tenant } => undo(&store.db, import, *yes, tenant.as_deref()).await,
        };
        store.close().await;
        ended
    }
}

async fn list(db: &Db, tenant: Option<&str>) -> anyhow::Result<()> {
    let lang = speech::lang();
    let (tenant, slug) = link::tenant(db, tenant, lang).await?;
    let mut tx = db.begin(tenant, Actor::system("importer")).await?;
    let all = imports::list(&mut tx, SHOWN).await?;
    if all.is_empty() {
        println!(
            "{}",
            say!(
                lang,
                "No table was imported into {slug} yet; `enishi import people.csv` does.",
                "{slug} にはまだ何も取り込まれていません。`enishi import people.csv` で取り込めます。"
            )
        );
    }
    for import in all {
        println!("{}", line(&import, lang));
    }
    Ok(())
}

fn line(import: &Import, lang: Lang) -> String {
    let (code, file) = (import.code(), &import.file_name);
    let (when, what) = (import.started_at.format("%Y-%m-%d %H:%M UTC"), imported::said(import, lang));
    format!("{code}  {when}  {file}  {what}")
}

async fn undo(db: &Db, words: &str, yes: bool, tenant: Option<&str>) -> anyhow::Result<()> {
    let lang = speech::lang();
    let (tenant, _) = link::tenant(db, tenant, lang).await?;
    let mut tx = db.begin_bulk(tenant, Actor::system("importer")).await?;
    let code = Code::parse(words).filter(|code| code.kind == CodeKind::Import);
    let found = match code {
        Some(code) => imports::by_number(&mut tx, code.number).await?,
        None => None,
    };
    let Some(import) = found else {
        anyhow::bail!(say!(
            lang,
            "there is no import “{words}”; `enishi import list` shows them",
            "「{words}」という取り込みはありません。`enishi import list` で確認できます"
        ));
    };
    let code = import.code();
    let mut terminal = Terminal;
    if !yes && Terminal.is_there() && import.state != State::Undone {
        terminal.tell(&line(&import, lang));
        let question = lang.pick(
            "Take it back? What it made goes into the trash, what it changed is as it was. [y/N]",
            "取り消しますか？ 作成したものはゴミ箱に移り、変更したものは元に戻ります。[y/N]",
        );
        let answer = terminal.ask(question, false)?.trim().to_lowercase();
        if !["y", "yes", "はい"].contains(&answer.as_str()) {
            terminal.tell(lang.pick("Nothing was changed.", "何も変更していません。"));
            return Ok(());
        }
    }
    let noted = audit::last_on(&mut tx, &code.to_string()).await?;
    let Some(undone) = imports::undo(&mut tx, import.id).await? else {
        anyhow::bail!(say!(lang, "{code} has been taken back already", "{code} はすでに取り消されています"));
    };
    let change = Change {
        command: "import undo".to_owned(),
        arguments: json!({ "import": code.to_string() }),
        object: Some(code.to_string()),
        after: Some(imported::as_json(&undone)),
        reverses: noted.map(|entry| entry.id),
        ..Change::default()
    };
    audit::write(&mut tx, &change, Uuid::now_v7()).await?;
    tx.commit().await?;
    for line in imported::undone(code, &undone, lang) {
        println!("{line}");
    }
    Ok(())
}
