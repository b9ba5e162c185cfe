//! `score weight`: says how much an action counts.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    scores::{self, Measure, Weights},
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};
use serde_json::json;

use super::meant::{MEASURES, action, measure, measure_name, shown};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    fields::value::number,
};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(crate) struct ScoreWeight;

/// That our own weight is to count again.
const OURS: Choices = &[(
    "ours",
    &["default", "the default", "standard", "reset", "標準", "標準の値", "既定", "既定値", "初期値"],
)];

static SPEC: Spec = Spec {
    name: "score weight",
    about: words("Say how much an action counts for a score", "スコアでの行動の重みを設定します"),
    arguments: &[
        Argument {
            name: "action",
            kind: SlotKind::Words,
            required: true,
            about: words("the action: talk, answer, star …", "行動。登壇・回答・スターなど"),
        },
        Argument {
            name: "weight",
            kind: SlotKind::Amount,
            required: false,
            about: words("how much it counts, 0 to 100", "重み。0〜100"),
        },
        Argument {
            name: "ours",
            kind: SlotKind::Choice(OURS),
            required: false,
            about: words("“default”: our own weight again", "「標準」で元の重みに戻す"),
        },
        Argument {
            name: "measure",
            kind: SlotKind::Choice(MEASURES),
            required: false,
            about: words(
                "engagement (without saying) or contribution",
                "エンゲージメント（省略時）または貢献",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "score weight set {action} [to] {weight} [(for|of) {measure}]",
            "(set|change) [the] [{measure}] [score] weight of [a|an] {action} to {weight} [(for|in) {measure}]",
            "(set|change) [the] [{measure}] [score] weight of [a|an] {action} to {ours} [(for|in) {measure}]",
            "(set|change) [the] [score] weight of [a|an] {action} {weight}",
            "[a|an] {action} counts {weight} [points] (for|towards) [the] {measure} [score]",
        ],
        ja: &[
            "[スコアの]{measure}の{action}の(重み|配点)を{weight}に(変更|設定|<して>)[<して>]",
            "スコアの{action}の(重み|配点)を{weight}に(変更|設定|<して>)[<して>]",
            "[スコアの]{action}の(重み|配点)を{weight}に[変更|設定|<して>][<して>]",
            "スコアの{action}の(重み|配点)を{ours}に(戻して|変更|設定|<して>)[<して>]",
            "[スコアの]{measure}の{action}の(重み|配点)を{ours}に(戻して|変更|設定|<して>)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["score weight set talk 25 for contribution", "set the score weight of a star to 3"],
        ja: &["スコアのスターの重みを3に設定", "貢献の登壇の重みを25にして"],
    },
    right: Right::DefineFields,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ScoreWeight {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let wanted = meant(ctx, call).await?;
        let (what, was, is) = wanted.shown(lang);
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Let one {what} count **{is}** (now {was})?",
                "{what}1回の重みを **{is}** にしますか？（現在：{was}）"
            ))
            .text(say!(
                lang,
                "Every score is computed anew with it.",
                "全員のスコアがこの重みで計算し直されます。"
            ));
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let wanted = meant(ctx, call).await?;
        let Wanted { measure, action, own, after, .. } = &wanted;
        match after {
            Some(weight) => scores::set_weight(&mut ctx.tx, *measure, action, *weight).await?,
            None => scores::clear_weight(&mut ctx.tx, *measure, action).await?,
        };
        let (what, was, is) = wanted.shown(lang);
        let reply = ctx.reply().text(say!(
            lang,
            "One {what} counts **{is}** now (before: {was}).",
            "{what}1回の重みを **{is}** に設定しました（変更前：{was}）。"
        ));
        let mut back =
            Call::new(SPEC.name, [("action", action.clone()), ("measure", measure.as_str().to_owned())]);
        match own {
            Some(weight) => back.arguments.insert("weight".to_owned(), weight.to_string()),
            None => back.arguments.insert("ours".to_owned(), "ours".to_owned()),
        };
        let told = |weight: &Option<f64>| {
            let counts = weight.unwrap_or_else(|| Weights::ours(*measure, action));
            json!({ "measure": measure.as_str(), "action": action, "weight": counts, "own": weight.is_some() })
        };
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(format!("score.{}.{action}", measure.as_str())),
            before: Some(told(own)),
            after: Some(told(after)),
            reversal: Some(json!(back)),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

struct Wanted {
    measure: Measure,
    action: String,
    /// What the tenant says now.
    own: Option<f64>,
    /// What counts now.
    counts: f64,
    /// What the tenant is to say.
    after: Option<f64>,
}

impl Wanted {
    /// What of which score, what it counts and is to count.
    fn shown(&self, lang: Lang) -> (String, String, String) {
        let (action, of) = (actions::action_once(&self.action, lang), measure_name(self.measure).of(lang));
        let after = self.after.unwrap_or_else(|| Weights::ours(self.measure, &self.action));
        (say!(lang, "{action} ({of})", "{action}（{of}）"), shown(self.counts), shown(after))
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Wanted> {
    let lang = ctx.lang;
    let weights = scores::weights(&mut ctx.tx).await?;
    let (said, number) = apart(ctx.required(call, "action")?);
    let action = action(&weights, &said).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I know no action “{said}”. “score weights” shows those that count, such as talk, answer or star.",
            "「{said}」という行動はありません。「スコアの重みを見せて」で一覧をご確認ください（登壇・回答・スターなど）。"
        ))
    })?;
    let measure = call.arguments.get("measure").and_then(|word| measure(word)).unwrap_or(Measure::Engagement);
    let after = match call.arguments.contains_key("ours") {
        true => None,
        false => Some(match number.filter(|_| !call.arguments.contains_key("weight")) {
            Some(number) => weight(ctx, &number)?,
            None => weight(ctx, ctx.required(call, "weight")?)?,
        }),
    };
    let own = weights.is_own(measure, &action).then(|| weights.of(measure, &action));
    let counts = weights.of(measure, &action);
    if own == after || after == Some(counts) {
        let what = actions::action_once(&action, lang);
        return Err(Stop::Refused(say!(
            lang,
            "One {what} counts just that already; nothing would change.",
            "{what}の重みはすでにその値です。変更する点はありません。"
        )));
    }
    Ok(Wanted { counts, measure, action, own, after })
}

/// Typed, "score weight set talk 25 for contribution" leaves all before the measure to the action.
fn apart(said: &str) -> (String, Option<String>) {
    let mut words: Vec<&str> = said.split_whitespace().collect();
    if words.len() > 1 && words[0] == "set" {
        words.remove(0);
    }
    let number = words.iter().rposition(|word| number(word).is_some()).filter(|at| *at > 0);
    let Some(at) = number else { return (words.join(" "), None) };
    let mut action = &words[..at];
    while let [rest @ .., "to" | "="] = action {
        action = rest;
    }
    (action.join(" "), Some(words[at].to_owned()))
}

fn weight(ctx: &Context<'_>, said: &str) -> Outcome<f64> {
    let read = number(said).and_then(|number| number.to_string().parse().ok());
    read.filter(|weight| (0.0..=100.0).contains(weight)).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "A weight is a number from 0 to 100; “{said}” is none.",
            "重みは0〜100の数値で指定してください（「{said}」は読めませんでした）。"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn an_action_and_its_weight() {
        for (said, action, weight) in [
            ("set pull request to 12.5 for", "pull request", Some("12.5")),
            ("set talk", "talk", None),
            ("登壇", "登壇", None),
            ("set", "set", None),
        ] {
            assert_eq!(apart(said), (action.to_owned(), weight.map(str::to_owned)), "{said}");
        }
    }
}
