//! `activity delete`: the words of an activity into the trash; a mark stays that there was something.

use async_trait::async_trait;
use crm::{access::Right, activities, audit::Change, housekeeping::TRASH_DAYS};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    activities::show::find,
};
use crate::{
    say,
    words::{actions, day_and_time, excerpt, words},
};

/// The command.
pub(crate) struct ActivityDelete;

static SPEC: Spec = Spec {
    name: "activity delete",
    about: words(
        "Delete a message or activity here (30 days in the trash)",
        "メッセージや活動を削除します（30日間は復元可能）",
    ),
    arguments: &[Argument {
        name: "activity",
        kind: SlotKind::Activity,
        required: true,
        about: words("its code, such as A-881", "コード。A-881 など"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|trash) [the] (activity|message|post|record) {activity}",
            "(delete|remove|trash) {activity}",
        ],
        ja: &[
            "[アクティビティ|活動|メッセージ|発言|投稿]{activity}を(削除|消して|消す)[<して>]",
            "{activity}の(記録|アクティビティ|活動)を(削除|消して|消す)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["delete A-881", "remove activity A-881"],
        ja: &["A-881を削除して", "活動A-881を消す"],
    },
    right: Right::DeleteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ActivityDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let card = find(ctx, call).await?;
        let code = card.code();
        if card.deleted_at.is_some() {
            return Err(already(ctx, &code.to_string(), card.in_trash));
        }
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Delete **{code}** here? Nobody finds or reads it any more; on its platform it stays. It can be brought back for {TRASH_DAYS} days.",
                "**{code}** を削除しますか？ 検索でも閲覧でも表示されなくなります（元のプラットフォーム上のメッセージは残ります）。{TRASH_DAYS}日以内なら復元できます。"
            ))
            .fields([
                (say!(lang, "Who", "誰"), card.author.clone()),
                (say!(lang, "When", "日時"), day_and_time(lang, card.occurred_at, zone)),
                (say!(lang, "What", "種類"), actions::action_once(&card.action, lang).to_owned()),
                (say!(lang, "Words", "内容"), excerpt(card.text.as_deref().unwrap_or_default(), 200)),
            ]);
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("activity", code.to_string())]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let card = find(ctx, call).await?;
        let code = card.code().to_string();
        if !activities::delete(&mut ctx.tx, card.id).await? {
            return Err(already(ctx, &code, card.in_trash));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "Deleted **{code}**. For {TRASH_DAYS} days, “restore {code}” brings it back.",
            "**{code}** を削除しました。{TRASH_DAYS}日以内なら「{code}を復元」で戻せます。"
        ));
        // the words themselves are kept by the trash alone, so that they can go for good
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "deleted": false })),
            after: Some(json!({ "deleted": true })),
            reversal: Some(json!(Call::new("activity restore", [("activity", code)]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

fn already(ctx: &Context<'_>, code: &str, in_trash: bool) -> Stop {
    Stop::Refused(if in_trash {
        say!(
            ctx.lang,
            "{code} is deleted already. “restore {code}” brings it back.",
            "{code} はすでに削除されています。「{code}を復元」で元に戻せます。"
        )
    } else {
        say!(ctx.lang, "{code} is gone already.", "{code} はすでに削除されています。")
    })
}
