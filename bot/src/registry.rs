//! The only door to a command's `run`.

use std::collections::HashMap;

use adapters::{Button, ButtonStyle, Item, Reply, markdown::escape};
use crm::{access, audit, questions};
use nlp::{
    Lang,
    understand::{BadPhrase, Grammar, Taught},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    commands::{self, Call, Command, Context, Effect, Outcome, Preview, Spec, Stop},
    refusals, say,
    words::{Words, excerpt, words},
};

/// Has the asker already said yes?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Nobody was asked.
    NotAsked,
    /// The asker said yes to exactly this call.
    Given,
    /// The call comes from the audit log and takes back a change, which the asker may do.
    TakingBack,
}

/// Every command by name, and how all of them are said.
pub struct Registry {
    by_name: HashMap<&'static str, &'static dyn Command>,
    grammar: Grammar,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.by_name.keys()).finish()
    }
}

/// The argument under which a question keeps which change is taken back.
const TAKES_BACK: &str = "takes back";

/// So much of a call is shown, in characters.
const LONGEST_SHOWN: usize = 300;

/// More redirections than this are a circle.
const MOST_REDIRECTIONS: usize = 3;

/// What people say in words that no phrasing has, and what they say to each other.
const TAUGHT: Taught =
    Taught { said: include_str!("commands/said.txt"), talk: include_str!("commands/talk.txt") };

impl Registry {
    /// Reads the list.
    pub fn new() -> Result<Self, BadPhrase> {
        Ok(Self {
            by_name: commands::ALL.iter().map(|command| (command.spec().name, *command)).collect(),
            grammar: Grammar::new(commands::ALL.iter().map(|command| command.spec().form()).collect())?
                .taught(TAUGHT),
        })
    }

