//! `roi show`: a campaign's return, opened to its inputs.

use adapters::{Chart, ChartKind, Column, Series};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use crm::{
    CodeKind,
    access::{self, Right},
    campaigns::Campaign,
    roi::{self, Roi},
};
use nlp::{Lang, understand::SlotKind};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{actions, count, date, decimal, money, percent, span, words},
};

/// The command.
pub(crate) struct RoiShow;

static SPEC: Spec = Spec {
    name: "roi show",
    about: words(
        "A campaign's return, with everything it was computed from",
        "施策のROIを計算の内訳つきで表示します",
    ),
    arguments: &[
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: false,
            about: words(
                "C-7 or a name; the one last looked at, unless said",
                "C-7、または施策名。省略すると直前に見た施策",
            ),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("only costs and outcomes of these days: Q2", "集計する期間。第2四半期 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [the] (roi|return|return on investment) (of|for|on|from) [the] [campaign] {campaign} [[in|for|of|during] {period}]",
            "[<show>] [the] {campaign} (roi|return on investment) [[in|for|of|during] {period}]",
            "[<show>] {campaign}'s (roi|return on investment) [[in|for|of|during] {period}]",
            "[<show>] [the|our|its] (roi|return on investment) [[in|for|of|during] {period}]",
            "roi {campaign:sure} [[in|for|during] {period}]",
            "[<show>] [the] {period} (roi|return on investment) (of|for|on) [the] [campaign] {campaign}",
            "(was|is) {campaign} worth it",
            "did {campaign} pay off",
            "[<show>] [the] (roi|return|return on investment) (of|for|on) (it|that|this|this one|that one) [[in|for|during] {period}]",
            "[<show>] its (roi|return on investment) [[in|for|during] {period}]",
            "did it pay off",
        ],
        ja: &[
            "[施策|キャンペーン]{campaign}の[{period}の](roi|費用対効果|投資対効果|投資効果|リターン)[ ][{period}][の][<見せて>]",
            "[施策|キャンペーン]{campaign:sure}[ ]roi[ ][{period}][<見せて>]",
            "{period}の[施策|キャンペーン]{campaign}の(roi|費用対効果|投資対効果|投資効果|リターン)[<見せて>]",
            "(roi|費用対効果|投資対効果)[を|は]{campaign}[で|について]<見せて>",
            "(roi|費用対効果|投資対効果)[:| ]{campaign:sure}",
            "[全部の|全ての|すべての](roi|費用対効果|投資対効果)[の][一覧]<見せて>",
            "(それ|これ|施策|キャンペーン)の[{period}の](roi|費用対効果|投資対効果)[<見せて>]",
            "{campaign}(は|って)(元が取れた|元は取れた|元が取れている|効果があった)[の|か]",
        ],
    },
    examples: Phrases {
        en: &[
            "show ROI for campaign Spring Hackathon",
            "roi show C-7",
            "ROI of C-7 in the last 12 months",
            "was Spring Hackathon worth it?",
        ],
        ja: &[
            "施策「春のハッカソン」のROIを見せて",
            "春のハッカソンの費用対効果は？",
            "C-7の直近12か月のROI",
        ],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for RoiShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let whole = spoken_of(ctx, call).await?;
        let campaign = ctx.campaign(&whole, "campaign").await?;
        let days = days(ctx, call)?;
        let today = ctx.now.today();
        let roi = match days {
            Some(days) => roi::within(&mut ctx.tx, &campaign, days, today).await?,
            None => roi::of(&mut ctx.tx, &campaign, today).await?,
        };
        if let Some(days) = days.filter(|_| roi.window.0 > roi.window.1) {
            return Err(out_of_window(lang, &campaign, days));
        }
        let title = campaign.name_in(lang == Lang::Ja);
        let cash = |amount: Decimal| money(lang, amount, &roi.currency);
        let answer = match roi.ratio() {
            Some(ratio) => format!(
                "**ROI {}** = ({} − {}) / {}",
                percent(ratio),
                cash(roi.value()),
                cash(roi.cost()),
                cash(roi.cost())
            ),
            None if days.is_some() => say!(
                lang,
                "Nothing was spent in these days, so there is no ROI of them.",
                "この期間には支出がないため、ROIは計算できません。"
            ),
            None => say!(
                lang,
                "Nothing has been spent yet, so there is no ROI.",
                "まだ支出がないため、ROIは計算できません。"
            ),
        };
        let (code, after) = (campaign.code(), campaign.window_days);
        let counted = span(lang, roi.window.0, roi.window.1);
        let mut reply =
            ctx.reply().heading(format!("{code} {title}")).text(answer).chart(chart(&roi, lang)).table(
                vec![Column::left(say!(lang, "Cost", "費用")), Column::right(say!(lang, "Amount", "金額"))],
                costs(&roi, lang),
            );
        reply = match roi.outcomes.is_empty() {
            true => reply.text(no_outcomes(ctx, &roi, &campaign, days.is_some())),
            false => reply.table(
                vec![
                    Column::left(say!(lang, "Outcome", "成果")),
                    Column::right(say!(lang, "Count", "件数")),
                    Column::right(say!(lang, "Value of one", "単価")),
                    Column::right(say!(lang, "Value", "効果")),
                ],
                outcomes(&roi, lang),
            ),
        };
        reply = reply.fields([
            (
                say!(lang, "Counted", "集計期間"),
                match days {
                    Some(_) => say!(
                        lang,
                        "{counted} (costs and outcomes of the days you asked for)",
                        "{counted}（指定期間の費用と成果）"
                    ),
                    None => say!(
                        lang,
                        "{counted} ({after} days after the end included)",
                        "{counted}（終了後{after}日を含む）"
                    ),
                },
            ),
            (say!(lang, "People behind the outcomes", "成果に関わった人"), count(roi.persons)),
            (
                say!(lang, "Formula", "計算式"),
                say!(lang, "ROI = (value − cost) / cost", "ROI =（効果 − 費用）/ 費用"),
            ),
        ]);
        if !roi.planned.is_zero() {
            let planned = cash(roi.planned);
            reply = reply.text(say!(
                lang,
                "Planned for days to come and not counted: {planned}.",
                "今後の予定で含めていない費用：{planned}。"
            ));
        }
        if !roi.other_days.is_zero() {
            let other = cash(roi.other_days);
            reply = reply.text(say!(
                lang,
                "Spent on other days and not counted: {other}.",
                "指定期間外のため含めていない費用：{other}。"
            ));
        }
        if !roi.foreign_costs.is_empty() {
            let list: Vec<String> =
                roi.foreign_costs.iter().map(|(c, amount)| money(lang, *amount, c)).collect();
            let list = list.join(", ");
            reply = reply.text(say!(
                lang,
                "Not counted, in another currency: {list}.",
                "別の通貨のため含めていない費用：{list}。"
            ));
        }
        Ok(reply.into())
    }
}

