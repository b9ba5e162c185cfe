//! `budget show`: a campaign's costs line by line, what is planned and what is foreign apart.

use std::collections::BTreeMap;

use adapters::{Chart, ChartKind, Column, Reply, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    campaigns::{self, BudgetLine},
};
use nlp::{Lang, understand::SlotKind};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{actions, date, money, words},
};

/// The command.
pub(crate) struct BudgetShow;

static SPEC: Spec = Spec {
    name: "budget show",
    about: words("A campaign's budget, line by line and by category", "施策の予算を明細と費目別で表示します"),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or a name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>] [the|a] (budget|costs|spending|expenses) (of|for|on) [the] [campaign] {campaign} [by category]",
            "[<show>] [the] {campaign} (budget|costs|spending|expenses) [by category]",
            "[<show>] {campaign}'s (budget|costs|spending|expenses) [by category]",
            "budget {campaign:sure}",
            "[<show>] [the|our|its] (budget|costs|spending|expenses) [by category]",
            "(how much|what) (have we|did we|has been|was) (spent|spend) on [the] [campaign] {campaign} [campaign]",
            "(where did|what did) [the] money (for|of|on) [campaign] {campaign} go [to|on]",
        ],
        ja: &[
            "[施策|キャンペーン]{campaign}の(予算|予算の内訳|予算内訳|費用の内訳|費用内訳|費用の明細|コストの内訳|経費|予算明細|支出)[<見せて>]",
            "[施策|キャンペーン]{campaign}の(費用|コスト)(は|って)いくら",
            "[施策|キャンペーン]{campaign} 予算[ ][内訳|明細][<見せて>]",
            "(予算|予算内訳)[:| ]{campaign:sure}",
            "[施策|キャンペーン]{campaign}(に|で)(いくら|どれくらい|どのくらい)(使った|使いました|使ってる|使っている)[の]",
        ],
    },
    examples: Phrases {
        en: &["budget of C-12 by category", "how much have we spent on Spring Hackathon?"],
        ja: &["C-12の予算内訳", "春のハッカソンの予算を見せて"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Read,
};

/// More lines than this are not shown one by one.
const MOST_LINES: usize = 100;

#[async_trait]
impl Command for BudgetShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaign = ctx.campaign(call, "campaign").await?;
        let code = campaign.code();
        let lines = campaigns::budget(&mut ctx.tx, campaign.id).await?;
        let reply = ctx.reply().heading(format!("{code} {}", campaign.name_in(lang == Lang::Ja)));
        if lines.is_empty() {
            let reply = reply.text(say!(
                lang,
                "No costs are noted yet. Add one: “add 300k JPY ads to {code}”.",
                "まだ費用が登録されていません。「{code}に広告費30万円を追加」のように追加できます。"
            ));
            return Ok(reply.into());
        }
        let today = ctx.now.today();
        let foreign = |line: &&BudgetLine| line.currency != ctx.currency;
        let (ours, foreign): (Vec<&BudgetLine>, Vec<_>) = lines.iter().partition(|line| !foreign(line));
        let (spent, planned): (Vec<_>, Vec<_>) = ours.into_iter().partition(|line| line.spent_on <= today);

        let mut reply = totals(reply, lang, &ctx.currency, &spent);
        let mut shown: Vec<&BudgetLine> = Vec::new();
        for (title, part) in [
            (say!(lang, "**Spent**", "**支出済み**"), &spent),
            (
                say!(
                    lang,
                    "**Planned for days to come**, not counted yet",
                    "**今後の予定**（集計には未反映）"
                ),
                &planned,
            ),
            (say!(lang, "**In another currency**, not counted", "**別の通貨**（集計対象外）"), &foreign),
        ] {
            let room = MOST_LINES.saturating_sub(shown.len());
            let part: Vec<&BudgetLine> = part.iter().copied().take(room).collect();
            if !part.is_empty() {
                reply = reply.text(title).table(columns(lang), rows(lang, &part, shown.len()));
                shown.extend(part);
            }
        }
        if shown.len() < lines.len() {
            let more = lines.len() - shown.len();
            reply =
                reply.text(say!(lang, "{more} more lines are not shown.", "ほか{more}行は省略しています。"));
        }
        ctx.showed(shown.iter().map(|line| vec![line.code()]).collect());
        Ok(reply
            .text(say!(
                lang,
                "“change line 1 to 250k” corrects an amount; “add 300k ads to {code}” adds a line.",
                "「1行目を25万円に」で金額の修正、「{code}に広告費30万円を追加」で行の追加ができます。"
            ))
            .into())
    }
}

/// What was spent on what, as a table and a picture.
fn totals(reply: Reply, lang: Lang, currency: &str, spent: &[&BudgetLine]) -> Reply {
    if spent.is_empty() {
        return reply;
    }
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for line in spent {
        *sums.entry(&line.category).or_default() += line.amount;
    }
    let mut sums: Vec<(&str, Decimal)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let total = sums.iter().map(|(_, sum)| *sum).sum();
    let row = |name: &str, sum: Decimal| vec![name.to_owned(), money(lang, sum, currency)];
    let mut rows: Vec<_> = sums.iter().map(|(name, sum)| row(actions::category(name, lang), *sum)).collect();
    rows.push(row(lang.pick("Total", "合計"), total));
    let chart = Chart {
        title: say!(lang, "Costs by category", "費目別の費用"),
        kind: ChartKind::Bars,
        unit: currency.to_owned(),
        labels: sums.iter().map(|(name, _)| actions::category(name, lang).to_owned()).collect(),
        series: vec![Series {
            name: String::new(),
            values: sums.iter().map(|(_, sum)| sum.to_f64().unwrap_or_default()).collect(),
        }],
    };
    reply.chart(chart).table(
        vec![Column::left(say!(lang, "Category", "費目")), Column::right(say!(lang, "Amount", "金額"))],
        rows,
    )
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::right("#"),
        Column::left(say!(lang, "Code", "コード")),
        Column::left(say!(lang, "Category", "費目")),
        Column::right(say!(lang, "Amount", "金額")),
        Column::left(say!(lang, "Day", "日付")),
        Column::left(say!(lang, "Note", "メモ")),
    ]
}

/// Lines numbered on from those before them.
fn rows(lang: Lang, lines: &[&BudgetLine], before: usize) -> Vec<Vec<String>> {
    lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            vec![
                (before + i + 1).to_string(),
                line.code().to_string(),
                actions::category(&line.category, lang).to_owned(),
                money(lang, line.amount, &line.currency),
                date(lang, line.spent_on),
                line.note.clone().unwrap_or_default(),
            ]
        })
        .collect()
}
