//! `send`: writes to a person on the account by which they are reached best.

use std::collections::HashMap;

use adapters::{Reply, markdown::escape};
use async_trait::async_trait;
use crm::{
    access::{self, Right},
    accounts::{self, Reach},
    activities,
    audit::Change,
    outbox, persons,
    persons::Person,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    persons::label,
};
use crate::{
    installed::{self, Standing},
    say,
    words::{Words, actions, words},
};

/// The command.
pub(crate) struct Send;

static SPEC: Spec = Spec {
    name: "send",
    about: words("Write to a person", "人にメッセージを送ります"),
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
            about: words("what to write, word for word", "送る文面（そのまま送られます）"),
        },
        Argument {
            name: "via",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "a platform or connection; the best one without",
                "プラットフォームまたは接続名。省略すると最適なもの",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(tell|message|write to|reply to|answer) {person:code} [that|:] {text}",
            "(tell|message|write to|reply to|answer) {person:sure} [that|:] {text}",
            "send [a message to] {person:code} [:] {text}",
            "send a message to {person} : {text}",
            "send (a message|message|a dm|dm|mail|an email|email|an e-mail|a mail) to {person}",
            "(write|message) [to] {person:code}",
        ],
        ja: &[
            "{person:code}に[、]{text}(と|を)(送って|送信[<して>]|伝えて|連絡して|返信して)",
            "{person:sure}に[、]{text}(と|を)(送って|送信[<して>]|伝えて|連絡して|返信して)",
            "{person}に(メッセージ|連絡|返信)(:|：){text}",
            "{person}に(メッセージ|メール|DM)[を](送って|送信[<して>]|送りたい|書いて|書きたい)",
        ],
    },
    examples: Phrases {
        en: &["tell P-12 the fix is out", "send P-12 the invoice is on its way"],
        ja: &["P-12に修正完了を送って", "P-12に「明日公開します」と伝えて"],
    },
    right: Right::WriteToPersons,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for Send {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words("What was sent cannot be called back.", "送信したメッセージは取り消せません。")
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (person, text) = meant(ctx, call).await?;
        let reach = way(ctx, call, &person).await?;
        let (who, on) = (label(&person), place(ctx, &reach));
        let reply = ctx.reply().text(say!(
            lang,
            "Send this to **{who}** on {on}?",
            "**{who}** に {on} で次の内容を送りますか？"
        ));
        let pinned = Call::new(
            SPEC.name,
            [
                ("person", person.code().to_string()),
                ("text", text.clone()),
                ("via", format!("{}/{}", reach.connection.platform, reach.connection.name)),
            ],
        );
        Ok(Preview { reply: reply.text(escape(&text)), pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (person, text) = meant(ctx, call).await?;
        back::is_still(ctx, call, "person", &person)?;
        let reach = way(ctx, call, &person).await?;
        let conversation = match reach.conversation {
            Some(conversation) => conversation,
            None => {
                let adapter = ctx.app.adapter(&reach.connection.platform)?;
                let direct = adapter.direct(&reach.external_id).unwrap_or_else(|| reach.external_id.clone());
                accounts::direct(&mut ctx.tx, reach.connection.id, &direct).await?
            }
        };
        let (activity, code) =
            activities::sent(&mut ctx.tx, person.id, conversation, &text, ctx.now.at).await?;
        let message = json!(Reply::new(lang.tag()).text(escape(&text)));
        let new = outbox::New { sends: Some(activity), ..outbox::New::to(conversation, &message) };
        outbox::put(&mut ctx.tx, new).await?;
        let (who, on, them) = (label(&person), place(ctx, &reach), person.code());
        let reply = ctx.reply().text(say!(
            lang,
            "On its way to **{who}** on {on} (**{code}**). Say “timeline of {them}” to see whether it arrived.",
            "**{who}** に {on} で送信します（**{code}**）。届いたかどうかは「{them}の履歴」で確認できます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!({ "person": person.code().to_string(), "via": format!("{}/{}", reach.connection.platform, reach.connection.name) }),
            object: Some(code.to_string()),
            before: None,
            after: Some(json!({ "activity": code.to_string() })),
            reversal: None,
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// To whom and what; somebody else's person only with the right to.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Person, String)> {
    if let Some(other) = written_out(call) {
        return Err(Stop::Instead(other));
    }
    let person = ctx.person(call, "person").await?;
    let text = ctx.required(call, "text")?.trim().trim_matches(['「', '」', '“', '”', '"']).to_owned();
    let owner = persons::owner(&mut ctx.tx, person.id).await?;
    if owner.is_some_and(|owner| ctx.tx.actor().user_id() != Some(owner))
        && !access::may(ctx.tx.actor(), Right::WriteToAnybody)
    {
        let who = label(&person);
        return Err(Stop::Refused(say!(
            ctx.lang,
            "{who} is looked after by somebody else; ask them, or a manager, to write.",
            "{who} には別の担当者がいます。担当者またはマネージャーに送信を依頼してください。"
        )));
    }
    Ok((person, text))
}

/// What stands for a message, and is nobody's name.
const MESSAGES: [&str; 6] = ["mail", "email", "e-mail", "message", "msg", "dm"];

/// What parts the name from the words.
const BETWEEN: [&str; 5] = [": ", "：", " that ", " saying ", ":"];

/// "send mail to bob: the fix is out", "send a mail to bob", which read as written to Mail and to A.
fn written_out(call: &Call) -> Option<Call> {
    let (first, rest) = (call.arguments.get("person")?.to_lowercase(), call.arguments.get("text")?);
    let is_message = |word: &str| MESSAGES.contains(&word.to_lowercase().as_str());
    let rest = match first.as_str() {
        "a" | "an" => rest.split_once(' ').filter(|(message, _)| is_message(message))?.1,
        first if is_message(first) => rest,
        _ => return None,
    };
    let rest = rest.strip_prefix("to ")?;
    let (person, text) = BETWEEN
        .iter()
        .filter_map(|between| Some((rest.find(between)?, between.len())))
        .min_by_key(|(at, long)| (*at, std::cmp::Reverse(*long)))
        .map_or((rest, ""), |(at, long)| (&rest[..at], &rest[at + long..]));
    let mut other = call.clone();
    other.arguments.insert("person".to_owned(), person.trim().to_owned());
    match text.trim() {
        "" => other.arguments.remove("text"),
        text => other.arguments.insert("text".to_owned(), text.to_owned()),
    };
    Some(other)
}

/// The account to write to.
async fn way(ctx: &mut Context<'_>, call: &Call, person: &Person) -> Outcome<Reach> {
    let lang = ctx.lang;
    let mut ways = accounts::reach(&mut ctx.tx, person.id).await?;
    // what has a platform behind it: exports were read into the others
    let app = ctx.app;
    ways.retain(|way| {
        app.adapter(&way.connection.platform).is_ok_and(|it| {
            !it.settings().is_empty() && (way.conversation.is_some() || it.direct(&way.external_id).is_some())
        })
    });
    let who = label(person);
    // where nothing is set nobody is reached; what works goes before what is only set up
    let standing: HashMap<_, _> = installed::list(&mut ctx.tx, &app.adapters, lang)
        .await?
        .into_iter()
        .map(|it| (it.connection.id, it.standing))
        .collect();
    let rank = |way: &Reach| match standing.get(&way.connection.id) {
        Some(Standing::Working) => Some(0),
        Some(Standing::Quiet) => Some(1),
        Some(Standing::Trouble) => Some(2),
        Some(Standing::Unset | Standing::Paused) | None => None,
    };
    ways.retain(|way| rank(way).is_some());
    ways.sort_by_key(rank);
    if let Some(via) = call.arguments.get("via") {
        let wanted = crm::fold(via);
        ways.retain(|way| {
            let connection = &way.connection;
            format!("{}/{}", connection.platform, connection.name) == *via
                || crm::fold(&connection.name) == wanted
                || connection.platform == wanted
                || crm::fold(actions::platform(&connection.platform, lang)) == wanted
        });
        if ways.is_empty() {
            let via = escape(via);
            return Err(Stop::Refused(say!(
                lang,
                "{who} cannot be reached by “{via}”. Leave it out to use the best way there is.",
                "{who} には「{via}」で送れません。経路を省略すると最適なものを選びます。"
            )));
        }
    }
    ways.into_iter().next().ok_or_else(|| {
        let code = person.code();
        Stop::Refused(say!(
            lang,
            "{who} has no account that I can write to: none of their accounts is on a connected platform. Say “accounts of {code}” to see them.",
            "{who} には送信できるアカウントがありません（接続済みのプラットフォーム上にありません）。「{code}のアカウント一覧」で確認できます。"
        ))
    })
}

/// "Slack (Acme) as @taro".
fn place(ctx: &Context<'_>, reach: &Reach) -> String {
    let platform = actions::platform(&reach.connection.platform, ctx.lang);
    let (name, called) = (escape(&reach.connection.name), escape(&reach.called));
    say!(ctx.lang, "{platform} ({name}) as {called}", "{platform}（{name}、{called}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_mail() {
        let read = |person: &str, text: &str| {
            let call = Call::new("send", [("person", person.to_owned()), ("text", text.to_owned())]);
            written_out(&call).map(|it| (it.arguments["person"].clone(), it.arguments.get("text").cloned()))
        };
        let to = |person: &str, text: &str| {
            Some((person.to_owned(), Some(text.to_owned()).filter(|text| !text.is_empty())))
        };
        assert_eq!(read("mail", "to bob"), to("bob", ""));
        assert_eq!(read("Mail", "to Bob Lee: the fix is out"), to("Bob Lee", "the fix is out"));
        assert_eq!(read("a", "message to bob that the ratio is 3: 1"), to("bob", "the ratio is 3: 1"));
        assert_eq!(read("email", "to bob:hi"), to("bob", "hi"));
        assert_eq!(read("mail", "pronto to the shop"), None);
        assert_eq!(read("a", "word to the wise"), None);
        assert_eq!(read("bob", "to arms: now"), None);
    }
}
