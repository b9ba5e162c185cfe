//! `campaign show`: one campaign, what it published, what it cost, what came of it.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    access::Right,
    campaigns::{self, Campaign},
    notes::Object,
    roi,
};
use nlp::{Lang, understand::SlotKind};
use rust_decimal::Decimal;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, campaigns::list::stage, fields::own,
    notes::list::notes_block,
};
use crate::{
    say,
    words::{actions, count, date, decimal, money, percent, span, words},
};

/// The command.
pub(crate) struct CampaignShow;

static SPEC: Spec = Spec {
    name: "campaign show",
    about: words("One campaign: goal, dates, cost, outcomes", "施策の目的・期間・費用・成果を表示します"),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or a name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "<show> [the] campaign {campaign}",
            "<show> [the] {campaign} campaign",
            "<show> (details|info) (of|for|on) [campaign] {campaign}",
            "how (did|is) campaign {campaign} (go|going|doing)",
            "how did [the] [campaign] {campaign} [campaign] (do|go|perform|turn out)",
            "how much did [the] [campaign] {campaign} [campaign] cost",
            "[<show> [about]|tell me about] {campaign:sure}",
            "{campaign:code}",
            "[<show>] [the] (details|info|card) (of|for|on) [the] campaign {campaign}",
            "campaign {campaign:code}",
        ],
        ja: &[
            "(施策|キャンペーン){campaign}[の(詳細|情報)]<見せて>",
            "{campaign}[の](施策|キャンペーン)[の(詳細|情報)]<見せて>",
            "[施策|キャンペーン]{campaign}の(結果|成果)<見せて>",
            "[施策|キャンペーン]{campaign}(は|って)どう(だった|でした|なった|なりました)[の]",
            "[施策|キャンペーン]{campaign}(は|って|に)(いくら|どれくらい|どのくらい)(かかった|かかりました)[の]",
            "{campaign:sure}[の(詳細|情報)]<見せて>",
            "(施策|キャンペーン)[ ]{campaign:code}",
            "{campaign}の(施策詳細|施策情報)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["show campaign Spring Hackathon", "campaign show C-7"],
        ja: &["施策「春のハッカソン」を見せて", "春のハッカソンの施策について教えて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for CampaignShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaign = ctx.campaign(call, "campaign").await?;
        let roi = roi::of(&mut ctx.tx, &campaign, ctx.now.today()).await?;
        let resources = campaigns::resources(&mut ctx.tx, campaign.id).await?;
        let other = if lang == Lang::Ja { Some(&campaign.name) } else { campaign.name_ja.as_ref() };
        let title = campaign.name_in(lang == Lang::Ja);
        let outcomes: Vec<String> = roi
            .outcomes
            .iter()
            .map(|o| {
                let many = if o.count == Decimal::ONE { actions::action_once } else { actions::action };
                let (n, what) = (decimal(o.count), many(&o.action, lang));
                say!(lang, "{n} {what}", "{what}{n}件")
            })
            .collect();
        let code = campaign.code();
        let own = own::lines(ctx, campaign.id.into()).await?;
        let reply = ctx
            .reply()
            .heading(format!("{code} {title}"))
            .fields([
                (
                    say!(lang, "Also called", "別名"),
                    other.filter(|name| *name != title).cloned().unwrap_or_default(),
                ),
                (say!(lang, "Goal", "目的"), campaign.goal.clone().unwrap_or_default()),
                (say!(lang, "Stage", "状態"), stage_and_day(ctx, &campaign)),
                (say!(lang, "Dates", "期間"), span(lang, campaign.starts_on, campaign.ends_on)),
                (say!(lang, "Cost", "費用"), money(lang, roi.cost(), &roi.currency)),
                (
                    say!(lang, "Planned cost", "予定費用"),
                    if roi.planned.is_zero() {
                        String::new()
                    } else {
                        money(lang, roi.planned, &roi.currency)
                    },
                ),
                (say!(lang, "Value", "効果"), money(lang, roi.value(), &roi.currency)),
                (say!(lang, "ROI", "ROI"), roi.ratio().map(percent).unwrap_or_default()),
                (say!(lang, "Outcomes", "成果"), outcomes.join(lang.pick(", ", "、"))),
                (say!(lang, "People behind them", "関わった人"), count(roi.persons)),
            ])
            .fields(own)
            .list(
                resources
                    .into_iter()
                    .map(|r| {
                        let (kind, code) = (actions::resource(&r.kind, lang).to_owned(), r.code());
                        Item::new(r.title).detail(match r.url {
                            Some(url) => format!("{code}  ·  {kind}  ·  {url}"),
                            None => format!("{code}  ·  {kind}"),
                        })
                    })
                    .collect(),
            )
            .text(say!(
                lang,
                "Say “show ROI for {code}” for how it was computed.",
                "「{code}のROIを見せて」で計算の内訳をご覧いただけます。"
            ));
        Ok(notes_block(ctx, reply, Object::Campaign(campaign.id), code).await?.into())
    }
}

/// The stage; of a campaign that was closed by hand with the day.
fn stage_and_day(ctx: &Context<'_>, campaign: &Campaign) -> String {
    let lang = ctx.lang;
    let stage = stage(campaign, ctx.now.today(), lang);
    match campaign.closed_at {
        None => stage,
        Some(at) => {
            let day = date(lang, at.with_timezone(&ctx.zone()).date_naive());
            say!(lang, "{stage} on {day}", "{stage}（{day}）")
        }
    }
}
