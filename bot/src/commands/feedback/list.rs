//! `feedback list`: what people told the administrators.

use adapters::Item;
use async_trait::async_trait;
use crm::{access::Right, feedback};
use nlp::understand::SlotKind;

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, day_and_time, words},
};

/// The command.
pub(crate) struct FeedbackList;

static SPEC: Spec = Spec {
    name: "feedback list",
    about: words("What people told the administrators", "管理者への連絡を表示します"),
    arguments: &[Argument {
        name: "count",
        kind: SlotKind::Count,
        required: false,
        about: words("how many, up to 100", "件数（100まで）"),
    }],
    phrases: Phrases {
        en: &[
            "(show|list|read) [me] [all] [the] [last] [{count}] feedback",
            "what feedback (is there|did we get)",
        ],
        ja: &["(管理者への連絡|フィードバック)[の一覧][を][{count}件](<見せて>|一覧|読む|読みたい)"],
    },
    examples: Phrases { en: &["show feedback"], ja: &["フィードバックを見せて"] },
    right: Right::SeeAllChanges,
    effect: Effect::Read,
};

#[async_trait]
impl Command for FeedbackList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let limit = ctx.limit(call, 10, 100);
        let given = feedback::list(&mut ctx.tx, limit).await?;
        if given.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "Nobody has said anything yet. Anybody can: “tell the admins: …”.",
                    "連絡はまだありません。どなたでも「管理者に連絡：…」でお送りいただけます。"
                ))
                .into());
        }
        let items = given
            .into_iter()
            .map(|f| {
                let platform = actions::platform(&f.platform, lang);
                let detail = format!("{}  ·  {}  ·  {platform}", f.by, day_and_time(lang, f.given_at, zone));
                Item::new(f.text).detail(detail)
            })
            .collect();
        Ok(ctx.reply().list(items).into())
    }
}
