//! `roi compare`: the returns of several campaigns side by side.

use adapters::{Chart, ChartKind, Column, Reply, Series};
use async_trait::async_trait;
use crm::{
    CodeKind,
    access::Right,
    campaigns::{self, Campaign},
    persons::Found,
    roi::{self, Roi},
};
use nlp::{Lang, understand::SlotKind};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, campaigns::meant::label,
};
use crate::{
    say,
    words::{count, decimal, money, percent, words},
};

/// The command.
pub(crate) struct RoiCompare;

const FIRST: Argument = Argument {
    name: "first",
    kind: SlotKind::Campaign,
    required: true,
    about: words("C-7 or a name, or “these” of the last list", "C-7、または施策名（「これら」で直前の一覧）"),
};

const fn another(name: &'static str) -> Argument {
    Argument {
        name,
        kind: SlotKind::Campaign,
        required: false,
        about: words("another campaign", "比べる施策"),
    }
}

static SPEC: Spec = Spec {
    name: "roi compare",
    about: words("Compare the returns of campaigns", "施策のROIを比較します"),
    arguments: &[FIRST, another("second"), another("third"), another("fourth"), another("fifth")],
    phrases: Phrases {
        en: &[
            "compare [the] [roi|returns] [of|for] [the] [campaigns|campaign] {first} (and|with|to|vs|vs.|versus|against|&|,) [the] {second} [(, and|,|and|with|vs|&) {third}] [(, and|,|and|&) {fourth}] [(, and|,|and|&) {fifth}] [by roi]",
            "[roi|roi of] {first:sure} (vs|vs.|versus|against) {second:sure} [(and|vs|,) {third:sure}] [roi]",
            "compare {first:these} [by roi]",
            "(which|which one) (is|was) (better|more worth it), {first:sure} or {second:sure}",
        ],
        ja: &[
            "[施策|キャンペーン]{first}(と|,|対|vs){second}[(と|,){third}][(と|,){fourth}][(と|,){fifth}][の(roi|費用対効果|投資対効果|効果)][を|で](比較|比べて|比べる|くらべて|対比)[<して>]",
            "{first:sure}(と|対|vs){second:sure}[(と|対|vs){third:sure}][の(roi|費用対効果)]",
            "{first:these}[の施策|の(roi|費用対効果)|の施策のroi][を](比較|比べて|比べる|くらべて)[<して>]",
            "{first:sure}と{second:sure}(では|で|は)どちら[の(roi|費用対効果|効果)]が(良い|いい|よかった|高い|高かった)[の]",
        ],
    },
    examples: Phrases {
        en: &["compare C-12 and C-9", "compare these"],
        ja: &["C-12とC-9のROI比較", "春のハッカソンとアドベントカレンダーのROIを比べて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for RoiCompare {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaigns = meant(ctx, call).await?;
        let returns = roi::all(&mut ctx.tx, &campaigns, ctx.now.today()).await?;
        let both: Vec<(Campaign, Roi)> = campaigns.into_iter().zip(returns).collect();
        ctx.showed(both.iter().map(|(campaign, _)| vec![campaign.code()]).collect());
        let mut reply = ctx.reply();
        if let Some(answer) = best(lang, &both) {
            reply = reply.text(answer);
        }
        if both.len() <= MOST_SERIES {
            reply = reply.chart(chart(lang, &both));
        }
        Ok(aside(table(reply, lang, &both), lang, &both).into())
    }
}

/// More campaigns than this cannot be told apart in one picture.
const MOST_SERIES: usize = 6;

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Vec<Campaign>> {
    let lang = ctx.lang;
    let first = ctx.required(call, "first")?.to_owned();
    let mut all: Vec<Campaign> = Vec::new();
    match ctx.all_pointed_at(&first, CodeKind::Campaign).await? {
        Some(codes) => {
            for code in codes {
                if let Found::One(campaign) = campaigns::refer(&mut ctx.tx, &code.to_string()).await? {
                    all.push(campaign);
                }
            }
        }
        None => {
            ctx.required(call, "second")?;
            for argument in SPEC.arguments.iter().map(|argument| argument.name) {
                if call.arguments.contains_key(argument) {
                    all.push(ctx.campaign(call, argument).await?);
                }
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|campaign| seen.insert(campaign.id));
    if all.len() < 2 {
        return Err(Stop::Refused(say!(
            lang,
            "A comparison takes two different campaigns, for example “compare C-12 and C-9”.",
            "比較には異なる施策が2つ必要です。「C-12とC-9を比較」のように指定してください。"
        )));
    }
    Ok(all)
}

/// The one with the best return, in a sentence.
fn best(lang: Lang, both: &[(Campaign, Roi)]) -> Option<String> {
    let mut ratios: Vec<(&Campaign, Decimal)> =
        both.iter().filter_map(|(campaign, roi)| Some((campaign, roi.ratio()?))).collect();
    ratios.sort_by_key(|(_, ratio)| std::cmp::Reverse(*ratio));
    let [(first, ratio), (_, next), ..] = ratios.as_slice() else { return None };
    let (name, ratio) = (label(first, lang), percent(*ratio));
    if ratios.first().map(|(_, ratio)| ratio) == Some(next) {
        return None;
    }
    Some(say!(lang, "**{name}** did best: ROI {ratio}.", "ROIが最も高いのは **{name}**（{ratio}）です。"))
}

/// A line for each campaign.
pub(crate) fn table(reply: Reply, lang: Lang, both: &[(Campaign, Roi)]) -> Reply {
    let columns = vec![
        Column::right("#"),
        Column::left(say!(lang, "Campaign", "施策")),
        Column::right(say!(lang, "Cost", "費用")),
        Column::right(say!(lang, "Value", "効果")),
        Column::right(say!(lang, "Net", "差引")),
        Column::right("ROI"),
        Column::right(say!(lang, "Outcomes", "成果")),
        Column::right(say!(lang, "People", "人数")),
    ];
    let rows = both
        .iter()
        .enumerate()
        .map(|(i, (campaign, roi))| {
            let cash = |amount: Decimal| money(lang, amount, &roi.currency);
            let outcomes: Decimal = roi.outcomes.iter().map(|outcome| outcome.count).sum();
            vec![
                (i + 1).to_string(),
                format!("{} {}", campaign.code(), campaign.name_in(lang == Lang::Ja)),
                cash(roi.cost()),
                cash(roi.value()),
                cash(roi.value() - roi.cost()),
                roi.ratio().map_or_else(|| "–".to_owned(), percent),
                decimal(outcomes),
                count(roi.persons),
            ]
        })
        .collect();
    reply.table(columns, rows)
}

/// What the figures leave out, campaign by campaign.
pub(crate) fn aside(mut reply: Reply, lang: Lang, both: &[(Campaign, Roi)]) -> Reply {
    let those = |which: &dyn Fn(&Roi) -> bool| {
        both.iter()
            .filter(|(_, roi)| which(roi))
            .map(|(c, _)| c.code().to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let free = those(&|roi| roi.cost().is_zero());
    if !free.is_empty() {
        reply = reply.text(say!(
            lang,
            "Without costs, so without an ROI: {free}.",
            "費用がないためROIを計算できない施策：{free}"
        ));
    }
    let unvalued = those(&|roi| roi.outcomes.iter().any(|outcome| outcome.each.is_none()));
    if !unvalued.is_empty() {
        reply = reply.text(say!(
            lang,
            "With outcomes that nobody gave a value: {unvalued} (“what are outcomes worth?”).",
            "単価が未設定の成果を含む施策：{unvalued}（「成果の単価」で確認できます）"
        ));
    }
    let partial = those(&|roi| !roi.planned.is_zero() || !roi.foreign_costs.is_empty());
    if !partial.is_empty() {
        reply = reply.text(say!(
            lang,
            "With planned or foreign costs that are not counted: {partial}.",
            "予定または別通貨の費用（集計対象外）がある施策：{partial}"
        ));
    }
    reply
}

/// One series for each campaign.
fn chart(lang: Lang, both: &[(Campaign, Roi)]) -> Chart {
    let number = |amount: Decimal| amount.to_f64().unwrap_or_default();
    Chart {
        title: say!(lang, "Cost and value", "費用と効果"),
        kind: ChartKind::Bars,
        unit: both.first().map(|(_, roi)| roi.currency.clone()).unwrap_or_default(),
        labels: vec![say!(lang, "Cost", "費用"), say!(lang, "Value", "効果"), say!(lang, "Net", "差引")],
        series: both
            .iter()
            .map(|(campaign, roi)| Series {
                name: format!("{} {}", campaign.code(), campaign.name_in(lang == Lang::Ja)),
                values: vec![number(roi.cost()), number(roi.value()), number(roi.value() - roi.cost())],
            })
            .collect(),
    }
}
