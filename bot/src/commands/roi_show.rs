//! `roi show`: a campaign's return, opened to its inputs.

use adapters::{Chart, ChartKind, Column, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    roi::{self, Roi},
};
use nlp::{Lang, understand::SlotKind};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, count, date, decimal, money, percent, words},
};

/// The command.
pub(super) struct RoiShow;

static SPEC: Spec = Spec {
    name: "roi show",
    about: words(
        "A campaign's return, with everything it was computed from",
        "施策のROIを計算の内訳つきで表示します",
    ),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or a name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>] [the] (roi|return|return on investment) (of|for|on|from) [the] [campaign] {campaign}",
            "[<show>] [the] {campaign} (roi|return on investment)",
            "[<show>] {campaign}'s (roi|return on investment)",
            "roi {campaign:sure}",
            "(was|is) {campaign} worth it",
            "did {campaign} pay off",
        ],
        ja: &[
            "[施策|キャンペーン]{campaign}の(roi|費用対効果|投資対効果|投資効果|リターン)[<見せて>]",
            "(roi|費用対効果|投資対効果)[を|は]{campaign}[で|について]<見せて>",
            "{campaign}(は|って)(元が取れた|元は取れた|元が取れている|効果があった)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["show ROI for campaign Spring Hackathon", "roi show C-7", "was Spring Hackathon worth it?"],
        ja: &["施策「春のハッカソン」のROIを見せて", "春のハッカソンの費用対効果は？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for RoiShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaign = ctx.campaign(call, "campaign").await?;
        let roi = roi::of(&mut ctx.tx, &campaign, ctx.now.today()).await?;
        let title = campaign.name_in(lang == Lang::Ja);
        let cash = |amount: Decimal| money(lang, amount, &roi.currency);
        let answer = match roi.ratio() {
            Some(ratio) => format!(
                "**ROI {}** = ({} − {}) / {}",
                percent(ratio),
                cash(roi.value()),
                cash(roi.cost()),
                cash(roi.cost())
            ),
            None => say!(
                lang,
                "Nothing has been spent yet, so there is no ROI.",
                "まだ支出がないため、ROIは計算できません。"
            ),
        };
        let days = campaign.window_days;
        let (first, last) = (date(lang, roi.window.0), date(lang, roi.window.1));
        let mut reply = ctx
            .reply()
            .heading(format!("{} {title}", campaign.code()))
            .text(answer)
            .chart(chart(&roi, lang))
            .table(
                vec![Column::left(say!(lang, "Cost", "費用")), Column::right(say!(lang, "Amount", "金額"))],
                costs(&roi, lang),
            )
            .table(
                vec![
                    Column::left(say!(lang, "Outcome", "成果")),
                    Column::right(say!(lang, "Count", "件数")),
                    Column::right(say!(lang, "Value of one", "単価")),
                    Column::right(say!(lang, "Value", "効果")),
                ],
                outcomes(&roi, lang),
            )
            .fields([
                (
                    say!(lang, "Counted", "集計期間"),
                    say!(
                        lang,
                        "{first} – {last} ({days} days after the end included)",
                        "{first} – {last}（終了後{days}日を含む）"
                    ),
                ),
                (say!(lang, "People behind the outcomes", "成果に関わった人"), count(roi.persons)),
                (
                    say!(lang, "Formula", "計算式"),
                    say!(lang, "ROI = (value − cost) / cost", "ROI =（効果 − 費用）/ 費用"),
                ),
            ]);
        if !roi.planned.is_zero() {
            let planned = cash(roi.planned);
            reply = reply.text(say!(
                lang,
                "Planned for days to come and not counted: {planned}.",
                "今後の予定で含めていない費用：{planned}。"
            ));
        }
        if !roi.foreign_costs.is_empty() {
            let list: Vec<String> =
                roi.foreign_costs.iter().map(|(c, amount)| money(lang, *amount, c)).collect();
            let list = list.join(", ");
            reply = reply.text(say!(
                lang,
                "Not counted, in another currency: {list}.",
                "別の通貨のため含めていない費用：{list}。"
            ));
        }
        Ok(reply.into())
    }
}

/// Costs beside values: what was paid and what it brought.
fn chart(roi: &Roi, lang: Lang) -> Chart {
    let number = |amount: Decimal| amount.to_f64().unwrap_or_default();
    Chart {
        title: say!(lang, "Cost and value", "費用と効果"),
        kind: ChartKind::Bars,
        unit: roi.currency.clone(),
        labels: vec![say!(lang, "Cost", "費用"), say!(lang, "Value", "効果"), say!(lang, "Net", "差引")],
        series: vec![Series {
            name: String::new(),
            values: vec![number(roi.cost()), number(roi.value()), number(roi.value() - roi.cost())],
        }],
    }
}

fn costs(roi: &Roi, lang: Lang) -> Vec<Vec<String>> {
    let row = |name: &str, amount: Decimal| vec![name.to_owned(), money(lang, amount, &roi.currency)];
    let mut rows: Vec<_> =
        roi.costs.iter().map(|(category, amount)| row(actions::category(category, lang), *amount)).collect();
    rows.push(row(lang.pick("Total", "合計"), roi.cost()));
    rows
}

fn outcomes(roi: &Roi, lang: Lang) -> Vec<Vec<String>> {
    let cash = |amount: Decimal| money(lang, amount, &roi.currency);
    let mut rows: Vec<_> = roi
        .outcomes
        .iter()
        .map(|o| {
            vec![
                actions::action(&o.action, lang).to_owned(),
                decimal(o.count),
                o.each.map_or_else(|| say!(lang, "not set", "未設定"), cash),
                cash(o.value()),
            ]
        })
        .collect();
    rows.push(vec![lang.pick("Total", "合計").to_owned(), String::new(), String::new(), cash(roi.value())]);
    rows
}
