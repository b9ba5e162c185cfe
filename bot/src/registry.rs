//! The only door to a command's `run`.

mod ask;

use std::{collections::HashMap, path::Path};

use adapters::{Block, Reply, markdown::escape};
use crm::{access, audit};
use nlp::understand::{BadPhrase, Grammar, Taught};
use uuid::Uuid;

use ask::{beside, confirm, with_more, with_offer};
pub(crate) use ask::{choose, did_you_mean};

use crate::{
    commands::{self, Call, Command, Context, Effect, Outcome, Spec, Stop},
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

/// What commands were called before: the audit log and questions name them so.
const FORMER: &[(&str, &str)] = &[
    ("kinds list", "inquiry kind list"),
    ("kinds add", "inquiry kind add"),
    ("kinds remove", "inquiry kind remove"),
];

/// What people say in words that no phrasing has, and what they say to each other.
const TAUGHT: Taught =
    Taught { said: include_str!("commands/said.txt"), talk: include_str!("commands/talk.txt") };

impl Registry {
    /// Reads the list.
    pub fn new() -> Result<Self, BadPhrase> {
        Ok(Self {
            by_name: commands::ALL
                .iter()
                .flat_map(|command| {
                    let name = command.spec().name;
                    let former =
                        FORMER.iter().filter(move |(_, now)| *now == name).map(|(former, _)| *former);
                    former.chain([name]).map(move |name| (name, *command))
                })
                .collect(),
            grammar: Grammar::new(commands::ALL.iter().map(|command| command.spec().form()).collect())?
                .taught(TAUGHT),
        })
    }

    /// Keeps what it learns of how commands are said in this folder, for the next start.
    #[must_use]
    pub fn kept_in(self, folder: &Path) -> Self {
        Self { grammar: self.grammar.kept_in(folder.join("understanding.bin")), ..self }
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
                Ok(reply) => {
                    let reply = match takes_back.filter(|_| self.runs(&call, consent)) {
                        Some(entry) => taken_back(ctx, reply, entry).await?,
                        None => reply,
                    };
                    return Ok((self.headed(reply, &call), false));
                }
                Err(Stop::Refused(sentence)) => {
                    // a refusal is plain text: what was asked for may stand in it
                    return Ok((self.headed(ctx.reply().text(escape(&sentence)), &call), true));
                }
                Err(Stop::Choose { question, options }) => {
                    let reply = choose(ctx, &call, question, options).await?;
                    return Ok((self.headed(reply, &call), false));
                }
                Err(Stop::Missing(argument)) => {
                    return Ok((self.ask_for(ctx, &call, argument).await?, false));
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

    /// Is it done, and not only asked about?
    fn runs(&self, call: &Call, consent: Consent) -> bool {
        consent != Consent::NotAsked
            || self.spec(&call.command).is_some_and(|spec| spec.effect != Effect::Dangerous)
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
        let call = &refusals::chosen(ctx.lang, spec, call.clone()).map_err(Stop::Refused)?;
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
            None => {
                let typed = ctx.offered().map(|(_, call)| self.typed(call)).unwrap_or_default();
                let reply = with_offer(ctx, done.reply, typed).await?;
                Ok(with_more(ctx, reply).await?)
            }
            Some(change) => {
                ctx.app.changed.ring(ctx.tx.tenant());
                let change = audit::Change { reverses: takes_back.or(change.reverses), ..change };
                self.noted(ctx, command, (change, done.reply)).await
            }
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

    /// With the command that was understood on top.
    fn headed(&self, mut reply: Reply, call: &Call) -> Reply {
        reply.understood = Some(excerpt(&self.typed(call), LONGEST_SHOWN));
        reply
    }
}

/// The reply of a call that took a change back, with that change on top.
async fn taken_back(ctx: &mut Context<'_>, mut reply: Reply, entry: Uuid) -> anyhow::Result<Reply> {
    if let Some(entry) = audit::by_id(&mut ctx.tx, entry).await? {
        let code = entry.code();
        let what = escape(&excerpt(&commands::change_said(ctx, &entry).await?, LONGEST_SHOWN));
        let text = say!(ctx.lang, "Took back **{code}**: {what}", "**{code}**（{what}）を取り消しました。");
        reply.blocks.insert(0, Block::Text { text });
    }
    Ok(reply)
}
