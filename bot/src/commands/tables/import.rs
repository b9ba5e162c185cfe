//! `import`: how a table is read in. The table itself cannot be said in a chat: there is a page for it.

use async_trait::async_trait;
use crm::{access::Right, imports};

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{imported, say, tables::LARGEST_UPLOAD, words::words};

/// The command.
pub(crate) struct Import;

static SPEC: Spec = Spec {
    name: "import",
    about: words(
        "How to read in a table of people, organizations, activities, attendees or costs",
        "人・組織・活動・参加者・費用のCSVを取り込む方法をご案内します",
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
        let (lang, site) = (ctx.lang, &ctx.app.site);
        let most = LARGEST_UPLOAD / (1024 * 1024);
        let page = format!("{site}/import");
        let mut reply = ctx.reply().text(say!(
            lang,
            "A file sent in a chat reaches me by name only, not with what is in it. To import a CSV:",
            "チャットに添付されたファイルは、名前などの情報しか受け取れず、中身は読めません。CSVの取り込み方法は次のとおりです。"
        ));
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
}
