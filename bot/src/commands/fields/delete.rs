//! `field delete`: a field away, with all that stands in it, until it is restored.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, fields};
use nlp::understand::SlotKind;
use serde_json::json;

use super::{
    add::{key, told},
    kinds::{OBJECTS, objects},
    meant,
};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, back,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct FieldDelete;

static SPEC: Spec = Spec {
    name: "field delete",
    about: words("Delete a field of your own; it can be restored", "独自項目を削除します（元に戻せます）"),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Choice(OBJECTS),
            required: true,
            about: words("person, organization, campaign or deal", "人・組織・施策・商談のいずれか"),
        },
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: true,
            about: words("the field", "項目の名前"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(delete|remove|drop) [the] [custom] field {name} (of|from|for|on) {object}",
            "(delete|remove|drop) [the] {object} field {name}",
        ],
        ja: &["{object}[の|から](項目|独自項目|カスタム項目){name}を(削除|消して|消す|外して)[<して>]"],
    },
    examples: Phrases {
        en: &["delete field \"OSS licence\" from person", "field delete person 利用言語"],
        ja: &["人の項目「利用言語」を削除して"],
    },
    right: Right::DefineFields,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for FieldDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let field = meant::field(ctx, call).await?;
        let (name, of) = (&field.name, objects(field.object).of(lang));
        let used = count(fields::used(&mut ctx.tx, &field, None).await?);
        let reply = ctx.reply().text(say!(
            lang,
            "Delete the field **{name}** of {of}? {used} have something in it; it is hidden, and comes back when the field is restored.",
            "{of}の項目 **{name}** を削除しますか？ {used}件に値が入っています（非表示になり、項目を元に戻すと再び表示されます）。"
        ));
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let field = meant::field(ctx, call).await?;
        fields::delete(&mut ctx.tx, field.id).await?;
        let (name, of) = (&field.name, objects(field.object).of(lang));
        let reply = ctx.reply().text(say!(
            lang,
            "Deleted the field **{name}** of {of}.",
            "{of}の項目 **{name}** を削除しました。"
        ));
        let named = [("object", field.object.word().to_owned()), ("name", field.name.clone())];
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(key(field.object, &field.name)),
            before: Some(told(&field)),
            after: None,
            reversal: Some(json!(back::with(Call::new("field restore", named), &field.id))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
