//! `person delete`: puts a person in the trash, whence they can be brought back for a month.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, housekeeping::TRASH_DAYS, persons};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    deals::block::open_deals, persons::label,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct PersonDelete;

static SPEC: Spec = Spec {
    name: "person delete",
    about: words("Put a person in the trash for 30 days", "人をゴミ箱に入れます（30日間は戻せます）"),
    arguments: &[Argument {
        name: "person",
        kind: SlotKind::Person,
        required: true,
        about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|trash) [the] (person|contact) {person}",
            "(delete|remove|trash) {person:sure}",
            "(delete|remove) {person} from [the|our] (crm|database)",
        ],
        ja: &[
            "{person:sure}[の(データ|情報)][を](削除|消去)[<して>]",
            "{person:sure}[の(データ|情報)]を(消して|消す|消したい)",
            "(人|人物|連絡先)[の]{person}[を](削除|消去)[<して>]",
            "{person:sure}をゴミ箱[に|へ][入れて|移して|移動[<して>]]",
        ],
    },
    examples: Phrases { en: &["delete P-12"], ja: &["P-12を削除して"] },
    right: Right::DeleteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for PersonDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let person = ctx.person(call, "person").await?;
        let card = persons::card(&mut ctx.tx, person.id).await?;
        let (who, days) = (label(&person), TRASH_DAYS);
        let activities: i64 = card.actions.iter().map(|(_, n)| n).sum();
        let deals = open_deals(ctx, None, Some(person.id)).await?;
        let absorbed: Vec<String> = card.absorbed.iter().map(|n| format!("P-{n}")).collect();
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Put **{who}** in the trash? For {days} days they can be brought back; after that they are gone for good.",
                "**{who}** をゴミ箱に入れますか？ {days}日間は元に戻せます。その後は完全に消去されます。"
            ))
            .fields([
                (say!(lang, "Works at", "所属"), person.organization.clone().unwrap_or_default()),
                (say!(lang, "Accounts", "アカウント"), count(i64::try_from(card.accounts.len()).unwrap_or(i64::MAX))),
                (say!(lang, "Activities", "活動"), count(activities)),
                (say!(lang, "Merged into them", "統合済みの人"), absorbed.join(", ")),
                (say!(lang, "Looked after by", "担当"), card.owner.unwrap_or_default()),
                (say!(lang, "Open deals, which stay without them", "進行中の商談（商談は残ります）"), deals),
            ]);
        let pinned = Call::new(SPEC.name, [("person", person.code().to_string())]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let person = ctx.person(call, "person").await?;
        back::is_still(ctx, call, "person", &person)?;
        if !persons::delete(&mut ctx.tx, person.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "They are in the trash already.",
                "すでにゴミ箱に入っています。"
            )));
        }
        let (who, code, days) = (label(&person), person.code().to_string(), TRASH_DAYS);
        let reply = ctx.reply().text(say!(
            lang,
            "**{who}** is in the trash. Until {days} days from now “restore {code}” brings them back.",
            "**{who}** をゴミ箱に入れました。{days}日以内なら「{code}を復元」で元に戻せます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "deleted": false, "name": person.name })),
            after: Some(json!({ "deleted": true })),
            reversal: Some(json!(Call::new("person restore", [("person", code)]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
