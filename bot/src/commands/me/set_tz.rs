//! `set tz`: the time zone in which the asker's days begin and times are shown.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, tenants, users};
use nlp::understand::{SlotKind, zone};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    me::set_lang::{Own, still, whose},
};
use crate::{
    say,
    words::{day_and_time, words},
};

/// The command.
pub(crate) struct SetTz;

static SPEC: Spec = Spec {
    name: "set tz",
    about: words("Your time zone: when your days begin", "タイムゾーンを設定します"),
    arguments: &[Argument {
        name: "zone",
        kind: SlotKind::Zone,
        required: true,
        about: words(
            "such as Asia/Tokyo, or a city; “default” for the tenant's",
            "Asia/Tokyo のような名前、または都市名。「デフォルト」でテナントの設定",
        ),
    }],
    phrases: Phrases {
        en: &[
            "set [my] (tz|timezone|time zone|zone) [to] [{zone}]",
            "(change|switch) [my] (tz|timezone|time zone) [to] [{zone}]",
            "my (tz|timezone|time zone) is {zone}",
            "i am in {zone} [now|this week|today]",
            "i'm in {zone} [now|this week|today]",
            "use {zone} time",
        ],
        ja: &[
            "[私の](タイムゾーン|時間帯|時差|時刻帯)を{zone}に[<して>|変更|変更して|設定して]",
            "(タイムゾーン|時間帯)は{zone}[です|で]",
            "{zone}(時間|の時間)に(して|変更して|合わせて|設定して)",
            "(タイムゾーン|時間帯)[は|:][ ]{zone}",
        ],
    },
    examples: Phrases {
        en: &["set tz Asia/Tokyo", "set my time zone to Europe/London"],
        ja: &["タイムゾーンを東京にして", "タイムゾーンをAsia/Tokyoに"],
    },
    right: Right::SetOwn,
    effect: Effect::Change,
};

#[async_trait]
impl Command for SetTz {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = ctx.required(call, "zone")?.to_owned();
        let wanted = match words.as_str() {
            "default" | "デフォルト" => None,
            words => Some(zone(words).ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "I know no time zone “{words}”. Use a name such as Asia/Tokyo, Europe/London or UTC.",
                    "「{words}」というタイムゾーンは分かりません。Asia/Tokyo、Europe/London、UTC のように指定してください。"
                ))
            })?),
        };
        let (user, expected) = whose(ctx, call)?;
        let before = users::set_timezone(&mut ctx.tx, user, wanted.map(|zone| zone.name())).await?;
        let old = before.unwrap_or_else(|| "default".to_owned());
        still(ctx, expected, &old)?;
        let new = wanted.map_or("default", |zone| zone.name()).to_owned();
        if old == new {
            return Err(Stop::Refused(say!(
                lang,
                "That is how it is already.",
                "すでにその設定になっています。"
            )));
        }
        let zone = match wanted {
            Some(zone) => zone,
            None => tenants::settings(&mut ctx.tx).await?.timezone.parse().unwrap_or(chrono_tz::UTC),
        };
        let time = day_and_time(lang, ctx.now.at, zone);
        let reply = ctx.reply().text(say!(
            lang,
            "The time zone is **{zone}** from now on; there it is {time}.",
            "タイムゾーンを **{zone}** に設定しました。現地は {time} です。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: None,
            before: Some(json!({ "timezone": old })),
            after: Some(json!({ "timezone": new })),
            reversal: Some(json!(
                back::with(Call::new(SPEC.name, [("zone", old)]), &Own { user, now: new },)
            )),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
