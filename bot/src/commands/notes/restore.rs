//! `note restore`: a note out of the trash.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::{self, Change},
    notes,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, notes::delete::find,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct NoteRestore;

static SPEC: Spec = Spec {
    name: "note restore",
    about: words("Bring a deleted note back", "削除したメモを元に戻します"),
    arguments: &[Argument {
        name: "note",
        kind: SlotKind::Note,
        required: true,
        about: words("the note, such as N-3", "メモの番号。N-3 など"),
    }],
    phrases: Phrases {
        en: &["(restore|bring back|undelete) [the] [note] {note:code}"],
        ja: &["[メモ]{note:code}を復元[<して>]"],
    },
    examples: Phrases {
        en: &["restore note N-3", "note restore N-3"],
        ja: &["N-3を復元して", "メモN-3を復元"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for NoteRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let note = find(ctx, call).await?;
        let (code, on) = (note.code(), note.on());
        if !notes::restore(&mut ctx.tx, note.number).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} was not deleted; nothing was changed.",
                "{code} は削除されていません。変更はありません。"
            )));
        }
        let this = Call::new(SPEC.name, [("note", code.to_string())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let reply = ctx.reply().text(say!(
            lang,
            "Note **{code}** on {on} is back.",
            "{on} のメモ **{code}** を元に戻しました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(json!({ "on": on.to_string(), "text": note.text })),
            reversal: Some(json!(Call::new("note delete", [("note", code.to_string())]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
