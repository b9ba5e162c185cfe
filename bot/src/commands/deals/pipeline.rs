//! `pipeline`: the open deals by stage, with what is to be expected of them, each currency apart.

use adapters::{Chart, ChartKind, Column, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    deals::{self, Line, stages},
};
use nlp::understand::SlotKind;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    deals::list::{WHOSE, filter, named},
};
use crate::{
    say,
    words::{count, money, words},
};

/// The command.
pub(crate) struct Pipeline;

/// Pictures in one answer, one a currency.
const MOST_CHARTS: usize = 3;

static SPEC: Spec = Spec {
    name: "pipeline",
    about: words(
        "Open deals by stage, with weighted totals",
        "商談をステージ別に集計します（確度による加重つき）",
    ),
    arguments: &[
        Argument {
            name: "whose",
            kind: SlotKind::Choice(WHOSE),
            required: false,
            about: words("mine: only yours", "自分の商談だけ"),
        },
        Argument {
            name: "owner",
            kind: SlotKind::User,
            required: false,
            about: words("whose: a name, or me", "担当者の名前、または「私」"),
        },
        Argument {
            name: "stage",
            kind: SlotKind::Stage,
            required: false,
            about: words("only this stage", "ステージを1つに絞る"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [the|our|{whose}] [sales|deal|deals] pipeline [by stage]",
            "[<show>] [the] [sales|deal] pipeline (of|for) {owner}",
            "[<show>] {owner:sure}['s] [sales|deal] pipeline",
            "[<show>] [the] [sales|deal] pipeline (in|of) [the] stage {stage}",
            "[<show>] [the|our|my] [open] deals by stage",
            "[<show>] [the|our] (weighted pipeline|sales forecast|weighted total)",
            "how (much|many deals) [is|are] [there] in [the|our] pipeline",
            "how does [the|our] pipeline look",
        ],
        ja: &[
            "[{whose}の|商談の|営業|営業の|商談][ ]パイプライン[<見せて>]",
            "{owner:sure}の[商談|営業]パイプライン[<見せて>]",
            "パイプラインの(状況|金額|合計|集計)[<見せて>]",
            "(商談|案件)(の状況|の進捗|の集計|の見込み|の合計|の金額)[<見せて>]",
            "(商談|案件)を(ステージ|段階|フェーズ)別に[集計|まとめて|<見せて>][<して>]",
            "(ステージ|段階|フェーズ)別の(商談|案件)[の(状況|集計|合計|金額)][<見せて>]",
            "(受注見込み|見込み金額|売上見込み|加重パイプライン)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["pipeline by stage", "show my pipeline"],
        ja: &["パイプライン", "商談をステージ別に集計して"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Pipeline {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let stages = stages::all(&mut ctx.tx).await?;
        let filter = filter(ctx, call, &stages).await?;
        let mut lines = deals::pipeline(&mut ctx.tx, &filter).await?;
        if filter.stage.is_none() {
            lines.retain(|line| line.stage.is_open());
        }
        if lines.iter().all(|line| line.deals == 0) {
            return Ok(ctx
                .reply()
                .text(if call.arguments.is_empty() {
                    say!(
                        lang,
                        "The pipeline is empty. “new deal Acme 2M JPY” puts the first deal in it.",
                        "パイプラインに商談はありません。「Acmeに200万円の商談」で登録できます。"
                    )
                } else {
                    say!(lang, "No open deal fits.", "当てはまる進行中の商談はありません。")
                })
                .into());
        }
        let total = Line::total(&lines);
        let mut reply = ctx.reply();
        for sum in total.iter().take(MOST_CHARTS) {
            reply = reply.chart(chart(ctx, &lines, &sum.currency));
        }
        let mut rows: Vec<Vec<String>> = lines.iter().flat_map(|line| rows(ctx, line)).collect();
        for sum in &total {
            rows.push(vec![
                say!(lang, "Total", "合計"),
                String::new(),
                count(sum.deals),
                money(lang, sum.amount, &sum.currency),
                money(lang, sum.weighted.round_dp(2), &sum.currency),
            ]);
        }
        let reply = reply.table(
            vec![
                Column::left(say!(lang, "Stage", "ステージ")),
                Column::right(say!(lang, "Probability", "確度")),
                Column::right(say!(lang, "Deals", "件数")),
                Column::right(say!(lang, "Amount", "金額")),
                Column::right(say!(lang, "Weighted", "加重金額")),
            ],
            rows,
        );
        let several = total.len() > 1;
        Ok(reply
            .text(if several {
                say!(
                    lang,
                    "Weighted: amount × probability of the stage. Currencies are not added up.",
                    "加重金額＝金額×ステージの確度。異なる通貨は合算していません。"
                )
            } else {
                say!(
                    lang,
                    "Weighted: amount × probability of the stage. “deals in Proposal” lists a stage.",
                    "加重金額＝金額×ステージの確度。「提案ステージの商談」で明細をご覧いただけます。"
                )
            })
            .into())
    }
}

/// A stage, a row for each currency in it.
fn rows(ctx: &Context<'_>, line: &Line) -> Vec<Vec<String>> {
    let lang = ctx.lang;
    let (name, probability) = (named(&line.stage, lang), format!("{} %", line.stage.probability));
    if line.sums.is_empty() {
        return vec![vec![name, probability, count(0), String::new(), String::new()]];
    }
    line.sums
        .iter()
        .map(|sum| {
            vec![
                name.clone(),
                probability.clone(),
                count(sum.deals),
                money(lang, sum.amount, &sum.currency),
                money(lang, sum.weighted.round_dp(2), &sum.currency),
            ]
        })
        .collect()
}

/// What stands in each stage in one currency, all of it and what is to be expected of it.
fn chart(ctx: &Context<'_>, lines: &[Line], currency: &str) -> Chart {
    let lang = ctx.lang;
    let of = |line: &Line, part: fn(&deals::Sum) -> Decimal| {
        let sum = line.sums.iter().find(|sum| sum.currency == currency);
        sum.and_then(|sum| part(sum).to_f64()).unwrap_or_default()
    };
    let series = |name: String, part: fn(&deals::Sum) -> Decimal| Series {
        name,
        values: lines.iter().map(|line| of(line, part)).collect(),
    };
    Chart {
        title: say!(lang, "Pipeline", "パイプライン"),
        kind: ChartKind::Bars,
        unit: currency.to_owned(),
        labels: lines.iter().map(|line| named(&line.stage, lang)).collect(),
        series: vec![
            series(say!(lang, "Amount", "金額"), |sum| sum.amount),
            series(say!(lang, "Weighted", "加重金額"), |sum| sum.weighted),
        ],
    }
}
