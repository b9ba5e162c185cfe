//! `stages list`: the stages that deals go through.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, deals::stages};

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct StagesList;

static SPEC: Spec = Spec {
    name: "stages list",
    about: words("The stages that deals go through", "商談のステージ一覧を表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[<show>|list] [the|our|all] [deal|pipeline|sales] stages",
            "(what|which) stages (are there|do deals have|do we have|does the pipeline have|do deals go through)",
        ],
        ja: &[
            "(商談|案件|パイプライン|営業)[の](ステージ|段階|フェーズ)[の][一覧|リスト][<見せて>]",
            "(ステージ|フェーズ)[の](一覧|リスト)[<見せて>]",
            "(商談|案件)の(ステージ|段階|フェーズ)は何[が(ある|あります)]",
        ],
    },
    examples: Phrases {
        en: &["which stages do deals have?", "list deal stages"], ja: &["商談ステージ一覧"]
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for StagesList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let lang = ctx.lang;
        let stages = stages::all(&mut ctx.tx).await?;
        let rows = (1..)
            .zip(&stages)
            .map(|(n, stage): (usize, _)| {
                vec![
                    n.to_string(),
                    stage.name.clone(),
                    stage.name_ja.clone().unwrap_or_default(),
                    format!("{} %", stage.probability),
                    outcome(&stage.outcome, lang).to_owned(),
                ]
            })
            .collect();
        let reply = ctx.reply().table(
            vec![
                Column::right("#"),
                Column::left(say!(lang, "Name", "名前")),
                Column::left(say!(lang, "Japanese name", "日本語名")),
                Column::right(say!(lang, "Probability", "確度")),
                Column::left(say!(lang, "A deal in it is", "商談の状態")),
            ],
            rows,
        );
        Ok(reply
            .text(say!(
                lang,
                "Administrators change them: “stages set Proposal probability=60”, “stages set Demo probability=30 position=3” adds one.",
                "変更は管理者が行えます：「提案ステージの確度を60%に」「商談ステージ「デモ」を追加」など。"
            ))
            .into())
    }
}

/// How a deal in a stage stands, named for people.
fn outcome(stored: &str, lang: nlp::Lang) -> &str {
    match stored {
        "open" => lang.pick("open", "進行中"),
        "won" => lang.pick("won", "受注"),
        "lost" => lang.pick("lost", "失注"),
        _ => stored,
    }
}
