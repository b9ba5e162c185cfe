//! `enishi chat`: a prompt with history and completion, or one question and its answer. Takes the same
//! road as every platform: envelope, inbox, record, understand, run, outbox, render.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use adapters::{
    Block, Payload, Reply,
    console::{Console, envelope},
};
use anyhow::Context as _;
use chrono::Utc;
use clap::Args;
use crm::{Actor, PoolSize, inbox, outbox, questions, users::User};
use nlp::{Lang, understand::Understood};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{link::Who, prompt::Prompt, speech, terminal};
use crate::{
    app::{App, Origin},
    config::{LanguageModel, Storage},
    doors::own,
    flow,
    gateway::accept::Accepted,
    model::Model,
    platforms,
    registry::Registry,
    say,
    search::Search,
    start::{self, Store},
};

/// Talk to the bot: a prompt, or one question and its answer
#[derive(Debug, Args)]
pub(super) struct Chat {
    #[command(flatten)]
    who: Who,

    /// Print the platform-neutral reply as JSON
    #[arg(long)]
    json: bool,

    /// What to ask, in your own words; without it a prompt
    text: Vec<String>,

    #[command(flatten, next_help_heading = "Language model")]
    model: LanguageModel,
}

/// What ends the prompt, beside the end of input.
const ENDS: [&str; 4] = ["quit", "exit", ":q", "終了"];

/// How long to take in what was recorded before a search is answered.
const CATCH_UP: Duration = Duration::from_secs(3);

impl Chat {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let model = self.model.open(speech::lang())?;
        let store = start::open(storage, PoolSize(4), |_| ()).await?;
        let ended = self.talk(storage, &store, model).await;
        store.close().await;
        ended
    }

    async fn talk(self, storage: &Storage, store: &Store, model: Model) -> anyhow::Result<()> {
        let mut talk = Talk::open(storage, store, &self.who, self.json).await?;
        talk.app.model = model;
        if self.text.is_empty() {
            // two prompts side by side are two conversations
            talk.conversation = Uuid::now_v7().to_string();
            return talk.prompt(storage).await;
        }
        talk.waiting().await?;
        talk.ask(&self.text.join(" ")).await?;
        talk.leave().await
    }
}

/// Prints an answer. Whoever reads may have seen enough (`| head`): that is no fault.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("printing the answer"),
    }
}

fn searches(app: &App, text: &str) -> bool {
    matches!(app.registry.grammar().understand(text), Understood::Call { command: "search" | "status", .. })
}

/// One conversation at this terminal. Questions asked one by one are the user's one conversation, so that
/// the next can answer what the one before asked back, or point at what it listed.
pub(super) struct Talk {
    pub(super) app: App,
    pub(super) origin: Origin,
    user: User,
    conversation: String,
    /// What was said and not yet answered.
    said: Vec<Uuid>,
    /// The language of the last answer; `None` while nothing was answered.
    answered: Option<Lang>,
    json: bool,
    /// The address of the page that is served beside us; empty: none is.
    site: String,
}

impl Talk {
    /// Sits down at this terminal as somebody.
    pub(super) async fn open(
        storage: &Storage,
        store: &Store,
        who: &Who,
        json: bool,
    ) -> anyhow::Result<Self> {
        let (tenant, _, user) = who.find(&store.db).await?;
        // answers are taken and printed here, not sent
        let (sink, _) = mpsc::unbounded_channel();
        let mut console = Console::new(sink);
        console.width = terminal::width();
        console.colour = terminal::colours(&std::io::stdout());
        let search = Search::open(&store.db, &storage.data_dir.join("search")).await?;
        let registry = Registry::new()?.kept_in(&storage.data_dir);
        let app = App::new(store.db.clone(), registry, search, Utc::now, platforms::at_terminal(console));
        let origin = own::origin(&app.db, tenant, "console").await?;
        // a terminal that was killed left its answers behind
        let mut tx = app.db.begin(tenant, Actor::system("console")).await?;
        outbox::give_up(&mut tx, "console", 10).await?;
        tx.commit().await?;
        own::enter(&app.db, &origin, user.id, &user.name).await?;
        let conversation = format!("once-{}", user.id);
        let site = std::fs::read_to_string(start::address_file(storage)).unwrap_or_default();
        let site = site.trim().trim_end_matches('/').to_owned();
        Ok(Self { app, origin, user, conversation, said: Vec::new(), answered: None, json, site })
    }

    /// Takes in what was recorded, for a while: nobody feeds the index beside us.
    pub(super) async fn catch_up(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        while began.elapsed() < CATCH_UP && self.app.search.catch_up(&self.app.db).await? {}
        Ok(())
    }

