//! `budget remove`: takes a line off a budget, into the trash.

use async_trait::async_trait;
use crm::{
    Code,
    access::{self, Right},
    audit::{self, Change},
    campaigns::{self, BudgetLine, Campaign},
    housekeeping::TRASH_DAYS,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    budget::add as budget_add,
    budget::line::{self as budget_line, fields, object, total},
    campaigns::meant::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct BudgetRemove;

static SPEC: Spec = Spec {
    name: "budget remove",
    about: words("Take a line off a budget", "予算の行を削除します"),
    arguments: &[Argument {
        name: "line",
        kind: SlotKind::BudgetLine,
        required: true,
        about: words("B-3, or its number in the last list", "B-3、または直前の一覧の行番号"),
    }],
    phrases: Phrases {
        en: &[
            "(remove|delete|drop|take off) [the] [budget] line {line} [from [the] budget]",
            "(remove|delete|drop|take off) [the] [budget line] {line:code} [from [the] budget]",
        ],
        ja: &[
            "[予算の|予算][第]{line}行目を(削除|消して|消す|外して|取り消して|取り除いて)[<して>]",
            "[予算の|予算]{line:code}を(削除|消して|消す|外して|取り除いて)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["remove line 3", "remove B-3"], ja: &["3行目を削除", "B-3を削除して"]
    },
    // and what one added oneself, to take it back
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for BudgetRemove {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (line, campaign) = meant(ctx, call).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let reply = ctx.reply().text(say!(
            lang,
            "Remove **{code}** from the budget of {shown}? For {TRASH_DAYS} days it can be brought back.",
            "{shown} の予算から **{code}** を削除しますか？（{TRASH_DAYS}日以内であれば元に戻せます）"
        ));
        let total = total(ctx, &campaign, Some((line.amount, &line.currency)), None).await?;
        let reply = fields(reply, lang, &campaign, &line).fields(total);
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("line", code.to_string())]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (line, campaign) = meant(ctx, call).await?;
        let total = total(ctx, &campaign, Some((line.amount, &line.currency)), None).await?;
        campaigns::set_budget_line_removed(&mut ctx.tx, line.number, true).await?;
        let (code, shown) = (line.code(), label(&campaign, lang));
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Removed **{code}** from the budget of {shown}.",
                "{shown} の予算から **{code}** を削除しました。"
            ))
            .fields(total);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(object(&line, &campaign)),
            after: None,
            reversal: Some(json!(Call::new("budget restore", [("line", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(BudgetLine, Campaign)> {
    let code = budget_line::code(ctx, call).await?;
    may(ctx, code).await?;
    budget_line::standing(ctx, code).await
}

/// Refuses one who may not change budgets, unless the line is their own addition, unchanged since.
async fn may(ctx: &mut Context<'_>, code: Code) -> Outcome<()> {
    if access::may(ctx.tx.actor(), Right::SetMoney) {
        return Ok(());
    }
    let lang = ctx.lang;
    let last = audit::last_on(&mut ctx.tx, &code.to_string()).await?;
    let own = last.is_some_and(|entry| {
        entry.command == budget_add::NAME
            && entry.user_id.is_some()
            && entry.user_id == ctx.tx.actor().user_id()
    });
    if own {
        return Ok(());
    }
    let role = access::least(Right::SetMoney).map_or("–", |role| lang.pick(role.words().0, role.words().1));
    Err(Stop::Refused(say!(
        lang,
        "You may not do this: lines you did not add yourself ({code}) are removed by the role {role} or above. Ask an administrator.",
        "ご自身が追加した行以外は削除できません。{code} の削除には{role}以上の権限が必要です。管理者にご相談ください。"
    )))
}
