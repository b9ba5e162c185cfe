//! `campaign close`: says that a campaign is over. What it cost and brought so far is shown first; outcomes
//! go on counting to the end of its window.

use adapters::Reply;
use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, Utc};
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, Campaign},
    roi,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    campaigns::fields as campaign_fields, campaigns::meant::label,
};
use crate::{
    say,
    words::{count, date, money, percent, words},
};

/// The command.
pub(crate) struct CampaignClose;

static SPEC: Spec = Spec {
    name: "campaign close",
    about: words("Close a campaign", "施策を終了します"),
    arguments: &[
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: true,
            about: words("C-7 or a name", "C-7、または施策名"),
        },
        Argument {
            name: "on",
            kind: SlotKind::Date,
            required: false,
            about: words("the day it was closed; today, unless said", "終了した日。省略すると今日"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(close|end|finish|wrap up|conclude) [the] campaign {campaign} [[on|as of] {on}]",
            "(close|end|finish|wrap up|conclude) [the] {campaign} campaign [[on|as of] {on}]",
            "(close|end|finish|wrap up|conclude) [the] [campaign] {campaign:sure} [[on|as of] {on}]",
            "mark [campaign] {campaign:sure} [as] (closed|finished|done|over)",
        ],
        ja: &[
            "(施策|キャンペーン){campaign}[を]({on}[付け]で)[を](終了|クローズ|完了)[に][<して>]",
            "(施策|キャンペーン){campaign}[を](終了|クローズ|完了|閉じて|閉じる|締めて|終わらせて)[に][<して>]",
            "{campaign}[の|という](施策|キャンペーン)を(終了|クローズ|完了|閉じて|閉じる|締めて|終わらせて)[に][<して>]",
            "{campaign:sure}を[{on}[付け]で](終了|クローズ|完了|閉じて|閉じる|締めて|終わらせて)[に][<して>]",
        ],
    },
    examples: Phrases {
        en: &["close C-12", "close the campaign Spring Hackathon"],
        ja: &["C-12を終了", "施策「春のハッカソン」をクローズして"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for CampaignClose {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (campaign, _) = meant(ctx, call).await?;
        let shown = label(&campaign, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "Close **{shown}**? Where it stands:",
            "**{shown}** を終了しますか？ 現時点の状況です。"
        ));
        let reply = figures(ctx, reply, &campaign).await?;
        let last = date(lang, campaign.window_ends_on());
        let reply = reply.text(say!(
            lang,
            "Outcomes go on counting until {last}, the end of its window.",
            "成果は集計期間の最終日（{last}）まで引き続き集計されます。"
        ));
        let mut pinned = call.clone();
        pinned.arguments.insert("campaign".to_owned(), campaign.code().to_string());
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (campaign, at) = meant(ctx, call).await?;
        campaigns::set_closed(&mut ctx.tx, campaign.id, Some(at)).await?;
        let (code, shown) = (campaign.code().to_string(), label(&campaign, lang));
        let reply = ctx.reply().text(say!(lang, "Closed **{shown}**.", "**{shown}** を終了にしました。"));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code.clone()),
            before: Some(json!({ "closed_at": null })),
            after: Some(json!({ "closed_at": at })),
            reversal: Some(json!(Call::new("campaign reopen", [("campaign", code)]))),
            reverses: None,
        };
        Ok(Done { reply: figures(ctx, reply, &campaign).await?, change: Some(change) })
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Campaign, DateTime<Utc>)> {
    let lang = ctx.lang;
    let campaign = ctx.campaign(call, "campaign").await?;
    let code = campaign.code();
    if let Some(at) = campaign.closed_at {
        let day = date(lang, at.with_timezone(&ctx.zone()).date_naive());
        return Err(Stop::Refused(say!(
            lang,
            "{code} has been closed since {day}. “reopen {code}” opens it again.",
            "{code} は{day}に終了済みです。「{code}を再開」でもう一度開けます。"
        )));
    }
    if let Some(at) = back::of(call)? {
        return Ok((campaign, at));
    }
    let Some(said) = call.arguments.get("on") else { return Ok((campaign, ctx.now.at)) };
    let day = campaign_fields::day(ctx, said)?;
    if day > ctx.now.today() || day < campaign.starts_on {
        let start = date(lang, campaign.starts_on);
        return Err(Stop::Refused(say!(
            lang,
            "It can be closed as of a day from its start ({start}) to today. To end it later, change its end.",
            "終了日として指定できるのは、開始日（{start}）から今日までです。先の日付にする場合は終了日を変更してください。"
        )));
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let at = day.and_time(noon).and_local_timezone(ctx.zone()).earliest();
    Ok((campaign, at.map_or(ctx.now.at, |at| at.to_utc())))
}

/// What it cost and brought so far.
async fn figures(ctx: &mut Context<'_>, reply: Reply, campaign: &Campaign) -> Outcome<Reply> {
    let lang = ctx.lang;
    let roi = roi::of(&mut ctx.tx, campaign, ctx.now.today()).await?;
    let cash = |amount| money(lang, amount, &roi.currency);
    let planned = if roi.planned.is_zero() { String::new() } else { cash(roi.planned) };
    Ok(reply.fields([
        (say!(lang, "Cost so far", "これまでの費用"), cash(roi.cost())),
        (say!(lang, "Planned cost", "予定費用"), planned),
        (say!(lang, "Value so far", "これまでの効果"), cash(roi.value())),
        (say!(lang, "ROI so far", "現時点のROI"), roi.ratio().map_or_else(|| "–".to_owned(), percent)),
        (say!(lang, "People behind the outcomes", "成果に関わった人"), count(roi.persons)),
    ]))
}