/// The call with its campaign: the one that was looked at last, where none was said.
async fn spoken_of(ctx: &mut Context<'_>, call: &Call) -> Outcome<Call> {
    let mut call = call.clone();
    if !call.arguments.contains_key("campaign")
        && let Some(code) = ctx.last_shown().await?.focus_on(CodeKind::Campaign)
    {
        call.arguments.insert("campaign".to_owned(), code.to_string());
    }
    Ok(call)
}

/// The first and the last day asked for, on the asker's calendar; an open end reaches as far as days do.
fn days(ctx: &Context<'_>, call: &Call) -> Outcome<Option<(NaiveDate, NaiveDate)>> {
    let Some((_, period)) = ctx.period(call)? else { return Ok(None) };
    let day = |at: DateTime<Utc>| at.with_timezone(&ctx.zone()).date_naive();
    let last =
        |until: DateTime<Utc>| day(until.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(until));
    Ok(Some((period.from.map_or(NaiveDate::MIN, day), period.until.map_or(NaiveDate::MAX, last))))
}

/// That nothing came of it; to who may write, while it would count, how to note what does.
fn no_outcomes(ctx: &Context<'_>, roi: &Roi, campaign: &Campaign, of_days: bool) -> String {
    let (lang, code) = (ctx.lang, campaign.code());
    let counts = (roi.window.0..=roi.window.1).contains(&ctx.now.today());
    if of_days {
        say!(lang, "No outcomes in these days.", "この期間の成果はありません。")
    } else if counts && access::may(ctx.tx.actor(), Right::WriteCrm) {
        say!(
            lang,
            "No outcomes yet. “log meeting with P-12 for {code}: came to the booth” records one.",
            "成果はまだありません。「{code}でP-12と打ち合わせ：ブースに来場 を記録」のように記録できます。"
        )
    } else {
        say!(lang, "No outcomes.", "成果はありません。")
    }
}

/// None of the days asked for is one of the campaign's.
fn out_of_window(lang: Lang, campaign: &Campaign, (from, to): (NaiveDate, NaiveDate)) -> Stop {
    let asked = match (from, to) {
        (NaiveDate::MIN, to) => {
            let to = date(lang, to);
            say!(lang, "the days up to {to}", "{to}まで")
        }
        (from, NaiveDate::MAX) => {
            let from = date(lang, from);
            say!(lang, "the days from {from}", "{from}以降")
        }
        (from, to) => span(lang, from, to),
    };
    let (first, last) = (date(lang, campaign.starts_on), date(lang, campaign.window_ends_on()));
    let code = campaign.code();
    Stop::Refused(say!(
        lang,
        "{code} counts from {first} to {last}; you asked for {asked}, and none of these days is among them. Try a longer period, or none.",
        "{code} の集計期間は{first}から{last}までで、ご指定の期間（{asked}）と重なりません。期間を広げるか、省略してお試しください。"
    ))
}

/// Costs beside values: what was paid and what it brought.
fn chart(roi: &Roi, lang: Lang) -> Chart {
    let number = |amount: Decimal| amount.to_f64().unwrap_or_default();
    Chart {
        title: say!(lang, "Cost and value", "費用と効果"),
        kind: ChartKind::Bars,
        unit: roi.currency.clone(),
        labels: vec![say!(lang, "Cost", "費用"), say!(lang, "Value", "効果"), say!(lang, "Net", "差引")],
        series: vec![Series {
            name: String::new(),
            values: vec![number(roi.cost()), number(roi.value()), number(roi.value() - roi.cost())],
        }],
    }
}

fn costs(roi: &Roi, lang: Lang) -> Vec<Vec<String>> {
    let row = |name: &str, amount: Decimal| vec![name.to_owned(), money(lang, amount, &roi.currency)];
    let mut rows: Vec<_> =
        roi.costs.iter().map(|(category, amount)| row(actions::category(category, lang), *amount)).collect();
    rows.push(row(lang.pick("Total", "合計"), roi.cost()));
    rows
}

fn outcomes(roi: &Roi, lang: Lang) -> Vec<Vec<String>> {
    let cash = |amount: Decimal| money(lang, amount, &roi.currency);
    let mut rows: Vec<_> = roi
        .outcomes
        .iter()
        .map(|o| {
            vec![
                actions::action(&o.action, lang).to_owned(),
                decimal(o.count),
                o.each.map_or_else(|| say!(lang, "not set", "未設定"), cash),
                cash(o.value()),
            ]
        })
        .collect();
    rows.push(vec![lang.pick("Total", "合計").to_owned(), String::new(), String::new(), cash(roi.value())]);
    rows
}
