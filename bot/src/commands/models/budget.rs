//! `usage budget`: how much the language model may take in a month.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    model_calls::{self, Budget, MONTHLY_TOKENS},
};
use nlp::understand::{Choices, SlotKind};
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;

use super::limit;
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, budget::amount,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct UsageBudget;

const UNITS: Choices = &[
    ("tokens", &["token", "トークン"]),
    ("default", &["the default", "standard", "usual", "標準", "初期値", "既定", "デフォルト"]),
    (
        "unlimited",
        &[
            "no limit",
            "infinite",
            "without a limit",
            "without limit",
            "無制限",
            "無限",
            "上限なし",
            "制限なし",
        ],
    ),
];

static SPEC: Spec = Spec {
    name: "usage budget",
    about: words("How much the language model may take in a month", "AI（言語モデル）の月間予算を設定します"),
    arguments: &[
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: false,
            about: words(
                "tokens or money, such as “500k tokens” or “$20”; 0: none",
                "トークン数または金額。「50万トークン」「3,000円」など。0で使用しない",
            ),
        },
        Argument {
            name: "unit",
            kind: SlotKind::Choice(UNITS),
            required: false,
            about: words(
                "tokens, or “default”: our own limit again",
                "tokens（トークン）か default（初期値に戻す）",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|limit) [the|our] [monthly] (llm|ai|language model|model|usage|token) (budget|limit) [to|at] {amount} [{unit}] [a month|per month|monthly]",
            "(set|reset|change) [the|our] [monthly] (llm|ai|language model|model|usage|token) (budget|limit) [back] to {unit}",
            "(limit|cap|restrict) [the|our] [monthly] (llm|ai|language model|model) [budget|spending|spend|usage|cost|costs] (to|at) {amount} [{unit}] [a month|per month|monthly]",
            "(limit|cap|restrict) [the|our] [monthly] (budget|spending|spend|usage|cost|costs) (of|on|for) [the] (llm|ai|language model|model) (to|at) {amount} [{unit}] [a month|per month|monthly]",
            "(make|set) [the|our] [monthly] (llm|ai|language model|model) (budget|limit) {unit}",
            "usage budget {amount} [{unit}] [a month|per month]",
        ],
        ja: &[
            "(ai|llm|言語モデル|モデル|トークン)の[月間|月の|1か月の](予算|上限|利用枠)を[月]{amount}[{unit}]に(変更|設定|<して>)[<して>]",
            "(ai|llm|言語モデル|モデル|トークン)の[月間|月の|1か月の](予算|上限|利用枠)を{unit}に(戻して|戻す|変更|設定|<して>)[<して>]",
            "(ai|llm|言語モデル|モデル)を月{amount}[{unit}]まで(にして|にする|に制限|に制限して)",
            "(ai|llm|言語モデル|モデル)の[月間|月の|1か月の](費用|支出|利用料|利用|コスト)を[月]{amount}[{unit}](まで|以内|以下)に(して|する|抑えて|制限|制限して)",
            "(ai|llm|言語モデル|モデル|トークン)の[月間|月の|1か月の](予算|上限|利用枠)を{unit}に",
        ],
    },
    examples: Phrases {
        en: &["set the LLM budget to 500k tokens", "limit the AI to $20 a month"],
        ja: &["AIの予算を50万トークンにして", "言語モデルの月間予算を3000円に設定"],
    },
    right: Right::RunModels,
    effect: Effect::Change,
};

#[async_trait]
impl Command for UsageBudget {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let wanted = wanted(ctx, call)?;
        let before = model_calls::set_budget(&mut ctx.tx, &wanted).await?;
        let (was, is) = (limit::shown(lang, &before), limit::shown(lang, &wanted));
        if before == wanted {
            return Err(Stop::Refused(say!(
                lang,
                "That is how it is already: {is}.",
                "すでにその設定です（{is}）。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "The language model may take **{is}** now (before: {was}). Beyond that everything is done locally.",
            "言語モデルの予算を **{is}** に設定しました（変更前：{was}）。超えた分はローカルで処理します。"
        ));
        let told = |budget: &Budget| json!({ "budget": limit::shown(nlp::Lang::En, budget) });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some("models.budget".to_owned()),
            before: Some(told(&before)),
            after: Some(told(&wanted)),
            reversal: Some(json!(limit::call(SPEC.name, &before))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The limit that is meant. A bare number is money where tokens have a price, else tokens.
fn wanted(ctx: &Context<'_>, call: &Call) -> Outcome<Budget> {
    let lang = ctx.lang;
    let unit = call.arguments.get("unit").map(String::as_str);
    if unit == Some("default") {
        return Ok(Budget::Usual);
    }
    if unit == Some("unlimited") {
        let most = count(MONTHLY_TOKENS * 1_000);
        return Err(Stop::Refused(say!(
            lang,
            "There is always a limit, so that nothing runs away; the highest is {most} tokens: “set the LLM budget to {most} tokens”. Nothing was changed.",
            "予算を無制限にはできません。設定できる上限は{most}トークンです。「AIの予算を{most}トークンにして」のように指定してください（まだ何も変更していません）。"
        )));
    }
    let price = ctx.app.model.price();
    let words = ctx.required(call, "amount")?;
    let usual = price.map_or("", |price| price.currency.as_str());
    let (amount, currency) = amount::read(ctx, words, usual)?;
    if unit == Some("tokens") || currency.is_empty() {
        let most = MONTHLY_TOKENS * 1_000;
        let tokens = amount.to_i64().filter(|n| amount.is_integer() && *n <= most);
        let limit = count(most);
        return tokens.map(Budget::Tokens).ok_or_else(|| {
            Stop::Refused(say!(
                lang,
                "“{words}” cannot be: write a whole number of tokens up to {limit}, such as “500k tokens”.",
                "「{words}」は指定できません。「50万トークン」のように、{limit}以下の整数で指定してください。"
            ))
        });
    }
    match price {
        Some(price) if price.currency == currency => Ok(Budget::Money { amount, currency }),
        Some(price) => {
            let known = &price.currency;
            Err(Stop::Refused(say!(
                lang,
                "What the model costs is counted in {known}; say the budget in {known}, or in tokens.",
                "モデルの費用は{known}で計算しています。予算は{known}またはトークン数で指定してください。"
            )))
        }
        None => Err(Stop::Refused(say!(
            lang,
            "Nobody has said what a token costs, so I cannot count money. Say the budget in tokens, such as “500k tokens”, or set ENISHI_LLM_PRICE.",
            "トークンの単価が未設定のため、金額では管理できません。「50万トークン」のように指定するか、ENISHI_LLM_PRICEを設定してください。"
        ))),
    }
}
