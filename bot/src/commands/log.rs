//! `log`: something a person did that no platform saw: a call, a meeting, a visit.

use adapters::markdown::escape;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use crm::{
    access::Right,
    activities::{self, NewLog},
    audit::Change,
};
use nlp::{Lang, period, understand::SlotKind};
use serde_json::json;

use super::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, merge::label};
use crate::{
    say,
    words::{actions, date, excerpt, words},
};

/// The command.
pub(super) struct Log;

static SPEC: Spec = Spec {
    name: "log",
    about: words(
        "Note a call, a meeting or anything else with a person",
        "電話や打ち合わせなど、人とのやり取りを記録します",
    ),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
        Argument {
            name: "text",
            kind: SlotKind::Text,
            required: true,
            about: words("what came of it", "内容"),
        },
        Argument {
            name: "action",
            kind: SlotKind::Choice(actions::LOGGED),
            required: false,
            about: words(
                "call, meeting, email, visit, demo or note",
                "電話・打ち合わせ・メール・訪問・デモ・記録",
            ),
        },
        Argument {
            name: "at",
            kind: SlotKind::Date,
            required: false,
            about: words("the day, unless it was now", "日付（省略すると現在）"),
        },
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: false,
            about: words("the campaign it counts for", "成果に数える施策"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(log|record|note) [a|an|the] {action} with {person} [[on] {at}][ ][for {campaign:sure}]: {text}",
            "(log|record|note) [a|an|the] {action} (to|from) {person} [[on] {at}][ ]: {text}",
            "(log|record|note) [a|an|the] {action} with {person:sure} {text}",
            "log {person} [[on] {at}][ ]: {text}",
            "log that {person:sure} {text}",
            "log {person:sure} {text} for {campaign:code}",
        ],
        ja: &[
            "[{at}[に|,]][施策]{campaign:sure}で{person}と[の]{action}[を|した|して|しました]:{text}[を|と](記録|ログ|残して)[<して>]",
            "[施策]{campaign:sure}で{person}と[の]{action}[を|した|して|しました],{text}[を|と](記録|ログ|残して)[<して>]",
            "[{at}[に|,]]{person}(と|との){action}[を|した|して|しました]:{text}[を|と](記録|ログ|残して)[<して>]",
            "[{at}[に|,]]{person}(と|との){action}[を|した|して|しました],{text}[を|と](記録|ログ|残して)[<して>]",
            "{person}(と|との){action}[を](記録|ログ)[<して>]:{text}",
            "{person:sure}の(記録|ログ|活動)を追加[<して>]:{text}",
            "{person:sure}に{text}と(記録|ログ)[を](残して|残す|つけて|追加して|<して>)",
            "(記録|ログ) {person:sure}[:] {text}",
        ],
    },
    examples: Phrases {
        en: &["log call with P-12: wants SSO", "log P-12: met at the booth"],
        ja: &["P-12と電話、SSO希望と記録", "田中さんと打ち合わせ：見積り依頼 を記録"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for Log {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let person = ctx.person(call, "person").await?;
        let text = ctx.required(call, "text")?.to_owned();
        let action = call.arguments.get("action").map_or("note", String::as_str);
        let day = day(ctx, call)?;
        let campaign = match call.arguments.contains_key("campaign") {
            true => Some(ctx.campaign(call, "campaign").await?),
            false => None,
        };
        let new = NewLog { person: person.id, action, text: &text, at: moment(ctx, day) };
        let (id, code) = activities::log(&mut ctx.tx, &new).await?;
        if let Some(campaign) = &campaign {
            activities::credit(&mut ctx.tx, campaign.id, &[id]).await?;
        }
        ctx.looked_at(code);
        let (who, what) = (label(&person), actions::action_once(action, lang));
        let mut reply = ctx
            .reply()
            .text(say!(
                lang,
                "Logged **{code}** for {who} ({what}).",
                "{who} の{what}を **{code}** として記録しました。"
            ))
            .fields([
                (say!(lang, "What", "内容"), excerpt(&text, 200)),
                (say!(lang, "Day", "日付"), day.map_or(String::new(), |day| date(lang, day))),
            ]);
        if let Some(campaign) = &campaign {
            let name = format!("{} {}", campaign.code(), escape(campaign.name_in(lang == Lang::Ja)));
            reply = reply.text(say!(lang, "It counts for {name}.", "施策 {name} の成果に数えます。"));
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            after: Some(json!({
                "person": person.code().to_string(),
                "action": action,
                "text": text,
                "campaign": campaign.map(|campaign| campaign.code().to_string()),
            })),
            reversal: Some(json!(Call::new("activity delete", [("activity", code.to_string())]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The day that was said; `None`: none was, or today.
fn day(ctx: &Context<'_>, call: &Call) -> Outcome<Option<NaiveDate>> {
    let Some(words) = call.arguments.get("at") else { return Ok(None) };
    let lang = ctx.lang;
    match period::day(words, &ctx.now) {
        Some(day) if day == ctx.now.today() => Ok(None),
        Some(day) if day < ctx.now.today() => Ok(Some(day)),
        Some(day) => {
            let day = date(lang, day);
            Err(Stop::Refused(say!(
                lang,
                "{day} is still to come. Log what has happened; for the rest write a note.",
                "{day} はまだ先の日付です。記録できるのは済んだことだけです。予定はメモに残してください。"
            )))
        }
        None => Err(Stop::Refused(say!(
            lang,
            "I cannot read “{words}” as a day. Try “yesterday”, “last Friday” or “2026-05-03”.",
            "「{words}」を日付として読めませんでした。「昨日」「先週の金曜」「2026-05-03」のように書いてください。"
        ))),
    }
}

/// Now, or noon of another day in the asker's time zone.
fn moment(ctx: &Context<'_>, day: Option<NaiveDate>) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    day.and_then(|day| ctx.zone().from_local_datetime(&day.and_time(noon)).earliest())
        .map_or(ctx.now.at, |at| at.with_timezone(&Utc))
}
