//! `import list`: the tables that were read in.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, imports};
use nlp::understand::SlotKind;

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    imported, say,
    words::{day_and_time, excerpt, words},
};

/// The command.
pub(crate) struct ImportList;

static SPEC: Spec = Spec {
    name: "import list",
    about: words("The tables that were read in", "取り込みの履歴を表示します"),
    arguments: &[Argument {
        name: "count",
        kind: SlotKind::Count,
        required: false,
        about: words("how many, up to 50", "件数（50まで）"),
    }],
    phrases: Phrases {
        en: &[
            "(show|list) [me] [all|the] [last|latest|recent] [{count}] imports",
            "what (was|did we|have we) (imported|import) [lately|recently|so far]",
            "[the] import history",
        ],
        ja: &[
            "(取り込み|インポート|取込)[の](一覧|履歴)[を][{count}件][<見せて>]",
            "(最近|これまで)[の|に](取り込み|インポート|取り込んだもの|取り込んだファイル|インポートしたもの)[を][{count}件][<見せて>|は]",
        ],
    },
    examples: Phrases { en: &["list imports"], ja: &["取り込みの履歴を見せて"] },
    right: Right::ImportTables,
    effect: Effect::Read,
};

#[async_trait]
impl Command for ImportList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let limit = ctx.limit(call, 10, 50);
        let all = imports::list(&mut ctx.tx, limit).await?;
        let Some(first) = all.first().map(imports::Import::code) else {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "Nothing was imported yet. Say “import” to hear how.",
                    "取り込みはまだありません。「import」で方法をご案内します。"
                ))
                .into());
        };
        ctx.showed(all.iter().map(|import| vec![import.code()]).collect());
        let rows = all.iter().map(|import| {
            vec![
                import.code().to_string(),
                day_and_time(lang, import.started_at, zone),
                excerpt(&import.file_name, 40),
                imported::said(import, lang),
                import.by.clone().unwrap_or_else(|| lang.pick("command line", "コマンドライン").to_owned()),
            ]
        });
        let columns = [
            (say!(lang, "Code", "コード"), ()),
            (say!(lang, "When", "日時"), ()),
            (say!(lang, "File", "ファイル"), ()),
            (say!(lang, "What became of it", "結果"), ()),
            (say!(lang, "By", "実行者"), ()),
        ];
        let columns = columns.into_iter().map(|(title, ())| Column::left(title)).collect();
        let reply = ctx.reply().table(columns, rows.collect()).text(say!(
            lang,
            "Say “import undo {first}” to take one back.",
            "「import undo {first}」で取り消せます。"
        ));
        Ok(reply.into())
    }
}
