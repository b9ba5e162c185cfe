//! `deal reopen`: a deal that was won or lost goes on where it stood before.

use async_trait::async_trait;
use crm::{
    access::Right,
    deals::{self, Standing, stages},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    deals::{
        meant::{self, may_change},
        stage::moved,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealReopen;

static SPEC: Spec = Spec {
    name: "deal reopen",
    about: words("Take up a deal again that was won or lost", "受注・失注した商談を進行中に戻します"),
    arguments: &[Argument {
        name: "deal",
        kind: SlotKind::Deal,
        required: true,
        about: words("D-9, its name, or whom it is with", "D-9、商談名、または相手"),
    }],
    phrases: Phrases {
        en: &[
            "(reopen|re-open) [the] [deal|opportunity] {deal:code}",
            "(reopen|re-open) [the] (deal|opportunity) {deal}",
            "(reopen|re-open) [the] {deal} (deal|opportunity)",
            "[deal] {deal:code} is open (again|after all)",
        ],
        ja: &[
            "[商談|案件]{deal:code}を(再開|再オープン|進行中に(戻して|<して>)|未決に戻して)[<して>]",
            "(商談|案件){deal}を(再開|再オープン|進行中に(戻して|<して>)|未決に戻して)[<して>]",
            "{deal}の(商談|案件)を(再開|再オープン|進行中に(戻して|<して>)|未決に戻して)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["reopen D-9"], ja: &["D-9を再開して", "商談D-9を進行中に戻して"]
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for DealReopen {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        may_change(ctx, &deal)?;
        let known = stages::all(&mut ctx.tx).await?;
        let is_open = |key: &str| known.iter().any(|stage| stage.key == key && stage.is_open());
        if is_open(&deal.stage) {
            let code = deal.code();
            return Err(Stop::Refused(say!(
                lang,
                "{code} is open; nothing was changed.",
                "{code} は進行中です。何も変更していません。"
            )));
        }
        // the last stage it stood in of those that are open now; where there is none, the first
        let steps = deals::steps(&mut ctx.tx, deal.id).await?;
        let last = steps.iter().rev().map(|step| &step.to_stage).find(|key| is_open(key)).cloned();
        let first = || known.iter().find(|stage| stage.is_open()).map(|stage| stage.key.clone());
        let stage = match last.or_else(first) {
            Some(stage) => stage,
            None => {
                return Err(Stop::Refused(say!(
                    lang,
                    "There is no open stage that it could go to. “stages set” makes one.",
                    "戻せる進行中のステージがありません。「stages set」で作成してください。"
                )));
            }
        };
        moved(ctx, &deal, Standing { stage, closed_at: None, reason: None }, call).await
    }
}
