//! `sentiment wrong`: teaches the mood of a message and of near-identical ones.

use async_trait::async_trait;
use crm::{Code, access::Right, audit::Change, moods};
use nlp::understand::SlotKind;
use serde_json::json;

use super::said::{LABELS, NOT, message, name, words_of};
use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    moods as reader, say,
    words::{plural, words},
};

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
            // before the mood: "not negative" is no "negative"
            name: "not",
            kind: SlotKind::Choice(NOT),
            required: false,
            about: words("what it is not: not negative", "そうではない感情。「否定的ではない」など"),
        },
        Argument {
            name: "label",
            kind: SlotKind::Choice(LABELS),
            // asked for where only what it is not was said
            required: false,
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
            "{activity:code} (is|was) [really] {label} [in mood]",
            "{activity:code} [is|was] [really] {not}[[,|;|.] (it is|it's|it was|but) [really] {label}]",
            "(that|this|it) [is|was] [really] {not}[[,|;|.] (it is|it's|it was|but) [really] {label}]",
            "(that|this) (message|one) [is|was] [really] {not}",
            "[the] (sentiment|mood) of {activity} [is|was] {not}",
            "mark {activity} as {label}",
            "[the] (sentiment|mood) of {activity} should be {label}",
        ],
        ja: &[
            "{activity}の(感情|雰囲気|センチメント)は{label}[です|だ|に(して|訂正|修正)][<して>]",
            "{activity}の(感情|雰囲気|センチメント)を{label}に(訂正|修正|変更)[<して>]",
            "{activity:code}は{label}[です|だよ]",
            "{activity:code}は{not}[です|よ|から|,{label}[です|だ]]",
            "(これ|それ|あれ|この(発言|投稿|メッセージ)|その(発言|投稿|メッセージ))は{not}[です|よ|,{label}[です|だ]]",
            "{activity}の(感情|雰囲気|センチメント)は{not}[です|よ]",
            "{activity:code}の判定を{label}に(訂正|修正|変更)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["sentiment wrong A-881 neutral", "the mood of A-881 is positive", "A-881 isn't negative"],
        ja: &["A-881の感情は中立", "A-881の感情を肯定的に訂正", "A-881は否定的ではない"],
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
        let label = match wanted(ctx, call, card.code())?.as_str() {
            "negative" => Some(-1),
            "positive" => Some(1),
            "neutral" => Some(0),
            _ => None,
        };
        let alike = match label {
            Some(label) => moods::teach(&mut ctx.tx, &key, label).await?,
            None => moods::unteach(&mut ctx.tx, &key).await?,
        };
        let others = plural((alike - 1).max(0), "other", "others");
        let more = (alike - 1).max(0);
        let reply = ctx.reply().text(match label {
            Some(label) => {
                let mood = name(lang, label);
                say!(
                    lang,
                    "**{code}** counts as {mood} from now on, and so do texts like it ({others} so far).",
                    "**{code}** の感情を「{mood}」に訂正しました。同じ内容のメッセージ（ほか{more}件）にも反映されます。"
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

/// What it is. Whoever says only what it is not chooses between the two others.
fn wanted(ctx: &Context<'_>, call: &Call, code: Code) -> Outcome<String> {
    let Some(not) = call.arguments.get("not") else { return Ok(ctx.required(call, "label")?.to_owned()) };
    let not = not.strip_prefix("not ").unwrap_or(not);
    // the word that stands after "not" is no answer
    if let Some(label) = call.arguments.get("label").filter(|label| *label != not) {
        return Ok(label.clone());
    }
    let lang = ctx.lang;
    let others = [("negative", -1), ("neutral", 0), ("positive", 1)];
    let options = others.into_iter().filter(|(word, _)| *word != not).map(|(word, label)| {
        let call = Call::new(SPEC.name, [("activity", code.to_string()), ("label", word.to_owned())]);
        (name(lang, label).to_owned(), call)
    });
    Err(Stop::Choose {
        question: say!(
            lang,
            "What is **{code}**, then? Nothing was changed yet.",
            "**{code}** はどれにしますか？（まだ何も変更していません）"
        ),
        options: options.collect(),
    })
}
