//! `import undo`: what an import made goes into the trash, what it changed is as it was.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::{self, Change},
    housekeeping::TRASH_DAYS,
    imports::{self, Import, State},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
};
use crate::{
    imported, say,
    words::{Words, words},
};

/// The command.
pub(crate) struct ImportUndo;

static SPEC: Spec = Spec {
    name: "import undo",
    about: words("Take an import back", "取り込みを取り消します"),
    arguments: &[Argument {
        name: "import",
        kind: SlotKind::Change,
        required: false,
        about: words(
            "the import, such as I-3; without it, the latest",
            "取り込みの番号。I-3 など。省略すると直近のもの",
        ),
    }],
    phrases: Phrases {
        en: &[
            "(undo|revert|roll back|take back|reverse) [the|that|this|my|our] [last|latest] import [{import:code}]",
            "(undo|revert|roll back) (what|everything) (was|we|i) imported",
        ],
        ja: &[
            "[さっきの|直近の|直前の|最後の|今の](取り込み|インポート|取込)[{import:code}][を](取り消して|取り消し|取り消す|取消|元に戻して|元に戻す|なかったことに<して>)",
            "{import:code}の(取り込み|インポート|取込)を(取り消して|取り消し|取り消す|取消|元に戻して|元に戻す)",
        ],
    },
    examples: Phrases {
        en: &["undo that import", "import undo I-3"],
        ja: &["取り込みを取り消し", "I-3の取り込みを元に戻して"],
    },
    right: Right::ImportTables,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ImportUndo {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words(
            "To have it again, import the file once more.",
            "もう一度必要な場合は、ファイルを取り込み直してください。",
        )
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let import = meant(ctx, call).await?;
        let (code, file, said) = (import.code(), escape(&import.file_name), imported::said(&import, lang));
        // what would become of it is found out by doing it, and going back
        ctx.tx.savepoint().await?;
        let undone = imports::undo(&mut ctx.tx, import.id).await?;
        ctx.tx.rollback_to_savepoint().await?;
        let undone = undone.unwrap_or_default();
        let (removed, restored) = (undone.removed, undone.restored);
        let mut reply = ctx.reply().text(say!(
            lang,
            "Take back **{code}** ({file}; {said})? {removed} things go into the trash, where they can be brought back for {TRASH_DAYS} days; {restored} are changed back.",
            "**{code}**（{file}、{said}）を取り消しますか？ {removed}件がごみ箱に移り（{TRASH_DAYS}日以内なら元に戻せます）、{restored}件が変更前に戻ります。"
        ));
        if !undone.kept.is_empty() {
            let kept: Vec<String> =
                undone.kept.iter().take(5).map(|it| escape(&imported::stays(it, lang))).collect();
            let (many, kept) = (undone.kept.len(), kept.join("\n• "));
            reply = reply.text(say!(
                lang,
                "{many} stay, because something was done with them since:\n• {kept}",
                "{many}件は、その後に変更・利用されているため残ります：\n• {kept}"
            ));
        }
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("import", code.to_string())]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let import = meant(ctx, call).await?;
        let code = import.code();
        let noted = audit::last_on(&mut ctx.tx, &code.to_string()).await?;
        let Some(undone) = imports::undo(&mut ctx.tx, import.id).await? else {
            return Err(taken_back(ctx, code));
        };
        let mut reply = ctx.reply();
        for line in imported::undone(code, &undone, lang) {
            reply = reply.text(escape(&line));
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            after: Some(imported::as_json(&undone)),
            reverses: noted.map(|entry| entry.id),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The import meant, or the latest that is done.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Import> {
    let lang = ctx.lang;
    let Some(words) = call.arguments.get("import") else {
        return imports::latest(&mut ctx.tx).await?.ok_or_else(|| {
            Stop::Refused(say!(
                lang,
                "Nothing was imported that could be taken back. “import list” shows all imports.",
                "取り消せる取り込みはありません。「import list」で履歴を確認できます。"
            ))
        });
    };
    let import = match Code::parse(words) {
        Some(Code { kind: CodeKind::Import, number }) => imports::by_number(&mut ctx.tx, number).await?,
        _ => None,
    };
    match import {
        Some(import) if import.state == State::Undone => Err(taken_back(ctx, import.code())),
        Some(import) => Ok(import),
        None => Err(Stop::Refused(say!(
            lang,
            "I know of no import {words}. “import list” shows them with their codes.",
            "{words} という取り込みは見つかりません。「import list」でコードを確認できます。"
        ))),
    }
}

fn taken_back(ctx: &Context<'_>, code: Code) -> Stop {
    Stop::Refused(say!(
        ctx.lang,
        "{code} has been taken back already. To have it again, import the file once more.",
        "{code} はすでに取り消されています。もう一度必要な場合は、ファイルを取り込み直してください。"
    ))
}
