//! `enishi connection`: platforms connected, looked at, tried, told something new, stopped for a while, taken away.

mod add;
mod list;
mod remove;
mod rename;
mod set;
mod test;

use std::{collections::BTreeMap, fs};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use crm::{
    Actor, Db, PoolSize, TenantId, TenantTx,
    connections::{self, Values},
    fold,
};
use nlp::Lang;
use tokio::sync::broadcast;

use super::{
    ask::{Asked, Terminal},
    chat, link, speech,
};
use crate::{
    config::Storage,
    installed::{self, Adapters},
    platforms, say, start,
};

/// Connect a platform, see how the connections are doing, try one, change it, pause it, remove it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Connection {
    /// Whose; without it the demo's, or the only tenant there is
    #[arg(long, value_name = "SLUG", global = true)]
    tenant: Option<String>,

    /// The address people and platforms reach the page by; without it, the one the running server serves
    #[arg(long, env = "ENISHI_URL", value_name = "URL", global = true)]
    url: Option<String>,

    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "\
Examples / 例：
  enishi connection add PLATFORM              asks for everything, one by one / 必要な設定を順に質問します
  enishi connection add PLATFORM Acme --set token=… --set private_key=@key.pem
  enishi connection test Acme                 says what to mend, and where / 問題点と直し方を表示します
  enishi connection set Acme --set token=…    the rest stays as it is / 他の設定はそのままです

Secrets are stored encrypted and never shown again. On a command line others may see them (ps, history):
leave them out and type them when asked, or use --set name=@file.
シークレットは暗号化して保存され、再び表示されることはありません。コマンドラインに書くと他の人に見えることが
あるため、質問されたときに入力するか、--set name=@file をお使いください。";

#[derive(Debug, Subcommand)]
enum What {
    /// Connect a platform: asks at the terminal for what is not given
    Add(add::Add),
    /// How every connection is doing
    List(list::List),
    /// Ask the platform about everything that a working connection needs, and say what to mend
    Test(test::Test),
    /// Tell a connection something new; what is not named stays as it is
    Set(set::Set),
    /// Stop a connection for a while: nothing is taken in by it and nothing sent
    Pause(Named),
    /// Let a paused connection go on
    Resume(Named),
    /// Give a connection another name
    Rename(rename::Rename),
    /// Take a connection away: its secrets are forgotten, what was recorded stays
    Remove(remove::Remove),
}

#[derive(Debug, Args)]
struct Named {
    /// The connection's name, or platform/name
    name: String,
}

/// What the commands need: the same in the program and in its tests.
pub struct Desk<'a> {
    /// The database.
    pub db: &'a Db,
    /// The platforms there are.
    pub adapters: &'a Adapters,
    /// Where our pages are.
    pub site: String,
    /// The reader's language.
    pub lang: Lang,
}

/// What is printed, and whether all is well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For the output.
    pub words: String,
    /// Else the program ends with an error.
    pub well: bool,
}

impl From<String> for Answer {
    fn from(words: String) -> Self {
        Self { words, well: true }
    }
}

/// Does what the words after `enishi connection` say.
///
/// # Errors
/// One sentence: what is wrong and what to do.
pub async fn connection(
    words: &[&str],
    desk: &Desk<'_>,
    asked: &mut (dyn Asked + Send),
) -> anyhow::Result<Answer> {
    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        connection: Connection,
    }
    let alone = Alone::try_parse_from(["connection"].iter().chain(words))?;
    alone.connection.answer(desk, asked).await
}

/// The platforms that can be connected, for a process that keeps nothing open.
pub(super) fn adapters() -> Adapters {
    let (hints, _) = broadcast::channel(1);
    platforms::serving(hints).into_iter().map(|adapter| (adapter.platform(), adapter)).collect()
}

impl Connection {
    /// False: something is not well, and has been said.
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<bool> {
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let adapters = adapters();
        let site = link::site(self.url.as_deref(), storage);
        let desk = Desk { db: &store.db, adapters: &adapters, site, lang: speech::lang() };
        let answer = self.answer(&desk, &mut Terminal).await;
        store.close().await;
        let Answer { words, well } = answer?;
        chat::print(words.trim_end())?;
        Ok(well)
    }

