//! `log this`: what was said here counts for a campaign, or is noted in a person's timeline.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    activities::{self, Credited, NewLog, Said},
    audit::Change,
    campaigns::Campaign,
    persons::Person,
};
use nlp::{
    Lang,
    understand::{SlotKind, Understood},
};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back, persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct LogThis;

/// More than this in one thread is not saved at once.
const MOST: i64 = 500;

static SPEC: Spec = Spec {
    name: "log this",
    about: words(
        "Save a message or a thread to a campaign, or to a person's timeline",
        "メッセージやスレッドを施策や人の履歴に記録します",
    ),
    arguments: &[
        Argument {
            name: "activity",
            kind: SlotKind::Activity,
            required: false,
            about: words(
                "a message, such as A-881; without it, the thread this is said in",
                "メッセージ（A-881 など）。省略すると、このスレッド",
            ),
        },
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: false,
            about: words("the campaign it counts for", "成果に数える施策"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("the person in whose timeline it is noted", "履歴に残す人"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(log|save|record) this [message|thread|conversation|discussion] (to|in|into|under|for) [campaign] {campaign}",
            "(log|save|record) this [message|thread|conversation|discussion]",
            "(log|save|record|add) {activity} (to|in|into|under|for) [campaign] {campaign}",
            "(log|save|record) this [message|thread|conversation] (to|on|in|for) {person:sure}['s (timeline|history)]",
            "(log|save|record) {activity} (to|on|in|for) {person:sure}['s (timeline|history)]",
            "{activity:code} belongs to {campaign}",
        ],
        ja: &[
            "(これ|この(スレッド|メッセージ|会話|発言|やり取り))(を|は|,)[施策|キャンペーン]{campaign}に(記録|保存|登録|ログ)[<して>]",
            "(これ|この(スレッド|メッセージ|会話|発言|やり取り))を(記録|保存)[<して>]",
            "(これ|この(スレッド|メッセージ|会話|発言|やり取り))(を|は|,){person:sure}の(履歴|タイムライン|記録)に(残して|残す|記録[<して>]|保存[<して>]|追加[<して>])",
            "{activity}を[施策|キャンペーン]{campaign}に(記録|保存|登録|追加|紐づけ|紐付け|ひもづけ)[<して>|て|る]",
            "{activity}を{person:sure}の(履歴|タイムライン)に(残して|残す|記録[<して>]|追加[<して>])",
            "{activity:code}は(施策|キャンペーン){campaign}",
        ],
    },
    examples: Phrases {
        en: &["save this thread to C-12", "log A-881 to C-12"],
        ja: &["このスレッドをC-12に記録", "A-881を施策C-12に記録して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for LogThis {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let call = &plain(call);
        // what was taken out comes back whole, whoever may read it
        let taken: Option<Vec<Credited>> = back::of(call)?;
        let said = match taken {
            Some(_) => Vec::new(),
            None => meant(ctx, call).await?,
        };
        let person = match call.arguments.contains_key("person") {
            true => Some(ctx.person(call, "person").await?),
            false => None,
        };
        let campaign = match (&person, call.arguments.contains_key("campaign")) {
            (Some(_), false) => None,
            _ => Some(ctx.campaign(call, "campaign").await?),
        };
        let credited = match (&campaign, &taken) {
            (Some(campaign), Some(taken)) => {
                activities::credit_again(&mut ctx.tx, campaign.id, taken).await?
            }
            (Some(campaign), None) => credit(ctx, campaign, &said).await?,
            (None, _) => Vec::new(),
        };
        let entry = match &person {
            Some(person) => Some(note(ctx, person, &said).await?),
            None => None,
        };
        if credited.is_empty() && entry.is_none() {
            let campaign = campaign.map(|campaign| campaign.code().to_string()).unwrap_or_default();
            return Err(Stop::Refused(say!(
                lang,
                "All of it counts for {campaign} already; nothing was changed.",
                "すべて {campaign} に記録済みです。変更はありません。"
            )));
        }
        let numbers = match taken {
            Some(_) => credited.clone(),
            None => said.iter().map(|said| said.number).collect(),
        };
        let codes = numbers.iter().map(|n| Code::new(CodeKind::Activity, *n).to_string());
        let codes = codes.collect::<Vec<_>>().join(" ");
        let mut reply = ctx.reply();
        if let Some(campaign) = &campaign {
            let (n, name) = (credited.len(), escape(campaign.name_in(lang == Lang::Ja)));
            let code = campaign.code();
            reply = reply.text(match n {
                1 => say!(
                    lang,
                    "Saved to **{code} {name}**: {codes}.",
                    "{codes} を **{code} {name}** に記録しました。"
                ),
                _ => say!(
                    lang,
                    "Saved to **{code} {name}**: {n} messages.",
                    "**{code} {name}** に{n}件記録しました。"
                ),
            });
        }
        if let (Some(person), Some(entry)) = (&person, entry) {
            let who = label(person);
            reply = reply.text(say!(
                lang,
                "Noted in the timeline of {who} (**{entry}**).",
                "{who} の履歴に残しました（**{entry}**）。"
            ));
        }
        let mut reversal = Call::new("log remove", []);
        if let Some(campaign) = &campaign {
            let codes = credited.iter().map(|n| Code::new(CodeKind::Activity, *n).to_string());
            reversal.arguments.insert("activity".to_owned(), codes.collect::<Vec<_>>().join(" "));
            reversal.arguments.insert("campaign".to_owned(), campaign.code().to_string());
        }
        if let Some(entry) = entry {
            reversal = back::with(reversal, &entry.number);
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: campaign.map(|it| it.code().to_string()).or(person.map(|it| it.code().to_string())),
            after: Some(json!({ "activities": codes, "entry": entry.map(|code| code.to_string()) })),
            reversal: Some(json!(reversal)),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Typed as `log this to C-12`, the little word belongs to nothing; and a person may stand where a campaign
/// is expected.
fn plain(call: &Call) -> Call {
    let mut call = call.clone();
    if let Some(words) = call.arguments.get("campaign").cloned() {
        let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
        let little = ["to", "in", "into", "under", "for", "on"].contains(&first.to_lowercase().as_str());
        let words = if little { rest.trim() } else { words.as_str() };
        call.arguments.insert("campaign".to_owned(), words.to_owned());
        if words.is_empty() {
            call.arguments.remove("campaign");
        }
        if Code::parse(words).is_some_and(|code| code.kind == CodeKind::Person)
            && !call.arguments.contains_key("person")
            && let Some(words) = call.arguments.remove("campaign")
        {
            call.arguments.insert("person".to_owned(), words);
        }
    }
    call
}

/// What is to be saved: what was named or pointed at, the thread this is said in, or what was looked at last.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Vec<Said>> {
    let lang = ctx.lang;
    let said = if let Some(words) = call.arguments.get("activity") {
        let numbers = match codes(words) {
            Some(numbers) => numbers,
            None => {
                ctx.pointed_at(words, CodeKind::Activity).await?.map(|code| code.number).into_iter().collect()
            }
        };
        activities::said(&mut ctx.tx, &numbers).await?
    } else if let (Some(here), Some(thread)) = (ctx.here, ctx.thread.clone()) {
        let mut said = activities::thread(&mut ctx.tx, here, &thread, MOST + 1).await?;
        drop_request(ctx, &mut said);
        said
    } else if let Some(code) = ctx.last_shown().await?.focus_on(CodeKind::Activity) {
        activities::said(&mut ctx.tx, &[code.number]).await?
    } else {
        return Err(Stop::Refused(say!(
            lang,
            "There is nothing here to save. Say it in a thread, name a message (“log A-881 to C-12”), or look at one first.",
            "ここには記録するものがありません。スレッドの中で言うか、「A-881をC-12に記録」のようにメッセージを指定するか、先にメッセージを表示してください。"
        )));
    };
    if said.len() as i64 > MOST {
        return Err(Stop::Refused(say!(
            lang,
            "This thread has more than {MOST} messages. Save single ones by their codes: “log A-881 to C-12”.",
            "このスレッドには{MOST}件を超えるメッセージがあります。「A-881をC-12に記録」のように個別に指定してください。"
        )));
    }
    if said.is_empty() {
        let words = call.arguments.get("activity").cloned().unwrap_or_default();
        return Err(Stop::Refused(say!(
            lang,
            "I found nothing to save {words}. Messages are named like A-881; a search shows their codes.",
            "{words} 記録できるメッセージが見つかりません。メッセージは A-881 のように指定します。検索するとコードが表示されます。"
        )));
    }
    Ok(said)
}

/// The request itself is no part of what was said.
fn drop_request(ctx: &Context<'_>, said: &mut Vec<Said>) {
    let own = said.iter().rposition(|said| said.account_id == Some(ctx.asked.account));
    let is_request = |said: &Said| {
        let text = said.text.as_deref().unwrap_or_default();
        match ctx.app.registry.grammar().understand(text) {
            Understood::Call { command, .. } | Understood::Missing { command, .. } => command == SPEC.name,
            _ => false,
        }
    };
    if let Some(at) = own.filter(|at| is_request(&said[*at])) {
        said.remove(at);
    }
}

/// `A-1 A-5`: the numbers of several activities.
pub(crate) fn codes(words: &str) -> Option<Vec<i64>> {
    let codes: Option<Vec<i64>> = words
        .split([' ', ',', '、'])
        .filter(|word| !word.is_empty())
        .map(|word| Code::parse(word).filter(|code| code.kind == CodeKind::Activity).map(|code| code.number))
        .collect();
    codes.filter(|codes| !codes.is_empty())
}

async fn credit(ctx: &mut Context<'_>, campaign: &Campaign, said: &[Said]) -> Outcome<Vec<i64>> {
    let ids: Vec<_> = said.iter().map(|said| said.id).collect();
    Ok(activities::credit(&mut ctx.tx, campaign.id, &ids).await?)
}

/// A line in a person's timeline that leads to what was said. It repeats none of the words: whoever may not
/// read them there does not read them here, and what is deleted there is gone here too.
async fn note(ctx: &mut Context<'_>, person: &Person, said: &[Said]) -> Outcome<Code> {
    let lang = ctx.lang;
    let first = said.first().map(|said| Code::new(CodeKind::Activity, said.number).to_string());
    let (first, n) = (first.unwrap_or_default(), said.len());
    let text = match n {
        1 => first,
        _ => say!(lang, "{first} ({n} messages)", "{first}（{n}件の会話）"),
    };
    let new = NewLog { person: person.id, action: "mention", text: &text, at: ctx.now.at };
    Ok(activities::log(&mut ctx.tx, &new).await?.1)
}
