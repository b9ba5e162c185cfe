//! `score weights`: how much each action counts.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    scores::{self, Measure},
};

use super::meant::{measure_name, shown};
use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(crate) struct ScoreWeights;

static SPEC: Spec = Spec {
    name: "score weights",
    about: words("How much each action counts for a score", "スコアの行動ごとの重みを表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[<show>|list] [the|our] (score|scoring) weights",
            "how are [the] scores (computed|calculated)",
            "(what|which actions) (counts|count) (for|towards) [a|the] (score|scores)",
        ],
        ja: &[
            "スコアの(重み|配点|計算方法|ウェイト)[の一覧][は|を][<見せて>]",
            "(何|どの行動)がスコアに(入る|含まれる|効く)[の]",
            "スコアは(どうやって|どう)(計算|算出)(されて|して)[い](る|ます)[か|の]",
        ],
    },
    examples: Phrases {
        en: &["show the score weights", "how are scores computed?"],
        ja: &["スコアの重みを見せて", "スコアの計算方法は？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for ScoreWeights {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _call: &Call) -> Outcome {
        let lang = ctx.lang;
        let weights = scores::weights(&mut ctx.tx).await?;
        let cell = |measure, action: &str| {
            let own = if weights.is_own(measure, action) { " *" } else { "" };
            format!("{}{own}", shown(weights.of(measure, action)))
        };
        let rows: Vec<Vec<String>> = weights
            .actions()
            .into_iter()
            .filter(|action| Measure::ALL.into_iter().any(|measure| weights.of(measure, action) > 0.0))
            .map(|action| {
                vec![
                    actions::action(action, lang).to_owned(),
                    cell(Measure::Engagement, action),
                    cell(Measure::Contribution, action),
                ]
            })
            .collect();
        let any = rows.iter().flatten().any(|cell: &String| cell.ends_with('*'));
        let en_set = if any { "* set by you. " } else { "" };
        let ja_set = if any { "* はこのテナントで設定した値です。" } else { "" };
        let [engagement, contribution] = Measure::ALL.map(|measure| measure.half_life_days());
        Ok(ctx
            .reply()
            .table(
                vec![
                    Column::left(say!(lang, "Action", "行動")),
                    Column::right(measure_name(Measure::Engagement).of(lang)),
                    Column::right(measure_name(Measure::Contribution).of(lang)),
                ],
                rows,
            )
            .text(say!(
                lang,
                "{en_set}Engagement halves after {engagement} days, contribution after {contribution}. An administrator changes one with `score weight set talk 25 for contribution`.",
                "{ja_set}エンゲージメントは{engagement}日、貢献は{contribution}日で半減します。管理者は「貢献の登壇の重みを25にして」のように変更できます。"
            ))
            .into())
    }
}
