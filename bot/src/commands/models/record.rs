//! `usage record`: whether the words of what the language model is asked are kept.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    model_calls::{self, WORDS_DAYS},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct UsageRecord;

static SPEC: Spec = Spec {
    name: "usage record",
    about: words(
        "Keep what the language model is asked and answers, word for word, or stop that",
        "AI（言語モデル）への質問と応答の文面を記録・停止します",
    ),
    arguments: &[Argument {
        name: "state",
        kind: SlotKind::Choice(&[
            ("on", &["on", "start", "keep", "log", "record", "オン", "記録", "保存", "残し", "残す", "開始"]),
            (
                "off",
                &[
                    "off",
                    "stop",
                    "don't",
                    "do not",
                    "no longer",
                    "オフ",
                    "停止",
                    "残さない",
                    "記録しない",
                    "保存しない",
                    "止め",
                    "やめ",
                ],
            ),
        ]),
        required: true,
        about: words("on or off", "オン、またはオフ"),
    }],
    phrases: Phrases {
        en: &[
            "{state} [the] (llm|ai|language model|model) (prompts|prompt texts|questions and answers|questions|texts)",
            "{state} (keep|keeping|logging|log|recording|record) [the] (llm|ai|language model|model) (prompts|prompt texts|questions and answers|questions|texts)",
            "{state} (keeping|logging|recording) what the (llm|ai|language model|model) is asked",
            "{state} (keeping|logging|recording) [the] (llm|ai|language model|model) (calls|requests)",
            "{state} what the (llm|ai|language model|model) is asked",
        ],
        ja: &[
            "(ai|llm|言語モデル|モデル)(へ|と)の(質問|質問文|プロンプト|入力文|やり取り)[の文面]を{state}[て|る|に|で|<して>|ください|<見せて>]",
            "(ai|llm|言語モデル|モデル)(へ|と)の(質問|質問文|プロンプト|入力文|やり取り)の記録を{state}[て|る|に|に<して>|<して>]",
            "(ai|llm|言語モデル|モデル)の(記録|ログ|履歴の記録)を{state}[て|る|に|に<して>|<して>|ください]",
            "(ai|llm|言語モデル|モデル)の(プロンプト|入出力)を{state}[て|る|に|で|<して>|ください]",
        ],
    },
    examples: Phrases {
        en: &["keep the AI prompts", "usage record off"],
        ja: &["AIへの質問を記録して", "AIへの質問の記録を停止して"],
    },
    right: Right::RunModels,
    effect: Effect::Change,
};

#[async_trait]
impl Command for UsageRecord {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let on = ctx.required(call, "state")? == "on";
        let before = model_calls::keep_words(&mut ctx.tx, on).await?;
        if before == on {
            return Err(Stop::Refused(match on {
                true => say!(lang, "They are kept already.", "すでに記録しています。"),
                false => say!(lang, "They are not kept as it is.", "現在は記録していません。"),
            }));
        }
        let reply = ctx.reply().text(match on {
            true => say!(
                lang,
                "From now on the words of each question to the language model and of its answer are kept for {WORDS_DAYS} days. Of another's request only who made it can read them: “usage calls”.",
                "今後、言語モデルへの質問と応答の文面を{WORDS_DAYS}日間記録します。ほかの方の依頼の文面は、依頼した本人だけが「usage calls」で確認できます。"
            ),
            false => say!(
                lang,
                "From now on no words are kept. What was kept so far goes {WORDS_DAYS} days after it was asked.",
                "今後、文面は記録しません。これまでの分は質問から{WORDS_DAYS}日で消えます。"
            ),
        });
        let word = |on: bool| if on { "on" } else { "off" };
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some("models.words".to_owned()),
            before: Some(json!({ "recorded": before })),
            after: Some(json!({ "recorded": on })),
            reversal: Some(json!(Call::new(SPEC.name, [("state", word(before).to_owned())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
