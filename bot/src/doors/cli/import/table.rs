//! `enishi import people.csv`: how it is read is shown, what is known already is asked about, then it is
//! carried in, and what could not be taken is written beside it.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    time::Instant,
};

use adapters::export;
use anyhow::Context as _;
use chrono::{NaiveDate, Utc};
use clap::{Args, ValueEnum};
use crm::{
    Actor, Db, PoolSize, TenantId,
    imports::{self, Choice, Import, Kind},
};
use indicatif::ProgressBar;
use nlp::Lang;

use super::{
    super::{
        ask::{Asked as _, Terminal},
        link, speech,
        speech::padded,
    },
    bar,
};
use crate::{
    commands::merge_reason,
    config::Storage,
    say, start,
    tables::{self, Carried, LARGEST, OwnFields, Preview, Problem, Scene, Table, Wish},
    words::{count, excerpt, likelihood},
};

/// What can be said beside a table.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tables")]
pub(super) struct Options {
    /// What the rows of a table are; without it guessed from the columns
    #[arg(long = "as", value_name = "KIND", value_enum)]
    kind: Option<As>,

    /// What a column of a table means: "COLUMN=FIELD", or "COLUMN=-" to leave it out
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,

    /// Read all of a table and write nothing: counts, first rows, columns, duplicates
    #[arg(long)]
    dry_run: bool,

    /// What becomes of rows of a table that are known already; without it asked on a terminal, else "skip"
    #[arg(long, value_name = "CHOICE", value_enum)]
    duplicates: Option<Duplicates>,

    /// What becomes of rows of a table that are perhaps known, and perhaps somebody else; without it they are
    /// created, and suggested for merging
    #[arg(long, value_name = "CHOICE", value_enum, default_value = "create")]
    doubtful: Duplicates,

    /// Where to write the rows of a table that could not be taken; without it beside the table
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Read a table once more that was read before
    #[arg(long)]
    again: bool,

    /// The campaign of rows of a table that name none (C-7, or a name)
    #[arg(long, value_name = "CAMPAIGN")]
    campaign: Option<String>,

    /// The day of rows of a table that name none
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,

    /// Ask nothing
    #[arg(long, short)]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    Persons,
    Organizations,
    Activities,
    Attendees,
    Costs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Duplicates {
    /// Leave them out
    Skip,
    /// Write what the row says over what is there
    Update,
    /// Take them for somebody else
    Create,
}

impl From<As> for Kind {
    fn from(kind: As) -> Self {
        match kind {
            As::Persons => Self::Persons,
            As::Organizations => Self::Organizations,
            As::Activities => Self::Activities,
            As::Attendees => Self::Attendees,
            As::Costs => Self::Costs,
        }
    }
}

impl From<Duplicates> for Choice {
    fn from(choice: Duplicates) -> Self {
        match choice {
            Duplicates::Skip => Self::Skip,
            Duplicates::Update => Self::Update,
            Duplicates::Create => Self::Create,
        }
    }
}

/// So many rows are looked through first also where nobody is asked.
const SOON: u64 = 20_000;

/// Rows shown before an import.
const FIRST: usize = 3;

impl Options {
    /// Is the file a table, and not a chat export? Folders, archives and JSON are exports.
    pub(super) fn is_meant(&self, file: &Path) -> bool {
        if self.kind.is_some() || !self.map.is_empty() {
            return true;
        }
        let mut beginning = [0; 64];
        let read = File::open(file).and_then(|mut file| file.read(&mut beginning)).unwrap_or_default();
        let beginning = beginning[..read].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning[..read]);
        let first = beginning.iter().find(|byte| !byte.is_ascii_whitespace());
        let named = file.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
        match first {
            // a workbook is a zip: what to do with it is the table's to say
            Some(b'P') if beginning.starts_with(b"PK\x03\x04") => {
                matches!(named.as_str(), "xlsx" | "xlsm" | "ods")
            }
            Some(b'{' | b'[') => matches!(named.as_str(), "csv" | "tsv"),
            // named as what it is not: damaged
            Some(_) if matches!(named.as_str(), "zip" | "json" | "jsonl" | "ndjson") => false,
            // LINE WORKS writes what was said as CSV as well
            Some(_) => !file.is_dir() && export::open(file).is_err(),
            None => matches!(named.as_str(), "csv" | "tsv" | "txt"),
        }
    }

