//! `campaign restore`: brings a campaign back from the trash, with all that went with it.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, Campaign},
    housekeeping::TRASH_DAYS,
    persons::Found,
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    campaigns::delete::belongings, campaigns::meant::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct CampaignRestore;

static SPEC: Spec = Spec {
    name: "campaign restore",
    about: words("Bring a campaign back from the trash", "施策をゴミ箱から元に戻します"),
    arguments: &[Argument {
        name: "campaign",
        kind: SlotKind::Campaign,
        required: true,
        about: words("C-7 or the whole name", "C-7、または施策名"),
    }],
    phrases: Phrases {
        en: &[
            "(restore|undelete|recover|bring back) [the] campaign {campaign}",
            "(restore|undelete|recover|bring back) {campaign:code}",
        ],
        ja: &[
            "(施策|キャンペーン){campaign}を[ゴミ箱から](復元|元に戻して|戻して|復活)[<して>|させて]",
            "{campaign:code}を[ゴミ箱から](復元|戻して|復活)[<して>|させて]",
        ],
    },
    examples: Phrases {
        en: &["restore campaign C-12", "restore campaign Spring Hackathon"],
        ja: &["施策C-12を復元して", "C-12をゴミ箱から戻して"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for CampaignRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let campaign = trashed(ctx, call).await?;
        let shown = label(&campaign, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "Bring **{shown}** back from the trash, with:",
            "**{shown}** をゴミ箱から元に戻しますか？ 一緒に戻るもの："
        ));
        let reply = belongings(ctx, reply, &campaign).await?;
        let pinned = Call::new(SPEC.name, [("campaign", campaign.code().to_string())]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let campaign = trashed(ctx, call).await?;
        campaigns::restore(&mut ctx.tx, campaign.id).await?;
        let (code, shown) = (campaign.code(), label(&campaign, lang));
        ctx.looked_at(code);
        let reply = ctx.reply().text(say!(lang, "**{shown}** is back.", "**{shown}** を元に戻しました。"));
        let code = code.to_string();
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "campaign": code, "deleted": true })),
            after: Some(json!({ "campaign": code, "name": campaign.name, "deleted": false })),
            reversal: Some(json!(Call::new("campaign delete", [("campaign", code)]))),
            reverses: None,
        };
        Ok(Done { reply: belongings(ctx, reply, &campaign).await?, change: Some(change) })
    }
}

async fn trashed(ctx: &mut Context<'_>, call: &Call) -> Outcome<Campaign> {
    let (lang, name) = (ctx.lang, "campaign");
    let words = ctx.required(call, name)?.to_owned();
    let pointed = ctx.pointed_at(&words, crm::CodeKind::Campaign).await?;
    let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
    let mut found = campaigns::trashed(&mut ctx.tx, &meant).await?;
    let found = match found.len() {
        0 => {
            return Err(Stop::Refused(say!(
                lang,
                "There is no campaign “{words}” in the trash. What was deleted more than {TRASH_DAYS} days ago is gone for good.",
                "ゴミ箱に「{words}」という施策はありません。削除から{TRASH_DAYS}日を過ぎたものは元に戻せません。"
            )));
        }
        1 => Found::One(found.swap_remove(0)),
        _ => Found::Many(found),
    };
    let label =
        |it: &Campaign| (format!("{} {}", it.code(), it.name_in(lang == Lang::Ja)), it.code().to_string());
    let what = say!(lang, "campaign", "施策");
    let hint = say!(lang, "a short code such as C-7", "C-7 のような短いコード");
    ctx.one(call, name, &words, (&what, &hint), found, label)
}
