//! `value list`: what outcomes are worth.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, campaigns};

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, count, money, words},
};

/// The command.
pub(crate) struct ValueList;

static SPEC: Spec = Spec {
    name: "value list",
    about: words("What outcomes are worth", "成果の価値（単価）の一覧を表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[<show>] [the|all] (outcome values|values of outcomes|value of outcomes|values of all outcomes)",
            "what (are|is) [the|our|an] (outcome|outcomes) worth",
            "what is (each|one|every) outcome worth",
            "how are outcomes valued",
            "list [the] [outcome] values",
        ],
        ja: &[
            "成果の(価値|単価)[の(一覧|設定)]<見せて>",
            "成果の(価値|単価)[の]一覧",
            "成果の(価値|単価)",
            "成果[1件]は(いくら|どれくらい)",
            "(価値|単価)の(一覧|設定)<見せて>",
        ],
    },
    examples: Phrases {
        en: &["what are outcomes worth?"], ja: &["成果の単価一覧", "成果の価値を見せて"]
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for ValueList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let lang = ctx.lang;
        let values = campaigns::outcome_values(&mut ctx.tx).await?;
        let unvalued = campaigns::unvalued(&mut ctx.tx).await?;
        let mut reply = ctx.reply();
        if values.is_empty() {
            reply = reply.text(say!(
                lang,
                "No outcome has a value yet, so every campaign's value is 0. An administrator sets one: “one sign-up is worth 5,000”.",
                "成果の価値がまだ設定されていないため、どの施策の効果も0です。管理者が「登録1件は5千円」のように設定できます。"
            ));
        } else {
            let rows = values
                .iter()
                .map(|v| {
                    vec![actions::action_once(&v.action, lang).to_owned(), money(lang, v.amount, &v.currency)]
                })
                .collect();
            let columns = vec![
                Column::left(say!(lang, "Outcome", "成果")),
                Column::right(say!(lang, "Value of one", "1件の価値")),
            ];
            reply = reply.table(columns, rows);
        }
        if values.iter().any(|value| value.currency != ctx.currency) {
            let own = &ctx.currency;
            reply = reply.text(say!(
                lang,
                "Values in another currency than {own} do not count.",
                "{own}以外の通貨で設定された価値は集計されません。"
            ));
        }
        if !unvalued.is_empty() {
            let list: Vec<String> = unvalued
                .iter()
                .map(|(action, n)| format!("{} ({})", actions::action(action, lang), count(*n)))
                .collect();
            let list = adapters::markdown::escape(&list.join(lang.pick(", ", "、")));
            reply = reply.text(say!(
                lang,
                "Credited to campaigns, but without a value: {list}.",
                "施策に紐づいていて価値が未設定の成果：{list}"
            ));
        }
        Ok(reply.into())
    }
}