    /// How all commands are said.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// A command's description.
    pub fn spec(&self, name: &str) -> Option<&'static Spec> {
        self.by_name.get(name).map(|command| command.spec())
    }

    /// Why changes of a command cannot be taken back.
    pub(crate) fn for_good(&self, name: &str) -> Words {
        self.by_name
            .get(name)
            .map_or(words("It cannot be taken back.", "この変更は取り消せません。"), |command| {
                command.for_good()
            })
    }

    /// Find → authorise → ask first if dangerous → run → audit. The caller commits. A refusal or a
    /// question is a reply as well; only our own faults are errors.
    pub async fn call(&self, ctx: &mut Context<'_>, call: &Call, consent: Consent) -> anyhow::Result<Reply> {
        Ok(self.settle(ctx, call, consent).await?.0)
    }

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

    /// What an argument of a command is, for people.
    pub(crate) fn argument_about(&self, command: &str, argument: &str, lang: Lang) -> &'static str {
        self.spec(command)
            .and_then(|spec| spec.arguments.iter().find(|a| a.name == argument))
            .map_or("…", |a| a.about.of(lang))
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

    /// As it would be typed, arguments in the command's own order.
    fn typed(&self, call: &Call) -> String {
        call.typed(
            self.spec(&call.command).into_iter().flat_map(|spec| spec.arguments.iter().map(|a| a.name)),
        )
    }

    /// The reply, and whether it refuses.
    async fn settle(
        &self,
        ctx: &mut Context<'_>,
        call: &Call,
        consent: Consent,
    ) -> anyhow::Result<(Reply, bool)> {
        let (mut call, mut consent) = (call.clone(), consent);
        // which change a confirmed call takes back was kept with the question
        let kept = if call.ours { call.arguments.remove(TAKES_BACK) } else { None };
        let mut takes_back = kept.map(|id| id.parse::<Uuid>()).transpose()?;
        for _ in 0..MOST_REDIRECTIONS {
            match self.attempt(ctx, &call, consent, takes_back).await {
                Ok(reply) => return Ok((self.headed(reply, &call), false)),
                Err(Stop::Refused(sentence)) => {
                    // a refusal is plain text: what was asked for may stand in it
                    return Ok((self.headed(ctx.reply().text(escape(&sentence)), &call), true));
                }
                Err(Stop::Choose { question, options }) => {
                    let reply = choose(ctx, &call, question, options).await?;
                    return Ok((self.headed(reply, &call), false));
                }
                Err(Stop::Missing(argument)) => {
                    let reply = self.ask_for(ctx, &call, argument).await?;
                    return Ok((self.headed(reply, &call), false));
                }
                // a yes was said to the call that was shown, not to what it leads to
                Err(Stop::Instead(other)) => (call, consent) = (other, Consent::NotAsked),
                Err(Stop::TakeBack { entry, call: back, ask }) => {
                    let consented = if ask { Consent::NotAsked } else { Consent::TakingBack };
                    (call, consent, takes_back) = (back, consented, Some(entry));
                }
                Err(Stop::Fault(fault)) => return Err(fault.context(format!("running {}", call.command))),
            }
        }
        anyhow::bail!("{} leads in a circle", call.command)
    }

    async fn attempt(
        &self,
        ctx: &mut Context<'_>,
        call: &Call,
        consent: Consent,
        takes_back: Option<Uuid>,
    ) -> Outcome<Reply> {
        let Some(command) = self.by_name.get(call.command.as_str()).copied() else {
            let name = &call.command;
            return Err(Stop::Refused(say!(
                ctx.lang,
                "There is no command “{name}”. Say “help” for all of them.",
                "「{name}」というコマンドはありません。「ヘルプ」で一覧をご覧いただけます。"
            )));
        };
        let spec = command.spec();
        // what no command declares is between us and our store
        if !call.ours && call.arguments.keys().any(|name| spec.arguments.iter().all(|a| a.name != name)) {
            let usage = spec.usage();
            return Err(Stop::Refused(say!(
                ctx.lang,
                "It is written like this: {usage}",
                "書き方は次のとおりです：{usage}"
            )));
        }
        if consent != Consent::TakingBack && !access::may(ctx.tx.actor(), spec.right) {
            return Err(Stop::Refused(refusals::not_allowed(ctx, spec.right)));
        }
        if let Some(sentence) = refusals::no_such_count(ctx, spec, call)
            .or_else(|| refusals::too_long_a_text(ctx.lang, spec, call))
        {
            return Err(Stop::Refused(sentence));
        }
        if spec.effect == Effect::Dangerous && consent == Consent::NotAsked {
            let mut preview = command.preview(ctx, call).await?;
            if let Some(entry) = takes_back {
                preview.pinned.arguments.insert(TAKES_BACK.to_owned(), entry.to_string());
            }
            return confirm(ctx, preview).await;
        }
        if let Some(entry) = takes_back
            && !audit::take_back(&mut ctx.tx, entry).await?
        {
            return Err(Stop::Refused(say!(
                ctx.lang,
                "That change has been taken back already.",
                "その変更はすでに取り消されています。"
            )));
        }
        ctx.tx.savepoint().await?;
        let ran = command.run(ctx, call).await;
        // what was asked whole may be asked again, whether or not there was anything to show
        if spec.asks_again() && matches!(ran, Ok(_) | Err(Stop::Refused(_))) {
            ctx.answered(call.clone());
        }
        let done = match ran {
            Ok(done) => done,
            // whatever it wrote before it stopped is not to be committed with the answer
            Err(stop) => {
                ctx.tx.rollback_to_savepoint().await?;
                return Err(stop);
            }
        };
        if done.change.is_some() && spec.effect == Effect::Read {
            return Err(Stop::Fault(anyhow::anyhow!("{} says that it only reads", spec.name)));
        }
        match done.change {
            None => Ok(with_more(ctx, done.reply).await?),
            Some(change) => {
                ctx.app.changed.ring(ctx.tx.tenant());
                let change = audit::Change { reverses: takes_back.or(change.reverses), ..change };
                self.noted(ctx, command, (change, done.reply)).await
            }
        }
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

    /// Writes the change into the audit log and shows its code, with a button that takes it back.
    async fn noted(
        &self,
        ctx: &mut Context<'_>,
        command: &dyn Command,
        (mut change, reply): (audit::Change, Reply),
    ) -> Outcome<Reply> {
        if change.reverses.is_some() {
            change.reversal = None;
        }
        let code = audit::write(&mut ctx.tx, &change, ctx.request).await?;
        tracing::info!(command = change.command, audit = %code, object = change.object, "changed");
        let lang = ctx.lang;
        if change.reversal.is_none() {
            let why = if change.reverses.is_some() { "" } else { command.for_good().of(lang) };
            return Ok(reply.text(format!("`{code}`  {why}").trim_end().to_owned()));
        }
        let reply = reply.text(say!(
            lang,
            "`{code}`  Say `undo` to take it back.",
            "`{code}`　「取り消して」で元に戻せます。"
        ));
        let undo = Call::new("undo", [("change", code.to_string())]);
        Ok(beside(ctx, reply, (words("Undo", "元に戻す"), words("undo", "取り消して")), &undo).await?)
    }

    /// Asks for an argument that was not said; the next words of the asker complete the call.
    async fn ask_for(
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
        let does = spec.about.of(lang);
        let example = lang.pick(spec.examples.en, spec.examples.ja).first().copied().unwrap_or(spec.name);
        Ok(ctx
            .reply()
            .text(escape(&say!(
                lang,
                "{does}: one thing is missing. Please say: {about}. (All at once: “{example}”.)",
                "{does}。もう一つ教えてください：{about}（まとめて言う例：「{example}」）"
            )))
            .buttons(vec![cancel(id, lang)]))
    }

    /// With the command that was understood on top.
    fn headed(&self, mut reply: Reply, call: &Call) -> Reply {
        reply.understood = Some(excerpt(&self.typed(call), LONGEST_SHOWN));
        reply
    }
}

/// Shows what would be done and asks.
async fn confirm(ctx: &mut Context<'_>, Preview { reply, pinned }: Preview) -> Outcome<Reply> {
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
async fn beside(
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

/// With a button for the next page, where there is one.
async fn with_more(ctx: &mut Context<'_>, reply: Reply) -> anyhow::Result<Reply> {
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
pub(crate) fn offer(reply: Reply, id: crm::QuestionId, choices: impl Iterator<Item = String>) -> Reply {
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
