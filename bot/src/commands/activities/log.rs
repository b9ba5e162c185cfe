//! `log`: something a person did that no platform saw: a call, a meeting, a visit.

use adapters::markdown::escape;
use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use crm::{
    access::Right,
    activities::{self, NewLog},
    audit::Change,
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    activities::log_time::{self as log_time, Lead, Time},
    persons::label,
};
use crate::{
    say,
    words::{actions, date, excerpt, words},
};

/// The command.
pub(crate) struct Log;

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
            kind: SlotKind::Moment,
            required: false,
            about: words(
                "when, unless it was now: yesterday, Monday at 3pm",
                "日時（省略すると現在）。昨日、月曜の15時 など",
            ),
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
            "(log|record|note) [a|an|the] {action} (with|to|from) {person} [on] {at}",
            "(log|record|note) [a|an|the] {action} (with|to|from) {person:sure} [on] {at}",
            "log {person} [[on] {at}][ ]: {text}",
            "log that {person:sure} {text}",
            "log {person:sure} {text} for {campaign:code}",
        ],
        ja: &[
            "[{at}[に|,]][施策]{campaign:sure}で{person}と[の]{action}[を|した|して|しました]:{text}[を|と](記録|ログ|残して)[<して>]",
            "[施策]{campaign:sure}で{person}と[の]{action}[を|した|して|しました],{text}[を|と](記録|ログ|残して)[<して>]",
            "[{at}[に|,]]{person}(と|との){action}[を|した|して|しました]:{text}[を|と](記録|ログ|残して)[<して>]",
            "[{at}[に|,]]{person}(と|との){action}[を|した|して|しました],{text}[を|と](記録|ログ|残して)[<して>]",
            "{person}(と|との){at}[に|の]{action}[を|した|して|しました]:{text}[を|と](記録|ログ|残して)[<して>]",
            "{person}(と|との){at}[に|の]{action}[を|した|して|しました],{text}[を|と](記録|ログ|残して)[<して>]",
            "[{at}[に|の|,]]{person}(と|との){action}[を|した|して|しました][と|こと][を](記録|ログ)[<して>]",
            "{person}(と|との){at}[に|の]{action}[を|した|して|しました][と|こと][を](記録|ログ)[<して>]",
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
        let (time, text) = time_and_text(ctx, call)?;
        let action = call.arguments.get("action").map_or("note", String::as_str);
        let campaign = match call.arguments.contains_key("campaign") {
            true => Some(ctx.campaign(call, "campaign").await?),
            false => None,
        };
        let new = NewLog { person: person.id, action, text: &text, at: moment(ctx, time)? };
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
                (say!(lang, "Day", "日付"), time.map_or(String::new(), |time| day_and_hour(lang, time))),
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

/// When it was, and what came of it. The time is an argument, or the text begins with it; `None`: none was said.
fn time_and_text(ctx: &Context<'_>, call: &Call) -> Outcome<(Option<Time>, String)> {
    let text = match (call.arguments.get("text"), call.arguments.get("action")) {
        // "log call with Tanaka yesterday": that it was is all there is to say
        (None, Some(action)) if call.arguments.contains_key("at") => actions::action_once(action, ctx.lang),
        _ => ctx.required(call, "text")?,
    };
    if let Some(words) = call.arguments.get("at") {
        return match log_time::read(words, &ctx.now) {
            Some(time) => Ok((Some(time), text.to_owned())),
            None => Err(unreadable(ctx, words)),
        };
    }
    match log_time::lead(text, &ctx.now) {
        Lead::Time(time, rest) => Ok((Some(time), rest.to_owned())),
        Lead::Text => Ok((None, text.to_owned())),
        Lead::Unreadable(words) => Err(unreadable(ctx, words)),
    }
}

fn unreadable(ctx: &Context<'_>, words: &str) -> Stop {
    if let Some(stop) = ctx.no_such_day(words) {
        return stop;
    }
    Stop::Refused(say!(
        ctx.lang,
        "I cannot read “{words}” as a day, so nothing was logged. Try “yesterday”, “yesterday at 15:00” or “2026-05-03”.",
        "「{words}」を日付として読めなかったため、記録していません。「昨日」「昨日15時」「2026-05-03」のように書いてください。"
    ))
}

/// The moment, which is over: now for today, noon for another day, unless an hour was said. In the asker's time
/// zone.
fn moment(ctx: &Context<'_>, time: Option<Time>) -> Outcome<DateTime<Utc>> {
    let lang = ctx.lang;
    let Some((day, hour)) = time.filter(|time| *time != (ctx.now.today(), None)) else {
        return Ok(ctx.now.at);
    };
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let at = ctx.zone().from_local_datetime(&day.and_time(hour.unwrap_or(noon))).earliest();
    let at = at.map_or(ctx.now.at, |at| at.with_timezone(&Utc));
    if day > ctx.now.today() || at > ctx.now.at {
        let when = day_and_hour(lang, (day, hour));
        return Err(Stop::Refused(say!(
            lang,
            "{when} is still to come. Log what has happened; for the rest write a note.",
            "{when} はまだ先です。記録できるのは済んだことだけです。予定はメモに残してください。"
        )));
    }
    Ok(at)
}

fn day_and_hour(lang: Lang, (day, hour): Time) -> String {
    let day = date(lang, day);
    hour.map_or_else(|| day.clone(), |hour| format!("{day} {}", hour.format("%H:%M")))
}
