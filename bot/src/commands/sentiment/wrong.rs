//! `sentiment wrong`: teaches the mood of a message and of near-identical ones.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, moods};
use nlp::understand::SlotKind;
use serde_json::json;

use super::said::{LABELS, message, name, words_of};
use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec};
use crate::{moods as reader, say, words::words};

/// The command.
pub(crate) struct SentimentWrong;

static SPEC: Spec = Spec {
    name: "sentiment wrong",
    about: words("Say what the mood of a message really is", "メッセージの感情判定を訂正します"),
    arguments: &[
        Argument {
            name: "activity",
            kind: SlotKind::Activity,
            required: false,
            about: words("its code, such as A-881", "コード。A-881 など"),
        },
        Argument {
            name: "label",
            kind: SlotKind::Choice(LABELS),
            required: true,
            about: words(
                "negative, neutral or positive; automatic takes it back",
                "否定的・中立・肯定的。「自動」で訂正を取り消し",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "[the] (sentiment|mood) of {activity} is [really] {label}",
            "[the] (sentiment|mood) of {activity} is wrong[,|:] [it is|it's|should be] {label}",
            "{activity:code} is [really] {label} [in mood]",
            "mark {activity} as {label}",
            "[the] (sentiment|mood) of {activity} should be {label}",
        ],
        ja: &[
            "{activity}の(感情|雰囲気|センチメント)は{label}[です|だ|に(して|訂正|修正)][<して>]",
            "{activity}の(感情|雰囲気|センチメント)を{label}に(訂正|修正|変更)[<して>]",
            "{activity:code}は{label}[です|だよ]",
            "{activity:code}の判定を{label}に(訂正|修正|変更)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["sentiment wrong A-881 neutral", "the mood of A-881 is positive"],
        ja: &["A-881の感情は中立", "A-881の感情を肯定的に訂正"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for SentimentWrong {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let card = message(ctx, call).await?;
        let text = words_of(ctx, &card)?;
        let (code, key) = (card.code(), reader::key(card.id, &text));
        let before = moods::taught(&mut ctx.tx, &key).await?;
        let label = match ctx.required(call, "label")? {
            "negative" => Some(-1),
            "positive" => Some(1),
            "neutral" => Some(0),
            _ => None,
        };
        let alike = match label {
            Some(label) => moods::teach(&mut ctx.tx, &key, label).await?,
            None => moods::unteach(&mut ctx.tx, &key).await?,
        };
        let others = (alike - 1).max(0);
        let reply = ctx.reply().text(match label {
            Some(label) => {
                let mood = name(lang, label);
                say!(
                    lang,
                    "**{code}** counts as {mood} from now on, and so do texts like it ({others} others so far).",
                    "**{code}** の感情を「{mood}」に訂正しました。同じ内容のメッセージ（ほか{others}件）にも反映されます。"
                )
            }
            None => say!(
                lang,
                "**{code}** counts as it is read again.",
                "**{code}** の訂正を取り消し、自動判定に戻しました。"
            ),
        });
        ctx.looked_at(code);
        let word = |label: Option<i16>| match label {
            Some(-1) => "negative",
            Some(1) => "positive",
            Some(_) => "neutral",
            None => "automatic",
        };
        let back = Call::new(SPEC.name, [("activity", code.to_string()), ("label", word(before).to_owned())]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(json!({ "label": word(before) })),
            after: Some(json!({ "label": word(label) })),
            reversal: Some(json!(back)),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}
