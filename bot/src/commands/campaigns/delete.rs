//! `campaign delete`: puts a campaign in the trash with its budget, resources and credits; all of it comes
//! back with it.

use adapters::Reply;
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, Campaign},
    housekeeping::TRASH_DAYS,
    roi,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    campaigns::meant::label,
};
use crate::{
    say,
    words::{count, money, words},
};

/// The command.
pub(crate) struct CampaignDelete;

static SPEC: Spec = Spec {
    name: "campaign delete",
    about: words("Put a campaign in the trash", "施策をゴミ箱に移します"),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or a name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|trash|bin) [the] campaign {campaign}",
            "(delete|remove|trash|bin) [the] {campaign} campaign",
            "(delete|remove|trash|bin) {campaign:code}",
        ],
        ja: &[
            "(施策|キャンペーン){campaign}を(削除|消して|消す|ゴミ箱に(入れて|移して|捨てて))[<して>]",
            "{campaign}[の|という](施策|キャンペーン)を(削除|消して|消す|ゴミ箱に(入れて|移して|捨てて))[<して>]",
            "{campaign:code}を(削除|消して|消す|ゴミ箱に(入れて|移して|捨てて))[<して>]",
        ],
    },
    examples: Phrases {
        en: &["delete campaign Spring Hackathon", "delete C-12"],
        ja: &["施策「春のハッカソン」を削除", "C-12を削除して"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for CampaignDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let campaign = ctx.campaign(call, "campaign").await?;
        let shown = label(&campaign, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "Put **{shown}** in the trash? These go with it and stop counting:",
            "**{shown}** をゴミ箱に移しますか？ 次のものも一緒に移り、集計から外れます。"
        ));
        let reply = belongings(ctx, reply, &campaign).await?.text(say!(
            lang,
            "The activities themselves stay. For {TRASH_DAYS} days all of it can be brought back.",
            "アクティビティそのものは残ります。{TRASH_DAYS}日以内であれば、すべて元に戻せます。"
        ));
        let pinned = Call::new(SPEC.name, [("campaign", campaign.code().to_string())]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaign = ctx.campaign(call, "campaign").await?;
        let (code, shown) = (campaign.code().to_string(), label(&campaign, lang));
        if !campaigns::delete(&mut ctx.tx, campaign.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} has just been deleted by somebody else.",
                "{code} はたった今ほかの人が削除しました。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** is in the trash, for {TRASH_DAYS} days. “restore campaign {code}” brings it back.",
            "**{shown}** をゴミ箱に移しました（{TRASH_DAYS}日間保管）。「施策{code}を復元して」で元に戻せます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "campaign": code, "name": campaign.name, "deleted": false })),
            after: Some(json!({ "campaign": code, "deleted": true })),
            reversal: Some(json!(Call::new("campaign restore", [("campaign", code)]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What goes with it and comes back with it.
pub(crate) async fn belongings(ctx: &mut Context<'_>, reply: Reply, campaign: &Campaign) -> Outcome<Reply> {
    let lang = ctx.lang;
    let (lines, resources, credits) = campaigns::belongings(&mut ctx.tx, campaign.id).await?;
    let roi = roi::of(&mut ctx.tx, campaign, ctx.now.today()).await?;
    Ok(reply.fields([
        (say!(lang, "Lines of its budget", "予算の行"), count(lines)),
        (say!(lang, "Cost so far", "これまでの費用"), money(lang, roi.cost(), &roi.currency)),
        (say!(lang, "Published things", "公開したもの"), count(resources)),
        (say!(lang, "Credited activities", "紐づくアクティビティ"), count(credits)),
    ]))
}
