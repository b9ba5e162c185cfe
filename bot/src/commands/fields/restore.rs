//! `field restore`: a deleted field back, with all that stood in it.

use async_trait::async_trait;
use crm::{
    FieldId,
    access::Right,
    audit::{self, Change},
    fields,
};
use nlp::understand::SlotKind;
use serde_json::json;

use super::{
    add::{key, told},
    kinds::{OBJECTS, objects},
    meant,
};
use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back};
use crate::{say, words::words};

/// The command.
pub(crate) struct FieldRestore;

static SPEC: Spec = Spec {
    name: "field restore",
    about: words("Bring a deleted field back with its values", "削除した独自項目を値ごと元に戻します"),
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
            "(restore|bring back|undelete) [the] [custom] field {name} (of|for|on) {object}",
            "(restore|bring back|undelete) [the] {object} field {name}",
        ],
        ja: &["{object}[の](項目|独自項目|カスタム項目){name}を(復元|復活|元に戻して)[<して>]"],
    },
    examples: Phrases {
        en: &["restore the person field 利用言語", "field restore person \"OSS licence\""],
        ja: &["人の項目「利用言語」を復元して"],
    },
    right: Right::DefineFields,
    effect: Effect::Change,
};

#[async_trait]
impl Command for FieldRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let object = meant::object(ctx, call)?;
        let said = ctx.required(call, "name")?.to_owned();
        let known: Option<FieldId> = back::of(call)?;
        let id = match known {
            Some(id) => Some(id),
            None => fields::deleted(&mut ctx.tx, object, &said).await?,
        };
        let of = objects(object).of(lang);
        let field = match id {
            Some(id) => fields::by_id(&mut ctx.tx, id).await?,
            None => None,
        };
        let field = field.ok_or_else(|| {
            Stop::Refused(say!(
                lang,
                "No field “{said}” of {of} was deleted. Say “field list” to see those that there are.",
                "{of}の項目「{said}」は削除されていません。「field list」で登録済みの項目をご確認いただけます。"
            ))
        })?;
        let name = &field.name;
        if !fields::restore(&mut ctx.tx, field.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{of} have a field “{name}” by now, so the deleted one stays away. Rename that first.",
                "{of}には現在「{name}」という項目があるため、元に戻せません。先にそちらの名前を変更してください。"
            )));
        }
        let named = [("object", object.word().to_owned()), ("name", field.name.clone())];
        let reversal = json!(back::with(Call::new(SPEC.name, named.clone()), &field.id));
        let reverses = audit::taken_back_by(&mut ctx.tx, &reversal).await?;
        let reply = ctx.reply().text(say!(
            lang,
            "The field **{name}** of {of} is back, with all that stood in it.",
            "{of}の項目 **{name}** を、値とともに元に戻しました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(key(object, &field.name)),
            before: None,
            after: Some(told(&field)),
            reversal: Some(json!(Call::new("field delete", named))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
