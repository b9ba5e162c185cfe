//! `campaign reopen`: a campaign that was closed by hand goes on.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, Campaign},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    campaigns::list::stage, campaigns::meant::label,
};
use crate::{
    say,
    words::{date, words},
};

/// The command.
pub(crate) struct CampaignReopen;

static SPEC: Spec = Spec {
    name: "campaign reopen",
    about: words("Open a closed campaign again", "終了した施策を再開します"),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or a name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "(reopen|re-open) [the] [campaign] {campaign} [campaign]",
            "open [the] [campaign] {campaign:sure} again",
        ],
        ja: &[
            "(施策|キャンペーン){campaign}を(再開|再オープン|もう一度開いて)[<して>]",
            "{campaign:sure}を(再開|再オープン|もう一度開いて)[<して>]",
            "{campaign}の(施策|キャンペーン)を(再開|再オープン)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["reopen C-12", "reopen campaign Spring Hackathon"],
        ja: &["C-12を再開", "施策「春のハッカソン」を再開して"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for CampaignReopen {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let campaign = closed(ctx, call).await?;
        let shown = label(&campaign, lang);
        let since = campaign.closed_at.map(|at| date(lang, at.with_timezone(&ctx.zone()).date_naive()));
        let since = since.unwrap_or_default();
        let reply = ctx.reply().text(say!(
            lang,
            "Open **{shown}** again? It was closed on {since}.",
            "**{shown}** を再開しますか？（{since}に終了）"
        ));
        let pinned = Call::new(SPEC.name, [("campaign", campaign.code().to_string())]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let mut campaign = closed(ctx, call).await?;
        campaigns::set_closed(&mut ctx.tx, campaign.id, None).await?;
        let before = campaign.closed_at.take();
        let (code, shown) = (campaign.code().to_string(), label(&campaign, lang));
        let stage = stage(&campaign, ctx.now.today(), lang);
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** is open again ({stage}, by its days).",
            "**{shown}** を再開しました（期間上の状態：{stage}）。"
        ));
        let close = Call::new("campaign close", [("campaign", code.clone())]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code),
            before: Some(json!({ "closed_at": before })),
            after: Some(json!({ "closed_at": null })),
            reversal: Some(json!(back::with(close, &before))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn closed(ctx: &mut Context<'_>, call: &Call) -> Outcome<Campaign> {
    let campaign = ctx.campaign(call, "campaign").await?;
    if campaign.closed_at.is_some() {
        return Ok(campaign);
    }
    let code = campaign.code();
    Err(Stop::Refused(say!(
        ctx.lang,
        "{code} was not closed by hand, so there is nothing to reopen. If its days are over, change its end: “set {code} end to …”.",
        "{code} は手動で終了されていないため、再開の必要はありません。期間を延ばす場合は「{code}の終了日を…に変更」をお使いください。"
    )))
}
