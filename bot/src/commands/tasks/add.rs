//! `task add`: something to be done, and the reminder of it.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::Change,
    persons::{self, Found},
    tasks::{self, About, NewTask},
    users,
};
use nlp::{
    Lang,
    period::{self, Now},
    understand::SlotKind,
};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    tasks::{
        meant::{about, label, noted},
        show::fields,
        when,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct TaskAdd;

static SPEC: Spec = Spec {
    name: "task add",
    about: words("Something to do, with a reminder when it is due", "タスクを登録し、期限にリマインドします"),
    arguments: &[
        Argument {
            name: "text",
            kind: SlotKind::Text,
            required: true,
            about: words("what is to be done", "やること"),
        },
        Argument {
            name: "due",
            kind: SlotKind::Moment,
            required: false,
            about: words("when: tomorrow at 3pm, next Friday", "期限。明日の15時、来週の金曜 など"),
        },
        Argument {
            name: "on",
            kind: SlotKind::Object,
            required: false,
            about: words(
                "what it is about: P-12, O-3, D-9, C-7 or a name",
                "対象。P-12、O-3、D-9、C-7、または名前",
            ),
        },
        Argument {
            name: "for",
            kind: SlotKind::User,
            required: false,
            about: words("who does it; you, unless said", "担当者。省略すると自分"),
        },
    ],
    phrases: Phrases {
        en: &[
            "remind (me|us|{for}) {due} [that i (should|must|need|have)] to {text}",
            "remind (me|us|{for}) to {text}",
            "remind (me|us|{for}) to {text} {due}",
            "remind (me|us|{for}) (about|of) {text}",
            "remind (me|us|{for}) (about|of) {text} {due}",
            "remind (me|us|{for}) {due}[ ]: {text}",
            "{due}[,] remind (me|us|{for}) to {text}",
            "(set|create|add|make) [a] reminder [for (me|{for})] (for|on|at) {due} to {text}",
            "(set|create|add|make) [a] reminder [for (me|{for})] to {text}",
            "(set|create|add|make) [a] reminder [for (me|{for})] to {text} {due}",
            "(add|new|create|make) [a] [new] (task|todo|to-do)[ ][:] [to] {text}",
            "(add|new|create|make) [a] [new] (task|todo|to-do)[ ][:] [to] {text} [due|by|on|until][:] {due}",
            "(add|new|create|make) [a] [new] (task|todo|to-do) for {for:sure}[ ][:] [to] {text}",
            "(add|new|create|make) [a] [new] (task|todo|to-do) for {for:sure}[ ][:] [to] {text} [due|by|on|until][:] {due}",
            "(add|new|create|make) [a] [new] (task|todo|to-do) (on|for|about) {on:sure}[ ][:] [to] {text}",
            "(add|new|create|make) [a] [new] (task|todo|to-do) (on|for|about) {on:sure}[ ][:] [to] {text} [due|by|on|until][:] {due}",
            "(task|todo|to-do)[ ]: {text}",
            "(task|todo|to-do)[ ]: {text} [due|by|on|until][:] {due}",
            "add {text} to (my|the) (tasks|todos|to-dos|todo list|to-do list|task list)",
        ],
        ja: &[
            "{due}[に](リマインド|リマインダー[を]設定|通知)[<して>]",
            "{due}[に|,]{text}[,|と|を|って|ように|よう|の|する(よう|ように)| ](リマインド|リマインダー[を]設定|思い出させて)[<して>]",
            "{due}[に|,]{text}(と|って|ように|するように)(通知|知らせて)[<して>]",
            "{due}[に|,]{text}(すること|のこと|こと|の件)を(リマインド|思い出させて|通知|知らせて)[<して>]",
            "{text}[を|って|と]{due}(に|で)(リマインド|思い出させて|通知|知らせて)[<して>]",
            "{text}[を|って|と|するのを|のを|のことを|の件を](リマインド|思い出させて)[<して>]",
            "{due}[に|までに|まで|,][の]{text}(を|という|って|の)(タスク|todo|やること)[に|を|として](追加|登録|作成|入れて)[<して>]",
            "{text}(を|という|って|の)(タスク|todo|やること)[に|を|として](追加|登録|作成|入れて)[<して>]",
            "{due}[に|までに|まで|,]{text}[を|する](タスク|todo)[を|として|に](追加|登録|作成)[<して>]",
            "(タスク|todo|やること)[を](追加|登録|作成)[<して>][:| |,]{text}",
            "(タスク|todo|やること):{text}[ |,]{due}[まで|までに]",
            "(タスク|todo|やること)[を][追加|登録|作成][<して>]:{due}(までに|に|の|,| ){text}",
            "(タスク|todo|やること)[を][追加|登録|作成][<して>]:{text}",
            "(タスク|todo|やること):{text}",
            "{for}に{due}[に|までに|まで|,]{text}(よう|ように|と|って)(リマインド|リマインダー[を]設定|通知|伝えて)[<して>]",
            "{for:sure}に{due}[に|までに|まで]{text}[を|と](依頼|お願い|タスク)[<して>]",
            "{for:sure}(に|へ){due}[に|,]{text}を(リマインド|リマインダー[を]設定|思い出させて)[<して>]",
            "{for:sure}(に|へ){text}を(リマインド|思い出させて)[<して>]",
            "{due}[に|,]{for:sure}(に|へ){text}を(リマインド|リマインダー[を]設定|思い出させて)[<して>]",
            "{on:sure}(に|の)「{text}」[という|って|の](タスク|todo|やること)を(追加|登録|作成)[<して>]",
            "{on:sure}に(タスク|todo)(:|を追加[<して>][:|,]){text}",
        ],
    },
    examples: Phrases {
        en: &["remind me Monday to call P-12", "task add \"send the quote\" tomorrow at 3pm --on D-9"],
        ja: &["月曜にP-12へ電話、リマインド", "明日の15時に見積書を送るとリマインドして"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for TaskAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let mut text = text(ctx, call)?;
        if let Some((text, due)) = again(&text, &ctx.now) {
            return Err(once(lang, call, text, due));
        }
        let due = match call.arguments.get("due") {
            Some(words) => Some(when::read(ctx, words)?),
            None => None,
        };
        let assignee = match call.arguments.get("for") {
            // 鈴木さんに資料送付をリマインド, and 鈴木さん is a customer: that is what is to be done
            Some(other) if is_customer(ctx, other).await? => {
                text = format!("{other}に{text}");
                ctx.tx.actor().user_id()
            }
            Some(_) => Some(ctx.staff(call, "for").await?),
            None => ctx.tx.actor().user_id(),
        };
        let on = match call.arguments.get("on") {
            Some(_) => Some(about(ctx, call, "on").await?.0),
            None => mentioned(ctx, &text).await?,
        };
        let new = NewTask {
            text,
            assignee,
            about: on,
            due,
            asked: Some((ctx.asked.conversation, ctx.asked.account)),
            thread: ctx.thread.clone(),
        };
        let task = tasks::add(&mut ctx.tx, &new, ctx.now.at).await?;
        let code = task.code();
        ctx.looked_at(code);
        let shown = label(&task);
        let reply = ctx.reply().text(say!(lang, "Added **{shown}**.", "タスク **{shown}** を登録しました。"));
        let mut reply = fields(ctx, reply, &task);
        if due.is_none() {
            reply = reply.text(say!(
                lang,
                "Without a time nobody is reminded. “snooze {code} until Friday” sets one.",
                "期限がないため、リマインドはありません。「{code}を金曜に延期」で設定できます。"
            ));
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(noted(&task)),
            reversal: Some(json!(Call::new("task delete", [("task", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Is somebody with さん none of us, but one we know?
async fn is_customer(ctx: &mut Context<'_>, said: &str) -> Outcome<bool> {
    if !said.ends_with(['ん', '様']) || !matches!(users::refer(&mut ctx.tx, said).await?, Found::None(_)) {
        return Ok(false);
    }
    Ok(!matches!(persons::refer(&mut ctx.tx, said).await?, Found::None(_)))
}

/// That it comes once, with a button for it.
fn once(lang: Lang, call: &Call, text: String, due: String) -> Stop {
    let mut single = call.clone();
    single.arguments.insert("text".to_owned(), text);
    if !due.is_empty() {
        single.arguments.entry("due".to_owned()).or_insert(due);
    }
    Stop::Choose {
        question: say!(
            lang,
            "I remind of a task once, not again and again; nothing was added yet. “snooze T-4 by 7 days” moves one on when it is done.",
            "リマインドは1回だけです（繰り返しには対応していません）。まだ登録していません。済んだら「T-4を7日延ばして」で次回に回せます。"
        ),
        options: vec![(say!(lang, "Remind me once", "1回だけリマインド"), single)],
    }
}

/// "check the board every Monday", 「毎週月曜に掲示板を確認」: what is to be done, and the first time it is, where a day is
/// named with it.
fn again(text: &str, now: &Now) -> Option<(String, String)> {
    let what = |what: &str| Some(what.trim()).filter(|it| !it.is_empty()).map(str::to_owned);
    if let Some(before) = text.strip_suffix(" every") {
        return Some((what(before)?, String::new()));
    }
    if let Some((before, when)) = text.rsplit_once(" every ") {
        let is_plain = ["day", "week", "month", "year", "morning", "evening"].contains(&when.trim());
        let is_day = period::moment(when, now).is_some();
        let first = if is_plain { String::new() } else { when.trim().to_owned() };
        return (is_plain || is_day).then_some((what(before)?, first));
    }
    let rest = AGAIN_JA.iter().find_map(|it| text.strip_prefix(it))?;
    let (when, behind) = rest.split_once(['に', '、', ',']).unwrap_or(("", rest));
    match period::moment(when, now) {
        Some(_) => Some((what(behind)?, when.to_owned())),
        None => Some((what(rest.trim_start_matches(['に', 'の', '、', ',']))?, String::new())),
    }
}

const AGAIN_JA: [&str; 7] = ["毎日", "毎朝", "毎晩", "毎週", "毎月", "毎年", "隔週"];

/// What is to be done, in words that say something.
fn text(ctx: &Context<'_>, call: &Call) -> Outcome<String> {
    let said = ctx.required(call, "text")?.trim().trim_end_matches([',', '、']).trim();
    // 「佐藤さんにリマインドして」: whom, and not of what
    if ["さんに", "様に", "くんに", "さんへ", "様へ"].iter().any(|end| said.ends_with(end)) {
        return Err(Stop::Missing("text"));
    }
    // 「来週の件、リマインド」
    let said = said.strip_prefix("の").filter(|it| !it.starts_with(is_hiragana)).unwrap_or(said);
    if said.chars().any(char::is_alphanumeric) && !["件", "こと", "やつ", "あれ"].contains(&said) {
        return Ok(said.to_owned());
    }
    Err(Stop::Refused(say!(
        ctx.lang,
        "“{said}” says nothing that could be done. Say it like “remind me Monday to call P-12”.",
        "「{said}」はタスクにできません。「月曜にP-12へ電話、リマインド」のように書いてください。"
    )))
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{309f}')
}

/// The first thing that is named in the words by its code, if it is there.
async fn mentioned(ctx: &mut Context<'_>, text: &str) -> Outcome<Option<About>> {
    let folded = crm::fold(text);
    let words = folded.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let codes: Vec<Code> = words.filter(|word| word.contains('-')).filter_map(Code::parse).collect();
    let kinds = [CodeKind::Person, CodeKind::Organization, CodeKind::Deal, CodeKind::Campaign];
    for code in codes.into_iter().filter(|code| kinds.contains(&code.kind)) {
        let call = Call::new(SPEC.name, [("on", code.to_string())]);
        match about(ctx, &call, "on").await {
            Ok((about, _)) => return Ok(Some(about)),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
            // nothing of that code: it is only a word
            Err(_) => {}
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use nlp::period::Now;

    use super::again;

    #[test]
    fn what_is_to_be_done_again_and_again_is_seen() {
        let at = Utc.with_ymd_and_hms(2026, 11, 20, 3, 0, 0).unwrap();
        let now = Now { at, zone: chrono_tz::Asia::Tokyo, fiscal_start_month: 4 };
        for (text, want) in [
            ("check the board every", Some(("check the board", ""))),
            ("check the board every Monday", Some(("check the board", "Monday"))),
            ("water the plants every day", Some(("water the plants", ""))),
            ("thank every speaker", None),
            ("毎週月曜に掲示板を確認", Some(("掲示板を確認", "月曜"))),
            ("毎日水やり", Some(("水やり", ""))),
            ("掲示板を確認", None),
        ] {
            let want = want.map(|(what, when)| (what.to_owned(), when.to_owned()));
            assert_eq!(again(text, &now), want, "{text}");
        }
    }
}
