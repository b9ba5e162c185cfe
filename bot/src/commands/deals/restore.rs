//! `deal restore`: brings a deal back from the trash.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::{self, Change},
    deals,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    deals::{
        fields::object,
        meant::{label, may_change},
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealRestore;

static SPEC: Spec = Spec {
    name: "deal restore",
    about: words("Bring a deal back from the trash", "ゴミ箱の商談を元に戻します"),
    arguments: &[Argument {
        name: "deal",
        kind: SlotKind::Deal,
        required: true,
        about: words("the code it had, such as D-9", "元のコード。D-9 など"),
    }],
    phrases: Phrases {
        en: &[
            "(restore|undelete|bring back) [the] [deal] {deal:code}",
            "bring {deal:code} back",
            "(take|get) {deal:code} out of the trash",
        ],
        ja: &[
            "[商談|案件]{deal:code}[を](復元|復活)[させて|<して>]",
            "[商談|案件]{deal:code}をゴミ箱から(戻して|元に戻して|出して|復元[<して>])",
        ],
    },
    examples: Phrases { en: &["restore D-9"], ja: &["D-9を復元して"] },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for DealRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = ctx.required(call, "deal")?.to_owned();
        let found = match Code::parse(&words) {
            Some(Code { kind: CodeKind::Deal, number }) => deals::deleted(&mut ctx.tx, number).await?,
            _ => None,
        };
        let Some(deal) = found else {
            return Err(Stop::Refused(say!(
                lang,
                "There is no deal {words} in the trash. Say the code it had, as in “restore D-9”.",
                "{words} という商談はゴミ箱にありません。「D-9を復元」のように元のコードで指定してください。"
            )));
        };
        may_change(ctx, &deal)?;
        deals::restore(&mut ctx.tx, deal.id).await?;
        ctx.looked_at(deal.code());
        let (shown, code) = (label(&deal), deal.code().to_string());
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** is back, as before.",
            "**{shown}** を元どおりに戻しました。"
        ));
        // whichever way the deletion is taken back, its entry knows
        let this = Call::new(SPEC.name, [("deal", code.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: None,
            after: Some(object(&deal)),
            reversal: Some(json!(Call::new("deal delete", [("deal", code)]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
