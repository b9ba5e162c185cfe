//! A month's limit, as it is shown, said and kept.

use chrono::{DateTime, Utc};
use crm::model_calls::{Budget, MONTHLY_TOKENS};
use nlp::{Lang, period};

use crate::commands::{Call, Context, budget::amount::spoken};
use crate::{
    say,
    words::{count, money},
};

/// When this month began for the asker.
pub(super) fn month(ctx: &Context<'_>) -> DateTime<Utc> {
    period::read("this month", &ctx.now).and_then(|month| month.from).unwrap_or(ctx.now.at)
}

/// For people.
pub(super) fn shown(lang: Lang, budget: &Budget) -> String {
    match budget {
        Budget::Usual => {
            let n = count(MONTHLY_TOKENS);
            say!(lang, "{n} tokens a month (the default)", "月{n}トークン（初期値）")
        }
        Budget::Tokens(0) => say!(lang, "nothing: no model is asked", "0（モデルを使用しません）"),
        Budget::Tokens(n) => {
            let n = count(*n);
            say!(lang, "{n} tokens a month", "月{n}トークン")
        }
        Budget::Money { amount, currency } => {
            let sum = money(lang, *amount, currency);
            say!(lang, "{sum} a month", "月{sum}")
        }
    }
}

/// The call that sets it.
pub(super) fn call(name: &str, budget: &Budget) -> Call {
    let unit = |unit: &str| ("unit", unit.to_owned());
    match budget {
        Budget::Usual => Call::new(name, [unit("default")]),
        Budget::Tokens(n) => Call::new(name, [("amount", n.to_string()), unit("tokens")]),
        Budget::Money { amount, currency } => Call::new(name, [("amount", spoken(*amount, currency))]),
    }
}
