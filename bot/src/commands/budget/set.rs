//! `budget set`: corrects the amount of a line.

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
    budget::amount as budget_amount,
    budget::line::{self as budget_line, counts, fields, object, total},
    campaigns::meant::label,
};
use crate::{
    say,
    words::{money, words},
};

/// The command.
pub(crate) struct BudgetSet;

static SPEC: Spec = Spec {
    name: "budget set",
    about: words("Correct the amount of a line of a budget", "予算の行の金額を変更します"),
    arguments: &[
        Argument {
            name: "line",
            kind: SlotKind::BudgetLine,
            required: true,
            about: words("B-3, or its number in the last list", "B-3、または直前の一覧の行番号"),
        },
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: true,
            about: words("how much: 250k", "金額。25万円 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(change|set|update|correct|fix|make) [the] [amount of] [budget] line {line} (to|=) {amount}",
            "(change|set|update|correct|fix|make) [the] [amount of] {line:sure} (to|=) {amount}",
            "(change|set|update|correct|fix|make) {line:sure} {amount}",
            "[budget] line {line} (should be|is) {amount}",
            "{line:code} should be {amount}",
        ],
        ja: &[
            "[予算の|予算][第]{line}行目[の金額]を{amount}に[変更|修正|訂正|更新][<して>]",
            "[予算の|予算]{line:sure}[の金額]を{amount}に[変更|修正|訂正|更新][<して>]",
            "[予算の|予算]{line}行目は{amount}",
        ],
    },
    examples: Phrases {
        en: &["change line 3 to 250k", "set B-3 to 250k JPY"],
        ja: &["3行目を25万円に", "B-3の金額を25万円に変更して"],
    },
    right: Right::SetMoney,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for BudgetSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (line, after, campaign) = meant(ctx, call).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let (was, is) =
            (money(lang, line.amount, &line.currency), money(lang, after.amount, &after.currency));
        let reply = ctx.reply().text(say!(
            lang,
            "Change **{code}** of {shown} from {was} to **{is}**?",
            "{shown} の **{code}** を {was} から **{is}** に変更しますか？"
        ));
        let goes = Some((line.amount, line.currency.as_str()));
        let total = total(ctx, &campaign, goes, Some((after.amount, &after.currency))).await?;
        let mut reply = fields(reply, lang, &campaign, &line).fields(total);
        if let Some(note) = counts(ctx, &after.currency, after.spent_on) {
            reply = reply.text(note);
        }
        let amount = budget_amount::spoken(after.amount, &after.currency);
        let pinned = Call::new(SPEC.name, [("line", code.to_string()), ("amount", amount)]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (line, after, campaign) = meant(ctx, call).await?;
        let goes = Some((line.amount, line.currency.as_str()));
        let total = total(ctx, &campaign, goes, Some((after.amount, &after.currency))).await?;
        campaigns::set_budget_line(&mut ctx.tx, line.number, after.amount, &after.currency).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let (was, is) =
            (money(lang, line.amount, &line.currency), money(lang, after.amount, &after.currency));
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "**{code}** of {shown}: {was} → **{is}**.",
                "{shown} の **{code}**：{was} → **{is}** に変更しました。"
            ))
            .fields(total);
        let amount = budget_amount::spoken(line.amount, &line.currency);
        let back = Call::new(SPEC.name, [("line", code.to_string()), ("amount", amount)]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(object(&line, &campaign)),
            after: Some(object(&after, &campaign)),
            reversal: Some(json!(back)),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The line as it is and as it is to be, and its campaign.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(BudgetLine, BudgetLine, Campaign)> {
    let lang = ctx.lang;
    let code = budget_line::code(ctx, call).await?;
    let (line, campaign) = budget_line::standing(ctx, code).await?;
    let (amount, currency) = budget_amount::read(ctx, ctx.required(call, "amount")?, &line.currency)?;
    if (amount, currency.as_str()) == (line.amount, line.currency.as_str()) {
        let is = money(lang, amount, &currency);
        return Err(Stop::Refused(say!(
            lang,
            "{code} is {is} already; nothing would change.",
            "{code} はすでに{is}です。変更する点はありません。"
        )));
    }
    let after = BudgetLine { amount, currency, ..line.clone() };
    Ok((line, after, campaign))
}
