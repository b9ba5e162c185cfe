//! `deal show`: everything about a deal on one card.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    access::Right,
    deals::{
        self, Deal,
        stages::{self, Stage},
    },
    notes::Object,
    tasks::About,
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    deals::meant::{self, stage_name},
    fields::own,
    notes::list::notes_block,
    tasks::block::tasks_block,
};
use crate::{
    say,
    words::{date, day_and_time, money, words},
};

/// The command.
pub(crate) struct DealShow;

static SPEC: Spec = Spec {
    name: "deal show",
    about: words("Everything about a deal on one card", "商談の情報をまとめて表示します"),
    arguments: &[Argument {
        name: "deal",
        kind: SlotKind::Deal,
        required: true,
        about: words("D-9, its name, or whom it is with", "D-9、商談名、または相手"),
    }],
    phrases: Phrases {
        en: &[
            "{deal:code}",
            "<show> [the] (deal|opportunity) {deal}",
            "[<show> [about]|tell me about] {deal:sure}",
            "(deal|opportunity) {deal:code}",
            "<show> [the] {deal} (deal|opportunity)",
            "[<show>] [the] (details|info|card|history|status) (of|for|on) ([the] (deal|opportunity) {deal}|{deal:code})",
            "how is [the] (deal|opportunity) {deal} (going|doing)",
            "how is {deal:code} (going|doing)",
        ],
        ja: &[
            "{deal:sure}[の(詳細|情報|状況|経過|経緯|履歴)][<見せて>]",
            "(商談|案件)[ ]{deal}[の(詳細|情報|状況|経過|経緯)]<見せて>",
            "(商談|案件)[ ]{deal:code}",
            "{deal:code}[は|って|の商談は|の件は](どうなった|どうなってる|どうなっている|どうなりました|どう|どんな感じ)[の|か]",
            "{deal}の(商談|案件)の(詳細|情報|状況|経過|経緯)[<見せて>]",
        ],
    },
    examples: Phrases { en: &["show deal D-9", "D-9"], ja: &["D-9の詳細", "商談D-9を見せて"] },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for DealShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        let stages = stages::ever(&mut ctx.tx).await?;
        let steps = deals::steps(&mut ctx.tx, deal.id).await?;
        let code = deal.code();
        let reply = ctx.reply().heading(format!("{code} {}", deal.name));
        let own = own::lines(ctx, deal.id.into()).await?;
        let reply = fields(ctx, reply, &deal, &stages).fields(own);
        let zone = ctx.zone();
        let items: Vec<Item> = steps
            .iter()
            .map(|step| {
                let to = stage_name(&stages, &step.to_stage, lang);
                let what = match &step.from_stage {
                    Some(from) => format!("{} → {to}", stage_name(&stages, from, lang)),
                    None => to,
                };
                let mut detail = vec![day_and_time(lang, step.moved_at, zone)];
                detail.extend(step.by.clone());
                detail.extend(step.reason.clone());
                Item::new(what).detail(detail.join("  ·  "))
            })
            .collect();
        let reply = reply.text(say!(lang, "**Stages so far**", "**ステージの履歴**")).list(items);
        let reply = tasks_block(ctx, reply, About::Deal(deal.id)).await?;
        Ok(notes_block(ctx, reply, Object::Deal(deal.id), code).await?.into())
    }
}

/// The facts of a deal; what is empty is left out by whoever shows it.
pub(crate) fn fields(ctx: &Context<'_>, reply: Reply, deal: &Deal, stages: &[Stage]) -> Reply {
    let lang = ctx.lang;
    let coded = |code: Option<crm::Code>, name: &Option<String>| {
        code.map(|code| format!("{code} {}", name.as_deref().unwrap_or_default())).unwrap_or_default()
    };
    let stage = stages.iter().find(|stage| stage.key == deal.stage);
    let named = stage_name(stages, &deal.stage, lang);
    let named = match stage.filter(|stage| stage.is_open()) {
        Some(stage) => format!("{named} ({} %)", stage.probability),
        None => named,
    };
    let day = |at: chrono::DateTime<chrono::Utc>| date(lang, at.with_timezone(&ctx.zone()).date_naive());
    let late = deal.closed_at.is_none() && deal.closes_on.is_some_and(|day| day < ctx.now.today());
    let closes = deal.closes_on.map_or(String::new(), |day| {
        let day = date(lang, day);
        if late { say!(lang, "{day} (past)", "{day}（経過）") } else { day }
    });
    reply.fields([
        (say!(lang, "Amount", "金額"), money(lang, deal.amount, &deal.currency)),
        (say!(lang, "Stage", "ステージ"), named),
        (say!(lang, "Organization", "組織"), coded(deal.organization_code(), &deal.organization)),
        (say!(lang, "Person", "相手"), coded(deal.person_code(), &deal.person)),
        (say!(lang, "Looked after by", "担当"), deal.owner.clone().unwrap_or_default()),
        (say!(lang, "Expected to be decided", "受注予定"), closes),
        (say!(lang, "Decided", "決定日"), deal.closed_at.map(day).unwrap_or_default()),
        (say!(lang, "Reason", "理由"), deal.reason.clone().unwrap_or_default()),
    ])
}
