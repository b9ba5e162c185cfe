//! What the registry asks: a yes before a change, an argument that was not said, which of several was meant; and
//! the buttons beside an answer.
//!
//! Not what an answer means: that is told in the gateway.

use adapters::{Button, ButtonStyle, Item, Reply, markdown::escape};
use crm::{access, audit, questions};
use nlp::Lang;
use serde_json::json;

use super::{Consent, LONGEST_SHOWN, Registry, TAKES_BACK};
use crate::{
    commands::{Argument, Call, Context, Effect, Outcome, Preview, Spec, Stop},
    say,
    words::{Words, excerpt, words},
};

impl Registry {
    /// The call with the argument that was asked for. When it is refused, the question stays open: the next
    /// words are an answer as well.
    pub(crate) async fn complete(
        &self,
        ctx: &mut Context<'_>,
        call: &mut Call,
        argument: &str,
        value: String,
    ) -> anyhow::Result<Reply> {
        let asked = json!(call.arguments);
        call.arguments.insert(argument.to_owned(), value);
        let (reply, refused) = self.settle(ctx, call, Consent::NotAsked).await?;
        if !refused {
            return Ok(reply);
        }
        let kind = questions::Kind::Argument;
        let id = questions::ask(
            &mut ctx.tx,
            ctx.asked,
            kind,
            &call.command,
            &asked,
            &[json!(argument)],
            ctx.lang.tag(),
        )
        .await?;
        let (lang, about) = (ctx.lang, self.argument_about(&call.command, argument, ctx.lang));
        Ok(reply
            .text(escape(&say!(
                lang,
                "Still open – please say: {about}. Or say “cancel”.",
                "引き続きお待ちしています：{about}（やめる場合は「やめる」）"
            )))
            .buttons(vec![cancel(id, lang)]))
    }

    /// Shows a call that changes something and was not said in so many words, and asks before it is run.
    pub(crate) async fn ask_first(&self, ctx: &mut Context<'_>, call: &Call) -> anyhow::Result<Reply> {
        let does = self.spec(&call.command).map_or("…", |spec| spec.about.of(ctx.lang));
        let typed = excerpt(&self.typed(call), LONGEST_SHOWN);
        let reply = ctx.reply().text(escape(&say!(
            ctx.lang,
            "I take this to mean “{typed}” ({does}). Shall I?",
            "「{typed}」（{does}）という意味に受け取りました。実行しますか？"
        )));
        match confirm(ctx, Preview { reply, pinned: call.clone() }).await {
            Ok(reply) => Ok(self.headed(reply, call)),
            Err(Stop::Fault(fault)) => Err(fault),
            Err(stop) => anyhow::bail!("a question that cannot be asked: {stop:?}"),
        }
    }

    /// Asks for an argument that was not said; the next words of the asker complete the call.
    pub(crate) async fn ask_for(
        &self,
        ctx: &mut Context<'_>,
        call: &Call,
        argument: &'static str,
    ) -> anyhow::Result<Reply> {
        let spec = self.spec(&call.command).ok_or_else(|| anyhow::anyhow!("no command {}", call.command))?;
        let id = questions::ask(
            &mut ctx.tx,
            ctx.asked,
            questions::Kind::Argument,
            spec.name,
            &json!(call.arguments),
            &[json!(argument)],
            ctx.lang.tag(),
        )
        .await?;
        let lang = ctx.lang;
        let about = self.argument_about(spec.name, argument, lang);
        let (command, does) = (spec.name, spec.about.of(lang));
        let example = lang.pick(spec.examples.en, spec.examples.ja).first().copied().unwrap_or(spec.name);
        let reply = ctx
            .reply()
            .text(escape(&say!(
                lang,
                "“{command}” needs one thing more: {about}. (All at once: “{example}”.)",
                "{does}。もう一つ教えてください：{about}（まとめて言う例：「{example}」）"
            )))
            .buttons(vec![cancel(id, lang)]);
        Ok(self.headed(reply, call))
    }

    /// An argument of a command.
    pub(crate) fn argument(&self, command: &str, name: &str) -> Option<&'static Argument> {
        self.spec(command)?.arguments.iter().find(|argument| argument.name == name)
    }

    /// What it is, for people.
    pub(crate) fn argument_about(&self, command: &str, name: &str, lang: Lang) -> &'static str {
        self.argument(command, name).map_or("…", |argument| argument.about.of(lang))
    }

    /// How the call behind a question is said again.
    pub(crate) async fn said_again(
        &self,
        ctx: &mut Context<'_>,
        question: &questions::Question,
    ) -> anyhow::Result<String> {
        let call = Call::kept(json!({ "command": question.command, "arguments": question.arguments }))?;
        if let Some(id) = call.arguments.get(TAKES_BACK)
            && let Some(entry) = audit::by_id(&mut ctx.tx, id.parse()?).await?
        {
            return Ok(format!("undo {}", entry.code()));
        }
        Ok(excerpt(&self.typed(&call), LONGEST_SHOWN))
    }
}

/// Shows what would be done and asks.
pub(super) async fn confirm(ctx: &mut Context<'_>, Preview { reply, pinned }: Preview) -> Outcome<Reply> {
    let arguments = json!(pinned.arguments);
    let id = questions::ask(
        &mut ctx.tx,
        ctx.asked,
        questions::Kind::Confirm,
        &pinned.command,
        &arguments,
        &[],
        ctx.lang.tag(),
    )
    .await?;
    let minutes = questions::MINUTES;
    let lang = ctx.lang;
    Ok(reply
        .text(say!(
            lang,
            "Nothing has been changed yet. You have {minutes} minutes to answer.",
            "まだ何も変更していません。{minutes}分以内にお答えください。"
        ))
        .buttons(vec![
            Button {
                label: lang.pick("Do it", "実行する").to_owned(),
                token: format!("{id}:yes:{}", lang.tag()),
                style: ButtonStyle::Primary,
                typed: lang.pick("yes", "はい").to_owned(),
            },
            cancel(id, lang),
        ]))
}

