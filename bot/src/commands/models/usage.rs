//! `usage`: what the language model took, by what for, and how much it may.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    model_calls::{self, Budget, MONTHLY_TOKENS, Used},
};
use nlp::{
    Lang,
    period::{self, Period},
    understand::SlotKind,
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::limit;
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, money, words},
};

/// The command.
pub(crate) struct Usage;

static SPEC: Spec = Spec {
    name: "usage",
    about: words(
        "What the language model took: tokens, money, by feature",
        "AI（言語モデル）の利用量と費用を機能別に表示します",
    ),
    arguments: &[Argument {
        name: "period",
        kind: SlotKind::Period,
        required: false,
        about: words("such as “last month”; this month without", "「先月」など。省略すると今月"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>] [the|our] (llm|ai|language model|model|token) (usage|costs|cost|spend|spending|bill) [by feature] [{period}]",
            "[<show>] [the|our] (usage|costs|cost|spend|spending|bill) of [the] (llm|ai|language model|model) [by feature] [{period}]",
            "usage [by feature] {period}",
            "how (much|many tokens) (did|do|does|have|has) [the] (llm|ai|language model|model|bot) (cost|use|used|take|taken|spend|spent) [us] [{period}]",
            "(which|what) (language model|llm) (are you using|is configured|is in use)",
            "what (did|does) [the] (llm|ai|language model|model) cost [us] [{period}]",
            "how much did we spend on (llm|ai|the llm|the language model|the model|tokens|llm calls|ai calls) [{period}]",
        ],
        ja: &[
            "[{period}の](ai|llm|言語モデル|モデル|トークン)[の](費用|利用量|使用量|利用料|料金|コスト|利用状況|使用状況)[を|は][機能別に][<見せて>]",
            "(どの|何の|どんな)(言語モデル|llm)(を|が)(使って|設定して|設定されて)(る|いる|います|いますか)[の]",
            "(ai|llm|言語モデル|モデル)の{period}の(費用|利用量|使用量|利用料|料金|コスト)[を|は][<見せて>]",
            "[{period}][は](ai|llm|言語モデル)に[いくら|どれくらい|どのくらい](使った|使いました|かかった|かかりました|使っている|かかっている)[か]",
            "[{period}の](ai|llm|言語モデル)[は|の]いくら[<見せて>]",
            "[{period}の](利用量|使用量|利用料)[は|を<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["LLM cost this month", "how many tokens did the model use last month?"],
        ja: &["今月のAI費用", "先月の言語モデルの利用量を見せて"],
    },
    right: Right::RunModels,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Usage {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (asked, when) = match ctx.period(call)? {
            Some(asked) => asked,
            None => {
                let words = lang.pick("this month", "今月").to_owned();
                let month =
                    period::read("this month", &ctx.now).unwrap_or(Period { from: None, until: None });
                (words, month)
            }
        };
        let used = model_calls::used(&mut ctx.tx, when.from, when.until).await?;
        let title = say!(lang, "Language model  ·  {asked}", "言語モデル  ·  {asked}");
        let mut reply = ctx.reply().heading(title);
        reply = if used.is_empty() {
            reply.text(say!(lang, "It was not asked anything.", "利用はありません。"))
        } else {
            reply.table(columns(lang), used.iter().map(|used| row(lang, used)).collect())
        };
        let budget = model_calls::budget(&mut ctx.tx).await?;
        let model = match (ctx.app.model.name(), ctx.app.model.host()) {
            (Some(name), Some(host)) => format!("{name} ({host})"),
            _ => say!(lang, "none is configured; all is done locally", "未設定（すべてローカルで処理）"),
        };
        let left = left(ctx, &budget).await?;
        Ok(reply
            .fields([
                (say!(lang, "Budget", "予算"), limit::shown(lang, &budget)),
                (say!(lang, "Taken this month", "今月の利用"), left),
                (say!(lang, "Model", "モデル"), model),
            ])
            .into())
    }
}

/// What was taken of the budget in this month.
async fn left(ctx: &mut Context<'_>, budget: &Budget) -> Outcome<String> {
    let month = limit::month(ctx);
    let currency = match budget {
        Budget::Money { currency, .. } => Some(currency.clone()),
        _ => ctx.app.model.price().map(|price| price.currency.clone()),
    };
    let spent = model_calls::spent(&mut ctx.tx, month, currency.as_deref()).await?;
    let (taken, whole) = match budget {
        Budget::Usual => (Decimal::from(spent.tokens), Decimal::from(MONTHLY_TOKENS)),
        Budget::Tokens(most) => (Decimal::from(spent.tokens), Decimal::from(*most)),
        Budget::Money { amount, .. } => (spent.cost, *amount),
    };
    let share = if whole.is_zero() { Decimal::ONE_HUNDRED } else { taken * Decimal::ONE_HUNDRED / whole };
    let share = share.round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity);
    let tokens = count(spent.tokens);
    let lang = ctx.lang;
    let cost =
        currency.map(|currency| format!(", {}", cents(lang, spent.cost, &currency))).unwrap_or_default();
    Ok(say!(
        lang,
        "{tokens} tokens{cost} ({share} % of the budget)",
        "{tokens}トークン{cost}（予算の{share}%）"
    ))
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::left(say!(lang, "Feature", "機能")),
        Column::right(say!(lang, "Questions", "呼び出し")),
        Column::right(say!(lang, "Answered", "応答あり")),
        Column::right(say!(lang, "Tokens in", "入力トークン")),
        Column::right(say!(lang, "Tokens out", "出力トークン")),
        Column::right(say!(lang, "Cost", "費用")),
        Column::right(say!(lang, "Usual wait", "応答時間（中央値）")),
    ]
}

fn row(lang: Lang, used: &Used) -> Vec<String> {
    vec![
        feature(lang, &used.feature).to_owned(),
        count(used.calls),
        count(used.answered),
        count(used.tokens_in),
        count(used.tokens_out),
        used.currency.as_ref().map_or_else(|| "–".to_owned(), |it| cents(lang, used.cost, it)),
        used.milliseconds.map_or_else(|| "–".to_owned(), |ms| format!("{:.1} s", ms as f64 / 1e3)),
    ]
}

/// Small money: what is less than the smallest coin is not nothing.
fn cents(lang: Lang, cost: Decimal, currency: &str) -> String {
    let least = Decimal::new(1, 2);
    match !cost.is_zero() && cost < least {
        true => format!("< {}", money(lang, least, currency)),
        false => money(lang, cost, currency),
    }
}

pub(super) fn feature(lang: Lang, word: &str) -> &str {
    match word {
        "understand" => lang.pick("Understanding requests", "依頼の解釈"),
        "summary" => lang.pick("Summaries", "要約"),
        "sentiment" => lang.pick("Sentiment", "感情"),
        other => other,
    }
}
