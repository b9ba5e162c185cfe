//! `budget restore`: brings a removed line back.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, BudgetLine, Campaign},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    budget::line::{self as budget_line, fields, object, total},
    campaigns::meant::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct BudgetRestore;

static SPEC: Spec = Spec {
    name: "budget restore",
    about: words("Bring a removed line of a budget back", "削除した予算の行を元に戻します"),
    arguments: &[Argument {
        name: "line",
        kind: SlotKind::BudgetLine,
        required: true,
        about: words("B-3", "B-3 のようなコード"),
    }],
    phrases: Phrases {
        en: &["(restore|undelete|bring back) [the] [budget] [line] {line:code}"],
        ja: &["[予算の|予算]{line:code}を(復元|戻して|復活)[<して>|させて]"],
    },
    examples: Phrases { en: &["restore B-3"], ja: &["予算B-3を復元"] },
    right: Right::SetMoney,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for BudgetRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (line, campaign) = meant(ctx, call).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let reply = ctx.reply().text(say!(
            lang,
            "Bring **{code}** back into the budget of {shown}?",
            "{shown} の予算に **{code}** を戻しますか？"
        ));
        let total = total(ctx, &campaign, None, Some((line.amount, &line.currency))).await?;
        let reply = fields(reply, lang, &campaign, &line).fields(total);
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("line", code.to_string())]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (line, campaign) = meant(ctx, call).await?;
        let total = total(ctx, &campaign, None, Some((line.amount, &line.currency))).await?;
        campaigns::set_budget_line_removed(&mut ctx.tx, line.number, false).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "**{code}** is back in the budget of {shown}.",
                "{shown} の予算に **{code}** を戻しました。"
            ))
            .fields(total);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(object(&line, &campaign)),
            reversal: Some(json!(Call::new("budget remove", [("line", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(BudgetLine, Campaign)> {
    let code = budget_line::code(ctx, call).await?;
    match budget_line::of(ctx, code).await? {
        (line, campaign, true) => Ok((line, campaign)),
        (_, campaign, false) => {
            let of = campaign.code();
            Err(Stop::Refused(say!(
                ctx.lang,
                "{code} stands in the budget of {of}; there is nothing to bring back.",
                "{code} は {of} の予算にあります。戻す必要はありません。"
            )))
        }
    }
}
