//! Which line of a budget is meant, how it is said, and what it makes of the whole budget.

use adapters::Reply;
use crm::{
    Code, CodeKind,
    campaigns::{self, BudgetLine, Campaign},
};
use nlp::{Lang, understand::ordinals};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::commands::{Call, Context, Outcome, Stop};
use crate::{
    say,
    words::{actions, date, money},
};

/// The line an argument means: `B-3`, or its place in the list shown last.
pub(crate) async fn code(ctx: &mut Context<'_>, call: &Call) -> Outcome<Code> {
    let lang = ctx.lang;
    let words = ctx.required(call, "line")?.to_owned();
    if let Some(code) = Code::parse(&words).filter(|code| code.kind == CodeKind::BudgetLine) {
        return Ok(code);
    }
    let place = words.trim_start_matches("line ").trim_end_matches("行目").trim();
    let last = ctx.last_shown().await?;
    let line = match ordinals(place).as_deref() {
        Some([n]) => last.nth(*n).unwrap_or_default(),
        _ => match ctx.pointed_at(&words, CodeKind::BudgetLine).await? {
            Some(code) => return Ok(code),
            None => &[],
        },
    };
    match line {
        [code] if code.kind == CodeKind::BudgetLine => Ok(*code),
        _ => Err(Stop::Refused(say!(
            lang,
            "I do not know which line “{words}” is. Say “budget of C-7” first, or use its code, such as B-3.",
            "「{words}」がどの行か分かりません。先に「C-7の予算内訳」で一覧を表示するか、B-3 のようなコードで指定してください。"
        ))),
    }
}

/// The line with this code that still stands, and its campaign.
pub(crate) async fn standing(ctx: &mut Context<'_>, code: Code) -> Outcome<(BudgetLine, Campaign)> {
    let lang = ctx.lang;
    match of(ctx, code).await? {
        (line, campaign, false) => Ok((line, campaign)),
        (_, _, true) => Err(Stop::Refused(say!(
            lang,
            "{code} has been removed. “budget restore {code}” brings it back.",
            "{code} は削除されています。「予算{code}を復元」で元に戻せます。"
        ))),
    }
}

/// The line with this code, its campaign, and whether it was removed.
pub(crate) async fn of(ctx: &mut Context<'_>, code: Code) -> Outcome<(BudgetLine, Campaign, bool)> {
    let lang = ctx.lang;
    let nowhere = || {
        Stop::Refused(say!(
            lang,
            "There is no line {code}, or its campaign is in the trash. “budget of C-7” lists the lines with their codes.",
            "{code} という行はありません（施策がゴミ箱にある可能性もあります）。「C-7の予算内訳」でコードをご確認ください。"
        ))
    };
    let (line, removed) = campaigns::budget_line(&mut ctx.tx, code.number).await?.ok_or_else(nowhere)?;
    let campaign = campaigns::by_id(&mut ctx.tx, line.campaign_id).await?.ok_or_else(nowhere)?;
    Ok((line, campaign, removed))
}

/// The line's facts.
pub(crate) fn fields(reply: Reply, lang: Lang, campaign: &Campaign, line: &BudgetLine) -> Reply {
    reply.fields([
        (
            say!(lang, "Campaign", "施策"),
            format!("{} {}", campaign.code(), campaign.name_in(lang == Lang::Ja)),
        ),
        (say!(lang, "Category", "費目"), actions::category(&line.category, lang).to_owned()),
        (say!(lang, "Amount", "金額"), money(lang, line.amount, &line.currency)),
        (say!(lang, "Day", "日付"), date(lang, line.spent_on)),
        (say!(lang, "Note", "メモ"), line.note.clone().unwrap_or_default()),
    ])
}

/// The campaign's budget before and after, in each currency that changes: what goes, what comes.
pub(crate) async fn total(
    ctx: &mut Context<'_>,
    campaign: &Campaign,
    goes: Option<(Decimal, &str)>,
    comes: Option<(Decimal, &str)>,
) -> Outcome<Vec<(String, String)>> {
    let lang = ctx.lang;
    let lines = campaigns::budget(&mut ctx.tx, campaign.id).await?;
    let mut currencies: Vec<&str> =
        [goes, comes].into_iter().flatten().map(|(_, currency)| currency).collect();
    currencies.dedup();
    let title = say!(lang, "Budget in all", "予算合計");
    Ok(currencies
        .into_iter()
        .map(|currency| {
            let of = |part: Option<(Decimal, &str)>| {
                part.filter(|(_, of)| *of == currency).map_or(Decimal::ZERO, |(amount, _)| amount)
            };
            let before: Decimal = lines.iter().filter(|l| l.currency == currency).map(|l| l.amount).sum();
            let after = before - of(goes) + of(comes);
            (title.clone(), format!("{} → {}", money(lang, before, currency), money(lang, after, currency)))
        })
        .collect())
}

/// What a reader has to know of how a line counts.
pub(crate) fn counts(ctx: &Context<'_>, currency: &str, on: chrono::NaiveDate) -> Option<String> {
    let lang = ctx.lang;
    if currency != ctx.currency {
        let own = &ctx.currency;
        return Some(say!(
            lang,
            "It is in {currency}, not {own}: it is listed apart and does not count in the ROI.",
            "通貨が{currency}のため（集計は{own}）、別枠で表示され、ROIには含まれません。"
        ));
    }
    (on > ctx.now.today()).then(|| {
        let day = date(lang, on);
        say!(
            lang,
            "It is planned: it counts in the ROI from {day}.",
            "予定の費用です。{day}からROIに反映されます。"
        )
    })
}

/// For the audit log.
pub(crate) fn object(line: &BudgetLine, campaign: &Campaign) -> Value {
    json!({
        "line": line.code().to_string(), "campaign": campaign.code().to_string(), "category": line.category,
        "amount": line.amount, "currency": line.currency, "day": line.spent_on, "note": line.note,
    })
}
