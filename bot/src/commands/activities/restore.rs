//! `activity restore`: an activity out of the trash, with its words.

use async_trait::async_trait;
use crm::{
    access::Right,
    activities,
    audit::{self, Change},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, activities::show::find,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct ActivityRestore;

static SPEC: Spec = Spec {
    name: "activity restore",
    about: words("Bring a deleted message or activity back", "削除したメッセージや活動を元に戻します"),
    arguments: &[Argument {
        name: "activity",
        kind: SlotKind::Activity,
        required: true,
        about: words("its code, such as A-881", "コード。A-881 など"),
    }],
    phrases: Phrases {
        en: &[
            "(restore|bring back|undelete) [the] (activity|message|post) {activity}",
            "(restore|bring back|undelete) {activity:code}",
        ],
        ja: &["[アクティビティ|活動|メッセージ|発言|投稿]{activity:code}を復元[<して>]"],
    },
    examples: Phrases {
        en: &["restore A-881", "bring back message A-881"],
        ja: &["A-881を復元して", "活動A-881を復元"],
    },
    right: Right::DeleteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for ActivityRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let card = find(ctx, call).await?;
        let code = card.code().to_string();
        if !activities::restore(&mut ctx.tx, card.id).await? {
            return Err(Stop::Refused(match card.deleted_at {
                None => say!(
                    lang,
                    "{code} is not deleted; nothing was changed.",
                    "{code} は削除されていません。変更はありません。"
                ),
                Some(_) => say!(
                    lang,
                    "{code} cannot come back: its words are gone for good.",
                    "{code} は復元できません。内容は完全に削除されています。"
                ),
            }));
        }
        ctx.looked_at(card.code());
        let this = Call::new(SPEC.name, [("activity", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let reply = ctx.reply().text(say!(lang, "**{code}** is back.", "**{code}** を復元しました。"));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "deleted": true })),
            after: Some(json!({ "deleted": false })),
            reversal: Some(json!(Call::new("activity delete", [("activity", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
