//! `import`: the file that was just sent is shown as it would be read in; where there is none, how a table is read in.

use std::sync::Arc;

use adapters::markdown::escape;
use anyhow::Context as _;
use async_trait::async_trait;
use crm::{access::Right, imports};
use nlp::Lang;

use super::sent::{self, Last};
use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    imported, say,
    tables::{self, Choice, LARGEST_UPLOAD, Preview, Wish},
    words::{count, excerpt, likelihood, words},
};

/// Columns that are shown.
const COLUMNS: usize = 30;
/// Known people and rejected rows that are shown, of each.
const EXAMPLES: usize = 5;

/// The command.
pub(crate) struct Import;

static SPEC: Spec = Spec {
    name: "import",
    about: words(
        "Read in the CSV just sent here, or hear how to (people, organizations, activities, attendees, costs)",
        "直前に送ったCSVを取り込みます。なければ取り込み方法をご案内します（人・組織・活動・参加者・費用）",
    ),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "(import|upload|load|read in) [this|the|a|my|our|some] [new] (csv|table|spreadsheet|file|list|csv file|contact list|attendee list|excel file|business cards|contacts) [of (people|contacts|attendees|leads|organizations|companies|costs|persons)] [as (leads|customers|people|contacts|attendees)] [here]",
            "(import|upload) (people|persons|contacts|leads|attendees|organizations|companies|costs) [from (a|this|the) (csv|file|spreadsheet|table)]",
            "[how (can|do) i] (import|upload) (data|people|contacts|a csv|a file|csv|a list|a table)",
        ],
        ja: &[
            "[この|その](csv|表|ファイル|名簿|リスト|参加者リスト|名刺|名刺データ|エクセル|顧客リスト|連絡先|連絡先リスト|csvファイル)[を|の](取り込み|取込|取り込んで|取り込む|インポート|アップロード|読み込んで|読み込み)[<して>|したい|たい|方法|方法を教えて|お願い|ください]",
            "(人|人物|連絡先|組織|会社|参加者|費用|活動|見込み客)を[csvから|ファイルから](取り込み|取り込んで|取り込む|インポート|読み込んで)[<して>|したい|たい|方法|方法を教えて|お願い|ください]",
            "(インポート|取り込み|取込)[の(方法|やり方|仕方)][を][<して>|したい|教えて|<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["import this CSV as leads", "upload a list of attendees"],
        ja: &["このCSVを取り込み", "名刺データを取り込みたい"],
    },
    right: Right::ImportTables,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Import {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        match sent::last(ctx).await? {
            Last::Nothing => how(ctx, false).await,
            Last::Unsent => how(ctx, true).await,
            Last::File(connection, file) => {
                let content = sent::fetched(ctx, connection, &file).await?;
                looked_at(ctx, &file.name, content).await
            }
        }
    }
}

/// Keeps the file, and shows what would become of it. The choices are made on the page; where there is none to make,
/// a button begins.
async fn looked_at(ctx: &mut Context<'_>, name: &str, content: Arc<[u8]>) -> Outcome {
    let lang = ctx.lang;
    let table = sent::opened(ctx, content.clone(), Wish::default()).await?;
    let preview = tables::look(&mut ctx.tx, &table, (Choice::Skip, Choice::Create)).await?;
    let name: String = name.chars().take(200).collect();
    let begun =
        tables::begin(&mut ctx.tx, (&table, &name), (Choice::Skip, Choice::Create), false, Some(&content))
            .await?;
    let import = match begun {
        Ok(import) => imports::id_of(&mut ctx.tx, import).await?.context("the import is gone")?,
        Err(there) => {
            let code = there.code();
            return Err(Stop::Refused(say!(
                lang,
                "This very file was imported already: {code}. Take it back first (“import undo {code}”), or read it once more on the page.",
                "同じファイルはすでに取り込まれています（{code}）。先に「import undo {code}」で取り消すか、Web画面でもう一度取り込んでください。"
            )));
        }
    };
    let (code, kind) = (import.code(), tables::kind_label(table.kind).of(lang));
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let (rows, encoding, file) = (n(table.total), table.encoding.name(), escape(&name));
    let mut reply = ctx.reply().text(say!(
        lang,
        "**{code}** – {file}: {rows} rows of {kind}, {encoding}. Nothing has been written yet.",
        "**{code}**　{file}：{kind} {rows}行、{encoding}。まだ何も書き込んでいません。"
    ));
    let meaning = |column: &tables::Column| match (column.field, &column.own) {
        (Some(field), _) => field.label().of(lang).to_owned(),
        (None, Some(own)) => own.name.clone(),
        (None, None) => lang.pick("– left out", "– 読み飛ばし").to_owned(),
    };
    let columns = vec![
        adapters::Column::left(say!(lang, "Column", "列")),
        adapters::Column::left(say!(lang, "Means", "項目")),
    ];
    let shown = table.columns.iter().take(COLUMNS);
    reply = reply.table(columns, shown.map(|it| vec![excerpt(&it.header, 40), meaning(it)]).collect());
    if let Some(sentence) = tables::made_known(&table, lang) {
        reply = reply.text(escape(&sentence));
    }
    let counts: Vec<String> = preview
        .counts(lang)
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .enumerate()
        .map(|(at, (what, number))| {
            let number = n(number);
            // one sentence
            let what = if at > 0 { uncapitalised(&what) } else { what };
            say!(lang, "{what}: {number}", "{what}：{number}")
        })
        .collect();
    reply = reply.text(counts.join(lang.pick(", ", "、")));
    // who is in the file is nobody's business in a room
    if ctx.here.is_none() {
        let lines = examples(&preview, lang);
        if !lines.is_empty() {
            reply = reply.text(lines.join("\n"));
        }
    }
    let is_simple =
        !preview.is_nothing() && preview.known == 0 && preview.doubtful == 0 && preview.rejected == 0;
    let site = &ctx.app.site;
    let page = format!("{site}/import/{code}");
    reply = reply.text(match (is_simple, site.is_empty()) {
        (true, false) => say!(
            lang,
            "Import it with the button, or look closer and change columns first: {page}",
            "ボタンで取り込むか、詳しく確認して列を変更する場合はこちら：{page}"
        ),
        (true, true) => say!(
            lang,
            "Import it with the button; columns can be changed on the page `/import/{code}`.",
            "ボタンで取り込めます。列を変更する場合はWeb画面の `/import/{code}` を開いてください。"
        ),
        (false, false) => say!(
            lang,
            "Choose there what becomes of who is known, and begin: {page}",
            "登録済みの人の扱いを選んで取り込む：{page}"
        ),
        (false, true) => say!(
            lang,
            "Choose on the page `/import/{code}` what becomes of who is known, and begin there.",
            "Web画面の `/import/{code}` で、登録済みの人の扱いを選んで取り込んでください。"
        ),
    });
    if is_simple {
        ctx.offers(words("Import", "取り込む"), Call::new("import start", [("import", code.to_string())]));
    }
    Ok(reply.into())
}