    async fn answer(&self, desk: &Desk<'_>, asked: &mut (dyn Asked + Send)) -> anyhow::Result<Answer> {
        let (tenant, slug) = link::tenant(desk.db, self.tenant.as_deref(), desk.lang).await?;
        let at = At { desk, tenant, slug };
        match &self.what {
            What::Add(add) => add.answer(&at, asked).await,
            What::List(list) => list.answer(&at).await,
            What::Test(test) => test.answer(&at).await,
            What::Set(set) => set.answer(&at, asked).await,
            What::Pause(named) => at.pause(&named.name, true).await,
            What::Resume(named) => at.pause(&named.name, false).await,
            What::Rename(rename) => rename.answer(&at).await,
            What::Remove(remove) => remove.answer(&at, asked).await,
        }
    }
}

/// At a tenant's desk.
struct At<'a> {
    desk: &'a Desk<'a>,
    tenant: TenantId,
    slug: String,
}

impl At<'_> {
    async fn begin(&self) -> anyhow::Result<TenantTx> {
        let mut tx = self.desk.db.begin(self.tenant, Actor::system("command line")).await?;
        tx.came_by("console");
        Ok(tx)
    }

    /// The connection meant, or a sentence that says which there are.
    async fn named(&self, words: &str) -> anyhow::Result<connections::Connection> {
        let mut tx = self.begin().await?;
        let mut all = connections::list(&mut tx).await?;
        tx.commit().await?;
        all.retain(|it| installed::platform(self.desk.adapters, &it.platform).is_some());
        let full = |it: &connections::Connection| format!("{}/{}", it.platform, it.name);
        let folded = fold(words);
        let named = |it: &&connections::Connection| it.name == words || full(it) == words;
        let alike = |it: &&connections::Connection| fold(&it.name) == folded || fold(&full(it)) == folded;
        // as it is written, else however it is written
        for meant in [all.iter().filter(named).collect::<Vec<_>>(), all.iter().filter(alike).collect()] {
            if let [one] = meant.as_slice() {
                return Ok((*one).clone());
            }
        }
        let several = all.iter().filter(|it| it.name == words).count() > 1;
        if several {
            all.retain(|it| it.name == words);
        }
        let names = all.iter().map(full).collect::<Vec<_>>().join(self.desk.lang.pick(", ", "、"));
        anyhow::bail!(match (all.is_empty(), several) {
            (true, _) => say!(
                self.desk.lang,
                "nothing is connected yet; `enishi connection add PLATFORM` does that",
                "接続はまだありません。`enishi connection add PLATFORM` で追加できます"
            ),
            (_, true) => say!(
                self.desk.lang,
                "there are several connections “{words}”; say which: {names}",
                "「{words}」という接続は複数あります。次の形で指定してください：{names}"
            ),
            _ => say!(
                self.desk.lang,
                "there is no connection “{words}”; there is: {names}",
                "「{words}」という接続はありません。あるもの：{names}"
            ),
        })
    }

    async fn pause(&self, words: &str, paused: bool) -> anyhow::Result<Answer> {
        let connection = self.named(words).await?;
        let mut tx = self.begin().await?;
        let changed = installed::pause(&mut tx, connection.id, paused).await?;
        tx.commit().await?;
        let (lang, name) = (self.desk.lang, &connection.name);
        Ok(match (paused, changed) {
            (true, true) => say!(
                lang,
                "“{name}” is paused: nothing is taken in by it and nothing sent. `enishi connection resume` lets it go on.",
                "「{name}」を一時停止しました。再開するまで送受信しません（再開： enishi connection resume）。"
            ),
            (true, false) => say!(lang, "“{name}” is paused already.", "「{name}」はすでに一時停止中です。"),
            (false, true) => say!(lang, "“{name}” goes on.", "「{name}」を再開しました。"),
            (false, false) => say!(lang, "“{name}” is not paused.", "「{name}」は一時停止していません。"),
        }
        .into())
    }
}

/// Reads `name=value` and `name=@file`.
fn given(set: &[String], lang: Lang) -> anyhow::Result<Values> {
    let mut values = BTreeMap::new();
    for words in set {
        // not said again: whatever stands there may be a secret
        let Some((name, value)) = words.split_once('=') else {
            anyhow::bail!(lang.pick(
                "--set takes name=value, or name=@file for what stands in a file",
                "--set は「名前=値」の形で指定してください（ファイルの内容を使う場合は 名前=@ファイル）",
            ))
        };
        let value = match value.strip_prefix('@') {
            Some(file) => fs::read_to_string(file).with_context(|| {
                say!(lang, "{name}: cannot read the file {file}", "{name}：ファイル {file} を読み込めません")
            })?,
            None => value.to_owned(),
        };
        values.insert(name.trim().to_owned(), value);
    }
    Ok(values)
}