fn cancel(id: crm::QuestionId, lang: Lang) -> Button {
    Button {
        label: lang.pick("Cancel", "やめる").to_owned(),
        token: format!("{id}:no:{}", lang.tag()),
        style: ButtonStyle::Plain,
        typed: lang.pick("cancel", "やめる").to_owned(),
    }
}

/// A button beside an answer: pressed, it runs a call. What may be typed in its place is understood by
/// itself.
pub(super) async fn beside(
    ctx: &mut Context<'_>,
    reply: Reply,
    (label, typed): (Words, Words),
    call: &Call,
) -> anyhow::Result<Reply> {
    let (lang, options) = (ctx.lang, [json!(call)]);
    let kind = questions::Kind::Offer;
    let id =
        questions::ask(&mut ctx.tx, ctx.asked, kind, &call.command, &json!({}), &options, lang.tag()).await?;
    Ok(reply.buttons(vec![Button {
        label: label.of(lang).to_owned(),
        token: format!("{id}:1:{}", lang.tag()),
        style: ButtonStyle::Plain,
        typed: typed.of(lang).to_owned(),
    }]))
}

/// With a button for what the reply offers, where it offers something.
pub(super) async fn with_offer(ctx: &mut Context<'_>, reply: Reply, typed: String) -> anyhow::Result<Reply> {
    let Some((label, call)) = ctx.offered().cloned() else { return Ok(reply) };
    let (lang, kind, options) = (ctx.lang, questions::Kind::Offer, [json!(call)]);
    let id =
        questions::ask(&mut ctx.tx, ctx.asked, kind, &call.command, &json!({}), &options, lang.tag()).await?;
    Ok(reply.buttons(vec![Button {
        label: label.of(lang).to_owned(),
        token: format!("{id}:1:{}", lang.tag()),
        style: ButtonStyle::Primary,
        typed,
    }]))
}

/// With a button for the next page, where there is one.
pub(super) async fn with_more(ctx: &mut Context<'_>, reply: Reply) -> anyhow::Result<Reply> {
    match ctx.next_page().cloned() {
        Some(next) => beside(ctx, reply, (words("More", "続き"), words("more", "続き")), &next).await,
        None => Ok(reply),
    }
}

/// Asks which of several was meant.
pub(crate) async fn choose(
    ctx: &mut Context<'_>,
    call: &Call,
    question: String,
    options: Vec<(String, Call)>,
) -> anyhow::Result<Reply> {
    let calls: Vec<_> = options.iter().map(|(_, call)| json!(call)).collect();
    let arguments = json!(call.arguments);
    let id = questions::ask(
        &mut ctx.tx,
        ctx.asked,
        questions::Kind::Choose,
        &call.command,
        &arguments,
        &calls,
        ctx.lang.tag(),
    )
    .await?;
    Ok(offer(ctx.reply().text(escape(&question)), id, options.into_iter().map(|(shown, _)| shown)))
}

/// Numbered choices with a button for each.
fn offer(reply: Reply, id: crm::QuestionId, choices: impl Iterator<Item = String>) -> Reply {
    let choices: Vec<String> = choices.collect();
    let buttons = (1..=choices.len())
        .map(|n| Button {
            label: n.to_string(),
            token: format!("{id}:{n}:{}", reply.lang),
            style: ButtonStyle::Plain,
            typed: n.to_string(),
        })
        .collect();
    reply.numbered(choices.into_iter().map(Item::new).collect()).buttons(buttons)
}

/// A reply to something that could not be understood, with the commands that come nearest; `guess` is one
/// of them with the arguments that were found.
pub(crate) async fn did_you_mean(
    ctx: &mut Context<'_>,
    registry: &Registry,
    nearest: &[&'static str],
    guess: Option<&Call>,
) -> anyhow::Result<Reply> {
    let lang = ctx.lang;
    let near: Vec<&Spec> = nearest
        .iter()
        .filter_map(|name| registry.spec(name))
        .filter(|spec| access::may(ctx.tx.actor(), spec.right))
        .collect();
    if near.is_empty() {
        return Ok(ctx.reply().text(say!(
            lang,
            "I did not understand that. Say `help` to see what I can do.",
            "すみません、分かりませんでした。「ヘルプ」でできることをご覧いただけます。"
        )));
    }
    // what needs no argument can be run from here; for the rest, help shows how it is said
    let options: Vec<(String, Call)> = near
        .iter()
        .map(|spec| {
            let example = lang.pick(spec.examples.en, spec.examples.ja).first().copied().unwrap_or(spec.name);
            let shown = format!("{}  ·  {example}", spec.about.of(lang));
            let runs =
                !spec.arguments.iter().any(|argument| argument.required) && spec.effect == Effect::Read;
            if let Some(guess) = guess.filter(|guess| guess.command == spec.name) {
                let typed = guess.typed(spec.arguments.iter().map(|a| a.name));
                return (format!("{}  ·  {typed}", spec.about.of(lang)), guess.clone());
            }
            let call = if runs {
                Call::new(spec.name, [])
            } else {
                Call::new("help", [("topic", spec.name.to_owned())])
            };
            (shown, call)
        })
        .collect();
    let question =
        lang.pick("I did not understand that. Did you mean:", "すみません、分かりませんでした。もしかして：");
    choose(ctx, &Call::new("help", []), question.to_owned(), options).await
}
