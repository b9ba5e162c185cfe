//! `person score`: both scores of a person, line by line.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    scores::{self, Explained},
};
use nlp::{Lang, understand::SlotKind};

use super::meant::{measure_name, shown};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, persons::label};
use crate::{
    say,
    words::{actions, count, words},
};

/// The command.
pub(crate) struct PersonScore;

static SPEC: Spec = Spec {
    name: "person score",
    about: words("Why a person's scores are what they are", "人のスコアとその内訳を表示します"),
    arguments: &[Argument {
        name: "person",
        kind: SlotKind::Person,
        required: true,
        about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>] [the] (score|scores|engagement|engagement score|contribution score) (of|for) {person}",
            "[<show>] {person}'s (score|scores|engagement|engagement score|contribution score)",
            "why is {person}'s score [so] (high|low|what it is)",
            "[<show>] {person:sure} (score|scores|engagement score|contribution score)",
            "why is {person:sure} score [so] (high|low|what it is)",
            "(how|why) was {person}'s score (computed|calculated)",
            "explain [the] score of {person}",
            "explain {person}'s score",
            "how (engaged|active) is {person:sure}",
        ],
        ja: &[
            "{person}の(スコア|エンゲージメント|貢献度|貢献スコア|エンゲージメントスコア)[の(理由|内訳|根拠|詳細)][は|を][<見せて>|なぜ|何点|いくつ]",
            "{person}のスコア(は|が)(なぜ|どうして)[この|こんなに|その](高い|低い|値|点数)[の|のか|なの]",
            "(なぜ|どうして){person}のスコアは[こんなに](高い|低い)[の|のか]",
            "{person:sure}のスコアはどう(計算|算出)(されて|して)[い](る|ます)[か|の]",
        ],
    },
    examples: Phrases {
        en: &["score of P-12", "why is P-12's score so high?"],
        ja: &["P-12のスコアの理由は？", "田中さんのスコア"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for PersonScore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let person = ctx.person(call, "person").await?;
        let explained = scores::explain(&mut ctx.tx, person.id, ctx.now.at).await?;
        let who = label(&person);
        let mut reply = ctx.reply().heading(format!("{} {}", person.code(), person.name));
        if explained.iter().all(|it| it.lines.is_empty()) {
            return Ok(reply
                .text(say!(
                    lang,
                    "{who} has done nothing yet that counts, so both scores are 0. What counts, and how much, stands in “score weights”.",
                    "{who} にはまだ集計対象の行動がないため、スコアはどちらも0です。対象と重みは「score weights」でご確認いただけます。"
                ))
                .into());
        }
        for it in &explained {
            reply = part(ctx, reply, it);
        }
        Ok(reply
            .text(say!(
                lang,
                "What somebody does of a kind on one day counts weight × log2(1 + times); it is worth half after the days named above, and the score is 100 × (1 − 2^(−points / K)). Private conversations do not count.",
                "同じ日の同じ種類の行動は「重み × log2(1 + 回数)」点です。上記の日数で半分に減り、スコアは 100 ×（1 − 2^(−点数 / K)）です。非公開の会話は含みません。"
            ))
            .into())
    }
}

/// One score: what it is, and what it is made of.
fn part(ctx: &Context<'_>, reply: adapters::Reply, it: &Explained) -> adapters::Reply {
    let lang = ctx.lang;
    let today = ctx.now.at.date_naive();
    let (name, score) = (measure_name(it.measure).of(lang), format!("{:.0}", it.score));
    let (points, half) = (shown(it.points), it.measure.half_life_days());
    let k = it.measure.half_way();
    let reply = reply.text(say!(
        lang,
        "**{name}: {score}** of 100, from {points} points (half of them are gone after {half} days, K = {k}).",
        "**{name}：{score}点**（100点満点）　{points}ポイント（{half}日で半減、K = {k}）"
    ));
    if it.lines.is_empty() {
        return reply;
    }
    let rows = it
        .lines
        .iter()
        .map(|line| {
            let ago = (today - line.last).num_days();
            vec![
                actions::action(&line.action, lang).to_owned(),
                count(i64::try_from(line.times).unwrap_or(i64::MAX)),
                count(i64::try_from(line.days).unwrap_or(i64::MAX)),
                match ago {
                    ..=0 => say!(lang, "today", "今日"),
                    1 => say!(lang, "yesterday", "昨日"),
                    ago => say!(lang, "{ago} days ago", "{ago}日前"),
                },
                shown(line.weight),
                shown(line.points),
            ]
        })
        .collect();
    reply.table(
        vec![
            Column::left(say!(lang, "Action", "行動")),
            Column::right(say!(lang, "Times", "回数")),
            Column::right(say!(lang, "Days", "日数")),
            Column::right(say!(lang, "Last", "最終")),
            Column::right(say!(lang, "Weight", "重み")),
            Column::right(say!(lang, "Points today", "現在の点")),
        ],
        rows,
    )
}

/// Both scores in a line of a card; empty where both are nothing.
pub(crate) fn scores_line(lang: Lang, explained: &[Explained; 2]) -> String {
    if explained.iter().all(|it| it.points <= 0.0) {
        return String::new();
    }
    let part = |it: &Explained| format!("{} {:.0}", measure_name(it.measure).of(lang), it.score);
    explained.iter().map(part).collect::<Vec<_>>().join("  ·  ")
}
