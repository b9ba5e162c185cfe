//! `deal stage`: moves a deal to another stage. What wins or loses it is `deal close`, which asks first.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    deals::{self, Deal, Standing, stages},
};
use nlp::understand::SlotKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    budget::amount,
    deals::meant::{self, label, may_change, stage_name},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealStage;

/// Its name, by which moves are taken back.
pub(crate) const NAME: &str = "deal stage";

static SPEC: Spec = Spec {
    name: NAME,
    about: words("Move a deal to another stage", "商談のステージを変更します"),
    arguments: &[
        Argument {
            name: "deal",
            kind: SlotKind::Deal,
            required: true,
            about: words("D-9, its name, or whom it is with", "D-9、商談名、または相手"),
        },
        Argument {
            name: "stage",
            kind: SlotKind::Stage,
            required: true,
            about: words("which stage: Proposal, Negotiation …", "ステージ。提案・交渉 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[move|put|set|advance|push|bring|take|change] [the] [deal] {deal:code} [in]to [the] [stage] {stage}",
            "(move|put|set|advance|push|bring|take|change) [the] (deal|opportunity) {deal} [in]to [the] [stage] {stage}",
            "(move|put|set|advance|push|bring|take) [the] {deal} (deal|opportunity) [in]to [the] [stage] {stage}",
            "(move|advance|push) {deal:sure} [in]to [the] [stage] {stage}",
            "(set|change) [the] stage of [the] [deal] {deal} to {stage}",
            "{deal:code} (is now|now|is) in [the] [stage] {stage}",
            "{deal:code} (reached|entered) [the] [stage] {stage}",
        ],
        ja: &[
            "[商談|案件]{deal:code}を{stage}(へ|に)[移動|進めて|進める|移して|変更|更新|動かして|上げて|戻して][<して>]",
            "[商談|案件]{deal:code}の(ステージ|段階|フェーズ|状態|ステータス)を{stage}(へ|に)[移動|変更|更新|移して][<して>]",
            "(商談|案件){deal}を{stage}(へ|に)(移動|進めて|移して|変更|動かして)[<して>]",
            "{deal}の(商談|案件)を{stage}(へ|に)[移動|進めて|移して|変更|動かして][<して>]",
            "{deal}の(商談|案件)の(ステージ|段階|フェーズ)を{stage}(へ|に)[移動|変更|更新][<して>]",
            "{deal:sure}を{stage}(ステージ|段階|フェーズ)(へ|に)[移動|進めて|移して|変更][<して>]",
            "{deal:code}(は|が){stage}(へ|に)(進んだ|進みました|入った|入りました|移った|移りました|なった|なりました)",
        ],
    },
    examples: Phrases {
        en: &["D-9 to Negotiation", "move D-9 to Proposal"],
        ja: &["D-9を交渉へ", "D-9のステージを提案に変更して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Back {
    now: Standing,
    before: Standing,
}

#[async_trait]
impl Command for DealStage {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        if let Some(Back { now, before }) = back::of(call)? {
            return taken_back(ctx, &deal, &now, before, back::without(call)).await;
        }
        may_change(ctx, &deal)?;
        // "D-9 to 3M JPY": no stage, but what it is worth
        let said = ctx.required(call, "stage")?.to_owned();
        if amount::is_plainly_money(&said)
            && stages::meant(&stages::all(&mut ctx.tx).await?, &said).is_empty()
        {
            let worth = [("deal", deal.code().to_string()), ("amount", said)];
            return Err(Stop::Instead(Call::new("deal set", worth)));
        }
        let stage = meant::stage(ctx, call, "stage").await?;
        if stage.key == deal.stage {
            let (code, name) = (deal.code(), stage.name_in(lang == nlp::Lang::Ja).to_owned());
            return Err(Stop::Refused(say!(
                lang,
                "{code} is in {name} already; nothing was changed.",
                "{code} はすでに「{name}」です。何も変更していません。"
            )));
        }
        if !stage.is_open() {
            // it asks before it is won or lost
            let close = [("deal", deal.code().to_string()), ("outcome", stage.outcome)];
            return Err(Stop::Instead(Call::new("deal close", close)));
        }
        let to = Standing { stage: stage.key, closed_at: None, reason: None };
        moved(ctx, &deal, to, call).await
    }
}

/// Moves a deal, and says so.
pub(crate) async fn moved(ctx: &mut Context<'_>, deal: &Deal, to: Standing, call: &Call) -> Outcome {
    let lang = ctx.lang;
    let stages = stages::ever(&mut ctx.tx).await?;
    deals::move_to(&mut ctx.tx, deal.id, &deal.stage, &to, ctx.now.at).await?;
    let (code, shown) = (deal.code().to_string(), label(deal));
    let (was, is) = (stage_name(&stages, &deal.stage, lang), stage_name(&stages, &to.stage, lang));
    let reply = ctx
        .reply()
        .text(say!(lang, "**{shown}**: {was} → **{is}**.", "**{shown}**：{was} → **{is}**"))
        .fields([(say!(lang, "Reason", "理由"), to.reason.clone().unwrap_or_default())]);
    let before = standing(deal);
    // as somebody would say it, in the name that stands there now
    let back = Call::new(NAME, [("deal", code.clone()), ("stage", stage_name(&stages, &deal.stage, lang))]);
    let change = Change {
        command: call.command.clone(),
        arguments: json!(call.arguments),
        object: Some(code),
        before: Some(noted(&stages, &before)),
        after: Some(noted(&stages, &to)),
        reversal: Some(json!(back::with(back, &Back { now: to, before }))),
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// Where a deal stands.
pub(crate) fn standing(deal: &Deal) -> Standing {
    Standing { stage: deal.stage.clone(), closed_at: deal.closed_at, reason: deal.reason.clone() }
}

/// For the audit log.
fn noted(stages: &[stages::Stage], at: &Standing) -> Value {
    json!({ "stage": stage_name(stages, &at.stage, nlp::Lang::En), "reason": at.reason })
}

/// Puts a deal back where it stood, unless somebody moved it since.
async fn taken_back(
    ctx: &mut Context<'_>,
    deal: &Deal,
    now: &Standing,
    before: Standing,
    call: Call,
) -> Outcome {
    let lang = ctx.lang;
    let known = stages::all(&mut ctx.tx).await?;
    let gone = !known.iter().any(|stage| stage.key == before.stage);
    if deal.stage != now.stage || gone {
        let code = deal.code();
        let stages = stages::ever(&mut ctx.tx).await?;
        let is = stage_name(&stages, &deal.stage, lang);
        return Err(Stop::Refused(if gone {
            say!(
                lang,
                "The stage {code} came from has been removed; it stays in {is}.",
                "{code} の元のステージは削除されたため、「{is}」のままにしました。"
            )
        } else {
            say!(
                lang,
                "{code} was moved on since: it is in {is}, and stays there.",
                "{code} はその後さらに移動され、現在は「{is}」です。そのままにしました。"
            )
        }));
    }
    moved(ctx, deal, before, &call).await
}
