//! `log remove`: what was saved to a campaign or a person's timeline is taken out again.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{Code, CodeKind, access::Right, activities, audit::Change};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    activities::log_this::codes, back,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct LogRemove;

static SPEC: Spec = Spec {
    name: "log remove",
    about: words("Take a message out of a campaign again", "施策に記録したメッセージを外します"),
    arguments: &[
        Argument {
            name: "activity",
            kind: SlotKind::Activity,
            required: false,
            about: words("the message, such as A-881", "メッセージ。A-881 など"),
        },
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: false,
            about: words("the campaign it counts for", "記録先の施策"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(take|remove) {activity:code} (out of|from) [campaign] {campaign}",
            "{activity:code} does not belong to [the] campaign {campaign}",
            "{activity:code} does not belong to {campaign:sure}",
        ],
        ja: &[
            "{activity:code}を[施策|キャンペーン]{campaign}から(外して|外す|除いて|除外[<して>])",
            "{activity:code}は(施策|キャンペーン){campaign}ではない",
            "{activity:code}は{campaign:sure}ではない",
        ],
    },
    examples: Phrases {
        en: &["take A-881 out of C-12", "remove A-881 from Spring Hackathon"],
        ja: &["A-881をC-12から外して", "A-881を施策「春のハッカソン」から除外して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for LogRemove {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let mut reply = ctx.reply();
        let mut reversal = None;
        let (mut object, mut gone) = (None, Vec::new());
        // nobody may say it: it is deleted unasked, as the line that `log this` wrote
        let entry = back::of::<i64>(call)?.map(|number| Code::new(CodeKind::Activity, number));
        if call.arguments.contains_key("activity") || entry.is_none() {
            let words = ctx.required(call, "activity")?.to_owned();
            let numbers = match codes(&words) {
                Some(numbers) => numbers,
                None => {
                    ctx.pointed_at(&words, CodeKind::Activity).await?.map(|c| c.number).into_iter().collect()
                }
            };
            let campaign = ctx.campaign(call, "campaign").await?;
            gone = activities::uncredit(&mut ctx.tx, campaign.id, &numbers).await?;
            let (code, name) = (campaign.code(), escape(campaign.name_in(lang == Lang::Ja)));
            if gone.is_empty() && entry.is_none() {
                let name = campaign.name_in(lang == Lang::Ja);
                return Err(Stop::Refused(say!(
                    lang,
                    "{words} does not count for {code} {name}; nothing was changed.",
                    "{words} は {code} {name} に記録されていません。変更はありません。"
                )));
            }
            let n = gone.len();
            reply = reply.text(match n {
                1 => say!(
                    lang,
                    "Taken out of **{code} {name}**: one message.",
                    "**{code} {name}** から1件外しました。"
                ),
                _ => say!(
                    lang,
                    "Taken out of **{code} {name}**: {n} messages.",
                    "**{code} {name}** から{n}件外しました。"
                ),
            });
            let codes = gone.iter().map(|(n, _)| Code::new(CodeKind::Activity, *n).to_string());
            let codes = codes.collect::<Vec<_>>().join(" ");
            let again = Call::new("log this", [("activity", codes), ("campaign", code.to_string())]);
            reversal = Some(json!(back::with(again, &gone)));
            object = Some(code.to_string());
        }
        if let Some(entry) = entry {
            if let Some(card) = activities::card(&mut ctx.tx, entry.number).await? {
                activities::delete(&mut ctx.tx, card.id).await?;
            }
            reply = reply.text(say!(
                lang,
                "**{entry}** is no longer in the timeline.",
                "**{entry}** を履歴から外しました。"
            ));
            object = object.or(Some(entry.to_string()));
        }
        let gone: Vec<String> =
            gone.iter().map(|(n, _)| Code::new(CodeKind::Activity, *n).to_string()).collect();
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object,
            before: Some(json!({ "activities": gone, "entry": entry.map(|code| code.to_string()) })),
            reversal,
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}
