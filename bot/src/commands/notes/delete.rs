//! `note delete`: a note into the trash.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::Change,
    notes::{self, Note},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct NoteDelete;

static SPEC: Spec = Spec {
    name: "note delete",
    about: words("Delete a note", "メモを削除します"),
    arguments: &[Argument {
        name: "note",
        kind: SlotKind::Note,
        required: true,
        about: words("the note, such as N-3", "メモの番号。N-3 など"),
    }],
    phrases: Phrases {
        en: &["(delete|remove|drop) [the] [note] {note:code}", "(delete|remove|drop) [the] note {note}"],
        ja: &[
            "{note:code}[のメモ]を(削除|消して|消す)[<して>]",
            "(メモ|ノート)[の]{note}を(削除|消して|消す)[<して>]",
            "{note}の(メモ|ノート)を(削除|消して|消す)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["delete note N-3", "note delete N-3"],
        ja: &["N-3を削除して", "メモN-3を削除"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for NoteDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let note = find(ctx, call).await?;
        let (code, on) = (note.code(), note.on());
        if note.deleted_at.is_some() || !notes::delete(&mut ctx.tx, note.number).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is deleted already. “note restore {code}” brings it back.",
                "{code} はすでに削除されています。「note restore {code}」で元に戻せます。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "Deleted note **{code}** on {on}.",
            "{on} のメモ **{code}** を削除しました。"
        ));
        // what it says stands in the entry of whoever wrote it, and not once more here
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(json!({ "on": on.to_string() })),
            reversal: Some(json!(Call::new("note restore", [("note", code.to_string())]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The note that `note` means, in the trash or not.
pub(crate) async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Note> {
    let words = ctx.required(call, "note")?.to_owned();
    let found = match ctx.pointed_at(&words, CodeKind::Note).await? {
        Some(Code { number, .. }) => notes::by_number(&mut ctx.tx, number).await?,
        None => None,
    };
    found.ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "There is no note {words}. Notes are named like N-3; “notes on P-12” lists them.",
            "{words} というメモはありません。メモは N-3 のように指定します。「P-12のメモ一覧」で確認できます。"
        ))
    })
}
