//! `resource restore`: puts back on its campaign what was removed.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{access::Right, campaigns};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    resources::remove::{change, find},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct ResourceRestore;

static SPEC: Spec = Spec {
    name: "resource restore",
    about: words("Put something removed back on its campaign", "外した記事・動画などを施策に戻します"),
    arguments: &[Argument {
        name: "resource",
        kind: SlotKind::Resource,
        required: true,
        about: words("R-2", "R-2 のようなコード"),
    }],
    phrases: Phrases {
        en: &["(restore|undelete|bring back) [the] [resource] {resource}"],
        ja: &["[リソース]{resource}を(復元|戻して|復活)[<して>|させて]"],
    },
    examples: Phrases { en: &["restore R-2"], ja: &["R-2を復元して"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for ResourceRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (resource, removed) = find(ctx, call).await?;
        let (code, title) = (resource.code(), escape(&resource.title));
        if !removed {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is on its campaign; there is nothing to bring back.",
                "{code} は外されていません。戻す必要はありません。"
            )));
        }
        campaigns::set_resource_removed(&mut ctx.tx, resource.number, false).await?;
        let reply = ctx.reply().text(say!(
            lang,
            "**{code} {title}** is back.",
            "**{code} {title}** を元に戻しました。"
        ));
        Ok(Done { reply, change: Some(change(&SPEC, call, &resource, "resource remove", false)) })
    }
}