/// The first who are known, and the first rows that cannot be taken.
fn examples(preview: &Preview, lang: Lang) -> Vec<String> {
    let alike = preview.alike.iter().take(EXAMPLES).map(|it| {
        let (line, name, known) = (it.line, escape(&it.name), escape(&it.verdict.name));
        let (code, score) = (it.verdict.code, likelihood(lang, it.verdict.score));
        let is = if it.verdict.sure { "=" } else { "≟" };
        say!(
            lang,
            "• line {line}: {name} {is} {code} {known} {score}",
            "• {line}行目：{name} {is} {code} {known} {score}"
        )
    });
    let same = preview.same.iter().take(EXAMPLES).map(|it| format!("• {}", escape(&it.said(lang))));
    let rejects = preview.rejects.iter().take(EXAMPLES).map(|it| {
        let (line, column, why) = (it.line, escape(&it.column), tables::reason(it.reason, lang));
        say!(lang, "• line {line} {column}: {why}", "• {line}行目 {column}：{why}")
    });
    alike.chain(same).chain(rejects).collect()
}

/// How it is done, with what was done last.
async fn how(ctx: &mut Context<'_>, takes_files: bool) -> Outcome {
    let (lang, site) = (ctx.lang, &ctx.app.site);
    let most = LARGEST_UPLOAD / (1024 * 1024);
    let page = format!("{site}/import");
    let mut reply = ctx.reply().text(match takes_files {
            true => {
                let most = adapters::LARGEST_FILE / (1024 * 1024);
                say!(
                    lang,
                    "Send me a CSV here (up to {most} MB) and say “import”, or write “import” beside the file: I show what is in it and ask before anything is written. I have seen no file of yours here within the last hour. Other ways:",
                    "ここにCSV（{most}MBまで）を送り、「取り込み」とお申し付けください（ファイルに「取り込み」と添えて送ることもできます）。内容を確認してから取り込みます。直近1時間に、ここであなたが送ったファイルは見つかりませんでした。ほかの方法は次のとおりです。"
                )
            }
            false => say!(
                lang,
                "A file sent in a chat reaches me by name only, not with what is in it. To import a CSV:",
                "チャットに添付されたファイルは、名前などの情報しか受け取れず、中身は読めません。CSVの取り込み方法は次のとおりです。"
            ),
        });
    reply = if site.is_empty() && !ctx.signed_in {
        reply.text(say!(
                lang,
                "• on the page: open `/import` there (up to {most} MB). This chat cannot link to it; ask an administrator for the address.",
                "• Web画面：`/import` を開いてください（{most}MBまで）。アドレスは管理者にご確認ください。"
            ))
    } else {
        reply.text(say!(
                lang,
                "• on the page: {page} (up to {most} MB). It shows how each column is read and who is known already, and asks before it writes anything.",
                "• Web画面：{page}（{most}MBまで）。列の読み取り方と登録済みの人を確認してから取り込みます。"
            ))
    };
    reply = reply.text(say!(
            lang,
            "• on the command line, also for large files: `enishi import people.csv --dry-run`, then without `--dry-run`.",
            "• コマンドライン（大きなファイルも可）：`enishi import people.csv --dry-run` で確認し、`--dry-run` を外して実行します。"
        ));
    reply = reply.text(say!(
            lang,
            "People, organizations, activities, event attendees and costs are known by their columns (name, e-mail, company …), in English or Japanese, in any usual encoding.",
            "人・組織・活動・イベント参加者・費用は、列名（氏名、メールアドレス、会社名など。日本語・英語）から自動で判別します。文字コードも自動で判別します。"
        ));
    if let Some(last) = imports::latest(&mut ctx.tx).await? {
        let (code, said) = (last.code(), imported::said(&last, lang));
        reply = reply.text(say!(
                lang,
                "Last import: {code} – {said}. “import undo {code}” takes it back, “import list” shows all.",
                "直近の取り込み：{code}（{said}）。「import undo {code}」で取り消し、「import list」で一覧を表示できます。"
            ));
    }
    Ok(reply.into())
}

/// "New organizations" as it stands within a sentence.
fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