    pub(super) async fn run(
        self,
        file: &Path,
        tenant: Option<&str>,
        storage: &Storage,
    ) -> anyhow::Result<()> {
        // before anything is started: most mistakes are about the file
        let bytes = read(file)?;
        let mut wish = Wish { kind: self.kind.map(Kind::from), day: self.on, ..Wish::default() };
        for said in &self.map {
            wish = wish.mapped(said).map_err(sentence)?;
        }
        if self.campaign.is_none() {
            match Table::open(&bytes, &wish, &OwnFields::default()) {
                Err(problem) if !problem.depends_on_fields() => return Err(sentence(problem)),
                _ => {}
            }
        }
        // nothing is made where there is nobody to import for
        if storage.database_url.is_none() && !storage.data_dir.exists() {
            anyhow::bail!(link::no_tenant(speech::lang()));
        }
        let store = start::open(storage, PoolSize(4), |_| ()).await?;
        let ended = self.import(&store.db, file, &bytes, wish, tenant).await;
        if matches!(ended, Ok(true)) {
            store.settle().await;
        }
        store.close().await;
        ended.map(drop)
    }

    /// True: something was written.
    async fn import(
        &self,
        db: &Db,
        file: &Path,
        bytes: &[u8],
        mut wish: Wish,
        tenant: Option<&str>,
    ) -> anyhow::Result<bool> {
        let lang = speech::lang();
        let (tenant, slug) = link::tenant(db, tenant, lang).await?;
        let actor = Actor::system("importer");
        let mut tx = db.begin(tenant, actor.clone()).await?;
        if let Some(words) = &self.campaign {
            let scene = Scene::of(&mut tx, &wish).await?;
            wish.campaign = Some(scene.campaign_named(words).with_context(|| {
                say!(
                    lang,
                    "there is no campaign “{words}”; say its code, such as C-7",
                    "「{words}」という施策はありません。C-7 のようなコードで指定してください"
                )
            })?);
        }
        let own = OwnFields::of(&mut tx).await?;
        let table = open(bytes, &wish, &own)?;
        println!("{}", described(&table, file, &slug, lang));
        let choice = self.duplicates.map(Choice::from);
        let asks = !self.yes && Terminal.is_there();
        // one that is asked about, or soon looked through
        let choice = if self.dry_run || asks || table.total <= SOON {
            let choices = (choice.unwrap_or(Choice::Skip), self.doubtful.into());
            let preview = tables::look(&mut tx, &table, choices).await?;
            println!("{}", previewed(&preview, lang));
            if self.dry_run {
                println!("{}", lang.pick("Nothing was written.", "何も書き込んでいません。"));
                return Ok(false);
            }
            match if asks { asked(&preview, choice, lang)? } else { Some(choice.unwrap_or(Choice::Skip)) } {
                Some(choice) => choice,
                None => return Ok(false),
            }
        } else {
            choice.unwrap_or(Choice::Skip)
        };
        drop(tx);
        let import = self.begun(db, tenant, (&table, file), (choice, self.doubtful.into())).await?;
        // one that was stopped goes on as it was begun, whatever is said now
        let table = match import.position {
            0 => table,
            _ => open(bytes, &serde_json::from_value(import.wish)?, &own)?,
        };
        let import = import.id;
        let began = Instant::now();
        let progress = progress(table.total);
        let carried = tables::carry(db, (tenant, &actor), import, &table, Utc::now().date_naive(), |done| {
            progress.set_position(done);
        })
        .await;
        progress.finish_and_clear();
        match carried? {
            Carried::Done => {}
            Carried::Elsewhere => anyhow::bail!(lang.pick(
                "another process goes on with this import; `enishi import list` tells how far it is",
                "別のプロセスがこの取り込みを続けています。進み具合は `enishi import list` で確認できます",
            )),
        }
        let mut tx = db.begin(tenant, actor).await?;
        let done = imports::id_of(&mut tx, import).await?.context("the import is gone")?;
        let beside = self.rejects.clone().unwrap_or_else(|| beside(file));
        let rejected = written(&mut tx, &done, &beside, lang).await?;
        println!("{}", report(&done, began.elapsed().as_secs_f64(), lang));
        if rejected > 0 {
            let (rejected, path) = (count(i64::try_from(rejected)?), beside.display());
            println!(
                "{}",
                say!(
                    lang,
                    "  {rejected} rejected rows are in {path}, each with line, column and reason: mend and import that file.",
                    "  取り込めなかった{rejected}行は {path} にあります（行・列・理由つき）。直してそのファイルを取り込んでください。"
                )
            );
        }
        Ok(true)
    }

