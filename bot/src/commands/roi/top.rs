//! `roi top`: all campaigns, ranked by their returns.

use adapters::{Chart, ChartKind, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    campaigns::{self, Campaign},
    roi::{self, Roi},
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    campaigns::meant::label,
    roi::compare::{aside, table},
};
use crate::{
    say,
    words::{percent, words},
};

/// The command.
pub(crate) struct RoiTop;

const ENDS: Choices = &[
    (
        "best",
        &[
            "top",
            "highest",
            "greatest",
            "strongest",
            "良い",
            "よい",
            "いい",
            "高い",
            "高かった",
            "良かった",
            "よかった",
        ],
    ),
    ("worst", &["lowest", "bottom", "weakest", "poorest", "悪い", "わるい", "低い", "低かった", "悪かった"]),
];

static SPEC: Spec = Spec {
    name: "roi top",
    about: words("Campaigns ranked by ROI", "施策をROIの順に並べます"),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many; 10 unless said", "件数。省略すると10"),
        },
        Argument {
            name: "order",
            kind: SlotKind::Choice(ENDS),
            required: false,
            about: words("best or worst first", "best（高い順）か worst（低い順）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(which|what) (campaign|campaigns) (had|has|have|got|gave|brought|did we have) the {order} (roi|return|returns|return on investment)",
            "(which|what) (was|is|were|are) (the|our) {order} (campaign|campaigns) [by (roi|return)]",
            "(which|what) (campaign|campaigns) (did|performed|paid off) {order}",
            "[<show>] [the|our] {order} [{count}] (campaign|campaigns) [by (roi|return|returns)]",
            "rank [all] [the|our|my] campaigns [by (roi|return|returns)]",
            "[<show>] [the] roi (ranking|of all [the|our] campaigns|for all [the|our] campaigns|by campaign)",
            "compare (all [the|our|my] campaigns|[the|our] roi of all campaigns|the campaigns by roi)",
            "campaigns by roi",
        ],
        ja: &[
            "(一番|いちばん|最も|もっとも)(roi|費用対効果|投資対効果)[が|の]{order}(施策|キャンペーン)[<見せて>]",
            "(roi|費用対効果|投資対効果)[が|の](一番|いちばん|最も|もっとも){order}(施策|キャンペーン)[<見せて>]",
            "(roi|費用対効果|投資対効果)[が|の]{order}(施策|キャンペーン)[を{count}(件|つ)][<見せて>]",
            "(どの|どちらの)(施策|キャンペーン)[の|が](roi|費用対効果|投資対効果)[が|は](一番|いちばん|最も){order}[の]",
            "(施策|キャンペーン)[を|の](roi|費用対効果|投資対効果)(順|ランキング|の順|の一覧|一覧|の高い順)[に並べて|に|で]<見せて>",
            "(施策|キャンペーン)[を|の](roi|費用対効果|投資対効果)(順|ランキング|の順|の一覧|一覧)[に並べて]",
            "(全|全ての|すべての|全部の)(施策|キャンペーン)の(roi|費用対効果|投資対効果)[を](比較|比べて)[<して>]",
            "(全|全ての|すべての|全部の)(施策|キャンペーン)[の(roi|費用対効果|投資対効果)](を比較|を比べて|<見せて>)[<して>]",
            "roi(ランキング|一覧)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["which campaign had the best ROI?", "rank all campaigns by ROI"],
        ja: &["ROIが一番高い施策は？", "全施策のROIを比較して"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

/// How many, unless said; and at most.
const USUAL: i64 = 10;
const MOST: i64 = 50;
/// More bars than this cannot be read.
const MOST_BARS: usize = 12;

#[async_trait]
impl Command for RoiTop {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let worst_first = call.arguments.get("order").is_some_and(|order| order == "worst");
        let campaigns = campaigns::all(&mut ctx.tx).await?;
        if campaigns.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "There are no campaigns yet. “new campaign Spring Hackathon” makes one.",
                    "施策はまだありません。「施策「春のハッカソン」を作成」で登録できます。"
                ))
                .into());
        }
        let returns = roi::all(&mut ctx.tx, &campaigns, ctx.now.today()).await?;
        let mut both: Vec<(Campaign, Roi)> = campaigns.into_iter().zip(returns).collect();
        rank(&mut both, worst_first);
        let limit = usize::try_from(ctx.limit(call, USUAL, MOST)).unwrap_or(1);
        let left_out = both.len().saturating_sub(limit);
        both.truncate(limit);
        ctx.showed(both.iter().map(|(campaign, _)| vec![campaign.code()]).collect());
        let mut reply = ctx.reply();
        reply = match both.first().and_then(|(campaign, roi)| Some((campaign, roi.ratio()?))) {
            Some((first, ratio)) => {
                let (name, ratio) = (label(first, lang), percent(ratio));
                let (en, ja) = if worst_first { ("lowest", "低い") } else { ("best", "高い") };
                let end = lang.pick(en, ja);
                reply.text(say!(
                    lang,
                    "**{name}** has the {end} ROI: {ratio}.",
                    "ROIが最も{end}のは **{name}**（{ratio}）です。"
                ))
            }
            None => reply.text(say!(
                lang,
                "No campaign has any costs yet, so none has an ROI.",
                "費用が登録された施策がまだないため、ROIは計算できません。"
            )),
        };
        if both.iter().any(|(_, roi)| roi.ratio().is_some()) {
            reply = reply.chart(chart(lang, &both));
        }
        reply = aside(table(reply, lang, &both), lang, &both);
        if left_out > 0 {
            let more = (limit + left_out).min(usize::try_from(MOST).unwrap_or(limit));
            let campaigns = match left_out {
                1 => "1 more campaign is".to_owned(),
                n => format!("{n} more campaigns are"),
            };
            reply = reply.text(say!(
                lang,
                "{campaigns} not shown: “roi top {more}”.",
                "ほか{left_out}件は省略しています（「roi top {more}」で表示）。"
            ));
        }
        Ok(reply.into())
    }
}

/// Best first, or worst; those without costs last in either case, the most valuable first.
fn rank(both: &mut [(Campaign, Roi)], worst_first: bool) {
    both.sort_by(|(_, a), (_, b)| match (a.ratio(), b.ratio()) {
        (Some(a), Some(b)) if worst_first => a.cmp(&b),
        (Some(a), Some(b)) => b.cmp(&a),
        (None, None) => b.value().cmp(&a.value()),
        (with, without) => without.is_some().cmp(&with.is_some()),
    });
}

/// The return of each in percent.
fn chart(lang: Lang, both: &[(Campaign, Roi)]) -> Chart {
    let shown: Vec<(&Campaign, Decimal)> =
        both.iter().filter_map(|(campaign, roi)| Some((campaign, roi.ratio()?))).take(MOST_BARS).collect();
    let percentage =
        |ratio: &Decimal| (ratio * Decimal::ONE_HUNDRED).round_dp(1).to_f64().unwrap_or_default();
    Chart {
        title: say!(lang, "ROI by campaign", "施策別ROI"),
        kind: ChartKind::Bars,
        unit: "%".to_owned(),
        labels: shown
            .iter()
            .map(|(campaign, _)| format!("{} {}", campaign.code(), campaign.name_in(lang == Lang::Ja)))
            .collect(),
        series: vec![Series {
            name: String::new(),
            values: shown.iter().map(|(_, ratio)| percentage(ratio)).collect(),
        }],
    }
}
