//! `usage calls`: what the language model was asked lately, one by one.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::{
    access::Right,
    model_calls::{self, Asked},
};
use nlp::{Lang, understand::SlotKind};

use super::usage::feature;
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, day_and_time, excerpt, words},
};

/// Of a question and of an answer so many characters are shown.
const SHOWN: usize = 400;

/// The command.
pub(crate) struct UsageCalls;

static SPEC: Spec = Spec {
    name: "usage calls",
    about: words(
        "What the language model was asked lately, one by one",
        "AI（言語モデル）への最近の質問を一件ずつ表示します",
    ),
    arguments: &[Argument {
        name: "count",
        kind: SlotKind::Count,
        required: false,
        about: words("how many, up to 100", "件数（100まで）"),
    }],
    phrases: Phrases {
        en: &[
            "(show|list) [me] [the] [last|latest] [{count}] (llm|ai|language model|model) (calls|questions|prompts)",
            "what was the (llm|ai|language model|model) asked [lately]",
        ],
        ja: &[
            "(ai|llm|言語モデル|モデル)への[最近の|直近の](質問|プロンプト|呼び出し)[の一覧|一覧][を][{count}件]<見せて>",
            "(ai|llm|言語モデル|モデル)の呼び出し[の一覧|一覧|履歴][を][{count}件]<見せて>",
        ],
    },
    examples: Phrases { en: &["show the last 5 AI calls"], ja: &["AIへの質問を5件見せて"] },
    right: Right::RunModels,
    effect: Effect::Read,
};

#[async_trait]
impl Command for UsageCalls {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let limit = ctx.limit(call, 10, 100);
        let asked = model_calls::asked(&mut ctx.tx, limit).await?;
        let kept = model_calls::words_are_kept(&mut ctx.tx).await?;
        let reply = ctx.reply();
        let reply = match asked.is_empty() {
            true => reply.text(say!(
                lang,
                "The language model was not asked anything.",
                "言語モデルの利用はありません。"
            )),
            false => reply.list(
                asked.iter().map(|it| Item::new(words_of(lang, it)).detail(about(lang, it, zone))).collect(),
            ),
        };
        Ok(reply
            .text(match kept {
                true => say!(
                    lang,
                    "Words are kept; “usage record off” stops that.",
                    "文面を記録しています。「AIへの質問の記録を停止して」で止められます。"
                ),
                false => say!(
                    lang,
                    "Words are not kept; “keep the AI prompts” starts that.",
                    "文面は記録していません。「AIへの質問を記録して」で始められます。"
                ),
            })
            .into())
    }
}

/// What for, and the words where they are there.
fn words_of(lang: Lang, asked: &Asked) -> String {
    let what = feature(lang, &asked.feature);
    let Some(question) = &asked.question else { return what.to_owned() };
    let answer = asked.answer.as_deref().map(|it| format!(" → {}", excerpt(it, SHOWN)));
    // what is asked about stands at the end
    let from = question.chars().count().saturating_sub(SHOWN);
    let end: String = question.chars().skip(from).collect();
    escape(&format!("{what}: {}{}", excerpt(&end, SHOWN), answer.unwrap_or_default()))
}

fn about(lang: Lang, asked: &Asked, zone: chrono_tz::Tz) -> String {
    let tokens = count(asked.tokens);
    let by = asked.by.clone().unwrap_or_else(|| say!(lang, "by itself", "自動"));
    let outcome = match asked.outcome.as_str() {
        "answered" => say!(lang, "answered", "応答あり"),
        "open" => say!(lang, "not answered yet", "応答待ち"),
        why => say!(lang, "not answered ({why})", "応答なし（{why}）"),
    };
    let tokens = say!(lang, "{tokens} tokens", "{tokens}トークン");
    let (when, model) = (day_and_time(lang, asked.asked_at, zone), &asked.model);
    format!("{when}  ·  {by}  ·  {model}  ·  {tokens}  ·  {outcome}")
}