    /// A new import, or the one that was stopped.
    async fn begun(
        &self,
        db: &Db,
        tenant: TenantId,
        (table, file): (&Table, &Path),
        choices: (Choice, Choice),
    ) -> anyhow::Result<Import> {
        let lang = speech::lang();
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut tx = db.begin(tenant, Actor::system("importer")).await?;
        let begun = tables::begin(&mut tx, (table, &name), choices, self.again, None).await?;
        let import = match begun {
            Ok(import) => imports::id_of(&mut tx, import).await?.context("the import is gone")?,
            Err(there) => {
                let code = there.code();
                anyhow::bail!(say!(
                    lang,
                    "this very file was imported already ({code}); say --again to read it once more, or `enishi import undo {code}` first",
                    "同じファイルはすでに取り込まれています（{code}）。もう一度取り込むには --again を付けるか、先に `enishi import undo {code}` で取り消してください"
                ));
            }
        };
        tx.commit().await?;
        if import.position > 0 {
            let (code, at) = (import.code(), count(import.position));
            eprintln!(
                "{}",
                say!(
                    lang,
                    "Going on with {code} after {at} rows, as it was begun.",
                    "{code} の続き（{at}行の後）から、開始時と同じ設定で取り込みます。"
                )
            );
        }
        Ok(import)
    }
}

fn sentence(problem: Problem) -> anyhow::Error {
    anyhow::anyhow!(problem.words(speech::lang()))
}

fn open(bytes: &[u8], wish: &Wish, own: &OwnFields) -> anyhow::Result<Table> {
    Table::open(bytes, wish, own).map_err(sentence)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = file.display();
    let size = fs::metadata(file)
        .with_context(|| say!(speech::lang(), "cannot read {shown}", "{shown} を読めません"))?;
    if size.len() > LARGEST {
        return Err(sentence(Problem::TooLarge(LARGEST)));
    }
    fs::read(file).with_context(|| say!(speech::lang(), "cannot read {shown}", "{shown} を読めません"))
}

/// How a table is read: encoding, kind, columns, first rows.
fn described(table: &Table, file: &Path, slug: &str, lang: Lang) -> String {
    let (file, encoding, rows) =
        (file.display(), table.encoding.name(), count(i64::try_from(table.total).unwrap_or(i64::MAX)));
    let kind = tables::kind_label(table.kind).of(lang);
    let guessed = if table.kind_said {
        ""
    } else {
        lang.pick(" (guessed; --as says otherwise)", "（推測。--as で変更可）")
    };
    let delimiter = match table.delimiter {
        '\t' => lang.pick("tab", "タブ"),
        ';' => lang.pick("semicolon", "セミコロン"),
        _ => lang.pick("comma", "カンマ"),
    };
    let mut out = vec![say!(
        lang,
        "{file} → {slug}: {rows} rows of {kind}{guessed}, {encoding}, {delimiter}",
        "{file} → {slug}：{kind} {rows}行{guessed}、{encoding}、{delimiter}区切り"
    )];
    if table.preamble > 0 {
        let lines = table.preamble;
        out.push(say!(
            lang,
            "  {lines} lines before the header were left out",
            "  見出しの前の{lines}行を読み飛ばしました"
        ));
    }
    let width = table.columns.iter().map(|it| it.header.chars().count() * 2).max().unwrap_or(0).clamp(8, 28);
    for column in &table.columns {
        let meaning = match column.field {
            Some(field) => format!("{} ({})", field.label().of(lang), field.key()),
            None => match column.own.as_ref().map(|own| &own.name) {
                Some(name) => say!(lang, "{name} (a field of your own)", "{name}（独自項目）"),
                None => lang.pick("– left out", "– 読み飛ばし").to_owned(),
            },
        };
        out.push(format!("  {}  {meaning}", padded(&excerpt(&column.header, 28), width)));
    }
    out.extend(tables::made_known(table, lang).map(|it| format!("  {it}")));
    for cells in table.first(FIRST) {
        out.push(format!("  | {}", excerpt(&cells.join(" | ").replace('\n', " "), 100)));
    }
    out.join("\n")
}