    /// Says something; `None` when it was said before.
    pub(super) async fn say(&mut self, text: &str) -> anyhow::Result<Option<inbox::Claimed>> {
        let id = Uuid::now_v7().to_string();
        let mut said =
            own::said(self.user.id, &self.user.name, self.conversation.clone(), id, (self.app.clock)());
        said.text = Some(text.to_owned());
        let received = flow::receive(&self.app, &self.origin, envelope(&said, &self.origin.settings)).await;
        Ok(match received? {
            Accepted::New(stored) => {
                self.said.push(stored.id);
                Some(stored)
            }
            _ => None,
        })
    }

    /// Asks once and prints the answer.
    async fn ask(&mut self, text: &str) -> anyhow::Result<()> {
        // only who searches waits for the index
        if searches(&self.app, text) {
            self.catch_up().await?;
        }
        let Some(stored) = self.say(text).await? else { return Ok(()) };
        flow::process(&self.app, &self.origin, &stored).await?;
        let replies = self.replies().await?;
        if !self.json {
            return self.show(&replies);
        }
        for reply in replies {
            print(&serde_json::to_string_pretty(&reply)?)?;
        }
        Ok(())
    }

    /// Prints what came for this user while nobody was here, as reminders.
    pub(super) async fn waiting(&self) -> anyhow::Result<()> {
        // whoever reads JSON waits for the answer alone
        if self.json {
            return Ok(());
        }
        let mut tx = self.app.db.begin(self.origin.tenant, Actor::system("console")).await?;
        let waiting = outbox::hand_over_waiting(&mut tx, self.origin.connection.id, self.user.id).await?;
        for reply in waiting {
            self.print(&serde_json::from_value(reply)?)?;
            print("")?;
        }
        // shown first: who dies before this is shown it again
        Ok(tx.commit().await?)
    }

    fn print(&self, reply: &Reply) -> anyhow::Result<()> {
        let mut reply = reply.clone();
        // a path cannot be opened from a terminal
        for block in &mut reply.blocks {
            if let Block::File { path, .. } = block
                && path.starts_with('/')
            {
                path.insert_str(0, &self.site);
            }
        }
        for Payload { body, .. } in self.app.adapter("console")?.render(&reply, "") {
            print(body.as_str().unwrap_or_default().trim_end())?;
        }
        Ok(())
    }

    /// Prints what was answered.
    pub(super) fn show(&mut self, replies: &[Reply]) -> anyhow::Result<()> {
        for reply in replies {
            self.print(reply)?;
            self.answered = Lang::from_tag(&reply.lang);
        }
        Ok(())
    }

    /// Says how to go on where a question is left open.
    pub(super) async fn leave(&self) -> anyhow::Result<()> {
        // "thanks" was not answered, and needs no answer
        let Some(lang) = self.answered else { return Ok(()) };
        let mut tx = self.app.db.begin(self.origin.tenant, Actor::system("console")).await?;
        let asked = questions::waiting_in(&mut tx, self.origin.connection.id, &self.conversation).await?;
        tx.commit().await?;
        if asked && !self.json {
            eprintln!(
                "\n{}",
                lang.pick(
                    "To answer: run enishi chat again with your answer, or with what stands in [ ]",
                    "答えるには：enishi chat に続けて、答えまたは [ ] 内の言葉を入力してください"
                )
            );
        }
        Ok(())
    }

    /// What was answered to what was said here, platform-neutral; it counts as delivered.
    pub(super) async fn replies(&mut self) -> anyhow::Result<Vec<Reply>> {
        let mut tx = self.app.db.begin(self.origin.tenant, Actor::system("console")).await?;
        let mut replies = Vec::new();
        for said in self.said.drain(..) {
            replies.extend(outbox::hand_over(&mut tx, said).await?);
        }
        tx.commit().await?;
        replies.into_iter().map(|reply| Ok(serde_json::from_value(reply)?)).collect()
    }

    /// Asks until the end of input.
    async fn prompt(&mut self, storage: &Storage) -> anyhow::Result<()> {
        let shown = std::io::stdin().is_terminal() && !self.json;
        if shown {
            let name = &self.user.name;
            println!(
                "{}",
                say!(
                    speech::lang(),
                    "Signed in as {name}. Say help, or ask in your own words. Ctrl-D or quit ends.",
                    "{name}さんとしてサインインしています。「ヘルプ」と入力するか、普段の言葉でお尋ねください。Ctrl-Dまたは「終了」で終わります。"
                )
            );
        }
        let mut prompt = Prompt::new(shown, &storage.data_dir)?;
        self.waiting().await?;
        while let Some(line) = prompt.next()? {
            let said = line.trim();
            if ENDS.contains(&said.to_lowercase().as_str()) {
                break;
            }
            if !said.is_empty() {
                self.waiting().await?;
                self.ask(&line).await?;
                if shown {
                    println!();
                }
            }
        }
        Ok(())
    }
}
