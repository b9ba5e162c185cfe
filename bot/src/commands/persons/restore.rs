//! `person restore`: takes a person out of the trash.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::{self, Change},
    fields,
    persons::{self, Deleted},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, persons::label,
};
use crate::{
    say,
    words::{date, words},
};

/// The command.
pub(crate) struct PersonRestore;

/// So many of those in the trash are named where none was.
const NAMED: i64 = 5;

static SPEC: Spec = Spec {
    name: "person restore",
    about: words("Bring a person back from the trash", "ゴミ箱の人を元に戻します"),
    arguments: &[Argument {
        name: "person",
        kind: SlotKind::Person,
        required: true,
        about: words("the code they had, such as P-12", "元のコード。P-12 など"),
    }],
    phrases: Phrases {
        en: &[
            "(restore|undelete|bring back) [person] {person:code}",
            "bring {person:code} back",
            "(take|get) {person:code} out of the trash",
        ],
        ja: &[
            "{person:code}[を](復元|復活)[させて|<して>]",
            "{person:code}をゴミ箱から(戻して|元に戻して|出して|復元[<して>])",
            "{person:code}の削除を(取り消して|なしにして)",
        ],
    },
    examples: Phrases { en: &["restore P-12"], ja: &["P-12を復元して"] },
    right: Right::DeleteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for PersonRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let Deleted { person, deleted_at } = find(ctx, call).await?;
        if !persons::restore(&mut ctx.tx, person.id).await? {
            let (code, since) =
                (person.code(), date(lang, deleted_at.with_timezone(&ctx.zone()).date_naive()));
            return Err(Stop::Refused(say!(
                lang,
                "{code} was deleted on {since} and is gone for good. Add them anew with “person add”.",
                "{code} は{since}に削除され、すでに完全に消去されています。「person add」で新しく登録してください。"
            )));
        }
        ctx.looked_at(person.code());
        let (who, code) = (label(&person), person.code().to_string());
        let mut reply = ctx.reply().text(say!(
            lang,
            "**{who}** is back, as before.",
            "**{who}** を元どおりに戻しました。"
        ));
        for taken in fields::shared(&mut ctx.tx, person.id.into()).await? {
            let (field, holder) = (taken.field, taken.holder);
            reply = reply.text(say!(
                lang,
                "“{field}” must be one person’s alone, and {holder} has the same by now. Change one of them.",
                "項目「{field}」は重複できませんが、現在 {holder} にも同じ値が設定されています。どちらかを変更してください。"
            ));
        }
        // whichever way the deletion is taken back, its entry knows
        let back = Call::new(SPEC.name, [("person", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(back)).await?;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "deleted": true })),
            after: Some(json!({ "deleted": false, "name": person.name })),
            reversal: Some(json!(Call::new("person delete", [("person", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Deleted> {
    let lang = ctx.lang;
    let words = ctx.required(call, "person")?.to_owned();
    let number = match Code::parse(&words) {
        Some(Code { kind: CodeKind::Person, number }) => Some(number),
        _ => None,
    };
    if let Some(number) = number
        && let Some(found) = persons::deleted(&mut ctx.tx, number).await?
    {
        return Ok(found);
    }
    let trash = persons::trash(&mut ctx.tx, NAMED).await?;
    if trash.is_empty() {
        return Err(Stop::Refused(say!(
            lang,
            "There is nobody in the trash, so {words} cannot be brought back.",
            "ゴミ箱には誰もいないため、{words} は戻せません。"
        )));
    }
    let there: Vec<String> =
        trash.iter().map(|it| format!("{} {}", it.person.code(), it.person.name)).collect();
    let there = there.join(lang.pick(", ", "、"));
    Err(Stop::Refused(say!(
        lang,
        "{words} is not in the trash. There are: {there}. Say their code, as in “restore P-12”.",
        "{words} はゴミ箱にありません。ゴミ箱にいるのは：{there}。「P-12を復元」のようにコードで指定してください。"
    )))
}