/// What would become of it.
fn previewed(preview: &Preview, lang: Lang) -> String {
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let counts = preview.counts(lang);
    let mut out: Vec<String> =
        counts.into_iter().map(|(what, rows)| format!("  {}{:>10}", padded(&what, 26), n(rows))).collect();
    if preview.doubtful > 0 {
        out.push(
            lang.pick(
                "  Who is perhaps known is created and suggested for merging; --doubtful skip or update is otherwise.",
                "  登録済みの可能性がある人は新規作成して名寄せ候補に加えます（変更は --doubtful skip または update）。",
            )
            .to_owned(),
        );
    }
    if preview.alike.len() + preview.same.len() + preview.repeats.len() > 0 {
        out.push(
            lang.pick("  Known, or twice in the file:", "  登録済み、またはファイル内で重複：").to_owned(),
        );
    }
    for alike in &preview.alike {
        let (line, name, code, known) = (alike.line, &alike.name, alike.verdict.code, &alike.verdict.name);
        let why: Vec<String> =
            alike.verdict.reasons.iter().map(|it| merge_reason(&it.reason, lang)).collect();
        let why = why.join(lang.pick(", ", "、"));
        let (score, is) = (likelihood(lang, alike.verdict.score), if alike.verdict.sure { "=" } else { "≟" });
        out.push(say!(
            lang,
            "    line {line}: {name} {is} {code} {known} {score}: {why}",
            "    {line}行目：{name} {is} {code} {known} {score}：{why}"
        ));
    }
    out.extend(preview.same.iter().map(|it| format!("    {}", it.said(lang))));
    out.extend(preview.repeats.iter().map(|it| format!("    {}", it.said(lang))));
    if !preview.rejects.is_empty() {
        out.push(lang.pick("  Rejected:", "  取り込めない行：").to_owned());
    }
    for rejected in &preview.rejects {
        let (line, column, why) = (rejected.line, &rejected.column, tables::reason(rejected.reason, lang));
        let column =
            if column.is_empty() { String::new() } else { say!(lang, ", “{column}”", "「{column}」") };
        out.push(say!(lang, "    line {line}{column}: {why}", "    {line}行目{column}：{why}"));
    }
    out.join("\n")
}

/// What is to become of duplicates; `None`: nothing is imported.
fn asked(preview: &Preview, said: Option<Choice>, lang: Lang) -> anyhow::Result<Option<Choice>> {
    let mut terminal = Terminal;
    let question = match (said, preview.known) {
        (Some(_), _) | (None, 0) => lang.pick("Import? [y/N]", "取り込みますか？ [y/N]"),
        (None, _) => lang.pick(
            "Known already: [s]kip, [u]pdate, [c]reate anew, or [q]uit?",
            "登録済みの行を：スキップ[s]・更新[u]・新規作成[c]・中止[q]",
        ),
    };
    let answer = terminal.ask(question, false)?.trim().to_lowercase();
    let choice = match answer.as_str() {
        "y" | "yes" | "はい" if said.is_some() || preview.known == 0 => Some(said.unwrap_or(Choice::Skip)),
        "s" | "skip" => Some(Choice::Skip),
        "u" | "update" => Some(Choice::Update),
        "c" | "create" => Some(Choice::Create),
        _ => None,
    };
    if choice.is_none() {
        terminal.tell(lang.pick("Nothing was imported.", "何も取り込んでいません。"));
    }
    Ok(choice)
}

fn progress(rows: u64) -> ProgressBar {
    bar(
        rows,
        speech::lang().pick(
            "{wide_bar:.cyan/dim} {percent:>3} %  {human_pos} rows  {per_sec}  {eta} left",
            "{wide_bar:.cyan/dim} {percent:>3} %  {human_pos}行  {per_sec}  残り{eta}",
        ),
    )
}

/// `people.csv` → `people.rejected.csv`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("rejected.csv")
}

/// Writes rejected rows; no file where there are none.
async fn written(tx: &mut crm::TenantTx, done: &Import, path: &Path, lang: Lang) -> anyhow::Result<u64> {
    let mut file: Option<File> = None;
    tables::rejects(tx, done, lang, |text| {
        let file = match &mut file {
            Some(file) => file,
            none => none.insert(File::create(path).with_context(|| {
                let path = path.display();
                say!(
                    lang,
                    "cannot write {path}; say --rejects FILE",
                    "{path} に書けません。--rejects で指定してください"
                )
            })?),
        };
        Ok(file.write_all(text.as_bytes())?)
    })
    .await
}

fn report(done: &Import, seconds: f64, lang: Lang) -> String {
    let code = done.code();
    let mut out = vec![say!(
        lang,
        "{code}: done in {seconds:.1} s; `enishi import undo {code}` takes it back",
        "{code}：完了（{seconds:.1}秒）。取り消すには `enishi import undo {code}`"
    )];
    for (what, number) in [
        (lang.pick("Created", "新規"), done.created),
        (lang.pick("Updated", "更新"), done.updated),
        (lang.pick("Known, or twice: left out", "登録済み・重複でスキップ"), done.skipped),
        (lang.pick("Rejected", "取り込めない行"), done.rejected),
    ] {
        out.push(format!("  {}{:>10}", padded(what, 26), count(number)));
    }
    out.join("\n")
}
