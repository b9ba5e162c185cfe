//! `import start`: a file that waits is read in, as it was shown.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    imports::{self, Choice, State},
};
use nlp::understand::SlotKind;

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    imported, say, tables,
    words::{count, words},
};

/// The command.
pub(crate) struct ImportStart;

static SPEC: Spec = Spec {
    name: "import start",
    about: words("Read in a file that was shown and waits", "確認待ちのファイルの取り込みを開始します"),
    arguments: &[Argument {
        name: "import",
        kind: SlotKind::Change,
        required: true,
        about: words("the import, such as I-3", "取り込みの番号。I-3 など"),
    }],
    phrases: Phrases {
        en: &["(start|begin|run|carry out) [the|that] import {import:code}"],
        ja: &["{import:code}の(取り込み|インポート|取込)を(開始|始めて|始める|実行)[<して>|したい|お願い]"],
    },
    examples: Phrases { en: &["import start I-3"], ja: &["I-3の取り込みを開始"] },
    right: Right::ImportTables,
    effect: Effect::Change,
};

#[async_trait]
impl Command for ImportStart {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = ctx.required(call, "import")?.to_owned();
        let import = match Code::parse(&words) {
            Some(Code { kind: CodeKind::Import, number }) => imports::by_number(&mut ctx.tx, number).await?,
            _ => None,
        };
        let Some(import) = import else {
            return Err(Stop::Refused(say!(
                lang,
                "I know of no import {words} that waits. Send the file once more and say “import”.",
                "{words} という確認待ちの取り込みはありません。もう一度ファイルを送り、「取り込み」とお申し付けください。"
            )));
        };
        let (code, total) = (import.code(), count(import.total));
        // who is known already is left out, who is perhaps known is created and suggested for merging
        let is_begun = import.state == State::Waiting
            && imports::start(&mut ctx.tx, import.id, (Choice::Skip, Choice::Create)).await?;
        if !is_begun {
            let said = imported::said(&import, lang);
            return Err(Stop::Refused(say!(
                lang,
                "{code} does not wait any more ({said}).",
                "{code} はすでに開始または終了しています（{said}）。"
            )));
        }
        let (db, tenant, actor) = (ctx.app.db.clone(), ctx.tx.tenant(), ctx.tx.actor().clone());
        let today = ctx.now.today();
        tokio::spawn(async move {
            // what stops here is gone on with by the chores
            if let Err(fault) = tables::once_begun(&db, (tenant, &actor), import.id, today).await {
                tracing::error!(import = %import.id, fault = format!("{fault:#}"), "the import stopped");
            }
        });
        let reply = ctx.reply().text(say!(
            lang,
            "**{code}** has begun: {total} rows. “import list” tells how far it is and what became of it; “import undo {code}” takes it back.",
            "**{code}** の取り込みを開始しました（{total}行）。進み具合と結果は「import list」で確認でき、「import undo {code}」で取り消せます。"
        ));
        Ok(reply.into())
    }
}
