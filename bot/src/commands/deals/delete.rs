//! `deal delete`: puts a deal in the trash, whence it can be brought back for a month.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    deals::{self, stages},
    housekeeping::TRASH_DAYS,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    deals::{
        fields::object,
        meant::{self, label, may_change},
        show::fields,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealDelete;

static SPEC: Spec = Spec {
    name: "deal delete",
    about: words("Put a deal in the trash for 30 days", "商談をゴミ箱に入れます（30日間は戻せます）"),
    arguments: &[Argument {
        name: "deal",
        kind: SlotKind::Deal,
        required: true,
        about: words("D-9, its name, or whom it is with", "D-9、商談名、または相手"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|trash|bin) [the] (deal|opportunity) {deal}",
            "(delete|remove|trash|bin) [the] {deal} (deal|opportunity)",
            "(delete|remove|trash|bin) {deal:code}",
        ],
        ja: &[
            "(商談|案件)[ ]{deal}を(削除|消して|消す|ゴミ箱に(入れて|移して))[<して>]",
            "{deal}の(商談|案件)を(削除|消して|消す|ゴミ箱に(入れて|移して))[<して>]",
            "{deal:code}[の(商談|案件)]を(削除|消して|消す|ゴミ箱に(入れて|移して))[<して>]",
        ],
    },
    examples: Phrases {
        en: &["delete D-9", "delete deal D-9"], ja: &["D-9を削除して", "商談D-9を削除"]
    },
    // and what one added oneself, to take it back
    right: Right::WriteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for DealDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        may_change(ctx, &deal)?;
        let stages = stages::all(&mut ctx.tx).await?;
        let shown = label(&deal);
        let reply = ctx.reply().text(say!(
            lang,
            "Put **{shown}** in the trash? For {TRASH_DAYS} days it can be brought back.",
            "**{shown}** をゴミ箱に入れますか？ {TRASH_DAYS}日間は元に戻せます。"
        ));
        let reply = fields(ctx, reply, &deal, &stages);
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("deal", deal.code().to_string())]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        may_change(ctx, &deal)?;
        let (shown, code) = (label(&deal), deal.code().to_string());
        if !deals::delete(&mut ctx.tx, deal.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is in the trash already.",
                "{code} はすでにゴミ箱に入っています。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** is in the trash. For {TRASH_DAYS} days, “restore {code}” brings it back.",
            "**{shown}** をゴミ箱に入れました。{TRASH_DAYS}日以内なら「{code}を復元」で元に戻せます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(object(&deal)),
            after: None,
            reversal: Some(json!(Call::new("deal restore", [("deal", code)]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
